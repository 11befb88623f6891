"""Figures as plotly draws them; the template stands in charts.js, so here is only what this chart shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Chart = dict[str, Any]

RECEIVED, CLOSED, LATE, REST, GREY, LINE = "#9cc9c1", "#0b6e69", "#a8471b", "#0b6e69", "#8b9893", "#74837d"
PAGE, ROW = 220, 26
PALE = 0.5


@dataclass(frozen=True)
class Bars:
    """A series of bars; each number with the address of its list."""

    name: str
    colour: str
    values: Sequence[float]
    links: Sequence[str]


@dataclass(frozen=True)
class Dot:
    """A share with its interval; without one there is no point, and the row says why."""

    label: str
    share: float | None
    low: float
    high: float
    n: int
    link: str
    is_grey: bool
    note: str = ""


def columns(labels: Sequence[str], series: Sequence[Bars], *, last_is_open: bool) -> Chart:
    """Groups of bars side by side; a month that is not over is pale."""
    opacity = [PALE if last_is_open and n == len(labels) - 1 else 1 for n in range(len(labels))]
    traces = [
        {
            "type": "bar", "name": one.name, "x": list(labels), "y": list(one.values), "customdata": list(one.links),
            "marker": {"color": one.colour, "opacity": opacity}, "hovertemplate": f"{one.name} %{{y}} 件<extra></extra>",
        }
        for one in series
    ]  # fmt: skip
    return {"data": traces, "layout": {"height": PAGE, "barmode": "group", "xaxis": {"type": "category"}}}


def stacked(labels: Sequence[str], series: Sequence[Bars], unit: str = "件") -> Chart:
    """A bar a row, in the order given, its parts one after the other."""
    traces = [
        {
            "type": "bar", "orientation": "h", "name": one.name, "y": list(labels), "x": list(one.values),
            "customdata": list(one.links), "marker": {"color": one.colour},
            "hovertemplate": f"{one.name} %{{x}} {unit}<extra></extra>",
        }
        for one in series
    ]  # fmt: skip
    return {"data": traces, "layout": {**_rows(len(labels)), "barmode": "stack", "hovermode": "y unified"}}


def dots(rows: Sequence[Dot], reference: float | None, name: str) -> Chart:
    """A point and its interval a row, with the city's value as a line."""
    shown = [row for row in rows if row.share is not None]
    bars = [
        {
            "type": "scatter", "mode": "lines", "x": [100 * row.low, 100 * row.high], "y": [row.label, row.label],
            "line": {"width": 6, "color": GREY if row.is_grey else CLOSED}, "opacity": 0.28, "hoverinfo": "skip",
        }
        for row in shown
    ]  # fmt: skip
    points = {
        "type": "scatter", "mode": "markers", "x": [100 * row.share for row in shown if row.share is not None],
        "y": [row.label for row in shown], "customdata": [row.link for row in shown],
        "meta": name, "text": [f"{100 * row.low:.0f}—{100 * row.high:.0f}　n {row.n}" for row in shown],
        "marker": {"size": 10, "color": [GREY if row.is_grey else CLOSED for row in shown]},
        "hovertemplate": "%{x:.1f}%（%{text}）<extra></extra>",
    }  # fmt: skip
    layout = {**_rows(len(rows)), "hovermode": "closest", "annotations": [_note(row) for row in rows if row.share is None]}
    layout["xaxis"] = {"range": [0, 102], "ticksuffix": "%", "showgrid": True, "gridcolor": "#e3e8e4", "side": "top"}
    layout["yaxis"] |= {
        "categoryarray": [row.label for row in rows],
        "categoryorder": "array",
        "range": [len(rows) - 0.5, -0.5],
    }
    if reference is not None:
        layout["shapes"] = [_reference(100 * reference)]
    return {"data": [*bars, points], "layout": layout}


def _note(row: Dot) -> dict[str, Any]:
    return {"x": 0.5, "y": row.label, "text": row.note, "showarrow": False, "xanchor": "left", "font": {"color": LINE}}


def _reference(at: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": LINE, "dash": "4px,4px", "width": 1},
    }


def _rows(number: int) -> dict[str, Any]:
    axis = {"type": "category", "autorange": "reversed", "showgrid": False, "ticklen": 4, "nticks": number}
    return {"height": ROW * number + 48, "yaxis": axis, "margin": {"l": 40, "r": 16, "t": 24, "b": 20, "pad": 4}}
