"""What a list is: whose, of what, how it can be narrowed and sorted, and what its columns hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select

from app.actor import Actor
from app.lists.filters import Filter
from app.lists.sorting import Sort

if TYPE_CHECKING:
    from app.lists.page import ListPage

SIZE = 50  # rows of a page
Cell = str | int
Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Reader:
    """Who reads a list when."""

    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Column:
    """What an export writes about a line: whatever the page says of it, in words or as a number."""

    key: str
    label: str
    value: Callable[[Any], Cell]


@dataclass(frozen=True)
class Head:
    """A column of the page. `sorts`: names of the orders that its head switches between."""

    label: str
    sorts: tuple[str, ...] = ()
    css: str = ""
    is_hidden: bool = False


def _everything(_values: Mapping[str, Any]) -> None:
    return None


def _as_they_are(_reader: Reader, rows: Sequence[Any]) -> list[Any]:
    return list(rows)


def _nothing(_page: ListPage) -> dict[str, Any]:
    return {}


def _nobody(_actor: Actor) -> bool:
    return False


def _unranked(_reader: Reader, _values: Mapping[str, Any]) -> tuple[Sort, ...]:
    return ()


def _no_more(_reader: Reader, _values: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return []


Fits = Callable[[Sequence[Any]], set[Any]]  # of these rows the ids of those that belong in the list


@dataclass(frozen=True)
class ListSpec:
    """A list of the registry.

    `query` gives what the reader may see, before any filter, one row per `id`; `options` say what is loaded with it.
    `narrow` gives conditions that take several filters together; `ranks` orders that only what is asked makes possible:
    where there are any, the first of them is the usual one.
    `lines` turns rows into what page and export show. `sieve` answers the filters that SQL cannot: given what is
    asked it says which rows fit, or None where nothing such is asked. `context` adds what the template needs.
    `selectable` gives the key by which a line is ticked, "" where it cannot be; `selects` says by whom.
    """

    name: str
    title: str
    endpoint: str
    template: str
    opens: Callable[[Actor], bool]
    query: Callable[[Reader], Query]
    id: ColumnElement[Any]
    columns: tuple[Column, ...]
    sorts: Callable[[Reader], tuple[Sort, ...]]
    heads: tuple[Head, ...] = ()
    filters: tuple[Filter, ...] = ()
    values: tuple[tuple[str, str], ...] = ()  # of the address, beside the filters
    lines: Callable[[Reader, Sequence[Any]], list[Any]] = _as_they_are
    options: tuple[Any, ...] = ()
    narrow: Callable[[Reader, Mapping[str, Any]], list[ColumnElement[bool]]] = _no_more
    ranks: Callable[[Reader, Mapping[str, Any]], tuple[Sort, ...]] = _unranked
    sieve: Callable[[Mapping[str, Any]], Fits | None] = _everything
    context: Callable[[ListPage], dict[str, Any]] = _nothing
    exports: Callable[[Actor], bool] = _nobody
    selectable: Callable[[Any], str] | None = None
    selects: Callable[[Actor], bool] = _nobody
    noun: str = "诉求"
    unit: str = "件"
    empty: tuple[str, str] = ("这里还没有", "")

    def orders(self, reader: Reader, values: Mapping[str, Any]) -> tuple[Sort, ...]:
        """Every order in which *reader* may have what he asks by *values*, the usual one first."""
        return (*self.ranks(reader, values), *self.sorts(reader))
