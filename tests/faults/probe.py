"""A house with one small feature, to break: a form that counts, and a follow-up that must happen once."""

from __future__ import annotations

import time
from typing import Any

import click
from flask import Blueprint, render_template_string, url_for
from flask.cli import with_appcontext
from sqlalchemy import func, select
from werkzeug.wrappers import Response
from wtforms import StringField

from app import chain, outbox
from app.auth.doors import public
from app.chain import Act
from app.clock import now
from app.database import db, insert
from app.factory import build
from app.feature import Feature
from app.store.settings import Setting
from app.web.forms import HouseForm
from app.web.once import once

SHEET = "<title>probe</title><form method=post>{{ form.csrf_token }}{{ form.ticket }}{{ form.word }}</form>"
READING_SECONDS = 0.01
pages = Blueprint("probe", __name__)


class ProbeForm(HouseForm):
    word = StringField()


@pages.get("/probe")
@public
def sheet() -> str:
    return render_template_string(SHEET, form=ProbeForm())


@pages.post("/probe")
@public
def submit() -> Response | str:
    form = ProbeForm()
    return once(form, lambda: _keep(form.word.data or "")) or render_template_string(SHEET, form=form)


@pages.get("/probe/<word>")
@public
def receipt(word: str) -> str:
    return str(db.session.scalar(select(Setting.value).where(Setting.name == f"form:{word}")))


def _keep(word: str) -> str:
    """As a real act does: row, entry and message in one transaction."""
    _count(f"form:{word}")
    chain.append(f"probe:{word}", chain.ENTERPRISE, Act("T1"), now())
    outbox.put("probe", f"probe:{word}", word=word)
    return url_for("probe.receipt", word=word)


def _count(name: str) -> None:
    row = insert(Setting).values(name=name, value="1", changed_at=now())
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": Setting.value + "1"}))


def _read(payload: dict[str, Any]) -> str:
    time.sleep(READING_SECONDS)
    return str(payload["word"])


def _note(_payload: dict[str, Any], word: str) -> None:
    _count(f"done:{word}")


@click.command("probe-put")
@click.argument("first", type=int)
@click.argument("last", type=int)
@with_appcontext
def put(first: int, last: int) -> None:
    """Write messages FIRST to LAST, a transaction each, while workers live and die."""
    for number in range(first, last):
        outbox.put("probe", f"probe:{number}", word=str(number))
        db.session.commit()


@click.command("probe-count")
@with_appcontext
def count() -> None:
    """Print how many follow-ups were done, and how many of them more than once."""
    done = select(func.count()).select_from(Setting).where(Setting.name.startswith("done:"))
    click.echo(f"{db.session.scalar(done)} {db.session.scalar(done.where(Setting.value != '1'))}")


app = build([Feature("probe", blueprints=(pages,), commands=(put, count), works=(("probe", outbox.Work(_note, _read)),))])
huey = app.extensions["huey"]
