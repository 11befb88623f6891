"""The frame of a steward's pages: four places under the thumb."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from app.actor import STEWARDING, Actor
from app.auth.current import current_actor
from app.web.navigation import Group, Item
from complaints.views.steward.blueprint import steward_pages
from complaints.views.steward.waiting import number_waiting

PLACES = (
    ("steward.home", "待我处理", "flag"),
    ("steward.enterprises", "我的企业", "home"),
    ("steward.projects", "我的项目", "plan"),
    ("steward.visits", "走访", "pin"),
)


@steward_pages.context_processor
def shell() -> dict[str, Any]:
    """Names that the layout of these pages asks for."""
    return {"steward_places": lambda: _places(current_actor())}


def _places(actor: Actor) -> list[dict[str, Any]]:
    waiting = number_waiting(actor)
    return [
        {
            "label": label, "icon": icon, "url": url_for(endpoint), "current": request.endpoint == endpoint,
            "count": waiting if endpoint == "steward.home" else 0,
        }
        for endpoint, label, icon in PLACES
    ]  # fmt: skip


def places(actor: Actor) -> list[Group]:
    """The same on the desk."""
    if not actor.is_staff or actor.role not in STEWARDING:
        return []
    waiting = number_waiting(actor)
    first, *others = (Item(label, url_for(endpoint)) for endpoint, label, _ in PLACES)
    return [Group("双包一解", (Item(first.label, first.url, waiting, "hot" if waiting else ""), *others))]
