"""How a due date came about and who held the time: what stands behind “怎么算的”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import taxonomy
from app.clock import day_of
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.web.days import DayCell, day_cells
from app.web.labels import day, moment, office_span
from complaints import deadlines, holdings
from complaints.holdings import Holder
from complaints.operations import times

UNITS = {"wd": "个工作日", "min": "分钟", "d": "天"}
HOLDERS = {"office": "营商办", "enterprise": "企业", "arbiter": "裁定", "deferred": "挂账"}


@dataclass(frozen=True)
class Why:
    """The reckoning of one clock in words and pictures."""

    title: str
    text: str
    cells: list[DayCell]
    steps: list[str]
    calendar: str
    held: str


def why_of(complaint: Complaint, clock: Clock, at: datetime) -> Why:
    """Explain the due moment of *clock*."""
    calendar, running = times.current_calendar(), times.running(clock)
    label = taxonomy.label("clocks", clock.kind)
    by_days = running.amount.unit != "min"
    cells = day_cells(calendar.day, day_of(clock.started_at), day_of(clock.due_at), day_of(at)) if by_days else []
    steps = [] if by_days else [f"{day(step.on, at)} {step.what}" for step in deadlines.explain(running, calendar)]
    return Why(
        title=f"{label} {day(clock.due_at, at) if by_days else moment(clock.due_at, at)}是怎么算的",
        text=_text(clock, at),
        cells=cells,
        steps=steps,
        calendar=_version(clock),
        held=_held(complaint, at),
    )


def _text(clock: Clock, at: datetime) -> str:
    start = f"{moment(clock.started_at, at)}起算"
    span = f"{clock.number} {UNITS[clock.unit]}"
    text = f"{start}，次日数起 {span}，休息日不算，补班日要算。" if clock.unit == "wd" else f"{start}，{span}，只算上班时间。"
    if clock.pauses:
        text += f"等企业补充停过 {len(clock.pauses)} 次，停的时间加回来。"
    if clock.due_at != clock.first_due_at:
        text += f"原来是{day(clock.first_due_at, at)}。"
    return text


def _version(clock: Clock) -> str:
    years = range(day_of(clock.started_at).year, day_of(clock.due_at).year + 1)
    calendar = times.current_calendar()
    return "；".join(
        f"{year} 年放假安排还没有公布，暂按推算" if calendar.is_provisional(year) else f"{year} 年按已公布的放假安排"
        for year in years
    )


def _held(complaint: Complaint, at: datetime) -> str:
    rows = [times.as_held(row) for row in times.holding_rows(complaint.id)]
    minutes = holdings.minutes_by_holder(rows, at, times.current_calendar())
    return "，".join(f"{_name(holder, complaint)} {office_span(count)}" for holder, count in minutes.items() if count)


def _name(holder: Holder, complaint: Complaint) -> str:
    if holder.name != "lead":
        return HOLDERS[holder.name]
    if holder.unit == complaint.lead:
        return "本单位"
    units = {share.unit: share.of_unit.short for share in complaint.assignments}
    return units.get(holder.unit or "", "别的单位")
