"""What features tell each other: past tense, frozen, ids only, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ComplaintMoved:
    """A complaint took the step *step* ("T7") of the transition table."""

    complaint_id: int
    step: str


@dataclass(frozen=True)
class PostEnded:
    """A post acts no more; `successor_post_id` takes over what is open, if somebody was named."""

    post_id: int
    successor_post_id: int | None


@dataclass(frozen=True)
class UnitEnded:
    """A unit is no more; `successor` carries its duties and open matters."""

    unit: str
    successor: str


Handler = Callable[[Any], None]
_handlers: dict[type, list[Handler]] = {}


def listen(event: type, handler: Handler) -> None:
    """Let *handler* run, in the order of listing, whenever *event* is published."""
    if handler not in _handlers.setdefault(event, []):
        _handlers[event].append(handler)


def publish(event: object) -> None:
    """Run the handlers of *event*; they write rows and publish nothing further."""
    for handler in _handlers.get(type(event), []):
        handler(event)
