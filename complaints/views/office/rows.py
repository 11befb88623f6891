"""The rows of a queue: what a clerk must know to act without opening the matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import taxonomy
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Countersign, Rating, Refusal, Reply
from app.store.people import Unit
from complaints.operations import times
from complaints.views import clock_words
from complaints.views.case.timing import holder_words
from complaints.views.office.proposals import Proposed
from complaints.views.queues import THEIRS, Queue

MIDDLES = {
    "received": "机器怎么看", "accepted": "建议牵头单位和理由", "refused": "谁退的，为什么", "ruling": "争的是谁",
    "replied": "谁答的，怎么答", "reviewing": "企业怎么说", "declines": "拟不予受理的理由", "countersign": "怎么答的",
    "late": "哪个时限", "all": "牵头单位",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row: the matter, whose it is in words, its clock, and in `says` what this queue is about."""

    complaint: Complaint
    party: str
    place: str
    topic: str
    clock: str
    tone: str
    says: str
    more: str
    proposed: Proposed | None = None


def party_of(complaint: Complaint) -> str:
    """The enterprise of a named matter; of the others how they hide."""
    if complaint.mode == "named":
        return complaint.enterprise_name or "没有写企业名称"
    return f"（{taxonomy.label('identity_modes', complaint.mode)}）"


def topic_label(code: str | None) -> str:
    """The topic in words; nothing where there is none yet."""
    known = taxonomy.topics().get(code or "")
    return known.label if known else ""


def unit_shorts() -> dict[str, str]:
    """What units are called on pages, by code."""
    return {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}


def lines_of(queue: Queue, complaints: Sequence[Complaint], proposed: dict[int, Proposed], at: datetime) -> list[Line]:
    """A line for each of *complaints*."""
    ids = [complaint.id for complaint in complaints]
    clocks, shorts, say = _clocks(queue, complaints), unit_shorts(), SAYINGS[queue.name](ids)
    calendar = times.current_calendar()
    lines = []
    for complaint in complaints:
        clock, suggestion = clocks.get(complaint.id), proposed.get(complaint.id)
        words, tone = clock_words.queue_words(clock, at, calendar) if clock else ("", "")
        says, more = say(complaint, shorts, clock)
        topic = topic_label(suggestion.topic if suggestion else complaint.topic)
        place = shorts.get(complaint.area or "", "")
        lines.append(Line(complaint, party_of(complaint), place, topic, words, tone, says, more, suggestion))
    return lines


def _clocks(queue: Queue, complaints: Sequence[Complaint]) -> dict[int, Clock]:
    """The open clock that counts in this queue, by complaint."""
    ids = [complaint.id for complaint in complaints]
    states = {complaint.id: complaint.state for complaint in complaints}
    query = select(Clock).where(Clock.complaint_id.in_(ids), Clock.stopped_at.is_(None)).order_by(Clock.due_at.desc())
    rules = taxonomy.clock_rules()
    found: dict[int, Clock] = {}
    for clock in db.session.scalars(query):  # the one that is due first is written last
        waits = states[clock.complaint_id] in rules[clock.kind].paused_in
        fits = clock.kind == queue.clock if queue.clock else clock.kind not in THEIRS and (queue.name == "all" or not waits)
        if fits:
            found[clock.complaint_id] = clock
    return found


Say = Callable[[Complaint, dict[str, str], Clock | None], tuple[str, str]]


def _newest(table: Any, ids: list[int]) -> dict[int, Any]:
    """The newest row of *table* by complaint."""
    return {
        row.complaint_id: row for row in db.session.scalars(select(table).where(table.complaint_id.in_(ids)).order_by(table.at))
    }


def _refusals(ids: list[int]) -> Say:
    rows = _newest(Refusal, ids)

    def say(complaint: Complaint, shorts: dict[str, str], _clock: Clock | None) -> tuple[str, str]:
        row = rows.get(complaint.id)
        if row is None:
            return "", ""
        right = f"认为该{shorts.get(row.proposed, row.proposed)}办" if row.proposed else ""
        return f"{shorts.get(row.unit, row.unit)}退单", f"{taxonomy.label('refusal_grounds', row.ground)}　{right}"

    return say


def _rulings(ids: list[int]) -> Say:
    query = select(Refusal).where(Refusal.complaint_id.in_(ids)).order_by(Refusal.at)
    units: dict[int, list[str]] = {}
    for row in db.session.scalars(query):
        units.setdefault(row.complaint_id, []).append(row.unit)

    def say(complaint: Complaint, shorts: dict[str, str], _clock: Clock | None) -> tuple[str, str]:
        return "、".join(shorts.get(unit, unit) for unit in units.get(complaint.id, [])) + "都退过", "请裁定由谁牵头"

    return say


def _replies(ids: list[int]) -> Say:
    rows = _newest(Reply, ids)
    asked = set(db.session.scalars(_pending(ids)))

    def say(complaint: Complaint, shorts: dict[str, str], _clock: Clock | None) -> tuple[str, str]:
        row = rows.get(complaint.id)
        code = taxonomy.label("closure_codes", row.closure_code) if row else ""
        return f"{shorts.get(complaint.lead or '', '')}：{code}", "等会签" if complaint.id in asked else ""

    return say


def _pending(ids: list[int]) -> Any:
    return select(Countersign.complaint_id).where(Countersign.complaint_id.in_(ids), Countersign.verdict.is_(None))


def _ratings(ids: list[int]) -> Say:
    rows = _newest(Rating, ids)

    def say(complaint: Complaint, shorts: dict[str, str], _clock: Clock | None) -> tuple[str, str]:
        row, lead = rows.get(complaint.id), f"承办：{shorts.get(complaint.lead or '', '')}"
        if row is None or row.round != complaint.round:
            return "企业申请复核", lead
        return f"解决：{taxonomy.label('solved_levels', row.solved)}　{taxonomy.label('ratings', row.level)}", lead

    return say


def _declines(_ids: list[int]) -> Say:
    def say(complaint: Complaint, _shorts: dict[str, str], _clock: Clock | None) -> tuple[str, str]:
        return taxonomy.label("decline_grounds", complaint.decline_ground), complaint.decline_text

    return say


def _late(_ids: list[int]) -> Say:
    def say(complaint: Complaint, shorts: dict[str, str], clock: Clock | None) -> tuple[str, str]:
        label = taxonomy.clock_rules()[clock.kind].label if clock else ""
        return label, holder_words(complaint, shorts)

    return say


def _all(_ids: list[int]) -> Say:
    def say(complaint: Complaint, shorts: dict[str, str], _clock: Clock | None) -> tuple[str, str]:
        return shorts.get(complaint.lead or "", "还没派"), taxonomy.label("closure_codes", complaint.closure_code)

    return say


def _nothing(_ids: list[int]) -> Say:
    return lambda _complaint, _shorts, _clock: ("", "")


SAYINGS: dict[str, Callable[[list[int]], Say]] = {
    "received": _nothing, "accepted": _nothing, "refused": _refusals, "ruling": _rulings, "replied": _replies,
    "reviewing": _ratings, "declines": _declines, "countersign": _replies, "late": _late, "all": _all,
}  # fmt: skip
