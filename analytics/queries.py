"""Reading figures: sums of cells where the public is told, counts of facts where a reader sees more or time decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from analytics.indicators import INDICATORS, Figure, Indicator, Part, Scope, figure_of
from analytics.periods import month_of
from app.actor import Actor
from app.database import db
from app.notices.matters import matters
from app.store.complaints import Complaint
from app.store.counters import Cell, Fact

Key = tuple[str, str, str]  # figure, month, value
Tallies = dict[Key, Counter[tuple[str, bool]]]


def seen(actor: Actor) -> ColumnElement[bool]:
    """The facts of matters whose row *actor* may see."""
    return matters().listed(actor).where(Complaint.id == Fact.complaint_id).exists()


def base_of(actor: Actor, is_public: bool) -> ColumnElement[bool]:
    """公开口径 is one number for every reader; 全量口径 is whatever this one may see."""
    return Fact.is_public.expression if is_public else seen(actor)


def tallies(actor: Actor, codes: Collection[str], months: Sequence[str], scope: Scope, at: datetime) -> Tallies:
    """How often each outcome is found, by figure, month and what *scope* divides by."""
    found: Tallies = {}
    if scope.is_public:
        _add_cells(found, codes, months, scope)
        _take_back_what_is_to_come(found, codes, months, scope, at)
    else:
        query = _facts(scope, at, seen(actor)).where(Fact.figure.in_(codes), Fact.month.in_(months))
        _add(found, query)
    return found


def stock(actor: Actor, scope: Scope, at: datetime) -> Tallies:
    """The open matters as they stand now."""
    found: Tallies = {}
    _add(found, _facts(scope, at, base_of(actor, scope.is_public)).where(Fact.figure == "open", Fact.month == ""))
    return found


def figures(found: Tallies, code: str, months: Sequence[str], scope: Scope, at: datetime) -> dict[str, Figure]:
    """The figure *code* over *months* by value; "" alone where *scope* does not divide."""
    sums: dict[str, Counter[tuple[str, bool]]] = {} if scope.by else {"": Counter()}
    wanted = set(months)
    for (figure, month, value), tally in found.items():
        if figure == code and month in wanted:
            sums.setdefault(value, Counter()).update(tally)
    period = f"{months[0]}/{months[-1]}" if months else ""
    return {value: figure_of(code, tally, Scope(scope.by, value, scope.is_public), period, at) for value, tally in sums.items()}


def undivided(found: Tallies) -> Tallies:
    """The city as the sum of its parts."""
    whole: Tallies = {}
    for (figure, month, _), tally in found.items():
        whole.setdefault((figure, month, ""), Counter()).update(tally)
    return whole


def in_part(indicator: Indicator, part: Part, at: datetime) -> ColumnElement[bool]:
    """The facts that are *part* of a figure: the list behind its number."""
    conditions: list[ColumnElement[bool]] = []
    for outcome in indicator.parts:
        is_past, is_future = (indicator.part_of(outcome, past) == part for past in (True, False))
        if is_past or is_future:
            when = literal(True) if is_past and is_future else Fact.at <= at if is_past else Fact.at > at
            conditions.append(and_(Fact.outcome == outcome, when))
    return or_(*conditions) if conditions else literal(False)


def _dimension(table: Any, scope: Scope) -> ColumnElement[str]:
    if table is Cell:
        return Cell.value.expression if scope.by else literal("")
    return getattr(Fact, scope.by).expression if scope.by else literal("")


def _facts(scope: Scope, at: datetime, base: ColumnElement[bool]) -> Any:
    value, is_past = _dimension(Fact, scope).label("sliced"), (Fact.at <= at).label("is_past")
    query = select(Fact.figure, Fact.month, value, Fact.outcome, is_past, func.count().label("n")).where(base)
    return query.group_by(Fact.figure, Fact.month, "sliced", Fact.outcome, "is_past")


def _add(found: Tallies, query: Any, sign: int = 1) -> None:
    for figure, month, value, outcome, is_past, n in db.session.execute(query):
        found.setdefault((figure, month, value), Counter())[outcome, bool(is_past)] += sign * n


def _add_cells(found: Tallies, codes: Collection[str], months: Sequence[str], scope: Scope) -> None:
    value, n = _dimension(Cell, scope).label("sliced"), func.sum(Cell.n)
    query = select(Cell.figure, Cell.month, value, Cell.outcome, literal(True), n)
    query = query.where(Cell.by == (scope.by or "unit"), Cell.is_public, Cell.figure.in_(codes), Cell.month.in_(months))
    _add(found, query.group_by(Cell.figure, Cell.month, "sliced", Cell.outcome))


def _take_back_what_is_to_come(
    found: Tallies, codes: Collection[str], months: Sequence[str], scope: Scope, at: datetime
) -> None:
    """Cells know no hour: of the present month what is not due yet is told apart by its facts."""
    due = [code for code in codes if INDICATORS[code].early]
    now = [month for month in months if month >= month_of(at)]
    if due and now:
        query = _facts(scope, at, Fact.is_public.expression).where(Fact.figure.in_(due), Fact.month.in_(now), Fact.at > at)
        for figure, month, value, outcome, _, n in db.session.execute(query):
            tally = found.setdefault((figure, month, value), Counter())
            tally[outcome, True] -= n
            tally[outcome, False] += n
