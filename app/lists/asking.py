"""What an address asks of a list: filters, order and place. What is no answer of ours becomes a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.lists.filters import BadWord, word_of
from app.lists.slices import Walk
from app.lists.sorting import Place, Sort, place_of
from app.lists.spec import ListSpec, Query, Reader

LOST = "翻页的位置认不出来，已经回到第一页。"
NO_ORDER = "没有这种排法，已按“{}”排。"
EVERYTHING = "all"  # in the address: nothing is asked, not even what a person usually asks


@dataclass(frozen=True)
class Asked:
    """`words` as they stand in the address, `values` as the filters understand them, `faults` for the reader."""

    words: dict[str, str]
    values: dict[str, Any]
    sort: Sort
    after: Place | None
    before: Place | None
    is_exact: bool
    faults: tuple[str, ...]
    orders: tuple[Sort, ...]

    @property
    def usual(self) -> str:
        """The order that holds where the address names none."""
        return self.orders[0].name

    def address(self, spec: ListSpec, reader: Reader) -> str:
        """Filters and order as a query string: what a saved view and an export remember."""
        usual = {one.name: one.usually(reader) for one in spec.filters}
        kept = {name: word for name, word in self.words.items() if word != usual[name]}
        sort = {} if self.sort.name == self.usual else {"sort": self.sort.name}
        return urlencode(kept | sort)


def asked_of(spec: ListSpec, reader: Reader, args: Mapping[str, str]) -> Asked:
    """Read *args*."""
    words, values, faults = _filters(spec, reader, args)
    sorts = spec.orders(reader, values)
    sort = next((one for one in sorts if one.name == args.get("sort")), sorts[0])
    if args.get("sort") not in {None, "", sort.name}:
        faults.append(NO_ORDER.format(sort.label))
    places = {name: place_of(sort.by(spec.id), args[name]) for name in ("after", "before") if args.get(name)}
    if None in places.values():
        faults.append(LOST)
    is_exact = args.get("count") == "exact"
    return Asked(words, values, sort, places.get("after"), places.get("before"), is_exact, tuple(faults), sorts)


def _filters(spec: ListSpec, reader: Reader, args: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Any], list[str]]:
    words, values, faults = {}, {}, []
    for one in spec.filters:
        word = word_of(args.get(one.name)) or one.usually(reader)
        if not word:
            continue
        try:
            values[one.name] = one.read(reader, word)
        except BadWord as bad:
            faults.append(str(bad))
            continue
        words[one.name] = word
    return words, values, faults


def narrowed(spec: ListSpec, reader: Reader, asked: Asked) -> Query:
    """The list's query with all filters that SQL answers."""
    query = spec.query(reader).where(*spec.narrow(reader, asked.values))
    for one in spec.filters:
        if one.name in asked.values and (condition := one.where(reader, asked.values[one.name])) is not None:
            query = query.where(condition)
    return query


def walk_of(spec: ListSpec, reader: Reader, asked: Asked) -> Walk:
    """The list as it is asked for, ready to be walked."""
    return Walk(narrowed(spec, reader, asked), spec.id, asked.sort, spec.options, spec.sieve(asked.values))
