"""The short acts of a department, each on a page of its own: sign, hand over, contact, ask, part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.actor import DEPARTMENT
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import day_of, now
from app.errors import Invalid, NotAllowed
from app.store.complaints import Assignment, Complaint
from app.web.labels import due
from app.web.once import once
from complaints.forms.department import AcknowledgeForm, AskForm, ContactForm, HandOverForm, PartForm
from complaints.forms.steps import StepForm
from complaints.operations import handling, times
from complaints.views.department import people
from complaints.views.department.pages import department_pages
from complaints.views.department.showing import (
    Act,
    around,
    contacts_of,
    days_from,
    require_close,
    require_share,
    require_step,
    talk_of,
)
from complaints.views.traffic import case, led_to, move

BOTH = ["GET", "POST"]


def _answered(
    complaint: Complaint, form: StepForm, act: Callable[[], str], about: Callable[[], Act], *, co: bool = False, **more: Any
) -> ResponseReturnValue:
    """Do it, or draw its page: at first, and again with what is missing."""
    if request.method == "POST" and (answer := once(form, act)):
        return answer
    page = render_template("complaints/department/act.html", form=form, act=about(), **around(complaint, co=co), **more)
    return page, 422 if form.errors else 200


def _drawn(complaint: Complaint, kind: type[StepForm], **values: Any) -> Any:
    return kind() if request.method == "POST" else kind.drawn(complaint, **values)


def _done(complaint: Complaint, said: str) -> str:
    return led_to("case.show", said, number=complaint.number)


@department_pages.route("/complaints/<number>/acknowledge", methods=BOTH)
@staff(*DEPARTMENT)
def acknowledge(number: str) -> ResponseReturnValue:
    """T8."""
    complaint = case(number)
    require_step(complaint, "T8")
    offered = people.handlers_for(complaint, day_of(now()))
    usual = people.usual_handler(offered, current_actor(), complaint)
    form = _drawn(complaint, AcknowledgeForm, handler=usual)
    form.offer(offered)

    def act() -> str:
        _require_offered(form.handler.data, offered)
        handling.acknowledge(complaint, form.handler.data, move(form))
        clock = times.open_clock(complaint.id, "C3")
        first = f"请在{due(clock.due_at)}联系企业。" if clock else ""
        return _done(complaint, f"已签收，经办人{_name(offered, form.handler.data)}。{first}")

    return _answered(complaint, form, act, lambda: Act("签收", "签收后由经办人联系企业、写答复。", "签收"))


def _require_offered(handler: int, offered: list[tuple[int, str]]) -> None:
    if handler not in [post for post, _ in offered]:
        raise Invalid("请从本单位的人员里选一位经办人。", handler="请从列表里选一位经办人。")


def _name(offered: list[tuple[int, str]], handler: int) -> str:
    return dict(offered)[handler].split("　")[0]


@department_pages.route("/complaints/<number>/handler", methods=BOTH)
@staff(*DEPARTMENT)
def hand_over(number: str) -> ResponseReturnValue:
    """T36."""
    complaint = case(number)
    require_step(complaint, "T36")
    offered = people.handlers_for(complaint, day_of(now()))
    form = _drawn(complaint, HandOverForm, handler=people.usual_handler(offered, current_actor(), complaint))
    form.offer(offered)

    def act() -> str:
        _require_offered(form.handler.data, offered)
        handling.hand_to(complaint, form.handler.data, move(form))
        return _done(complaint, f"经办人已换成{_name(offered, form.handler.data)}。")

    about = Act("换经办人", "时限不变；原来的记录都在，新经办人接着办。", "换成这位经办人")
    return _answered(complaint, form, act, lambda: about)


@department_pages.route("/complaints/<number>/contact", methods=BOTH)
@staff(*DEPARTMENT)
def contact(number: str) -> ResponseReturnValue:
    """A contact with the enterprise of a named matter."""
    complaint = case(number)
    require_close(complaint, "handling", "asking")
    if complaint.mode != "named":
        raise NotAllowed("保密和匿名的诉求不能直接联系企业，请发消息，由系统转达。")
    form = _drawn(complaint, ContactForm)

    def act() -> str:
        handling.log_contact(complaint, form.way.data, form.result.data, form.note.data, move(form))
        return _done(complaint, "这次联系已记下。")

    about = Act("记一次联系", "联系上了才能写答复；三次联系不上也可以答复，每次都要记。", "记下这次联系")
    return _answered(complaint, form, act, lambda: about, contacts=contacts_of(complaint))


@department_pages.route("/complaints/<number>/ask", methods=BOTH)
@staff(*DEPARTMENT)
def ask(number: str) -> ResponseReturnValue:
    """T15."""
    complaint = case(number)
    require_step(complaint, "T15")
    form = _drawn(complaint, AskForm)
    until = days_from(now(), 5)

    def act() -> str:
        handling.ask(complaint, form.question.data, move(form))
        return _done(complaint, f"已请企业补充，{until}截止，这段时间不计入办理时限。")

    text = f"最多请企业补充 2 次，每次 5 个工作日：现在发出，{until}截止。等的时候办结时限暂停，到期自动接着算。"
    return _answered(complaint, form, act, lambda: Act("请企业补充", text, "请企业补充"), talk=talk_of(complaint))


@department_pages.route("/complaints/<number>/part", methods=BOTH)
@staff(*DEPARTMENT)
def part(number: str) -> ResponseReturnValue:
    """What a co-handler did in its part."""
    complaint = case(number)
    require_share(complaint, co=True)
    share = _own_share(complaint)
    form = _drawn(complaint, PartForm, text=share.answer if share else "")
    if share is None:
        raise NotAllowed("这一部分不归您的单位答。")

    def act() -> str:
        handling.answer_part(complaint, form.text.data, move(form))
        lead = complaint.lead_unit.short if complaint.lead_unit else "牵头单位"
        return _done(complaint, f"协办意见已交给{lead}。")

    def about() -> Act:
        asked = f"请本单位办的部分：{share.part}" if share.part else "派单时没有写明是哪一部分，请按本单位职责答。"
        return Act("写协办意见", asked, "改写协办意见" if share.answered_at else "交协办意见")

    return _answered(complaint, form, act, about, co=True)


def _own_share(complaint: Complaint) -> Assignment | None:
    unit = current_actor().unit
    living = (share for share in complaint.assignments if share.unit == unit and share.to_at is None)
    return next((share for share in living if share.role == "co_handler"), None)
