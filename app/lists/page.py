"""A page of a list: the only way in which a list is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request, url_for

from app.actor import Actor
from app.clock import now
from app.errors import NotFound
from app.lists import slices
from app.lists.asking import Asked, asked_of, walk_of
from app.lists.filters import Filter
from app.lists.slices import Slice, Walk
from app.lists.sorting import Sort, cursor_of
from app.lists.spec import SIZE, ListSpec, Reader

Changes = dict[str, str | None]


@dataclass(frozen=True)
class Field:
    """A filter as the bar draws it: `options` are (value, words), the empty one first."""

    name: str
    label: str
    kind: str
    word: str
    placeholder: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class ListPage:
    """What a template is given as `list`."""

    spec: ListSpec
    reader: Reader
    asked: Asked
    walk: Walk
    slice: Slice
    lines: list[Any]

    def link(self, **changes: str | None) -> str:
        """This list with something changed in its address, from its first page; None or "" takes it out."""
        kept: Changes = {**dict(parse_qsl(self.asked.address(self.spec, self.reader))), **changes}
        words = {name: word for name, word in kept.items() if word}
        return f"?{urlencode(words)}" if words else "?"

    def here(self, **changes: str | None) -> str:
        """The same, but on this page."""
        places = {"after": self.asked.after, "before": self.asked.before}
        return self.link(**{name: cursor_of(place) for name, place in places.items() if place}, **changes)

    def fields(self, place: str = "bar") -> list[Field]:
        """The filters that stand at *place*."""
        return [self._field(one) for one in self.spec.filters if one.place == place]

    def _field(self, one: Filter) -> Field:
        options = [*one.choices(self.reader).items()]
        if one.usual is None:
            options.insert(0, ("", one.every))
        return Field(one.name, one.label, one.kind, self.word(one.name), one.placeholder, options)

    def word(self, name: str) -> str:
        """What is asked of the filter *name*; "" for nothing."""
        return self.asked.words.get(name, "")

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked that leaves something out."""
        usual = {one.name: one.usually(self.reader) for one in self.spec.filters}
        return any(word != usual[name] for name, word in self.asked.words.items())

    @property
    def sort(self) -> Sort:
        """The order that holds."""
        return self.asked.sort

    @property
    def sort_word(self) -> str:
        """The order as the address says it; "" for the usual one."""
        return "" if self.sort.name == self.asked.usual else self.sort.name

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The heads of the table, as `list_table` wants them."""
        heads = [self._head(head.label, head.sorts, head.css, head.is_hidden) for head in self.spec.heads]
        return [self._head("选择", (), "tickcell", True), *heads] if self.has_ticks else heads

    def _head(self, label: str, sorts: tuple[str, ...], css: str, is_hidden: bool) -> dict[str, Any]:
        known = {one.name: one for one in self.asked.orders}
        now_by = self.sort.name if self.sort.name in sorts else ""
        others = [name for name in sorts if name in known and name != now_by]
        direction = ("descending" if self.sort.is_falling else "ascending") if now_by else ""
        url = self.link(sort=others[0]) if others else ""
        return {"label": label, "url": url, "sort": direction, "class": css, "hidden": is_hidden}

    @cached_property
    def number(self) -> int:
        """How many there are, counted no further than the ceiling unless asked to."""
        return slices.count(self.walk.query, self.spec.id, None if self.asked.is_exact else slices.CEILING)

    @property
    def is_capped(self) -> bool:
        """Whether the count stopped at the ceiling."""
        return self.walk.fits is None and not self.asked.is_exact and self.number > slices.CEILING

    @property
    def total(self) -> str:
        """The count in words; what only the machine knows is not counted beyond the page."""
        if self.walk.fits is not None:
            return f"{len(self.lines)}{'+' if self.slice.after or self.slice.before else ''}"
        return str(self.number) if self.asked.is_exact else slices.capped(self.number)

    @property
    def has_ticks(self) -> bool:
        """Whether its reader may choose lines."""
        return self.spec.selectable is not None and self.spec.selects(self.reader.actor)

    def tick(self, line: Any) -> str:
        """The key by which *line* is ticked; "" where it cannot be."""
        return self.spec.selectable(line) if self.spec.selectable else ""

    @property
    def query(self) -> str:
        """What is asked, as the address says it."""
        return self.asked.address(self.spec, self.reader)


def page_of(spec: ListSpec, reader: Reader, args: dict[str, str]) -> ListPage:
    """The page of *spec* that *args* ask for."""
    asked = asked_of(spec, reader, args)
    walk = walk_of(spec, reader, asked)
    found = walk.slice(SIZE, asked.after, asked.before)
    return ListPage(spec, reader, asked, walk, found, spec.lines(reader, found.rows))


def render_list(spec: ListSpec, actor: Actor) -> str:
    """The page of *spec* for *actor*, as its address asks for it."""
    if not spec.opens(actor):
        raise NotFound
    page = page_of(spec, Reader(actor, now()), request.args.to_dict())
    return render_template(spec.template, list=page, **spec.context(page))


def address_of(spec: ListSpec, query: str) -> str:
    """Where *spec* stands, asked by *query*."""
    values: dict[str, Any] = dict(spec.values)
    return f"{url_for(spec.endpoint, **values)}?{query}".rstrip("?")
