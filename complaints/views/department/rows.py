"""The rows of a desk in words: flags, the clock, and the next act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import taxonomy
from app.clock import day_of
from app.store.complaints import Complaint
from app.web.labels import day, due, remaining, remaining_tone
from complaints.operations import times
from complaints.views.department import doors
from complaints.views.department.facts import Known, open_shares
from complaints.views.department.lists import PAUSED, Desk

MODE_FLAGS = {"confidential": "保密", "anonymous": "匿名"}


@dataclass(frozen=True)
class Next:
    """What comes next, and what goes with it."""

    title: str
    text: str = ""
    is_mine: bool = True  # the unit itself has to do it
    page: str = ""  # where it is done


@dataclass(frozen=True)
class Row:
    """One line of a desk."""

    complaint: Complaint
    group: str
    flags: list[tuple[str, str]]
    day: str
    left: str
    tone: str
    next: Next
    handler: str
    area: str
    url: str  # where the next act is done, if the reader may do it

    @property
    def party(self) -> str:
        """The enterprise of a named matter."""
        return self.complaint.enterprise_name or "" if self.complaint.mode == "named" else ""

    @property
    def mark(self) -> str:
        """The class of the line's edge."""
        return {"late": "is-late", "near": "is-near"}.get(self.group, "")


def rows_of(desk: Desk, complaints: Sequence[Complaint], facts: Known) -> list[Row]:
    """*complaints* as the desk shows them."""
    return [_row(desk, complaint, facts) for complaint in complaints]


def _row(desk: Desk, complaint: Complaint, facts: Known) -> Row:
    ends = facts.due(complaint, "C2" if complaint.state == "dispatched" else "C4")
    group = group_of(desk, complaint, ends, is_crossed(complaint, facts))
    words, left, tone = _clock(desk, complaint, ends, group)
    handler = complaint.handler.person.name if complaint.handler else ""
    flags, then = flags_of(complaint, facts), next_act(complaint, facts)
    url = doors.address_of(then.page, complaint, desk.actor)
    return Row(complaint, group, flags, words, left, tone, then, handler, area_name(complaint.area), url)


def area_name(code: str | None) -> str:
    """The short name of a district."""
    area = taxonomy.areas().get(code or "")
    return area.short if area else ""


def is_crossed(complaint: Complaint, facts: Known) -> bool:
    """Whether the clock of the whole was missed before it was halted."""
    clock = facts.clock(complaint, "C4")
    return clock is not None and clock.crossed_at is not None


def group_of(desk: Desk, complaint: Complaint, ends: datetime | None, crossed: bool) -> str:
    """The same as the groups of `lists.Desk`, for one row that is here already."""
    if complaint.state == "dispatched":
        return "sign"
    if complaint.state in PAUSED and not crossed:
        return "wait"
    if ends is not None and ends < desk.at:
        return "late"
    if complaint.state != "handling":
        return "wait"
    return "near" if ends is not None and desk.is_near(ends) else "rest"


def flags_of(complaint: Complaint, facts: Known) -> list[tuple[str, str]]:
    """Derived marks beside the state: words and tone."""
    found = []
    if facts.is_returned(complaint):
        found.append(("答复被退回", "b-rev"))
    elif complaint.state == "handling" and open_shares(complaint):
        found.append(("等协办意见", "b-ask"))
    if complaint.mode in MODE_FLAGS:
        found.append((MODE_FLAGS[complaint.mode], "b-hold"))
    if complaint.round > 1:
        found.append((f"第 {complaint.round} 轮", ""))
    return found


def _clock(desk: Desk, complaint: Complaint, ends: datetime | None, group: str) -> tuple[str, str, str]:
    if ends is None:
        return "", "没有时限", ""
    if complaint.state in PAUSED and group == "wait":
        return day(ends, desk.at), "计时暂停", "stop"
    if group == "sign":
        late = ends < desk.at
        return "签收", due(ends, desk.at), "late" if late else "near"
    today, last = day_of(desk.at), day_of(ends)
    calendar = times.current_calendar()
    late = ends < desk.at
    count = calendar.working_days_between(last, today) if late else calendar.working_days_between(today, last)
    return day(ends, desk.at), remaining(count, late), remaining_tone(count, late)


def next_act(complaint: Complaint, facts: Known) -> Next:
    """What has to happen next with *complaint*, and until when."""
    words = _NEXT.get(complaint.state)
    return words(complaint, facts) if words else Next(taxonomy.label("states", complaint.state), is_mine=False)


def _until(at: datetime | None) -> str:
    return due(at) if at else ""


def _sign(complaint: Complaint, facts: Known) -> Next:
    text = "已经裁定，不能再退单" if complaint.is_ruled else "不归本单位的，在签收时限内退单"
    return Next("签收并定经办人", text, page="acknowledge")


def _handle(complaint: Complaint, facts: Known) -> Next:
    if complaint.handler_id is None:
        return Next("定经办人", "到时视为签收，还没有经办人", page="hand_over")
    if facts.is_returned(complaint):
        reason = taxonomy.label("rework_reasons", facts.replies[complaint.id].verdict_reason)
        return Next("按审核意见重写答复", f"退回原因：{reason}", page="reply")
    first = facts.due(complaint, "C3")
    if first is not None:
        return _first_contact(complaint, _until(first))
    waiting = open_shares(complaint)
    if waiting:
        return Next(f"催{waiting[0]}" + (f"等 {len(waiting)} 家" if len(waiting) > 1 else ""), "协办部分答完才能交答复")
    return Next("写答复", _until(facts.due(complaint, "C4")), page="reply")


def _first_contact(complaint: Complaint, until: str) -> Next:
    if complaint.mode == "named":
        return Next("联系企业", until, page="contact")
    return Next("给企业发消息", until, page="message")


def _ask(complaint: Complaint, facts: Known) -> Next:
    until = facts.answer_until(complaint)
    return Next(f"等企业补充，{day(until)}截止" if until else "等企业补充", "到期自动继续计时", is_mine=False)


def _refused(complaint: Complaint, facts: Known) -> Next:
    return Next("等营商办核定退单", _until(facts.due(complaint, "C11")), is_mine=False)


def _ruling(complaint: Complaint, facts: Known) -> Next:
    return Next("等裁定", _until(facts.due(complaint, "C6")), is_mine=False)


def _replied(complaint: Complaint, facts: Known) -> Next:
    return Next("等审核岗核对答复", _until(facts.due(complaint, "C5")), is_mine=False)


_NEXT: dict[str, Callable[[Complaint, Known], Next]] = {
    "dispatched": _sign,
    "handling": _handle,
    "asking": _ask,
    "refused": _refused,
    "ruling": _ruling,
    "replied": _replied,
}
