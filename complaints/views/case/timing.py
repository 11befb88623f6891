"""The clocks of a matter and in whose hands the time was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import taxonomy
from app.store.complaints import Complaint
from app.web.labels import office_span
from complaints import deadlines, holdings
from complaints.holdings import Holder
from complaints.operations import times
from complaints.views.clock_words import ClockRow, amount_words, row_of
from complaints.workflow import STEPS

HOLDERS = {"office": "营商办", "enterprise": "企业", "arbiter": "裁定", "deferred": "挂账"}
TONES = {"office": "c1", "enterprise": "c4", "arbiter": "c5", "deferred": "c6"}
DEPARTMENT_TONES = ("c3", "c2")
AHEAD = ("C10", "C2", "C3", "C4")  # clocks that will start for certain, in the order of their start


@dataclass(frozen=True)
class Share:
    """A holder's part of the time, for the bar."""

    value: int
    words: str
    tone: str


@dataclass(frozen=True)
class Timing:
    """All that the page says about time."""

    clocks: list[ClockRow]
    ahead: list[tuple[str, str]]
    shares: list[Share]
    sentence: str

    @property
    def on_top(self) -> list[ClockRow]:
        """The open clocks, beside the title: the whole matter's after the one that runs for the present step."""
        return sorted((row for row in self.clocks if row.is_open), key=lambda row: row.kind == "C4")


def timing_of(complaint: Complaint, shorts: dict[str, str], at: datetime) -> Timing:
    """Clocks and holders of *complaint* at *at*."""
    calendar = times.current_calendar()
    rows = times.clocks_of(complaint.id)
    held = [times.as_held(row) for row in times.holding_rows(complaint.id)]
    minutes = holdings.minutes_by_holder(held, at, calendar)
    return Timing(
        [row_of(row, at, calendar) for row in rows],
        _ahead(complaint, {row.kind for row in rows}),
        _shares(minutes, shorts),
        _sentence(complaint, sum(minutes.values())),
    )


def holder_words(complaint: Complaint, shorts: dict[str, str]) -> str:
    """In whose hands it is."""
    holder = taxonomy.codes("states")[complaint.state].more.get("holder")
    if holder == "lead":
        return f"在{shorts.get(complaint.lead or '', '承办单位')}手里"
    return {"office": "在营商办手里", "arbiter": "在裁定人手里", "enterprise": "等企业", "deferred": "挂账"}.get(
        str(holder), ""
    )


def _ahead(complaint: Complaint, started: set[str]) -> list[tuple[str, str]]:
    """签收: 派单后 1 个工作日"""
    if complaint.state not in {"received", "amending", "accepted", "dispatched"}:
        return []
    found = []
    for kind in AHEAD:
        rule = taxonomy.clock_rules()[kind]
        first = next(STEPS[step].label for step in STEPS if step in rule.starts)
        if kind not in started:
            found.append((rule.label, f"{first}后 {amount_words(deadlines.allowance(kind, complaint.urgency))}"))
    return found


def _shares(minutes: dict[Holder, int], shorts: dict[str, str]) -> list[Share]:
    shares, departments = [], 0
    for holder, value in minutes.items():
        name = HOLDERS.get(holder.name) or shorts.get(holder.unit or "", "承办单位")
        tone = TONES.get(holder.name) or DEPARTMENT_TONES[departments % len(DEPARTMENT_TONES)]
        departments += holder.name == "lead"
        shares.append(Share(value, f"{name} {office_span(value)}", tone))
    return shares


def _sentence(complaint: Complaint, whole: int) -> str:
    end = "办结" if complaint.closed_at else "现在"
    return f"合计 {office_span(whole)}，等于提交到{end}的工作时间。"
