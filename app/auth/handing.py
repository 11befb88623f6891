"""What a post has open when it ends: each feature says it in words; nothing of a matter but how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.actor import Actor
from app.store.people import Post


@dataclass(frozen=True)
class OpenThings:
    """A line of the list: what, how many, and what they are called where that may be said."""

    label: str
    number: int
    names: tuple[str, ...] = ()


Source = Callable[[Actor, Post], list[OpenThings]]
_sources: list[Source] = []


def name_open(source: Source) -> None:
    """Let a feature say what a post has open, as far as the actor may know of it."""
    if source not in _sources:
        _sources.append(source)


def open_of(actor: Actor, post: Post) -> list[OpenThings]:
    """Everything that must go to somebody else."""
    return [things for source in _sources for things in source(actor, post) if things.number]
