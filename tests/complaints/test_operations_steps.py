"""Every step of the table from each of its states: who may, who may not, and what it leaves behind."""

from __future__ import annotations

import pytest

from app import audit
from app.actor import NOBODY, Actor
from app.database import db
from app.errors import Denied, NotAllowed, NotFound, WrongState
from app.store.complaints import Complaint
from complaints import queries, workflow
from complaints.operations import dispatching, handling
from complaints.queries import count
from complaints.workflow import STEPS
from tests.complaints.world import PLAYS, REACH, World, entries_of, holder, lapse, unaccounted_minutes

BUILT_LATER = {"deferred"}  # the state that T18 will lead to
STATES = sorted(REACH)


def _steps_from(state: str) -> list[str]:
    return [step for step in PLAYS if state in STEPS[step].sources]


def _give_new_facts(world: World, step: str, complaint: Complaint) -> None:
    """A unit that has signed may refuse only after new facts."""
    if step == "T10" and complaint.state == "handling":
        handling.send_message(complaint, "验收的是隔壁的仓库。", world.move(holder(complaint)))


def test_every_step_of_the_table_is_played() -> None:
    by_clock = {"T4", "T9", "T13"}
    assert set(PLAYS) | {"T1"} | by_clock == set(STEPS)
    states = {source for step in STEPS.values() for source in step.sources}
    assert states - set(REACH) == BUILT_LATER | {"ended"}


@pytest.mark.parametrize("state", STATES)
def test_each_step_leads_where_the_table_says(world: World, state: str) -> None:
    filed = world.reach(state, by="clerk").id
    for step in _steps_from(state):
        with world.undone(filed) as complaint:
            before = len(entries_of(complaint))
            _give_new_facts(world, step, complaint)
            world.play(step, complaint)
            assert complaint.state == (STEPS[step].target or state), step
            taken = [entry for entry in entries_of(complaint)[before:] if entry.verb == step]
            assert [entry.after.get("state", state) for entry in taken] == [complaint.state], step
            world.wait(37)
            assert unaccounted_minutes(complaint, world.at) == 0, step
            assert audit.verify().broken == [], step


@pytest.mark.parametrize("state", STATES)
def test_nobody_else_may_take_a_step(world: World, state: str) -> None:
    filed = world.reach(state, by="clerk").id
    stranger = Actor("holder", complaint_id=filed + 1)
    for step in _steps_from(state):
        with world.undone(filed) as complaint:
            world.prepare(step, complaint)
            before, version = len(entries_of(complaint)), complaint.version
            for actor in [*world.staff.values(), NOBODY, stranger, holder(complaint)]:
                if not workflow.allowed(actor, complaint, STEPS[step]):
                    with pytest.raises((NotAllowed, NotFound)):
                        world.bare(step, complaint, actor)
            assert (complaint.state, complaint.version, len(entries_of(complaint))) == (state, version, before), step


@pytest.mark.parametrize("state", STATES)
def test_a_stale_form_moves_nothing(world: World, state: str) -> None:
    filed = world.reach(state, by="clerk").id
    for step in _steps_from(state):
        with world.undone(filed) as complaint:
            world.prepare(step, complaint)
            db.session.flush()
            with pytest.raises(WrongState):
                world.bare(step, complaint, world.doer(step, complaint), complaint.version - 1)
            assert complaint.state == state


@pytest.mark.parametrize("state", STATES)
def test_no_step_is_taken_from_a_state_that_is_not_its_own(world: World, state: str) -> None:
    complaint = world.reach(state, by="clerk")
    before = len(entries_of(complaint))
    for step in PLAYS.keys() - set(_steps_from(state)):
        with pytest.raises(Denied):
            world.bare(step, complaint, world.doer(step, complaint))
    assert (complaint.state, len(entries_of(complaint))) == (state, before)


def test_an_addition_that_does_not_come_ends_the_matter_after_two_reminders(world: World) -> None:
    complaint = world.reach("amending")
    lapse(world, complaint)
    assert (complaint.state, complaint.end_reason) == ("ended", "not_amended")
    assert [entry.verb for entry in entries_of(complaint)][-4:] == ["reminded", "reminded", "crossed", "T4"]
    world.play("T37", complaint)
    assert (complaint.state, complaint.end_reason) == ("received", None)


def test_a_second_addition_has_reminders_of_its_own(world: World) -> None:
    complaint = world.reach("amending")
    lapse(world, complaint)
    world.play("T37", complaint)
    world.play("T2", complaint)
    lapse(world, complaint)
    assert [entry.verb for entry in entries_of(complaint)].count("reminded") == 4


def test_no_reminder_is_sent_at_night(world: World) -> None:
    complaint = world.reach("amending")
    world.wait(4 * 480)
    sent = [entry.verb for entry in entries_of(complaint)].count("reminded")
    midnight = world.at.replace(hour=16, minute=0)  # in UTC; midnight in the city
    world.wait_until(midnight)
    assert [entry.verb for entry in entries_of(complaint)].count("reminded") == sent


def test_a_unit_that_neither_signs_nor_refuses_has_it_all_the_same(world: World) -> None:
    complaint = world.reach("dispatched")
    world.wait(479)
    assert complaint.state == "dispatched"
    world.wait(2)
    assert (complaint.state, complaint.handler_id) == ("handling", None)
    assert [entry.verb for entry in entries_of(complaint)][-2:] == ["crossed", "T9"]
    world.play("T36", complaint)
    assert complaint.handler_id


def test_a_second_refusal_goes_to_ruling_by_itself_and_the_ruling_stands(world: World) -> None:
    complaint = world.reach("ruling")
    assert [entry.verb for entry in entries_of(complaint)][-2:] == ["T10", "T13"]
    world.play("T14", complaint)
    assert (complaint.lead, complaint.is_ruled) == ("drc", True)
    with pytest.raises(Denied, match="已经裁定"):
        world.play("T10", complaint)


def test_a_question_that_is_not_answered_does_not_hold_the_matter_for_ever(world: World) -> None:
    complaint = world.reach("asking")
    world.wait(5 * 480)
    assert complaint.state == "asking"
    world.wait(480)
    assert complaint.state == "handling"


def test_silence_closes_and_is_shown_as_silence(world: World) -> None:
    complaint = world.reach("published")
    world.wait(6 * 480)
    assert complaint.state == "closed"
    assert entries_of(complaint)[-1].actor == "system"


def test_what_the_office_handled_is_reviewed_by_its_superior(world: World) -> None:
    complaint = world.reach("accepted")
    dispatching.dispatch(complaint, "office", {}, None, world.move("clerk"))
    for step in ("T8", "T21", "T23", "T25"):
        world.play(step, complaint)
    with pytest.raises(NotFound):
        world.bare("T27", complaint, "reviewer")
    seen = {name: count(queries.listed(world.staff[name])) for name in ("reviewer", "clerk", "reviewer_d", "clerk_d")}
    assert seen == {"reviewer": 0, "clerk": 0, "reviewer_d": 1, "clerk_d": 1}
    world.prepare("T27", complaint)
    world.bare("T27", complaint, "reviewer_d")
    assert complaint.state == "handling"
