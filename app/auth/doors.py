"""Every view is closed unless a door is marked on it; one guard stands before all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.actor import Actor, Role
from app.auth.current import Visit, current_actor, current_visit, is_fresh, on_follower_page
from app.errors import Denied, NotFound

View = TypeVar("View", bound=Callable[..., Any])
MARK = "door"
STATIC = "static"
SIGNED_OUT = "您太久没有操作，已经退出登录，这一次没有存。"


class SignedOut(Denied):
    """The session ended under a form that was being filled in; the page shows again what was typed."""


@dataclass(frozen=True)
class Door:
    """Whom a view lets in. `roles`: for staff, none is any post; `fresh`: the second factor within 15 minutes."""

    kind: Literal["public", "members", "staff", "accounts", "followers"]
    roles: frozenset[Role] = frozenset()
    fresh: bool = False

    def opens(self, actor: Actor) -> bool:
        """Whether *actor* may come in."""
        if self.kind == "staff":
            return actor.is_staff and (not self.roles or actor.role in self.roles)
        if self.kind == "accounts":
            return actor.kind == "contact"
        if self.kind == "followers":
            return actor.kind in {"holder", "contact"}
        return True


def public(view: View) -> View:
    """Open to everybody."""
    return _marked(view, Door("public"))


def members(view: View) -> View:
    """Open to whoever has signed in, even before post and second factor: the steps of signing in."""
    return _marked(view, Door("members"))


def staff(*roles: Role, fresh: bool = False) -> Callable[[View], View]:
    """Open to a chosen post with one of *roles*; without any to every post."""
    return lambda view: _marked(view, Door("staff", frozenset(roles), fresh))


def accounts(view: View) -> View:
    """Open to an enterprise's account."""
    return _marked(view, Door("accounts"))


def followers(view: View) -> View:
    """Open to whoever has shown number and query code of a complaint, and to accounts."""
    return _marked(view, Door("followers"))


def _marked(view: View, door: Door) -> View:
    setattr(view, MARK, door)
    return view


def door_of(app: Flask, endpoint: str) -> Door | None:
    """The door of an endpoint; None if nobody marked one."""
    door = getattr(app.view_functions.get(endpoint), MARK, None)
    return door if isinstance(door, Door) else None


def check_doors(app: Flask) -> None:
    """Stop the start if a view has no door."""
    bare = sorted(name for name in app.view_functions if name != STATIC and door_of(app, name) is None)
    if bare:
        raise RuntimeError(f"views without a door: {', '.join(bare)}")


def guard() -> ResponseReturnValue | None:
    """Before each request: let in, ask to sign in, or say that there is no such page."""
    if request.endpoint is None or request.endpoint == STATIC:
        return None
    door = door_of(current_app, request.endpoint)
    if door is None:
        raise NotFound
    if door.kind == "public":
        return None
    if door.kind == "followers":
        on_follower_page()
    visit = current_visit()
    if door.opens(current_actor()) and (visit is not None or door.kind == "followers"):
        return _to_second_factor() if door.fresh and not is_fresh() else None
    return _turned_away(door, visit)


def _turned_away(door: Door, visit: Visit | None) -> ResponseReturnValue:
    if visit is None and door.kind != "followers":
        if request.method == "GET":
            return redirect(url_for("auth.sign_in_page", next=_here()))
        raise SignedOut(SIGNED_OUT)
    if visit is not None and (step := next_step(visit)):
        return redirect(url_for(step, next=_here() if request.method == "GET" else None))
    raise NotFound


def next_step(visit: Visit) -> str | None:
    """The page that still stands between a signed-in person and his desk."""
    if visit.contact_id is not None:
        return None
    if visit.missing:
        return "auth.prove" if visit.missing == "prove" else "auth.set_up"
    return None if visit.post else "auth.choose_post"


def _to_second_factor() -> ResponseReturnValue:
    back = _here() if request.method == "GET" else safe_next(_path_of(request.referrer or ""))
    return redirect(url_for("auth.prove", next=back))


def _here() -> str:
    return request.full_path.rstrip("?")


def _path_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # a header that no browser sends
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def safe_next(target: str | None) -> str | None:
    """*target* if it is a page of this house that can be opened by a link; else None."""
    if not target or not target.startswith("/") or target.startswith("//") or not target.isprintable() or "\\" in target:
        return None
    try:
        endpoint, _ = current_app.url_map.bind("").match(urlsplit(target).path, method="GET")
    except (HTTPException, ValueError):
        return None
    return None if endpoint == STATIC else target
