"""The bell in the top bar of every desk: one capped count, asked only where a layout draws it, and once a page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import url_for

from app.auth.current import current_actor
from app.notices.queries import CEILING, unread


class Bell:
    """False for whoever has no post."""

    def __bool__(self) -> bool:
        return current_actor().is_staff

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for("notices.listing")

    @cached_property
    def count(self) -> str:
        """What was not read, in words."""
        number = unread(current_actor())
        return f"{CEILING}+" if number > CEILING else str(number or "")


def bell_context() -> dict[str, Any]:
    """`bell` for the layouts."""
    return {"bell": Bell()}
