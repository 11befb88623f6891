"""The lists of a desk on both engines: the same questions, understood by each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask

from app.actor import Actor, Role
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Assignment, Complaint
from app.store.people import Person, Post, Unit
from complaints.operations import times
from complaints.views.department import lists
from complaints.views.department.desk import _page
from complaints.views.department.lists import Desk
from complaints.views.department.refuse import precedents_for, refusals_of_year
from complaints.views.department.reply import _strangers

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


def test_a_desk_is_in_the_order_of_what_is_urgent(store: Flask, desk: Desk) -> None:
    with store.test_request_context("/desk"):
        found, end = _page(desk, desk.base(), newest=False)
    assert [complaint.id for complaint in found] == [2, 1, 4, 3, 5]
    assert end is None


@pytest.mark.parametrize("newest", [False, True])
def test_pages_of_one_row_make_the_whole_list(store: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch, newest: bool) -> None:
    monkeypatch.setattr("complaints.views.department.desk.SIZE", 1)
    seen, after = [], ""
    while True:
        with store.test_request_context(f"/desk?{urlencode({'after': after})}"):
            found, end = _page(desk, desk.base(), newest=newest)
        seen += [complaint.id for complaint in found]
        if end is None:
            break
        after = str(end)
    assert seen == ([1, 2, 3, 4, 5] if newest else [2, 1, 4, 3, 5])


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
    assert lists.count_of(lists.shares_of(LIAISON, answered=False)) == 0
    assert db.session.scalars(lists.done_by(LIAISON)).all() == []
    assert db.session.scalars(lists.left_by(LIAISON)).all() == []
    assert precedents_for(complaint, LIAISON) == []
    assert refusals_of_year(LIAISON, NOW) == {"filed": 0, "accepted": 0, "rejected": 0}
    assert _strangers(complaint, "安澜青穗食品有限公司也反映过。") == []
    for group in desk.groups().values():
        assert db.session.scalars(desk.base().where(group)).all() is not None
