"""What the house counts: every figure's definition, in one table, and the figure itself, which is never a bare number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from analytics.statistics import wilson
from app import taxonomy

Part = Literal["yes", "no", "silent", "pending", "excluded"]
PARTS: tuple[Part, ...] = ("yes", "no", "silent", "pending", "excluded")
Tally = Mapping[tuple[str, bool], int]  # by outcome, and whether its moment has come

FEW, SOME, MANY = 10, 30, 100  # below FEW only counts, below SOME grey, from MANY one decimal
KEPT: dict[str, Part] = {"kept": "yes", "late": "no", "running": "pending", "waiting": "pending", "ended": "excluded"}
SATISFIED = ("very_satisfied", "satisfied")


@dataclass(frozen=True)
class Indicator:
    """A figure's definition.

    `parts`: what each outcome is of it. `early`: what is not due yet, where time decides: a share counts only what
    is due, and what then still runs has missed it. `says`: what the parts are called. `settles`: days after the month until
    which it may still change.
    """

    code: str
    label: str
    about: str
    parts: Mapping[str, Part]
    early: Part | None = None
    says: Mapping[Part, str] = field(default_factory=dict)
    settles: int = 0
    is_share: bool = True

    def part_of(self, outcome: str, is_past: bool) -> Part:
        """What an outcome is of this figure; *is_past*: its moment has come."""
        part = self.parts[outcome]
        if self.early is None or part == "excluded" or outcome in {"late", "waiting"}:
            return part
        if not is_past:
            return self.early
        return "no" if outcome == "running" else part

    def word(self, part: Part) -> str:
        """What *part* is called."""
        return self.says.get(part) or WORDS[part]


WORDS: dict[Part, str] = {"yes": "是", "no": "否", "silent": "未评价", "pending": "未到期", "excluded": "剔除"}
IN_TIME: dict[Part, str] = {"yes": "按时", "no": "超期"}
REASONS = {"ended": "已终止", "refused": "退单", "ruled": "裁定件"}
_ALL: dict[Part, str] = {"yes": "全部"}


def _count(code: str, label: str, about: str, outcome: str) -> Indicator:
    return Indicator(code, label, about, {outcome: "yes"}, says=_ALL, is_share=False)


def _clock(code: str, label: str, about: str, **more: Part) -> Indicator:
    return Indicator(code, label, about, KEPT | more, early="pending", says=IN_TIME)


_ROWS = [
    _count("received", "收到", "当月提交的，误录不算", "received"),
    _count("closed", "办结", "当月办结、现在仍是办结的", "closed"),
    _count("declined", "不予受理", "当月决定的", "declined"),
    _count("ended", "终止", "当月撤回、移交、未补充或并案的", "ended"),
    Indicator("open", "在办", "现在没有结束的", {"late": "no", "running": "yes", "waiting": "yes", "unclocked": "yes"},
              early="yes", says={"yes": "没有超期", "no": "办结超期"}, is_share=False),
    _clock("accept", "受理及时率", "当月该审查完的，没有超期的占多少；按时不予受理的算按时"),
    _clock("sign", "签收及时率", "当月该签收的，按时签收或退单的占多少；到时视为签收的算超期"),
    _clock("contact", "首次联系率", "当月该联系的，按时联系上的占多少；没打通的不算", refused="excluded", never="no"),
    _clock("on_time", "按时办结率", "当月该办结的，第一次答复没有超期的占多少"),
    _clock("on_original", "原期限办结率", "同样这些件，按最初的期限算"),
    _clock("rework_on_time", "重办按时率", "当月该办结的第二轮及以后，没有超期的占多少"),
    Indicator("resolved", "解决率", "当月办结的投诉、求助、举报，企业说解决了的占多少",
              {"yes": "yes", "partly": "no", "no": "no", "silent": "silent"}, says={"yes": "解决了", "no": "部分或没有"}),
    Indicator("satisfied", "满意率", "当月办结的，企业评非常满意和满意的占多少；基本满意不算",
              {level: "yes" if level in SATISFIED else "no" for level in taxonomy.codes("ratings") if level != "not_rated"}
              | {"silent": "silent"}, says={"yes": "满意", "no": "基本满意和不满意"}),
    Indicator("refused", "退单率", "当月该签收的，被退回的占多少；裁定的不能退",
              {"refused": "yes", "stood": "no", "ruled": "excluded", "ended": "excluded"}, early="pending",
              says={"yes": "退了", "no": "没退"}),
    Indicator("rework", "重办率", "当月第一次答复的，后来退回重办的占多少",
              {"reworked": "yes", "stood": "no"}, says={"yes": "重办", "no": "没有重办"}, settles=30),
    Indicator("duration", "办理时长", "当月受理的，到第一次答复用了多久",
              {"replied": "yes", "ended": "no", "open": "no"}, says={"yes": "已答复", "no": "没答复"}, is_share=False),
]  # fmt: skip
INDICATORS = {row.code: row for row in _ROWS}
SHARES = ("accept", "sign", "contact", "on_time", "on_original", "resolved", "satisfied", "refused", "rework", "rework_on_time")
COUNTS = ("received", "closed", "declined", "ended")


@dataclass(frozen=True)
class Scope:
    """Of whom a figure speaks: everything, or one unit, area or topic; in public or with all that the reader may see."""

    by: Literal["", "unit", "area", "topic"] = ""
    value: str = ""
    is_public: bool = True


@dataclass(frozen=True)
class Figure:
    """A number with all that makes it honest. Law: eligible = n + unanswered + pending + excluded."""

    code: str
    scope: Scope
    month: str
    as_of: datetime
    k: int
    n: int
    unanswered: int
    pending: int
    excluded: tuple[tuple[str, int], ...]
    is_settled: bool = True

    @property
    def indicator(self) -> Indicator:
        """Its definition."""
        return INDICATORS[self.code]

    @property
    def value(self) -> float | None:
        """The share; None where nothing was counted."""
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's, 95 %."""
        return wilson(self.k, self.n) if self.n else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """What it would be if all who were silent had said no, or yes; where more than a tenth were."""
        asked = self.n + self.unanswered
        return (self.k / asked, (self.k + self.unanswered) / asked) if self.unanswered > asked / 10 else None

    @property
    def left_out(self) -> int:
        """How many were taken out."""
        return sum(number for _, number in self.excluded)

    @property
    def eligible(self) -> int:
        """Everything that the figure is about."""
        return self.n + self.unanswered + self.pending + self.left_out

    @property
    def size(self) -> Literal["none", "few", "some", "enough"]:
        """How much can be said of it."""
        return "none" if not self.n else "few" if self.n < FEW else "some" if self.n < SOME else "enough"

    def of(self, part: Part) -> int:
        """How many are in *part*: the length of the list behind it."""
        numbers = {"yes": self.k, "no": self.n - self.k, "silent": self.unanswered, "pending": self.pending}
        return numbers.get(part, self.left_out)


def figure_of(code: str, tally: Tally, scope: Scope, month: str, as_of: datetime, *, is_settled: bool = True) -> Figure:
    """The figure that *tally* adds up to."""
    indicator = INDICATORS[code]
    parts: Counter[Part] = Counter()
    reasons: Counter[str] = Counter()
    for (outcome, is_past), number in tally.items():
        part = indicator.part_of(outcome, is_past)
        parts[part] += number
        if part == "excluded":
            reasons[outcome] += number
    excluded = tuple((reason, reasons[reason]) for reason in sorted(reasons) if reasons[reason])
    n = parts["yes"] + parts["no"]
    return Figure(code, scope, month, as_of, parts["yes"], n, parts["silent"], parts["pending"], excluded, is_settled)
