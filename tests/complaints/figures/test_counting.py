"""Facts and cells are what their rows say, whatever is done to matters, by whomever, and whoever dies meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from flask import current_app
from sqlalchemy import func, select

from analytics import queries, rebuilding
from analytics.commands import counters
from analytics.indicators import INDICATORS, Scope
from analytics.jobs import compare
from analytics.periods import month_of
from app import clock
from app.config import Settings
from app.database import db
from app.store.complaints import Complaint
from app.store.counters import Cell, Fact
from app.store.entries import Entry
from complaints.feature import complaints_feature
from tests.complaints.figures import recount
from tests.complaints.world import World, staff_the_house
from tests.machinery.stores import RING, NewStore, bare_app, opened
from tests.machinery.trials import FULL

SPEAKS = complaints_feature  # says who may see what
USUAL = {"received", "open", "accept", "on_time", "on_original", "duration"}
ROOT = Path(__file__).parents[3]
ACTS, KILLS, PLAYERS = (5000, 20, 2) if FULL else (45, 1, 2)


def _player(settings: Settings, seed: str, acts: int) -> subprocess.Popen[bytes]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("QISHENG_")}
    own = {"QISHENG_DATA": str(settings.folder), "QISHENG_DATABASE_URL": settings.database_url, "QISHENG_KEYS": RING.dump()}
    words = [sys.executable, "-m", "tests.complaints.figures.player", seed, str(acts)]
    return subprocess.Popen(words, cwd=ROOT, env=known | own, start_new_session=True)


def differences() -> tuple[int, Counter[tuple[object, ...]]]:
    """Facts and cells that are not what they should be."""
    facts = sum(rebuilding.differing_facts(ids) for ids in rebuilding.slices())
    return facts, Counter(rebuilding.differing_cells())


@pytest.mark.slow
def test_counters_equal_a_rebuild_after_random_acts_and_kills(engine: str, new_store: NewStore) -> None:
    settings, chance = new_store(engine), Random(3)
    with opened(bare_app(settings)):
        staff_the_house()
        db.session.commit()
    for turn in range(KILLS):
        players = [_player(settings, f"{turn}-{n}", 10_000) for n in range(PLAYERS)]
        time.sleep(chance.uniform(1.5, 3))
        for player in players:
            player.kill()
            player.wait()
    players = [_player(settings, f"last-{n}", ACTS) for n in range(PLAYERS)]
    assert [player.wait() for player in players] == [0] * PLAYERS
    with opened(bare_app(settings)):
        acts = db.session.scalars(select(func.count()).select_from(Entry).where(Entry.stream.like("complaint:%"))).one()
        assert acts > PLAYERS * ACTS / 4
        assert differences() == (0, Counter())
        seen = dict(db.session.execute(select(Fact.figure, func.count()).group_by(Fact.figure)).all())
        assert set(seen) >= (set(INDICATORS) if FULL else USUAL)
        newest = max(db.session.scalars(select(func.max(Entry.at))).one(), World().at)
        assert Counter(recount.counted(newest)) == told(newest)
        clock.move_to(newest)
        for scope in (Scope(by, is_public=public) for by in ("", "unit", "area", "topic") for public in (True, False)):
            assert read(scope, newest) == slowly(scope, newest), scope


Sums = Counter[tuple[str, str, str, str]]  # figure, month, value, part


def read(scope: Scope, at: datetime) -> Sums:
    """What pages read: cells, facts of what is to come, facts that a leader may see."""
    leader, codes = World().staff["leader"], set(INDICATORS) - {"open"}
    months = sorted(set(db.session.scalars(select(Fact.month).where(Fact.month <= month_of(at)))))
    found: Sums = Counter()
    for tallies in (queries.tallies(leader, codes, months, scope, at), queries.stock(leader, scope, at)):
        for (figure, month, value), tally in tallies.items():
            for (outcome, is_past), n in tally.items():
                found[figure, month, value, INDICATORS[figure].part_of(outcome, is_past)] += n
    return +found


def slowly(scope: Scope, at: datetime) -> Sums:
    """The same, fact by fact."""
    leader = World().staff["leader"]
    matters = db.session.scalars(select(Complaint))
    seen = {c.id for c in matters if (recount.in_public(c) if scope.is_public else recount.may_see_row(leader, c))}
    facts = [fact for fact in db.session.scalars(select(Fact)) if fact.complaint_id in seen and fact.month <= month_of(at)]
    return Counter(
        (
            one.figure,
            one.month,
            getattr(one, scope.by) if scope.by else "",
            INDICATORS[one.figure].part_of(one.outcome, one.at <= at),
        )
        for one in facts
    )


def told(at: datetime) -> Counter[recount.Hit]:
    """What the facts say, part by part."""
    found: Counter[recount.Hit] = Counter()
    for fact in db.session.scalars(select(Fact)):
        part = INDICATORS[fact.figure].part_of(fact.outcome, fact.at <= at)
        found[recount.Hit(fact.complaint_id, fact.figure, part, fact.month, fact.unit, fact.area, fact.topic)] += 1
    return found


def test_what_is_wrong_is_told_and_made_good(world: World) -> None:
    for state in ("closed", "handling", "received"):
        world.reach(state)
    db.session.commit()
    assert _rebuilt("--check") == (0, {"matters": 3, "facts": 0, "cells": 0})
    db.session.delete(db.session.scalars(select(Fact).where(Fact.figure == "closed")).one())
    db.session.scalars(select(Cell).where(Cell.figure == "received")).all()[0].n += 5
    db.session.commit()
    exit_code, found = _rebuilt("--check")
    assert (exit_code, found["facts"]) == (1, 1)
    assert found["cells"] > 1
    assert _rebuilt()[0] == 0
    assert differences() == (0, Counter())
    assert compare(world.at) == 0
    db.session.delete(db.session.scalars(select(Fact).where(Fact.figure == "closed")).one())
    db.session.commit()
    assert compare(world.at) == 1 + 3  # by night: the fact, and the cells that were right without it


def _rebuilt(*words: str) -> tuple[int, dict[str, int]]:
    """What `flask counters rebuild` answers."""
    answer = current_app.test_cli_runner().invoke(counters, ["rebuild", *words])
    return answer.exit_code, json.loads(answer.output)


def test_what_did_not_happen_is_not_counted(world: World) -> None:
    id_ = world.reach("handling").id
    db.session.commit()
    before = _cells()
    with world.undone(id_) as again:
        world.play("T15", again)
    db.session.commit()
    world.play("T15", db.session.get_one(Complaint, id_))
    db.session.rollback()
    assert _cells() == before
    world.play("T15", db.session.get_one(Complaint, id_))
    db.session.commit()
    assert _cells() != before
    assert differences() == (0, Counter())


def _cells() -> dict[tuple[str, ...], int]:
    keys = (Cell.figure, Cell.month, Cell.by, Cell.value, Cell.outcome)
    return {tuple(row[:-1]): row[-1] for row in db.session.execute(select(*keys, Cell.n)) if row[-1]}


def test_a_matter_entered_by_mistake_counts_nowhere(world: World) -> None:
    complaint = world.reach("accepted", by="clerk")
    world.play("T35", complaint)
    db.session.commit()
    assert db.session.scalars(select(Fact)).all() == []
    assert not any(_cells().values())
