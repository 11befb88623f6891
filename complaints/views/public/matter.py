"""One matter of an enterprise: its page, its own words and files by POST, the result to print."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.auth.current import current_actor
from app.auth.doors import followers
from app.clock import now
from app.database import db
from app.errors import NotFound
from app.sealing import Secret
from app.store.complaints import Complaint, Message, Reply
from complaints import policy
from complaints.forms.following import NUMBER, ConfirmForm, MessageForm
from complaints.operations import looks
from complaints.operations.steps import Move
from complaints.operations.uploads import of_complaint
from complaints.policy import Relation
from complaints.views.public.blueprint import public_pages
from complaints.views.public.showing import Matter, matter_of
from complaints.views.traffic import case
from complaints.views.uploads import send

OTHER = "没有找到这件诉求，或者您现在看的是另一件。要看它，请到“查进度”填它的编号和查询码。"


def seen(number: str) -> Complaint:
    """The matter *number*, if the enterprise at the door may know of it; else 404."""
    if not NUMBER.fullmatch(number):
        raise NotFound(OTHER)
    try:
        return case(number)
    except NotFound:
        raise NotFound(OTHER) from None


def own(number: str) -> Complaint:
    """The matter *number*, if it is the complainant who asks; else 404."""
    complaint = seen(number)
    if policy.relation(current_actor(), complaint) != Relation.COMPLAINANT:
        raise NotFound(OTHER)
    return complaint


def matter_page(complaint: Complaint, message: MessageForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of *complaint*; *message* is a sentence that could not be sent yet."""
    shown = matter_of(current_actor(), complaint, now())
    return render_template(
        "complaints/public/matter.html",
        matter=shown,
        complaint=complaint,
        form=message or MessageForm(),
        open_form=ConfirmForm(),
        by_account=current_actor().kind == "contact",
    ), status


@public_pages.get("/my/<number>")
@followers
def show(number: str) -> ResponseReturnValue:
    """Who has it, until when, what next."""
    return matter_page(seen(number))


@public_pages.post("/my/<number>/original")
@followers
def original(number: str) -> ResponseReturnValue:
    """One's own words, messages and the answer, with nothing blanked out."""
    complaint = own(number)
    if not ConfirmForm().validate():
        return redirect(url_for("public.show", number=number), 303)
    return render_template("complaints/public/original.html", complaint=complaint, **_opened(complaint))


def _opened(complaint: Complaint) -> dict[str, Any]:
    actor, at = current_actor(), now()
    original = looks.look(complaint, "original", "", Move(actor, at))
    identity = looks.look(complaint, "identity", "", Move(actor, at))

    def text(secret: Secret | None) -> str:
        return secret.open(original) if secret is not None else ""

    messages = select(Message).where(Message.complaint_id == complaint.id, Message.direction != "internal")
    replies = select(Reply).where(Reply.complaint_id == complaint.id, Reply.verdict == "published")
    return {
        "text": text(complaint.text),
        "name": complaint.contact_name.open(identity) if complaint.contact_name else "",
        "phone": complaint.phone.open(identity) if complaint.phone else "",
        "messages": [(row, text(row.text)) for row in db.session.scalars(messages.order_by(Message.at))],
        "replies": [(row, text(row.public)) for row in db.session.scalars(replies.order_by(Reply.at))],
        "files": [(row, text(row.name)) for row in of_complaint(complaint)],
    }


@public_pages.post("/my/<number>/files/<file_id>")
@followers
def open_file(number: str, file_id: str) -> ResponseReturnValue:
    """A file of one's own matter, or of one that one's enterprise filed under 实名."""
    complaint = seen(number)
    if not ConfirmForm().validate():
        return redirect(url_for("public.show", number=number), 303)
    row = next((row for row in of_complaint(complaint) if str(row.id) == file_id), None)
    look = looks.look(complaint, "file", "", Move(current_actor(), now()))
    if row is None:
        raise NotFound("这个文件已经不在了。")
    return send(row, look)


@public_pages.get("/my/<number>/result")
@followers
def result(number: str) -> ResponseReturnValue:
    """The result as a sheet to print and keep."""
    complaint = seen(number)
    shown: Matter = matter_of(current_actor(), complaint, now())
    if shown.reply is None:
        return redirect(url_for("public.show", number=number))
    return render_template("complaints/public/result.html", matter=shown, complaint=complaint, request_path=request.path)
