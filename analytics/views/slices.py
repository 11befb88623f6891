"""Figures by unit, by area and by topic: always in the order of the register, never a rank."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask import render_template
from flask.typing import ResponseReturnValue

from analytics import charts
from analytics.indicators import FEW, SOME, Figure, Scope
from analytics.queries import Tallies, figures, stock, tallies, undivided
from analytics.views.blueprint import READERS, Asked, asked, figure_pages
from analytics.views.listing import area_names, topic_names, unit_names
from analytics.views.overview import FLOWS, frame
from analytics.views.words import Row, row_of
from app.auth.doors import staff

SHOWN = ("on_time", "resolved", "satisfied")


@dataclass(frozen=True)
class Kind:
    """What figures are divided by. `fewest`: so many make a point of a chart."""

    by: Literal["unit", "area", "topic"]
    label: str
    names: Callable[[], dict[str, str]]
    none: str
    fewest: int
    order: str


KINDS = {
    "units": Kind("unit", "牵头单位", unit_names, "还没派", SOME, "按单位名册的顺序，不排名"),
    "areas": Kind("area", "区县", area_names, "没写区县", FEW, "按区县名册的顺序"),
    "topics": Kind("topic", "主题", topic_names, "没定主题", FEW, "按主题目录的顺序"),
}


@dataclass(frozen=True)
class Line:
    """One unit, area or topic with its numbers."""

    label: str
    counts: dict[str, tuple[int, str]]
    shares: dict[str, Row]


@figure_pages.get(f"/<any({','.join(KINDS)}):by>")
@staff(*READERS)
def by(by: str) -> ResponseReturnValue:
    """Figures divided by one thing."""
    ask, kind = asked(), KINDS[by]
    scope = Scope(kind.by, is_public=ask.is_public)
    found = tallies(ask.actor, (*FLOWS, *SHOWN), ask.period.months, scope, ask.at)
    still = figures(stock(ask.actor, scope, ask.at), "open", ("",), scope, ask.at)
    lines = _lines(ask, kind, found, still, scope)
    return render_template(
        "analytics/slices.html",
        ask=ask,
        **frame(ask),
        kind=kind,
        lines=lines,
        open_chart=json.dumps(_open_chart(lines), ensure_ascii=False),
        share_chart=_share_chart(ask, kind, found, lines),
    )


def _lines(ask: Asked, kind: Kind, found: Tallies, still: dict[str, Figure], scope: Scope) -> list[Line]:
    months = ask.period.months
    by_code = {code: figures(found, code, months, scope, ask.at) for code in (*FLOWS, *SHOWN)}
    has_any = {value for values in (*by_code.values(), still) for value, figure in values.items() if figure.eligible}
    names = {**kind.names(), "": kind.none}
    known = [value for value in names if value in has_any]
    return [
        _line(ask, names.get(value, value), value, by_code, still, scope)
        for value in (*known, *sorted(has_any - set(known)))
    ]  # fmt: skip


def _line(
    ask: Asked, label: str, value: str, by_code: dict[str, dict[str, Figure]], still: dict[str, Figure], scope: Scope
) -> Line:
    months, own = ask.period.months, Scope(scope.by, value, scope.is_public)

    def figure(code: str) -> Figure:
        return by_code[code].get(value) or Figure(code, own, "", ask.at, 0, 0, 0, 0, ())

    waiting = still.get(value) or Figure("open", own, "", ask.at, 0, 0, 0, 0, ())
    counts = {code: (figure(code).k, ask.link(code, "yes", own, months)) for code in FLOWS}
    counts["open"] = (waiting.n, ask.link("open", None, own))
    counts["late"] = (waiting.of("no"), ask.link("open", "no", own))
    return Line(label, counts, {code: row_of(ask, figure(code), months, label) for code in SHOWN})


def _open_chart(lines: list[Line]) -> charts.Chart:
    shown = [line for line in lines if line.counts["open"][0]]
    late = charts.Bars(
        "办结超期", charts.LATE, [line.counts["late"][0] for line in shown], [line.counts["late"][1] for line in shown]
    )
    rest = charts.Bars(
        "没有超期",
        charts.REST,
        [line.counts["open"][0] - line.counts["late"][0] for line in shown],
        [line.counts["open"][1] + "&part=yes" for line in shown],
    )
    return charts.stacked([line.label for line in shown], [late, rest])


def _share_chart(ask: Asked, kind: Kind, found: Tallies, lines: list[Line]) -> str:
    """The shares with their intervals; nothing where none is of enough matters."""
    rows = [_dot(line.shares["on_time"], kind.fewest) for line in lines if line.shares["on_time"].figure.n]
    if all(row.share is None for row in rows):
        return ""
    city = figures(undivided(found), "on_time", ask.period.months, Scope(is_public=ask.is_public), ask.at)[""]
    return json.dumps(charts.dots(rows, city.value if city.n >= SOME else None, "按时办结率"), ensure_ascii=False)


def _dot(row: Row, fewest: int) -> charts.Dot:
    figure, low, high = row.figure, *(row.figure.interval or (0.0, 0.0))
    link = row.counts[0].url.replace("part=yes&", "")
    if figure.n < fewest:
        return charts.Dot(row.label, None, 0, 0, figure.n, link, True, f"只有 {figure.n} 件，不足 {fewest} 件不画")
    return charts.Dot(row.label, figure.value, low, high, figure.n, link, figure.n < SOME)
