"""When a post or a unit ends, what it had open is never left without somebody who has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import clock, events
from app.actor import DEPARTMENT, SYSTEM, Role
from app.auth.staff import end_post
from app.auth.units import end_unit
from app.clock import day_of
from app.database import db
from app.events import PostEnded, UnitEnded, listen
from app.store.complaints import Complaint, Mention
from app.store.people import Post, Unit
from complaints import policy
from complaints.operations import dispatching, handling
from complaints.operations.people import on_post_ended, on_unit_ended, open_matters
from complaints.policy import Relation
from tests.complaints.world import World, entries_of, holder, unaccounted_minutes


@pytest.fixture(autouse=True)
def _listening(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The listeners of the feature, for this test alone."""
    monkeypatch.setattr(events, "_handlers", {})
    listen(PostEnded, on_post_ended)
    listen(UnitEnded, on_unit_ended)
    clock.move_to(world.at)
    yield


def post(world: World, name: str) -> Post:
    return db.session.get_one(Post, world.staff[name].post_id)


def end(world: World, name: str, successor: str | None = None) -> None:
    clock.move_to(world.at)
    heir = post(world, successor) if successor else None
    end_post(world.staff["admin"], post(world, name), day_of(world.at), heir, world.at)


def accuse(complaint: Complaint, world: World, name: str) -> None:
    db.session.add(Mention(complaint_id=complaint.id, person_id=world.staff[name].person_id, standing="fixed"))
    db.session.flush()
    db.session.expire(complaint, ["mentions"])


def test_the_page_of_a_post_lists_what_is_open(world: World) -> None:
    first, second, _ = world.reach("handling"), world.reach("asking"), world.reach("closed")
    assert open_matters(post(world, "handler").id) == [first, second]
    assert open_matters(post(world, "liaison").id) == []


def test_a_successor_goes_on_with_open_matters_only(world: World) -> None:
    going_on, done = world.reach("handling"), world.reach("closed")
    end(world, "handler", "both@housing")
    assert going_on.handler_id == post(world, "both@housing").id
    assert done.handler_id == post(world, "handler").id
    assert policy.relation(world.staff["both@housing"], going_on) == Relation.LEAD_CLOSE
    entry = entries_of(going_on)[-1]
    assert (entry.verb, entry.actor) == ("handler_ended", "system")
    assert entry.after == {"from": post(world, "handler").id, "handler_id": post(world, "both@housing").id}


def test_without_a_successor_nobody_is_named_and_the_liaison_names_one(world: World) -> None:
    complaint = world.reach("handling")
    end(world, "handler")
    assert complaint.handler_id is None
    assert complaint.state == "handling"
    handling.hand_to(complaint, post(world, "both@housing").id, world.move("liaison"))
    assert open_matters(post(world, "both@housing").id) == [complaint]


@pytest.mark.parametrize("heir", ["handler2", "reviewer"])
def test_who_does_not_fit_does_not_inherit(world: World, heir: str) -> None:
    complaint = world.reach("handling")
    assert post(world, heir).unit != "housing" or Role(post(world, heir).role) not in DEPARTMENT
    end(world, "handler", heir)
    assert complaint.handler_id is None


def test_who_is_named_in_a_matter_does_not_inherit_it(world: World) -> None:
    kept, clean = world.reach("handling"), world.reach("handling")
    accuse(kept, world, "both@housing")
    end(world, "handler", "both@housing")
    assert kept.handler_id is None
    assert clean.handler_id == post(world, "both@housing").id


def test_a_merged_unit_hands_its_open_matters_over_with_their_clocks(world: World) -> None:
    complaint, done = world.reach("handling"), world.reach("closed")
    world.wait(60)
    clock.move_to(world.at)
    end_unit(SYSTEM, db.session.get_one(Unit, "housing"), db.session.get_one(Unit, "drc"), world.at)
    assert complaint.lead == "drc"
    assert done.lead == "housing"
    assert complaint.handler is not None
    assert complaint.handler.unit == "drc"
    assert policy.relation(world.staff["drc_liaison"], complaint) == Relation.LEAD_CLOSE
    assert {share.unit for share in complaint.assignments if share.to_at is None} == {"drc"}
    world.wait(60)
    assert unaccounted_minutes(complaint, world.at) == 0


def test_the_merged_unit_does_not_keep_two_shares_in_one_matter(world: World) -> None:
    complaint = world.reach("accepted")
    dispatching.dispatch(complaint, "housing", {"drc": "核对备案材料"}, None, world.move("clerk"))
    end_unit(SYSTEM, db.session.get_one(Unit, "housing"), db.session.get_one(Unit, "drc"), world.at)
    living = [(share.unit, share.role) for share in complaint.assignments if share.to_at is None]
    assert living == [("drc", "lead")]


def test_a_co_handlers_part_goes_over_too(world: World) -> None:
    complaint = world.reach("accepted")
    dispatching.dispatch(complaint, "market", {"housing": "核对备案材料"}, None, world.move("clerk"))
    end_unit(SYSTEM, db.session.get_one(Unit, "housing"), db.session.get_one(Unit, "drc"), world.at)
    living = {share.unit: share.part for share in complaint.assignments if share.to_at is None}
    assert living == {"market": "", "drc": "核对备案材料"}
    assert complaint.lead == "market"


def test_an_accused_successor_does_not_get_its_own_matter(world: World) -> None:
    complaint = world.reach("handling")
    complaint.kind = "tip_off"
    db.session.add(Mention(complaint_id=complaint.id, unit="drc", standing="fixed"))
    db.session.flush()
    db.session.expire(complaint, ["mentions"])
    end_unit(SYSTEM, db.session.get_one(Unit, "housing"), db.session.get_one(Unit, "drc"), world.at)
    assert complaint.lead == "housing"
    assert policy.relation(world.staff["drc_liaison"], complaint) is None
    assert policy.relation(holder(complaint), complaint) == Relation.COMPLAINANT
