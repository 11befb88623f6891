"""`flask search rebuild`: the index of words, made anew or compared."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy import func, select

from app.database import db
from app.search import index
from app.store.complaints import Complaint
from complaints import jobs
from complaints.operations import indexing


@click.group("search")
def search_group() -> None:
    """The index by which complaints are found."""


@search_group.command("rebuild")
@click.option("--check", is_flag=True, help="Only compare; exit 1 on a difference.")
def rebuild(check: bool) -> None:
    """Write the index anew, in the order in which complaints were filed; print {"complaints", "written"}.

    People may go on working; until it is done search finds less. With --check nothing is written:
    {"complaints", "different"}.
    """
    known = db.session.scalars(select(func.count()).select_from(Complaint)).one()
    if check:
        different = indexing.differences()
        click.echo(json.dumps({"complaints": known, "different": different}))
        sys.exit(1 if different else 0)
    index.clear()
    db.session.commit()
    click.echo(json.dumps({"complaints": known, "written": jobs.write_index()}))
