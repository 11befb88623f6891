"""What the layouts of the desks need to know: who acts, where he can go, how he leaves."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from app import taxonomy
from app.auth.current import current_actor, current_visit
from app.auth.doors import next_step, safe_next
from app.auth.forms import ActForm, SignOutForm
from app.auth.policy import OFFICE
from app.web.labels import role_label
from app.web.navigation import navigation_for, start_place


def shell() -> dict[str, Any]:
    """Context of every template. Looked up when a layout asks: a page for everybody, or of a fault, costs nothing."""
    return {
        "csrf_token": csrf_token,
        "act_form": act_form,
        "who": LocalProxy(_who),
        "navigation": LocalProxy(lambda: navigation_for(current_actor(), request.path)),
        "sign_out_url": url_for("auth.sign_out"),
        "desk_url": LocalProxy(lambda: start_place(current_actor()) or url_for("auth.me")),
    }


def _who() -> dict[str, str] | None:
    visit = current_visit()
    if visit is None:
        return None
    post = visit.post
    words = f"{post.unit_short} {role_label(post.role)}" if post else "企业账号" if visit.contact_id else "还没选岗位"
    unit = taxonomy.site()["office"] if post is None or post.unit == OFFICE else post.unit_short
    return {"name": visit.name, "post": words, "unit": unit, "url": url_for("auth.me")}


def csrf_token() -> str:
    """The token of a form that templates write themselves."""
    return str(SignOutForm(MultiDict()).csrf_token.current_token)


def act_form() -> ActForm:
    """A form for one button, with a ticket of its own, whatever was posted to this page."""
    return ActForm(MultiDict())


def go_on(target: str | None) -> Response:
    """After a step of signing in: to the next step, then to *target*, else to the first place of the desk."""
    visit = current_visit()
    target = safe_next(target)
    if visit is not None and (step := next_step(visit)):
        return redirect(url_for(step, next=target), 303)
    own = url_for("auth.me") if current_actor().is_staff else "/"
    return redirect(target or start_place(current_actor()) or own, 303)
