"""Filters of the office's lists: what SQL can answer is asked of SQL, the rest of reading and proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app import taxonomy
from app.lists.filters import Filter
from app.lists.spec import Fits, Reader
from app.store.clocks import Clock
from app.store.complaints import Complaint, Rating
from complaints.routing import Proposal
from complaints.views.office import proposals

Span = tuple[datetime, datetime]
OF_THE_MACHINE = ("group", "unit", "clarity")
NO_RATING = "none"


def _labels(table: str) -> Mapping[str, str]:
    return {code: row.label for code, row in taxonomy.codes(table).items()}


def unit_options(_reader: Reader) -> Mapping[str, str]:
    """Units of the register."""
    return {code: unit.short for code, unit in taxonomy.units().items()}


def area_options(_reader: Reader) -> Mapping[str, str]:
    """Districts, counties and zones."""
    return {code: area.short for code, area in taxonomy.areas().items()}


def topic_options(_reader: Reader) -> Mapping[str, str]:
    """Topics in the order of their groups."""
    return {code: topic.label for code, topic in taxonomy.topics().items()}


def says(word: str) -> ColumnElement[bool]:
    """In number, title or, of a named matter, the enterprise's name."""
    named = Complaint.enterprise_name.contains(word, autoescape=True) & (Complaint.mode == "named")
    return or_(Complaint.number.contains(word, autoescape=True), Complaint.title.contains(word, autoescape=True), named)


def _same(column: Any) -> Any:
    return lambda _reader, value: column == value


def _coded(name: str, label: str, column: Any, table: str, *, more: bool = False) -> Filter:
    place = "more" if more else "bar"
    return Filter(name, label, _same(column), options=lambda _reader: _labels(table), place=place)  # type: ignore[arg-type]


def _topics_of(group: str) -> ColumnElement[bool]:
    return Complaint.topic.in_([code for code, topic in taxonomy.topics().items() if topic.group == group])


WORD = Filter("word", "关键词", lambda _reader, word: says(word), "text", placeholder="如 停电")
AREA = Filter("area", "区县", _same(Complaint.area), options=area_options)
GROUP = Filter("group", "类别", lambda _reader, group: _topics_of(group), options=lambda _reader: taxonomy.topic_groups())
LEAD = Filter("unit", "牵头单位", _same(Complaint.lead), options=unit_options)
MORE = (
    _coded("kind", "类型", Complaint.kind, "kinds", more=True),
    _coded("urgency", "紧急程度", Complaint.urgency, "urgency", more=True),
    _coded("mode", "身份", Complaint.mode, "identity_modes", more=True),
)
OF_A_QUEUE = (WORD, GROUP, AREA, LEAD, *MORE)

# Before it is taken on, only the reading says what a matter is about, and only the proposal whose it may be.
READ_ONLY = (
    WORD,
    Filter("group", "类别", lambda _reader, group: or_(_topics_of(group), Complaint.topic.is_(None)),
           options=lambda _reader: taxonomy.topic_groups()),
    AREA,
    Filter("unit", "建议单位", lambda _reader, _unit: None, options=unit_options),
    Filter("clarity", "把握程度", lambda _reader, _clarity: None, "seg",
           options=lambda _reader: {"clear": "明确", "open": "要判断"}),
    *MORE,
)  # fmt: skip


def of_the_machine(values: Mapping[str, Any]) -> Fits | None:
    """Which rows fit what only reading and proposal can answer; None where nothing such is asked."""
    if not any(values.get(name) for name in OF_THE_MACHINE):
        return None

    def fits(rows: Sequence[Complaint]) -> set[int]:
        found = proposals.proposals_for(rows)
        return {id_ for id_, one in found.items() if _fits(values, one.topic, one.proposal)}

    return fits


def _fits(values: Mapping[str, Any], topic: str | None, proposal: Proposal) -> bool:
    group, unit, clarity = (values.get(name) for name in OF_THE_MACHINE)
    lead = proposal.candidates[0].unit if proposal.candidates else ""
    known = taxonomy.topics().get(topic or "")
    right_group = not group or (known is not None and known.group == group)
    return right_group and (not unit or unit == lead) and (not clarity or proposal.is_clear == (clarity == "clear"))


def _within(column: Any) -> Any:
    return lambda _reader, span: and_(column >= span[0], column < span[1])


def _due_within(_reader: Reader, span: Span) -> ColumnElement[bool]:
    """The clock of the whole is due then, whether it still runs or not."""
    return _whole(Clock.due_at >= span[0], Clock.due_at < span[1])


def _whole(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = exists().where(Clock.complaint_id == Complaint.id, Clock.kind == "C4", Clock.voided.is_(False))
    return mine.where(*conditions)


def _overdue(_reader: Reader, which: str) -> ColumnElement[bool]:
    crossed = Clock.crossed_at.is_not(None)
    if which == "now":
        return _whole(crossed, Clock.stopped_at.is_(None))
    return _whole(crossed) if which == "ever" else ~_whole(crossed)


def _rated(column: Any) -> Any:
    last = select(column).where(Rating.complaint_id == Complaint.id).order_by(Rating.at.desc(), Rating.id.desc()).limit(1)
    newest = last.correlate(Complaint).scalar_subquery()

    def where(_reader: Reader, value: str) -> ColumnElement[bool]:
        return newest.is_(None) if value == NO_RATING else newest == value

    return where


def _with_none(table: str) -> Any:
    return lambda _reader: {**_labels(table), NO_RATING: "没有评价"}


OF_ALL = (
    WORD,
    _coded("state", "状态", Complaint.state, "states"),
    Filter("lead", "牵头单位", _same(Complaint.lead), options=unit_options),
    AREA,
    GROUP,
    Filter("topic", "主题", _same(Complaint.topic), options=topic_options, place="more"),
    Filter("submitted", "哪个月提交", _within(Complaint.submitted_at), "month", place="more"),
    Filter("due", "哪个月到期", _due_within, "month", place="more"),
    Filter("closed", "哪个月办结", _within(Complaint.closed_at), "month", place="more"),
    Filter("overdue", "办结超期", _overdue, place="more",
           options=lambda _reader: {"now": "正在超期", "ever": "超过期", "never": "没超过期"}),
    Filter("solved", "企业说解决了吗", _rated(Rating.solved), options=_with_none("solved_levels"), place="more"),
    Filter("level", "企业满意吗", _rated(Rating.level), options=_with_none("ratings"), place="more"),
    *MORE,
)  # fmt: skip
