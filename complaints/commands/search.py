"""`flask search rebuild`: the index of words, made anew or compared."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy import func, select

from app.database import db
from app.store.complaints import Complaint
from complaints.operations import indexing


@click.group("search")
def search_group() -> None:
    """The index by which complaints are found."""


@search_group.command("rebuild")
@click.option("--check", is_flag=True, help="Only compare; exit 1 on a difference.")
def rebuild(check: bool) -> None:
    """Write the index anew, in the order in which complaints were filed; print {"complaints", "written"}.

    People may go on working: every complaint can be found all the while. With --check nothing is written:
    {"complaints", "different"}.
    """
    known = db.session.scalars(select(func.count()).select_from(Complaint)).one()
    if check:
        different = indexing.differences()
        click.echo(json.dumps({"complaints": known, "different": different}))
        sys.exit(1 if different else 0)
    written, last, more = 0, None, True
    while more:
        done, last = indexing.rebuild_slice(last)
        db.session.commit()
        db.session.expunge_all()
        written, more = written + done, last is not None
    click.echo(json.dumps({"complaints": known, "written": written}))
