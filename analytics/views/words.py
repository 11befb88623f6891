"""Figures in words: few of them only as counts, every share with its n, its interval and its silence."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.indicators import MANY, REASONS, Figure, Part
from analytics.statistics import Change, Quantile, change, discoveries
from analytics.views.blueprint import Asked

SMALL_CHANGE = 0.02
DAY = 480  # office minutes of a working day


@dataclass(frozen=True)
class Number:
    """A count that opens its list."""

    words: str
    url: str


@dataclass(frozen=True)
class Row:
    """A figure as a table shows it."""

    label: str
    about: str
    figure: Figure
    value: str
    interval: str
    counts: tuple[Number, ...]  # k and n
    apart: tuple[Number, ...]  # silence, what is to come, what was taken out
    bounds: str
    change: str = ""
    tone: str = ""


def percent(share: float, n: int) -> str:
    """One decimal from a hundred on."""
    return f"{100 * share:.1f}%" if n >= MANY else f"{100 * share:.0f}%"


def value_words(figure: Figure) -> str:
    """86.4%, 96%, 7/9 or —."""
    if figure.value is None:
        return "—"
    return f"{figure.k}/{figure.n}" if figure.size == "few" else percent(figure.value, figure.n)


def span_words(span: tuple[float, float] | None, n: int) -> str:
    """78.5—91.7."""
    return "—".join(percent(end, n).removesuffix("%") for end in span) if span else ""


def row_of(asked: Asked, figure: Figure, months: tuple[str, ...], label: str = "") -> Row:
    """*figure* with the lists behind its numbers."""
    indicator = figure.indicator

    def number(part: Part, words: str) -> Number:
        return Number(words, asked.link(figure.code, part, figure.scope, months))

    apart: list[Number] = []
    for part in ("silent", "pending"):
        if figure.of(part):
            apart.append(number(part, f"{indicator.word(part)} {figure.of(part)}"))
    if figure.left_out:
        reasons = "、".join(f"{REASONS[reason]} {n}" for reason, n in figure.excluded)
        apart.append(number("excluded", f"剔除 {figure.left_out}（{reasons}）"))
    counts = (
        number("yes", f"{indicator.word('yes')} {figure.k}"),
        number("no", f"{indicator.word('no')} {figure.n - figure.k}"),
    )
    says_interval = figure.size in {"some", "enough"}
    bounds = figure.bounds if says_interval else None
    return Row(
        label or indicator.label, indicator.about, figure, value_words(figure),
        span_words(figure.interval, figure.n) if says_interval else "", counts, tuple(apart),
        f"沉默的全算否或全算是：{span_words(bounds, figure.n)}" if bounds else "",
    )  # fmt: skip


def days_words(found: Quantile) -> str:
    """12 个工作日（8—未到）."""
    at, low, high = (f"{end / DAY:.1f}" if end is not None else "未到" for end in (found.at, found.low, found.high))
    return f"{at} 个工作日（{low}—{high}）" if found.at is not None else f"未到（{low}—{high}）"


def changes(now: list[Figure], before: list[Figure]) -> list[tuple[str, str]]:
    """How each figure moved, in words and a tone; an arrow only where the change is no chance."""
    pairs = list(zip(now, before, strict=True))
    tested = [_tested(one, other) for one, other in pairs]
    held = iter(discoveries([found.p for found in tested if found is not None]))
    return [_change_words(found, next(held)) if found is not None else ("", "") for found in tested]


def _tested(one: Figure, other: Figure) -> Change | None:
    return change(other.k, other.n, one.k, one.n) if min(one.n, other.n) >= 10 else None


def _change_words(found: Change, is_held: bool) -> tuple[str, str]:
    if not is_held:
        return "变化不显著", ""
    points = f"{abs(100 * found.difference):.1f} 个百分点"
    if abs(found.difference) < SMALL_CHANGE:
        return f"变化显著但很小，{points}", ""
    return f"{'▲ 升' if found.difference > 0 else '▼ 降'} {points}", "moved"
