"""Carrying a list away: the button, the page that says how far it is, and the file."""

from __future__ import annotations

import io

from flask import Blueprint, Response, flash, make_response, redirect, render_template, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from app.actor import Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import local, now
from app.database import db
from app.errors import NotFound
from app.exports import operations
from app.exports.jobs import may_carry, shelf
from app.exports.making import Wanted
from app.exports.sheets import MIMES, sheet_of
from app.lists.page import ListPage, address_of
from app.lists.registry import lists
from app.lists.spec import ListSpec
from app.store.lists import Export
from app.web.forms import TOO_OLD, HouseForm

EXPORT = "<int(max=9007199254740991):export_id>"
REFRESH = "3"  # seconds
FORMS = {"xlsx": "Excel", "csv": "CSV"}
export_pages = Blueprint("exports", __name__, url_prefix="/exports")


class ExportForm(HouseForm):
    """Which list, asked how. Twice pressed is twice carried away: both are recorded, and nothing else changes."""

    list = HiddenField()
    query = HiddenField()


@export_pages.app_template_global()
def export_form(page: ListPage) -> ExportForm | None:
    """The form at the foot of a list; none where its reader may not carry it away."""
    if not may_carry(page.spec, page.reader.actor):
        return None
    return ExportForm(MultiDict({"list": page.spec.name, "query": page.asked.address(page.spec, page.reader)}))


@export_pages.post("/<any(xlsx, csv):kind>")
@staff()
def start(kind: str) -> ResponseReturnValue:
    """Record it; a small list is sent at once, a large one is made by the worker."""
    actor, form = current_actor(), ExportForm()
    spec = _spec(form.list.data or "", actor)
    wanted = Wanted.read(spec, actor, form.query.data or "", now())
    if not form.validate():
        flash(TOO_OLD, "near")
        return redirect(address_of(spec, wanted.query), 303)
    row = operations.ask(actor, wanted, kind)
    where = "exports.file" if row.state == "ready" else "exports.show"
    location = url_for(where, export_id=row.id)
    db.session.commit()
    return redirect(location, 303)


def _spec(name: str, actor: Actor) -> ListSpec:
    spec = lists().get(name)
    if spec is None or not may_carry(spec, actor):
        raise NotFound
    return spec


@export_pages.get(f"/{EXPORT}")
@staff()
def show(export_id: int) -> ResponseReturnValue:
    """How far it is; the page asks again by itself, with or without scripts."""
    row = operations.own(current_actor(), export_id)
    spec = _spec(row.list, current_actor())
    wanted = Wanted.read(spec, current_actor(), row.query, row.at)
    back = address_of(spec, wanted.query)
    html = render_template(
        "exports/show.html", export=row, spec=spec, filters=wanted.in_words(), back=back, form=FORMS[row.form]
    )
    answer = make_response(html)
    if row.state in operations.OPEN:
        answer.headers["Refresh"] = REFRESH
    return answer


@export_pages.get(f"/{EXPORT}/file")
@staff()
def file(export_id: int) -> ResponseReturnValue:
    """The file, while it is there and its reader still may."""
    actor = current_actor()
    row = operations.own(actor, export_id)
    spec = _spec(row.list, actor)
    if row.state not in {"ready", "done"} or row.ends_at <= now():
        return redirect(url_for("exports.show", export_id=export_id), 303)
    if row.state == "ready":
        return _made_now(spec, actor, row)
    pieces = shelf().read(row.token or "", row.id)
    answer = Response(stream_with_context(pieces), mimetype=MIMES[row.form])
    answer.headers.set("Content-Disposition", "attachment", filename=_name(spec, row))
    answer.content_length = row.size
    return answer


def _made_now(spec: ListSpec, actor: Actor, row: Export) -> Response:
    wanted, out, kind, name = Wanted.read(spec, actor, row.query, row.at), io.BytesIO(), row.form, _name(spec, row)
    sheet = sheet_of(kind, out, wanted.heads, shelf().folder)
    wanted.write(sheet)
    sheet.close()
    out.seek(0)
    return send_file(out, MIMES[kind], as_attachment=True, download_name=name)


def _name(spec: ListSpec, row: Export) -> str:
    return f"{spec.title} {local(row.at):%Y%m%d-%H%M}.{row.form}"
