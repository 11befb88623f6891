"""His yes or no, his word, his secretary's draft; each goes back to what waits, or to the matter where it was refused."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.actor import Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import day_of, now
from app.database import db
from app.errors import NotAllowed, NotFound
from app.store.complaints import Complaint
from app.store.stewardships import Instruction
from app.web.once import once
from complaints import stewardship
from complaints.forms.steward import SIGNED, DraftForm, InstructForm, SignForm
from complaints.operations import instructions, replying, stewards
from complaints.views.case.blueprint import MATTER
from complaints.views.case.page import redrawn
from complaints.views.steward.blueprint import steward_pages
from complaints.views.traffic import case, led_to, move


@steward_pages.post(f"{MATTER}/steward/sign")
@staff(Role.STEWARD)
def sign(number: str) -> ResponseReturnValue:
    """A countersign."""
    complaint, form = case(number), SignForm()
    signer = stewards.steward_of(complaint, day_of(now()))
    if not stewardship.may_countersign(current_actor(), complaint, signer.id if signer else None):
        raise NotAllowed("会签由这家企业的包抓领导签。")

    def act() -> str:
        replying.answer_countersign(complaint, form.verdict.data, move(form, form.reason.data))
        return led_to("steward.home", f"会签意见已记下：{SIGNED[form.verdict.data]}。")

    return once(form, act) or redrawn(complaint, sign=form)


@steward_pages.post(f"{MATTER}/steward/instruct")
@staff(Role.STEWARD)
def instruct(number: str) -> ResponseReturnValue:
    """A 批示 leaves."""
    complaint, form = case(number), InstructForm()

    def act() -> str:
        instructions.send(complaint, form.text.data, move(form), _draft(complaint, form))
        return led_to("steward.home", "批示已发给牵头单位，等他们答复。")

    return once(form, act) or redrawn(complaint, instruct=form)


def _draft(complaint: Complaint, form: InstructForm) -> Instruction | None:
    """The draft that becomes it; one that is no longer there is a page drawn too long ago."""
    if form.draft_id() is None:
        return None
    row = db.session.get(Instruction, form.draft_id())
    if row is None or row.complaint_id != complaint.id or row.sent_at is not None:
        raise NotFound
    return row


@steward_pages.post(f"{MATTER}/steward/draft")
@staff(Role.SECRETARY)
def draft(number: str) -> ResponseReturnValue:
    """What the secretary writes down for him."""
    complaint, form = case(number), DraftForm()

    def act() -> str:
        instructions.draft(complaint, form.text.data, move(form))
        return led_to("steward.home", "草稿已放在领导的“待我处理”里。")

    return once(form, act) or redrawn(complaint, draft=form)
