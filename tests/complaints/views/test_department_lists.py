"""The lists of a desk on both engines: the same questions, understood by each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.actor import Actor, Role
from app.database import db
from app.lists.slices import Walk
from app.lists.spec import Reader
from app.store.clocks import Clock
from app.store.complaints import Assignment, Complaint
from app.store.people import Person, Post, Unit
from complaints.operations import times
from complaints.views.department import lists
from complaints.views.department.desk import DESK
from complaints.views.department.lists import Desk
from complaints.views.department.refuse import precedents_for, refusals_of_year
from complaints.views.department.reply import _strangers
from complaints.views.department.shares import waiting_for

NOW = datetime(2026, 10, 15, 2, tzinfo=UTC)
LIAISON = Actor("staff", 1, 1, "tax", Role.LIAISON, frozenset({"tax"}))


def matter(id_: int, state: str, due: datetime) -> None:
    """A matter that the tax office leads, with the clock that counts."""
    complaint = Complaint(
        id=id_, number=f"QS-{id_}", code_hash="x", state=state, kind="help", topic="util_gas", mode="named", channel="web",
        title=f"题 {id_}", masked="文", risks=[], lead="tax", submitted_at=NOW - timedelta(days=id_), accepted_at=NOW,
    )  # fmt: skip
    db.session.add(complaint)
    db.session.flush()
    kind = "C2" if state == "dispatched" else "C4"
    clock = Clock(complaint_id=id_, kind=kind, round=1, number=15, unit="wd", started_at=NOW, first_due_at=due, due_at=due)
    db.session.add_all([Assignment(complaint_id=id_, unit="tax", role="lead", from_at=NOW), clock])


@pytest.fixture
def desk(store: Flask) -> Desk:
    db.session.add(Unit(code="tax", name="税务局", short="税务局", kind="bureau", aliases=[], clauses=[]))
    db.session.add(Person(id=1, login="l", name="联"))
    db.session.flush()
    db.session.add(Post(id=1, person_id=1, unit="tax", role="liaison", from_on=date(2026, 1, 1)))
    for number, state in enumerate(("handling", "dispatched", "asking", "handling", "replied"), start=1):
        matter(number, state, NOW + timedelta(days=7 * (number - 2)))
    db.session.flush()
    return Desk.at_now(LIAISON, NOW, times.current_calendar(), mine=False)


def walk(sort: int = 0) -> Walk:
    reader = Reader(LIAISON, NOW)
    return Walk(DESK.query(reader), DESK.id, DESK.sorts(reader)[sort], DESK.options)


@pytest.mark.usefixtures("store", "desk")
@pytest.mark.parametrize(
    ("sort", "expected"), list(enumerate(([2, 1, 4, 3, 5], [5, 3, 4, 1, 2], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1])))
)
def test_a_desk_is_in_the_order_of_what_is_urgent_and_pages_of_one_row_make_the_whole_of_it(
    sort: int, expected: list[int]
) -> None:
    assert [complaint.id for complaint in walk(sort).slice(9).rows] == expected
    assert [complaint.id for rows in walk(sort).every(1) for complaint in rows] == expected


@pytest.mark.usefixtures("store")
def test_counts_say_what_is_in_each_group(desk: Desk) -> None:
    counts = desk.counts()
    assert {name: counts[name] for name in ("all", "sign", "late", "near", "rest", "wait", "asking", "urgent")} == {
        "all": 5, "sign": 1, "late": 1, "near": 0, "rest": 1, "wait": 2, "asking": 1, "urgent": 1,
    }  # fmt: skip
    assert desk.first_sign_due() == NOW


@pytest.mark.usefixtures("store")
def test_every_other_question_is_understood(desk: Desk) -> None:
    complaint = db.session.get_one(Complaint, 1)
    assert waiting_for(LIAISON) == 0
    assert db.session.scalars(lists.done_by(LIAISON)).all() == []
    assert db.session.scalars(lists.left_by(LIAISON)).all() == []
    assert precedents_for(complaint, LIAISON) == []
    assert refusals_of_year(LIAISON, NOW) == {"filed": 0, "accepted": 0, "rejected": 0}
    assert _strangers(complaint, "安澜青穗食品有限公司也反映过。") == []
    for group in desk.groups().values():
        assert db.session.scalars(desk.base().where(group)).all() is not None
