"""The office looks a matter over: take on, ask for more, decline, put right (T2 T5 T6 T34 T35)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.auth.doors import staff
from app.auth.shown import show_once
from app.database import db
from app.errors import Invalid, NotFound
from app.store.complaints import Attachment, Complaint
from complaints import queries
from complaints.forms.office.intake import (
    AcceptForm,
    AmendRequestForm,
    CorrectForm,
    DeclineForm,
    DropDeclineForm,
    MistakenForm,
    NewCodeForm,
    QuickAcceptForm,
    ReleaseForm,
)
from complaints.forms.steps import StepForm
from complaints.operations import filer, intake, looks
from complaints.operations.intake import Fixed
from complaints.views.case.blueprint import MATTER
from complaints.views.case.page import carried
from complaints.views.office import drawn, register
from complaints.views.office.blueprint import office_pages
from complaints.views.office.proposals import may_accept_at_once
from complaints.views.office.settling import require_own, settle, settle_in_list
from complaints.views.queues import OFFICE_ROLES
from complaints.views.traffic import case, move

FIELDS = ("kind", "topic", "urgency")


@office_pages.post(f"{MATTER}/accept")
@staff(*OFFICE_ROLES)
def accept(number: str) -> ResponseReturnValue:
    """T6."""
    complaint = case(number)
    form = drawn.accept_form(complaint, typed=True)

    def do() -> None:
        intake.accept(complaint, _fixed(complaint, form, _enterprise(form)), move(form))

    return settle(complaint, "accept", form, do, "已受理，办结时限开始计。")


def _enterprise(form: AcceptForm | CorrectForm) -> int | None:
    return register.chosen(form.enterprise.data, form.enterprise_search.data) if "enterprise" in form else None


def _fixed(complaint: Complaint, form: AcceptForm, enterprise: int | None) -> Fixed:
    return Fixed(
        kind=form.kind.data,
        topic=form.topic.data,
        urgency=form.urgency.data,
        area=form.area.data or "",
        enterprise=enterprise,
        accused=tuple(form.accused.data or ()),
        accused_people=tuple(int(id_) for id_ in form.people.data or ()) if "people" in form else (),
        risks=tuple(form.risks.data or ()),
        masked_confirmed="masked_confirmed" in form and bool(form.masked_confirmed.data),
        proposed=_machine_answers(complaint),
    )


def _machine_answers(complaint: Complaint) -> tuple[tuple[str, str], ...]:
    row = queries.reading_of(complaint.id)
    return tuple((name, str(row.answers[name])) for name in FIELDS) if row is not None else ()


@office_pages.post(f"{MATTER}/accept-as-read")
@staff(*OFFICE_ROLES)
def accept_as_read(number: str) -> ResponseReturnValue:
    """T6 with the machine's answers, by one key from the queue."""
    complaint, form = case(number), QuickAcceptForm()

    def do() -> str:
        row = queries.reading_of(complaint.id)
        if row is None or not may_accept_at_once(complaint, row):
            raise Invalid("这件要您看过再受理。")
        answers = row.answers
        fixed = Fixed(
            answers["kind"], answers["topic"], answers["urgency"], area=complaint.area or drawn.read_area(answers),
            enterprise=register.exact_match(complaint), proposed=_machine_answers(complaint),
        )  # fmt: skip
        intake.accept(complaint, fixed, move(form))
        return f"已受理 {number}。"

    return settle_in_list(complaint, "received", form, do)


@office_pages.post(f"{MATTER}/masked")
@staff(*OFFICE_ROLES)
def confirm_masked(number: str) -> ResponseReturnValue:
    """More of the masked text is blanked out, and a person vouches for it."""
    complaint = case(number)
    form = drawn.mask_form(complaint, typed=True)
    return settle(
        complaint, "mask", form, lambda: intake.confirm_masked(complaint, form.masked.data, move(form)), "遮盖后的文字已核对。"
    )


@office_pages.post(f"{MATTER}/amend-request")
@staff(*OFFICE_ROLES)
def amend_request(number: str) -> ResponseReturnValue:
    """T2."""
    complaint, form = case(number), AmendRequestForm()
    return settle(
        complaint, "amend", form, lambda: intake.ask_amend(complaint, form.wanted(), move(form)), "已请企业补正，审查计时暂停。"
    )


@office_pages.post(f"{MATTER}/propose-decline")
@staff(*OFFICE_ROLES)
def propose_decline(number: str) -> ResponseReturnValue:
    """The clerk's half of T5."""
    complaint = case(number)
    form = drawn.propose_decline_form(complaint, typed=True)

    def do() -> None:
        intake.propose_decline(complaint, form.ground.data, form.text.data, form.elsewhere.data, move(form))

    return settle(complaint, "propose_decline", form, do, "意见已交给负责人。")


@office_pages.post(f"{MATTER}/decline")
@staff(*OFFICE_ROLES)
def decline(number: str) -> ResponseReturnValue:
    """The head's half of T5: asked once more, then done."""
    complaint, form = case(number), DeclineForm()
    require_own(complaint, "decline")
    if not form.sure.data and form.validate():
        return _asked_again(complaint, form, "decline")
    return settle(
        complaint, "decline", form, lambda: intake.decline(complaint, move(form)), "已不予受理，理由和去处已告诉企业。"
    )


@office_pages.post(f"{MATTER}/drop-decline")
@staff(*OFFICE_ROLES)
def drop_decline(number: str) -> ResponseReturnValue:
    """The head does not agree."""
    complaint, form = case(number), DropDeclineForm()
    return settle(
        complaint, "drop_decline", form,
        lambda: intake.drop_decline(complaint, move(form, form.reason.data)), "没有同意，已退给审查岗。",
    )  # fmt: skip


@office_pages.post(f"{MATTER}/mistaken")
@staff(*OFFICE_ROLES)
def mistaken(number: str) -> ResponseReturnValue:
    """T35: asked once more, then done."""
    complaint, form = case(number), MistakenForm()
    require_own(complaint, "mistaken")
    if not form.sure.data and form.reason.data and form.validate():
        return _asked_again(complaint, form, "mistaken")

    def do() -> None:
        intake.end_as_mistaken(complaint, move(form, form.reason.data))

    return settle(complaint, "mistaken", form, do, "已按误录终止，编号保留。")


def _asked_again(complaint: Complaint, form: StepForm, name: str) -> str:
    form["sure"].data = "1"
    return render_template("complaints/office/confirm.html", complaint=complaint, form=form, name=name, carried=carried())


@office_pages.post(f"{MATTER}/correct")
@staff(*OFFICE_ROLES)
def correct(number: str) -> ResponseReturnValue:
    """T34."""
    complaint = case(number)
    form = drawn.correct_form(complaint, typed=True)

    def do() -> None:
        intake.correct(complaint, _corrections(complaint, form), move(form, form.reason.data))

    return settle(complaint, "correct", form, do, "已更正。")


def _corrections(complaint: Complaint, form: CorrectForm) -> dict[str, object]:
    changes: dict[str, object] = {
        "topic": form.topic.data or None,
        "urgency": form.urgency.data,
        "area": form.area.data or None,
    }
    if "enterprise" in form:
        changes["enterprise_id"] = _enterprise(form)
    return changes


@office_pages.post(f"{MATTER}/new-code")
@staff(*OFFICE_ROLES)
def new_code(number: str) -> ResponseReturnValue:
    """A new query code, shown once on the page of the matter."""
    complaint, form = case(number), NewCodeForm()

    def do() -> None:
        show_once(f"code {complaint.id}", filer.new_code(complaint, move(form, form.reason.data)))

    return settle(complaint, "new_code", form, do, "旧查询码已作废。新查询码在下面，只显示这一次。")


@office_pages.post(f"{MATTER}/files/<int(max=9007199254740991):file_id>/release")
@staff(*OFFICE_ROLES)
def release(number: str, file_id: int) -> ResponseReturnValue:
    """A file that was looked at is let through to the department."""
    complaint, form = case(number), ReleaseForm()
    attachment = db.session.get(Attachment, file_id)
    if attachment is None:
        raise NotFound
    return settle(
        complaint, "release", form, lambda: looks.release(complaint, attachment, move(form)), "附件已放行，承办单位可以看了。"
    )
