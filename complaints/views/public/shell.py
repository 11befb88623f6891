"""What the public layout needs: where one can go, and which place this is."""

from __future__ import annotations

from typing import Any

from flask import request, session, url_for

from app.actor import Actor, Role
from app.auth.current import current_visit
from app.web.navigation import Group, Item, add_navigation
from complaints.views.public.blueprint import public_pages

PLACES = (("首页", "home", {"public.home"}), ("提诉求", "write", {"public.file", "public.receipt"}))
READING = {"public.privacy", "public.basis", "public.accessibility"}


@public_pages.app_context_processor
def shell() -> dict[str, Any]:
    """Navigation and foot of every public page, whichever feature draws it."""
    here = request.endpoint if request else ""
    places = [
        {"label": label, "icon": icon, "url": url, "current": here in endpoints}
        for (label, icon, endpoints), url in zip(PLACES, (url_for("public.home"), url_for("public.file")), strict=True)
    ]
    known = set().union(*(endpoints for _, _, endpoints in PLACES)) | READING
    following = bool(here and here.startswith("public.") and here not in known)
    places.append({"label": "查进度", "icon": "search", "url": follow_url(), "current": following})
    return {"public_navigation": places, "foot_links": _foot(), "home_url": url_for("public.home")}


def follow_url() -> str:
    """To one's own matters for whoever is known here, else to the form for number and code."""
    return url_for("public.mine" if "follows" in session or is_account() else "public.follow")


def is_account() -> bool:
    """Whether an enterprise has signed in here."""
    visit = current_visit() if session.get("token") else None
    return visit is not None and visit.contact_id is not None


def _foot() -> list[dict[str, str]]:
    account = ("我的账号", "auth.me") if is_account() else ("登录", "auth.sign_in_page")
    pages = (
        ("您的信息怎么保护", "public.privacy"),
        ("办理时限与依据", "public.basis"),
        ("无障碍说明", "public.accessibility"),
        account,
    )
    return [{"label": label, "url": url_for(endpoint)} for label, endpoint in pages]


def places(actor: Actor) -> list[Group]:
    """Where an enterprise's account begins, and the clerk's way to file for somebody."""
    if actor.kind == "contact":
        return [Group("诉求", (Item("我的诉求", url_for("public.mine")),))]
    if actor.role == Role.CLERK:
        return [Group("窗口", (Item("代录诉求", url_for("public.window_file")),))]
    return []


add_navigation(places, order=15)
