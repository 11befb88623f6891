"""The overview: what came in, what was done, what stands open, and how well."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from analytics import charts, spans
from analytics.indicators import FEW, SHARES, Figure, Scope
from analytics.periods import SHOWN, YEAR, choices, last_months, month_words
from analytics.queries import Tallies, figures, stock, tallies
from analytics.views.blueprint import BASES, READERS, Asked, asked, figure_pages
from analytics.views.words import DAY, Number, Row, changes, days_words, row_of
from app.auth.doors import staff
from app.web.labels import office_span

FLOWS = ("received", "closed")


@figure_pages.get("")
@staff(*READERS)
def overview() -> ResponseReturnValue:
    """The city's figures."""
    ask = asked()
    shown = last_months(ask.at, SHOWN)
    scope = Scope(is_public=ask.is_public)
    months = tuple(dict.fromkeys((*ask.period.before, *shown)))
    found = tallies(ask.actor, (*FLOWS, *SHARES), months, scope, ask.at)
    flows = {code: figures(found, code, ask.period.months, scope, ask.at)[""] for code in FLOWS}
    still = open_figure(ask, scope)
    return render_template(
        "analytics/overview.html",
        ask=ask,
        **frame(ask),
        tiles=_tiles(ask, flows, still),
        still=still,
        rows=_rows(ask, found, scope),
        months=_months(ask, found, shown, scope),
        chart=_month_chart(ask, found, shown, scope),
        length=_length(ask),
        held=_held(ask, flows["closed"]),
    )


def frame(ask: Asked) -> dict[str, Any]:
    """What all pages of figures share: their tabs and filters."""
    words: dict[str, Any] = {
        name: word for name, word in (("month", ask.period.word), ("base", ask.base)) if word not in {YEAR, "public"}
    }
    places: list[tuple[str, dict[str, Any], str]] = [("figures.overview", {}, "全市")]
    places += [("figures.by", {"by": by}, label) for by, label in (("units", "单位"), ("areas", "区县"), ("topics", "主题"))]
    tabs = [
        {"label": label, "url": url_for(endpoint, **values, **words), "current": url_for(endpoint, **values) == request.path}
        for endpoint, values, label in places
    ]
    return {"tabs": tabs, "months_offered": choices(ask.at), "bases": BASES}


def open_figure(ask: Asked, scope: Scope) -> Figure:
    """The open matters, those that missed the deadline of the whole apart."""
    return figures(stock(ask.actor, scope, ask.at), "open", ("",), scope, ask.at)[""]


def _tiles(ask: Asked, flows: dict[str, Figure], still: Figure) -> list[dict[str, Any]]:
    tiles = [
        {"label": one.indicator.label, "value": one.k, "unit": "件", "url": ask.link(code, "yes", months=ask.period.months)}
        for code, one in flows.items()
    ]
    tiles.append({"label": "现在在办", "value": still.n, "unit": "件", "url": ask.link("open")})
    late = still.of("no")
    tone = "late" if late else ""
    return [*tiles, {"label": "其中办结超期", "value": late, "unit": "件", "tone": tone, "url": ask.link("open", "no")}]


def _length(ask: Asked) -> dict[str, Any]:
    """How long it takes until the first answer, in working days."""
    months = ask.period.months
    found = spans.durations(ask.actor, months, ask.at, is_public=ask.is_public)
    return {
        "found": found,
        "is_enough": found.replied >= FEW,
        "median": days_words(found.median),
        "ninth": days_words(found.ninth),
        "replied": Number(f"已答复 {found.replied}", ask.link("duration", "yes", months=months)),
        "waiting": Number(f"没答复 {found.waiting}", ask.link("duration", "no", months=months)),
    }


def _held(ask: Asked, closed: Figure) -> dict[str, Any]:
    """In whose hands the time lay of what was closed."""
    months = ask.period.months
    minutes = spans.held_minutes(ask.actor, months, ask.at, is_public=ask.is_public)
    whole, url = sum(minutes.values()), ask.link("closed", "yes", months=months)
    rows = [(spans.HOLDERS[holder], office_span(number), round(100 * number / whole)) for holder, number in minutes.items()]
    days = [round(number / DAY, 1) for number in minutes.values()]
    bars = charts.Bars("持有", charts.REST, days, [url] * len(rows))
    chart = charts.stacked([label for label, _, _ in rows], [bars], unit="个工作日")
    return {"rows": rows, "n": closed.k, "url": url, "chart": json.dumps(chart, ensure_ascii=False)}


def _rows(ask: Asked, found: Tallies, scope: Scope) -> list[tuple[Row, str, str]]:
    months, before = ask.period.months, ask.period.before
    now = [figures(found, code, months, scope, ask.at)[""] for code in SHARES]
    then = [figures(found, code, before, scope, ask.at)[""] for code in SHARES]
    return [(row_of(ask, one, months), *moved) for one, moved in zip(now, changes(now, then), strict=True)]


def _months(ask: Asked, found: Tallies, shown: tuple[str, ...], scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "label": month_words(month),
            **{
                code: (figures(found, code, (month,), scope, ask.at)[""].k, ask.link(code, "yes", months=(month,)))
                for code in FLOWS
            },
            "on_time": row_of(ask, figures(found, "on_time", (month,), scope, ask.at)[""], (month,)),
        }
        for month in shown
    ]


def _month_chart(ask: Asked, found: Tallies, shown: tuple[str, ...], scope: Scope) -> str:
    series = [
        charts.Bars(
            label,
            colour,
            [figures(found, code, (month,), scope, ask.at)[""].k for month in shown],
            [ask.link(code, "yes", months=(month,)) for month in shown],
        )
        for code, label, colour in (("received", "收到", charts.RECEIVED), ("closed", "办结", charts.CLOSED))
    ]
    labels = [f"{month[2:4]}/{int(month[5:])}" for month in shown]
    return json.dumps(charts.columns(labels, series, last_is_open=True), ensure_ascii=False)
