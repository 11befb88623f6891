"""Filing, and the receipt that shows the query code once."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import segno
from flask import Response, current_app, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.actor import NOBODY, Actor
from app.auth.current import current_actor
from app.auth.doors import public
from app.clock import now
from app.database import db
from app.errors import Invalid, NotFound
from app.sealing import Look, normalise_phone
from app.store.complaints import Complaint
from app.store.enterprises import Contact
from app.web.labels import day
from app.web.limits import hit, source
from app.web.once import once
from complaints.forms.enterprise import KINDS, FilingForm
from complaints.forms.fields import phone_fault
from complaints.forms.following import NUMBER
from complaints.operations import looks, times, words
from complaints.operations.earlier import alike
from complaints.operations.filing import Filing, submit
from complaints.operations.steps import Move
from complaints.operations.uploads import of_complaint as handed_in
from complaints.views import uploads
from complaints.views.public.blueprint import public_pages

LIMIT = "20/10 minutes"
RECEIPTS = 5
GOOD_FOR = timedelta(hours=24)
GONE = "回执只在提交它的浏览器里留 24 小时。请用编号和查询码到“查进度”看这件事。"

EARLIER = "您在{on}反映过相似的事（{number}）。还是那件事，请到那里补充；是另一件，请再点一次提交。"


@public_pages.route("/file", methods=["GET", "POST"])
@public
def file() -> ResponseReturnValue:
    """One matter: everything typed and every file stays until it is taken in."""
    form = FilingForm()
    if request.method == "GET":
        _prefill(form)
        return _page(form)
    hit("filing", source(), LIMIT)
    uploads.receive(form, anonymous=form.is_anonymous)
    gone: list[str] = []

    def act() -> str:
        _point_out(form)
        return url_for("public.receipt", number=take_in(form, _filer(), gone).number)

    answer = once(form, act)
    if answer is None:
        return _page(form)
    uploads.remove(gone)
    remember(answer.location, form.ticket.data)
    return answer


def _point_out(form: FilingForm) -> None:
    """Once, where an account has told of something like it: say so before it is told again."""
    earlier = alike(_filer(), form.text.data)
    if earlier is not None and form.noticed.data != earlier.number:
        number, on = earlier.number, day(earlier.submitted_at)
        db.session.rollback()
        form.noticed.data = number
        raise Invalid(EARLIER.format(on=on, number=number))


def _page(form: FilingForm) -> ResponseReturnValue:
    status = 422 if form.errors else 200
    earlier = form.noticed.data if form.form_errors and NUMBER.fullmatch(form.noticed.data or "") else ""
    return render_template("complaints/public/file.html", form=form, kept=uploads.kept(form), earlier=earlier), status


def _prefill(form: FilingForm) -> None:
    """A kind from the address, and what an account tells of its owner."""
    if request.args.get("kind") in KINDS:
        form.kind.data = request.args["kind"]
        form.mode.data = "confidential" if form.kind.data == "tip_off" else "named"
    contact = _account(_filer())
    if contact is not None:
        look = Look("own account", f"contact {contact.id}")
        form.enterprise_name.data = contact.enterprise.name
        form.credit_code.data = contact.enterprise.credit_code or ""
        form.contact_name.data = contact.name.open(look) if contact.name else ""
        form.phone.data = contact.phone.open(look) if contact.phone else ""


def _filer() -> Actor:
    """On this page even an officer is one of the public."""
    actor = current_actor()
    return actor if actor.kind == "contact" else NOBODY


def _account(actor: Actor) -> Contact | None:
    return db.session.get(Contact, actor.contact_id) if actor.contact_id else None


def take_in(form: FilingForm, actor: Actor, gone: list[str], channel: str = "web", foreign_number: str = "") -> Complaint:
    """File what *form* says; *gone* receives the originals to be removed after the commit."""
    contact = _account(actor)
    files, originals = uploads.take(form, anonymous=form.is_anonymous)
    gone += originals
    phone = form.phone.data if form.phone.data and not phone_fault(form.phone.data) else ""
    own = contact is not None and contact.enterprise.name == form.enterprise_name.data
    filing = Filing(
        kind=form.kind.data,
        text=form.text.data,
        mode=form.mode.data,
        ticket=form.ticket.data,
        enterprise_name=form.enterprise_name.data,
        credit_code="" if form.is_anonymous else form.code,
        contact_name=form.contact_name.data,
        phone=normalise_phone(phone),
        area=form.area.data,
        about_unit=form.about_unit.data,
        happened=form.happened.data,
        amount_fen=form.amount_fen,
        wants_steward=form.wants_steward.data,
        channel=channel,
        foreign_number=foreign_number,
        owner=actor.contact_id,
        owner_enterprise=actor.enterprise_id if own else None,
        files=files,
        consent=form.consent.data,
    )
    return submit(filing, actor, now())


def remember(location: str, ticket: str) -> None:
    """Let this browser show the receipt at *location*: also after a retry whose first answer never arrived."""
    number = location.rpartition("/")[2]
    others = [pair for pair in session.get("receipts", []) if pair[0] != number]
    session["receipts"] = [*others, [number, ticket]][-RECEIPTS:]


@public_pages.get("/receipt/<number>")
@public
def receipt(number: str) -> ResponseReturnValue:
    """Number, code and what happens next, for the browser that filed it, for a day."""
    ticket = dict(session.get("receipts", [])).get(number, "")
    complaint, code = receipt_of(number, ticket, now(), GOOD_FOR)
    return render_template("complaints/public/receipt.html", **receipt_words(complaint, code))


def receipt_of(number: str, ticket: str, at: datetime, good_for: timedelta) -> tuple[Complaint, str]:
    """The matter that was filed with *ticket* and its code; raises NotFound once it is too late."""
    complaint = db.session.scalar(select(Complaint).where(Complaint.number == number)) if ticket else None
    if complaint is None or at - complaint.submitted_at > good_for:
        raise NotFound(GONE)
    code = words.code_of(ticket)
    if not words.code_fits(complaint, code):
        raise NotFound(GONE)
    return complaint, code


def receipt_words(complaint: Complaint, code: str) -> dict[str, object]:
    """What the receipt's page shows."""
    clock = times.open_clock(complaint.id, "C1")
    return {
        "complaint": complaint,
        "code": f"{code[:5]} {code[5:]}",
        "due": clock.due_at if clock else None,
        "caller": _caller(complaint),
        "files": len(handed_in(complaint)),
    }


def _caller(complaint: Complaint) -> str:
    holder = Actor("holder", complaint_id=complaint.id)
    look = looks.look(complaint, "identity", "", Move(holder, now()))
    return complaint.contact_name.open(look) if complaint.contact_name else ""


@public_pages.get("/receipt/<number>/qr.svg")
@public
def receipt_qr(number: str) -> ResponseReturnValue:
    """The way to the matter as a QR code; it holds the number, which opens nothing."""
    if not NUMBER.fullmatch(number):
        raise NotFound
    base = current_app.extensions["qisheng"].base_url
    out = io.BytesIO()
    code = segno.make(base + url_for("public.follow", number=number), error="m")
    code.save(out, kind="svg", scale=4, border=2, xmldecl=False, svgclass=None, lineclass=None, title=f"查进度 {number}")
    return Response(out.getvalue(), mimetype="image/svg+xml")
