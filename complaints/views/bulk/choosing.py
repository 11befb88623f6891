"""Which matters were chosen in a list: those that were ticked, or all that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from flask import flash, redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.actor import Actor
from app.auth.current import current_actor
from app.clock import now
from app.database import db
from app.lists.asking import asked_of, walk_of
from app.lists.page import address_of
from app.lists.spec import ListSpec, Reader
from app.store.complaints import Complaint
from app.web.forms import TOO_OLD
from complaints import queries
from complaints.forms.bulk import MOST, BulkForm, Picked

NONE = "还没有选。请在每行前面打钩，再点一次。"


def matters(actor: Actor, numbers: Sequence[str]) -> list[Complaint]:
    """The matters of *numbers* that *actor* may see, in the order in which they were chosen."""
    wanted = [number for number in dict.fromkeys(numbers) if number.isascii() and number.isprintable()][:MOST]
    found = {row.number: row for row in db.session.scalars(queries.listed(actor).where(Complaint.number.in_(wanted)))}
    return [found[number] for number in wanted if number in found]


def chosen(spec: ListSpec, asked: str) -> list[Complaint]:
    """What the form of a list has chosen; with "all" everything that the list shows, up to the most."""
    actor = current_actor()
    if not request.form.get("all"):
        return matters(actor, request.form.getlist("pick"))
    reader = Reader(actor, now())
    walk = walk_of(spec, reader, asked_of(spec, reader, dict(parse_qsl(asked))))
    ids = [row.id for row in walk.slice(MOST).rows]
    rows = {row.id: row for row in db.session.scalars(select(Complaint).where(Complaint.id.in_(ids)))}
    return [rows[id_] for id_ in ids]


def turned_back(spec: ListSpec, form: BulkForm, rows: Sequence[Complaint]) -> Response | None:
    """Back to the list where nothing was chosen, or the page was open too long."""
    if form.validate() and rows:
        return None
    flash(NONE if not rows else TOO_OLD, "near")
    return redirect(address_of(spec, asked_by(spec, form)), 303)


def asked_by(spec: ListSpec, form: BulkForm) -> str:
    """The list as it was asked for, in our own words."""
    reader = Reader(current_actor(), now())
    return asked_of(spec, reader, dict(parse_qsl(form.back.data or ""))).address(spec, reader)


def seen(rows: Sequence[Complaint], leads: dict[int, str]) -> list[Picked]:
    """*rows* as they are now."""
    return [Picked(row.number, row.version, leads.get(row.id, "")) for row in rows]
