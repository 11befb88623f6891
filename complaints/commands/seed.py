"""`flask seed`: fills an empty store for demonstrations and tests."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import click
from flask import current_app

from app import mode
from app.auth.demonstration import demo_accounts, demo_enterprise, demo_password
from app.auth.seeding import seed_roles
from app.clock import at_local, day_of, now
from app.config import Settings
from app.database import db
from app.errors import WrongState
from app.store.complaints import Complaint
from app.store.settings import Setting
from app.web.labels import role_label
from complaints.demonstration.seeding import CITY, counts, seed_demo
from complaints.demonstration.stage import Machine
from complaints.operations import reading

HOUR = "10:00"  # of the day up to which the city has lived: the queues of the morning are fresh
OUTSIDE = "seeding works in demonstration mode only: set QISHENG_DEMO=1 and name an empty QISHENG_DATA"
NOT_EMPTY = "the store is not empty: seeding needs a fresh one (name another QISHENG_DATA)"


@click.group("seed")
def seed() -> None:
    """Fill an empty store, in demonstration mode only (QISHENG_DEMO=1)."""


@seed.command("demo")
@click.option("--at", "on", type=click.DateTime(["%Y-%m-%d"]), help="The last day the city lives, like 2026-11-24.")
def demo(on: datetime | None) -> None:
    """The demonstration city: units, staff, enterprises and complaints of fourteen months.

    Prints JSON of counts. The same day gives the same city; a city that is there already is left as it is.
    """
    _check_mode()
    is_there, at = db.session.get(Setting, CITY) is not None, _moment(on)
    try:
        found = seed_demo(at, Machine(reading.read_now, _first_choice))
    except WrongState as error:
        raise click.ClickException(NOT_EMPTY) from error
    for seed_more in () if is_there else current_app.extensions.get("seeds", ()):
        found |= seed_more(at)
    db.session.commit()
    found |= counts()
    click.echo(json.dumps(found))


def _moment(on: datetime | None) -> datetime:
    """Ten o'clock of the day that is meant: today, or yesterday as long as it is earlier."""
    if on is not None:
        return at_local(on.date(), HOUR)
    ten = at_local(day_of(now()), HOUR)
    return ten if ten <= now() else at_local(day_of(now() - timedelta(days=1)), HOUR)


def _first_choice(complaint: Complaint) -> str | None:
    candidates = reading.proposal(complaint).candidates
    return candidates[0].unit if candidates else None


@seed.command("roles")
def roles() -> None:
    """An empty city for tests: the units and one account per role. Prints JSON of counts."""
    _check_mode()
    try:
        found = seed_roles(now())
    except WrongState as error:
        raise click.ClickException(NOT_EMPTY) from error
    db.session.commit()
    click.echo(json.dumps(found))


def _check_mode() -> None:
    settings: Settings = current_app.extensions["qisheng"]
    if not (settings.demo or mode.is_demo()):
        raise click.ClickException(OUTSIDE)


@seed.command("accounts")
def accounts() -> None:
    """The accounts of a demonstration with their password, a line each, for people."""
    if not mode.is_demo():
        raise click.ClickException(OUTSIDE)
    click.echo(f"演示账号（密码都是 {demo_password()}）：")
    for account in demo_accounts(day_of(now())):
        click.echo(f"  {account.login:<16} {role_label(account.role)}　{account.unit} {account.name}")
    firm = demo_enterprise()
    if firm:
        click.echo(f"  {firm[0]:<16} 企业　{firm[1]}")
