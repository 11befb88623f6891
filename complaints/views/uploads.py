"""Files on their way in and out: through the gate before any transaction, sealed, and served as attachments."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request
from werkzeug.datastructures import FileStorage

from app.clock import now
from app.database import db
from app.errors import Invalid, NotFound
from app.files import FileStore
from app.gate import check, clean_name
from app.sealing import Look
from app.store.complaints import Attachment
from app.web import tickets
from app.web.limits import hit, source
from complaints.forms.fields import FilesForm
from complaints.operations import uploads

LIMIT = "100/1 hour"
ONLY_PICTURES = "“{name}”没有收：匿名只收照片，PDF、Word、Excel 里常留着作者和单位的名字。可以拍成照片再传，或者改选“保密”。"
TOO_MANY = "“{name}”没有收：最多 {most} 个文件。"
INLINE = {"image/jpeg", "image/png", "image/webp"}


def file_store() -> FileStore:
    """The sealed files of this application."""
    return FileStore(current_app.extensions["qisheng"].uploads)


def receive(form: FilesForm, *, anonymous: bool, post_id: int | None = None) -> None:
    """Take in the files that came with *form* and take away those it drops.

    The gate works before any transaction is open; whatever is refused is named in the form's faults.
    """
    if not form.is_from_here():
        return  # its own check says so; until then nothing of it is opened or kept
    sent = [file for file in request.files.getlist("files") if file.filename]
    old = request.form.get("ticket", "")
    if not sent and not request.form.getlist("drop") and old == form.ticket.data:
        _forbid_documents(form, anonymous)
        return
    if tickets.spent(form.ticket.data, request.form) is not None:
        return
    if old != form.ticket.data:
        uploads.move_on(old, form.ticket.data)
    gone = _drop(form.ticket.data)
    room = uploads.MOST - len(uploads.waiting(form.ticket.data))
    db.session.commit()
    remove(gone)
    rows = [row for place, file in enumerate(sent) if (row := _take(form, file, place < room, anonymous=anonymous))]
    uploads.wait(rows, form.ticket.data, post_id)
    db.session.commit()
    _forbid_documents(form, anonymous)


def _drop(ticket: str) -> list[str]:
    chosen = set(request.form.getlist("drop"))
    return uploads.drop([row for row in uploads.waiting(ticket) if str(row.id) in chosen])


def _take(form: FilesForm, file: FileStorage, has_room: bool, *, anonymous: bool) -> Attachment | None:
    name = file.filename or ""
    if not has_room:
        form.file_faults.append(TOO_MANY.format(name=clean_name(name), most=uploads.MOST))
        return None
    hit("upload", source(), LIMIT)
    content = file.read()
    try:
        passed = check(content, name, max_mb=current_app.extensions["qisheng"].max_upload_mb)
    except Invalid as refusal:
        form.file_faults.append(str(refusal))
        return None
    if anonymous and passed.clean is None:
        form.file_faults.append(ONLY_PICTURES.format(name=passed.name))
        return None
    return uploads.keep(passed, content, file_store(), now(), clean_only=anonymous)


def _forbid_documents(form: FilesForm, anonymous: bool) -> None:
    """Documents that came while the form was not anonymous yet."""
    if anonymous:
        documents = [row for row in uploads.waiting(form.ticket.data) if row.clean is None]
        form.file_faults += [ONLY_PICTURES.format(name=name_of(row)) for row in documents]


def kept(form: FilesForm) -> list[dict[str, Any]]:
    """What waits with *form*, as the macro `file_drop` wants it."""
    rows = uploads.waiting(form.ticket.data)
    return [{"key": str(row.id), "name": name_of(row), "size": row.size} for row in rows]


def name_of(row: Attachment) -> str:
    """What a waiting file is called; only the browser that holds its ticket gets here."""
    return row.name.open(Look("own form", "ticket")) if row.name else "文件"


def take(form: FilesForm, *, anonymous: bool) -> tuple[tuple[int, ...], list[str]]:
    """The files that go with an accepted *form*, and the originals to be removed after the commit."""
    rows = uploads.waiting(form.ticket.data)
    gone = uploads.make_anonymous(rows) if anonymous else []
    return tuple(row.id for row in rows), gone


def remove(tokens: list[str]) -> None:
    """Remove what no row knows any more, once that is committed."""
    for token in tokens:
        file_store().drop(token)


def send(row: Attachment, look: Look, *, clean: bool = True) -> Response:
    """The file for the holder of *look*: the clean picture, or what was handed in where there is none."""
    token = row.clean if clean and row.clean else row.original
    if token is None:
        raise NotFound("这个文件已经不在了。")
    answer = Response(file_store().read(token, row.id), mimetype=row.mime)
    shown = "inline" if clean and row.clean and row.mime in INLINE else "attachment"
    name = row.name.open(look) if row.name else "文件"
    answer.headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
