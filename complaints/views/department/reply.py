"""The reply on its own page (T21): what was done, what the enterprise reads, and a list to go through before."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import literal, select

from app import taxonomy
from app.actor import DEPARTMENT
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.database import db
from app.errors import Invalid
from app.sealing import Look
from app.store.complaints import Complaint, Reply
from app.store.enterprises import Enterprise
from app.web.labels import day_weekday
from app.web.once import once
from complaints import deadlines, policy
from complaints.forms.department_reply import ReplyForm
from complaints.guards import CHARGE_TOPICS
from complaints.operations import evidence, replying, sentences, times
from complaints.operations.reply_checks import Check, failed, text_checks
from complaints.operations.replying import Draft
from complaints.policy import Relation
from complaints.views import uploads
from complaints.views.department.pages import department_pages
from complaints.views.department.showing import around, contacts_of, require_step, talk_of
from complaints.views.traffic import case, led_to, move

LONGEST_NAME_FIRST = 3  # how many names of other enterprises are looked for at most


@department_pages.route("/complaints/<number>/reply", methods=["GET", "POST"])
@staff(*DEPARTMENT)
def reply(number: str) -> ResponseReturnValue:
    """Write it, go through the list, hand it to the reviewer."""
    complaint = case(number)
    require_step(complaint, "T21")
    last = replying.last_reply(complaint)
    form = ReplyForm() if request.method == "POST" else ReplyForm.drawn(complaint, **_again(complaint, last))
    form.offer(complaint)
    if request.method == "POST" and policy.relation(current_actor(), complaint) == Relation.LEAD_CLOSE:
        uploads.receive(form, anonymous=False, post_id=current_actor().post_id)
        complaint = case(number)  # what came was committed, so the row is read anew

    def act() -> str:
        _require_checks(complaint, form)
        files, _ = uploads.take(form, anonymous=False)
        done = move(form, form.waive.data)
        replying.reply(complaint, _draft(form), done)
        evidence.attach(complaint, files, done)
        return led_to("case.show", f"已交审核岗核对，{_checked_by(complaint)}有结果。", number=complaint.number)

    inserted = _inserted(form)
    if request.method == "POST" and not inserted and (answer := once(form, act)):
        return answer
    shown = _shown(complaint, form, last) | {"inserted": inserted, "sentences": sentences.of_unit(current_actor())}
    page = render_template("complaints/department/reply.html", **shown, **around(complaint))
    return page, 422 if form.errors else 200


def _inserted(form: ReplyForm) -> bool:
    """Put the sentence that was asked for behind what is written already; nothing is handed in by that."""
    asked = request.form.get("insert", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
        return False
    text = sentences.own(current_actor(), int(asked)).text
    form.public.data = f"{form.public.data}\n{text}".strip() if form.public.data else text
    return True


def _draft(form: ReplyForm) -> Draft:
    return Draft(form.code.data, form.public.data, form.internal.data, form.evidence.data, form.refunded_fen)


def _require_checks(complaint: Complaint, form: ReplyForm) -> None:
    """What the list finds must be mended, or a reason written why not."""
    wrong = failed(_text_checks(complaint, form))
    if wrong and not form.waive.data:
        said = "；".join(f"{check.title}：{check.text}" for check in wrong)
        raise Invalid(
            said, waive=f"还有 {len(wrong)} 条没过（{'、'.join(check.title for check in wrong)}），改好或写明原因才能交。"
        )


def _text_checks(complaint: Complaint, form: ReplyForm) -> list[Check]:
    public = form.public.data or ""
    return text_checks(complaint.masked, public, form.evidence.data or "", _strangers(complaint, public))


def _strangers(complaint: Complaint, public: str) -> list[str]:
    """Names of other enterprises of the register that stand in the text."""
    named = select(Enterprise.name).where(literal(public).contains(Enterprise.name), Enterprise.name != "")
    if complaint.enterprise_id is not None:
        named = named.where(Enterprise.id != complaint.enterprise_id)
    own = complaint.enterprise_name or ""
    return [name for name in db.session.scalars(named.limit(LONGEST_NAME_FIRST)) if name != own] if public else []


def _again(complaint: Complaint, last: Reply | None) -> dict[str, Any]:
    """The text of the reply that came back, so that it is mended and not written anew."""
    if last is None or last.verdict != "returned":
        return {}
    who = f"person {current_actor().person_id}"
    return {
        "code": last.closure_code,
        "public": last.public.open(Look("own reply", who)) if last.public else last.masked,
        "evidence": last.evidence,
        "internal": last.internal,
        "refunded": _yuan(last.refunded_fen),
    }


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen / 100:,.2f}".removesuffix(".00")


def _shown(complaint: Complaint, form: ReplyForm, last: Reply | None) -> dict[str, Any]:
    contacts, shares = contacts_of(complaint), _shares(complaint)
    codes = taxonomy.codes("closure_codes")
    return {
        "form": form,
        "kept": uploads.kept(form),
        "notes": {code: codes[code].note for code, _ in form.code.choices},
        "contacts": contacts,
        "talk": talk_of(complaint),
        "shares": shares,
        "last": last if last is not None and last.verdict == "returned" else None,
        "charges": complaint.topic in CHARGE_TOPICS,
        "checks": [*_fact_checks(complaint, form), *(_text_checks(complaint, form) if form.public.data else [])],
        "checked_by": _checked_by(complaint),
    }


def _shares(complaint: Complaint) -> list[Any]:
    return [share for share in complaint.assignments if share.role == "co_handler" and share.to_at is None]


def _fact_checks(complaint: Complaint, form: ReplyForm) -> list[Check]:
    """What the guards will ask, said before they do."""
    return [_contact_check(complaint), *_parts_check(complaint), *_proof_check(form)]


def _contact_check(complaint: Complaint) -> Check:
    if complaint.mode != "named":
        told = any(message["mine"] for message in talk_of(complaint))
        return Check("给企业发过消息") if told else Check("还没给企业发过消息", "保密和匿名的诉求用消息联系。", ok=False)
    contacts = contacts_of(complaint)
    if any(one.result == "reached" for one in contacts):
        return Check("有联系记录")
    tries = len(contacts)
    if tries >= 3:
        return Check("三次联系不上，都有记录")
    return Check("还没联系上企业", f"这一轮记了 {tries} 次未通；联系上，或三次联系不上，才能答复。", ok=False)


def _parts_check(complaint: Complaint) -> list[Check]:
    shares = _shares(complaint)
    waiting = [share.of_unit.short for share in shares if share.answered_at is None]
    if waiting:
        return [Check("协办意见没到齐", f"还差{'、'.join(waiting)}。", ok=False)]
    return [Check("协办意见到齐了")] if shares else []


def _proof_check(form: ReplyForm) -> list[Check]:
    code = taxonomy.codes("closure_codes").get(form.code.data or "")
    if code is None or not code.more["evidence"]:
        return []
    if form.evidence.data:
        return [Check("有佐证")]
    return [Check("没有佐证", f"选“{code.label}”要写凭证、文件名和条款。", ok=False)]


def _checked_by(complaint: Complaint) -> str:
    """Until when the reviewer has to look at it, if it is handed in now."""
    amount = deadlines.allowance("C5", complaint.urgency)
    return f"{day_weekday(times.current_calendar().due(now(), amount).at)}前"
