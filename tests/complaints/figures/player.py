"""A process that moves matters at random, a transaction an act, until it is killed: `python -m … SEED ACTS`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from analytics import counting
from app import config, keys
from app.database import db
from app.errors import Denied
from app.store.complaints import Complaint
from app.store.entries import Entry
from complaints.operations import intake
from complaints.workflow import STEPS
from tests.complaints.world import PLAYS, World, fixed
from tests.machinery.stores import bare_app, opened

COLLIDED = (StaleDataError, OperationalError, IntegrityError)
COUNTS = counting  # on the session, as in the house
TOPICS = ("project_fire", "util_gas", "around_road", "service_attitude")
SELDOM = {"T2", "T5", "T10", "T15", "T30", "T33", "T34", "T35", "T36"}  # what ends a matter or leads nowhere new


def play(chance: Random, acts: int, name: str) -> None:
    """*acts* acts; what collides or is refused did not happen."""
    world = World()
    for number in range(acts):
        try:
            newest = db.session.scalar(select(func.max(Entry.at)))  # one clock for all players
            world.at = max(world.at, newest) if newest else world.at
            _act(world, chance, f"{name}-{number}")
            db.session.commit()
        except (Denied, *COLLIDED):
            db.session.rollback()
            db.session.expunge_all()


def _act(world: World, chance: Random, ticket: str) -> None:
    minutes = chance.choice((5, 20, 120, 500))
    if chance.random() < 0.3:
        world.wait(minutes)
    else:
        world.at += timedelta(minutes=minutes)
    newest = list(db.session.scalars(select(Complaint).order_by(Complaint.number.desc()).limit(4)))
    if not newest or chance.random() < 0.1:
        _file(world, chance, ticket)
        return
    complaint = chance.choice(newest)
    steps = [step.id for step in STEPS.values() if complaint.state in step.sources and step.id in PLAYS]
    if not steps:
        return
    step = chance.choices(steps, [0.05 if one in SELDOM else 1 for one in steps])[0]
    who = world.doer(step, complaint)
    with suppress(Denied):
        world.prepare(step, complaint)
    if step == "T6":
        topic, area = chance.choice(TOPICS), chance.choice((None, "linhu"))
        kind = chance.choice(("help", "help", complaint.kind))
        intake.accept(complaint, fixed(kind=kind, topic=topic, area=area), world.move(who))
    else:
        world.bare(step, complaint, who)


def _file(world: World, chance: Random, ticket: str) -> None:
    kind = chance.choice(("help", "help", "grievance", "tip_off"))
    mode, about = chance.choice(("named", "confidential")), chance.choice((None, None, "housing"))
    world.file(by=chance.choice(("clerk", "clerk2")), kind=kind, mode=mode, ticket=ticket, about_unit=about)


if __name__ == "__main__":
    settings = config.read(dict(os.environ))
    with opened(bare_app(settings)):
        keys.use_ring(keys.KeyRing.load(settings, demo=False))
        play(Random(sys.argv[1]), int(sys.argv[2]), f"{sys.argv[1]}-{os.getpid()}")
