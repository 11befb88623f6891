"""Attachments: opened by POST with a purpose; a picture that was drawn anew may show, all else is handed over to be kept."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.auth.current import current_actor
from app.auth.doors import staff
from app.database import db
from app.errors import NotFound
from app.store.complaints import Attachment, Complaint
from complaints import policy
from complaints.forms.words import FileForm
from complaints.views import uploads
from complaints.views.case.acts import looked
from complaints.views.case.blueprint import MATTER, case_pages
from complaints.views.traffic import case

FILE = f"{MATTER}/files/<int(max=9007199254740991):file_id>"


@case_pages.route(FILE, methods=["GET", "POST"])
@staff(fresh=True)
def file(number: str, file_id: int) -> ResponseReturnValue:
    """A form that asks for the purpose; the answer to it is the file."""
    complaint, thing = case(number), _thing()
    attachment = _attachment(complaint, file_id, thing)
    form = FileForm() if request.method == "POST" else FileForm.drawn(complaint)
    look = looked(complaint, thing, form, file_id) if request.method == "POST" else None
    if look is None:
        needs_reason = policy.sign(current_actor(), complaint, thing) == "r"
        page = render_template(
            "complaints/case/file.html", complaint=complaint, attachment=attachment, form=form, thing=thing,
            needs_reason=needs_reason, has_original=_has_original(complaint, attachment),
        )  # fmt: skip
        return page, 422 if form.errors else 200
    return uploads.send(attachment, look, clean=thing == "file")


def _thing() -> policy.Thing:
    return "file_original" if request.args.get("as") == "original" else "file"


def _attachment(complaint: Complaint, file_id: int, thing: policy.Thing) -> Attachment:
    """The file, if this actor may open it as *thing*; else NotFound."""
    actor = current_actor()
    attachment = db.session.get(Attachment, file_id)
    if attachment is None or attachment.complaint_id != complaint.id or policy.sign(actor, complaint, thing) == "-":
        raise NotFound
    if policy.needs_release(actor, complaint) and attachment.released_at is None:
        raise NotFound
    if not _is_there(attachment, thing):
        raise NotFound
    return attachment


def _has_original(complaint: Complaint, attachment: Attachment) -> bool:
    seen = policy.sign(current_actor(), complaint, "file_original") != "-"
    return seen and _is_there(attachment, "file_original")


def _is_there(attachment: Attachment, thing: policy.Thing) -> bool:
    """A picture shows as it was drawn anew, its original apart; other kinds have passed the gate as they are."""
    if thing == "file_original":
        return attachment.clean is not None and attachment.original is not None
    return attachment.clean is not None or (attachment.original is not None and not attachment.mime.startswith("image/"))
