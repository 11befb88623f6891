"""The side navigation of the desks: each feature says what it has for an actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.actor import Actor


@dataclass(frozen=True)
class Item:
    """A place to go; `hot` is "", "hot" or "burn" and colours the count."""

    label: str
    url: str
    count: int | None = None
    hot: str = ""
    current: bool = False


@dataclass(frozen=True)
class Group:
    """Places under one heading."""

    label: str
    items: tuple[Item, ...]


Source = Callable[[Actor], list[Group]]
_sources: list[tuple[int, Source]] = []


def add_navigation(source: Source, order: int = 50) -> None:
    """Ask *source* for groups whenever a desk is drawn; low *order* stands first, and is where a person starts."""
    if all(known is not source for _, known in _sources):
        _sources.append((order, source))
        _sources.sort(key=lambda row: row[0])


def navigation_for(actor: Actor, path: str = "") -> list[Group]:
    """All groups for *actor*; the place that *path* lies in is marked."""
    groups = [group for _, source in _sources for group in source(actor) if group.items]
    here = _nearest([item.url for group in groups for item in group.items], path)
    return [replace(group, items=tuple(replace(i, current=i.url == here) for i in group.items)) for group in groups]


def start_place(actor: Actor) -> str | None:
    """Where *actor* begins: the first place of his navigation."""
    groups = navigation_for(actor)
    return groups[0].items[0].url if groups else None


def _nearest(urls: list[str], path: str) -> str | None:
    def covers(url: str) -> bool:
        place = url.split("?", 1)[0].rstrip("/")
        return path == place or path.startswith(place + "/")

    return max(filter(covers, urls), key=len, default=None)
