"""The ways to answer an item that conditions can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, pairwise

from surveys.conditions import names_in, parse_or_none
from surveys.conditions.evaluation import equal, is_number
from surveys.conditions.syntax import values_of
from surveys.definition import COMMENT, NONE, OTHER, Answer, Item, ItemType, Value
from surveys.linting.places import Condition
from surveys.linting.shape import is_day

MANY_OPTIONS = 12
MANY_BOXES = 6
ELSE = "别的话"  # what no condition mentions


@dataclass(frozen=True)
class Mentioned:
    """The values and names that stand in conditions."""

    values: tuple[Value, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> Mentioned:
        """Those of *conditions*."""
        told = [_mentions(one.text) for one in conditions]
        values = {repr(value): value for found, _ in told for value in found}
        return cls(tuple(values.values()), frozenset(name for _, names in told for name in names))


@lru_cache(maxsize=4096)
def _mentions(text: str) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    tree = parse_or_none(text)
    return (tuple(values_of(tree)), tuple(name.name for name in names_in(tree))) if tree else ((), ())


def ways(item: Item, mentioned: Mentioned, *, is_whole: bool) -> list[dict[str, Answer]]:
    """The ways to answer *item*; an empty one is no answer, which a required item has only while the sheet is not whole."""
    found = [way for answer in _answers(item, mentioned) for way in _with_words(item, answer, mentioned)]
    return found if is_whole and item.is_required and found else [*found, {}]


def _with_words(item: Item, answer: Answer, mentioned: Mentioned) -> list[dict[str, Answer]]:
    """The answer, and beside 其他 the words that it needs."""
    chosen = answer if isinstance(answer, list) else [answer]
    key = item.name + COMMENT
    if not item.has_other or OTHER not in chosen:
        return [{item.name: answer}]
    return [{item.name: answer, key: said} for said in (_texts(mentioned) if key in mentioned.names else [ELSE])]


def _texts(mentioned: Mentioned) -> list[str]:
    texts = [value for value in mentioned.values if isinstance(value, str) and value]
    return [ELSE, *texts, *(["，".join(texts)] if len(texts) > 1 else [])]


def _answers(item: Item, mentioned: Mentioned) -> Sequence[Answer]:
    if item.type == ItemType.CHECKBOX:
        return _boxes(item, mentioned)
    if item.type == ItemType.MATRIX:
        return _rows(item, mentioned)
    if item.options:
        return _options(item, mentioned, MANY_OPTIONS)
    return _written(item, mentioned)


def _options(item: Item, mentioned: Mentioned, most: int) -> list[Value]:
    """All options; of many, those that are mentioned, the outermost and one that is not."""
    options = [choice.value for choice in item.options]
    if len(options) <= most:
        return options
    named = [option for option in options if any(equal(option, value) for value in mentioned.values)]
    rest = [option for option in options if option not in named]
    return [*named, *rest[:1], *rest[-1:]]


def _boxes(item: Item, mentioned: Mentioned) -> list[Answer]:
    options = _options(item, mentioned, MANY_BOXES)[: 2 * MANY_BOXES]
    least, most = max(1, item.min_selected or 1), min(item.max_selected or len(options), len(options))
    found = [list(some) for size in range(1, most + 1) for some in combinations(options, size)]
    spare = len(item.choices) - len([one for one in options if one != NONE])  # boxes that need not be told apart
    return [some for some in found if (some == [NONE] or NONE not in some) and len(some) + spare >= least]


def _rows(item: Item, mentioned: Mentioned) -> list[Answer]:
    """Every answer to the rows that are mentioned; the rest is answered like the first option."""
    columns = [choice.value for choice in item.options]
    rows = [row.value for row in item.rows if f"{item.name}.{row.value}" in mentioned.names]
    rest = {row.value: columns[0] for row in item.rows if columns and row.value not in rows}
    found: list[dict[str, Value]] = [rest if item.every_row or not rows else {}]
    for row in rows:
        answered = [{**one, row: column} for one in found for column in columns]
        found = answered if item.every_row else [*found, *answered]
    return [one for one in found if one]


def _written(item: Item, mentioned: Mentioned) -> list[Answer]:
    if item.type == ItemType.TEXT and item.input_type == "number":
        limits = [float(limit) for limit in (item.low, item.high) if is_number(limit)]  # type: ignore[arg-type]  # numbers
        return [number for number in sorted({*_numbers(mentioned), *limits}) if _is_between(item, number)]
    if item.type == ItemType.TEXT and item.input_type == "date":
        days = {date.fromisoformat(text) for text in _texts(mentioned) if is_day(text)} or {date(2026, 1, 1)}
        near = {day + timedelta(days=more) for day in days for more in (-1, 0, 1)}
        return [day for day in sorted(map(date.isoformat, near)) if _is_between(item, day)]
    return [*_texts(mentioned)]


def _numbers(mentioned: Mentioned) -> list[float]:
    known = sorted({float(value) for value in mentioned.values if is_number(value)} or {0.0})
    between = [(low + high) / 2 for low, high in pairwise(known)]
    return sorted({known[0] - 1, *known, *between, known[-1] + 1})


def _is_between(item: Item, value: float | str) -> bool:
    def fits(limit: Value | None, *, is_low: bool) -> bool:
        if limit is None or isinstance(limit, str) != isinstance(value, str):
            return True
        return limit <= value if is_low else limit >= value  # type: ignore[operator]  # of one kind, as just asked

    return fits(item.low, is_low=True) and fits(item.high, is_low=False)
