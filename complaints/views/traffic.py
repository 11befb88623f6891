"""What every view of a matter does first and last: find it, build the move, answer."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for

from app.auth.current import current_actor
from app.clock import now
from app.store.complaints import Complaint
from app.web.forms import HouseForm
from complaints import queries
from complaints.operations import words
from complaints.operations.steps import Move


def case(number: str) -> Complaint:
    """The matter *number*, if the one who asks may know of it; else 404."""
    return queries.found(current_actor(), number)


def move(form: HouseForm, reason: str = "", **given: Any) -> Move:
    """The move of the current actor from *form*: version checked, reason masked for the history."""
    return Move(current_actor(), now(), form.seen_version(), words.masked(reason), given)


def led_to(endpoint: str, said: str, **values: Any) -> str:
    """Say *said* on the next page and give its address."""
    flash(said)
    return url_for(endpoint, **values)
