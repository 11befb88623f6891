"""`flask complaints labels`: what people said a matter is, for `text train` and `text evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy import select

from app.database import db
from app.store.complaints import Complaint
from app.store.readings import Label

FIELDS = ("kind", "topic", "urgency", "lead")
SLICE = 500


@click.command("labels")
def labels() -> None:
    """Print the confirmed answers as JSON lines, oldest matter first; `text train` and `text evaluate` read them.

    {"id": number, "text": masked text, "topic", "kind"?, "urgency"?, "lead"?}: of each field the last that a person
    gave, whether he agreed with the machine or not. Matters whose topic nobody has fixed are left out.
    """
    for row in labelled():
        click.echo(json.dumps(row, ensure_ascii=False))


def labelled() -> Iterator[dict[str, Any]]:
    """A line for each matter with a topic that a person fixed."""
    query = select(Complaint.id, Complaint.number, Complaint.masked).order_by(Complaint.number)
    fixed = query.where(Complaint.id.in_(select(Label.complaint_id).where(Label.field == "topic")))
    for rows in db.session.execute(fixed).partitions(SLICE):
        answers: dict[int, dict[str, str]] = {}
        given = select(Label.complaint_id, Label.field, Label.value).where(Label.complaint_id.in_([row.id for row in rows]))
        for complaint_id, field, value in db.session.execute(given.where(Label.field.in_(FIELDS)).order_by(Label.id)):
            answers.setdefault(complaint_id, {})[field] = value
        for row in rows:
            said = {field: value for field, value in answers.get(row.id, {}).items() if value}
            if "topic" in said:
                yield {"id": row.number, "text": row.masked, **said}
