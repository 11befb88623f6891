"""The bell in the top bar of every desk: one capped count, asked only where a layout draws it."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from werkzeug.local import LocalProxy

from app.auth.current import current_actor
from app.notices.queries import CEILING, unread


def bell_context() -> dict[str, Any]:
    """`bell` for the layouts."""
    return {"bell": LocalProxy(_bell)}


def _bell() -> dict[str, str] | None:
    """Address and count in words; None for whoever has no post."""
    actor = current_actor()
    if not actor.is_staff:
        return None
    if "unread_notices" not in g:
        g.unread_notices = unread(actor)
    number: int = g.unread_notices
    return {"url": url_for("notices.listing"), "count": f"{CEILING}+" if number > CEILING else str(number or "")}
