"""What must hold whatever happens to a matter."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import audit
from app.actor import Actor
from app.clock import at_local, local
from app.database import db
from app.errors import Denied
from app.store.complaints import Complaint
from app.store.people import Person
from app.store.settings import CalendarDay
from complaints import holdings, workflow
from complaints.operations import clockwork, dispatching, handling, intake, replying, times
from complaints.operations.replying import Draft
from complaints.workflow import STEPS, Step
from tests.complaints.world import (
    PLAYS,
    REPLY,
    World,
    clocks,
    contact,
    entries_of,
    holder,
    unaccounted_minutes,
)

LATE = 16 * 480


def _crossings(complaint: Complaint) -> list[tuple[str, int]]:
    return [(e.after["clock"], e.after["round"]) for e in entries_of(complaint) if e.verb == "crossed"]


def test_a_missed_deadline_stays_missed_through_rework_and_reopening(world: World) -> None:
    complaint = world.reach("handling")
    world.wait(LATE)
    assert ("C4", 1) in _crossings(complaint)
    for step in ("T21", "T23", "T25", "T27", "T21", "T23", "T24", "T26", "T28"):
        world.wait(20)
        world.play(step, complaint)
    first, second = clocks(complaint, "C4")
    assert (complaint.state, first.crossed_at, second.crossed_at) == ("closed", first.due_at, None)
    assert _crossings(complaint).count(("C4", 1)) == 1


def test_a_deadline_met_too_late_between_two_sweeps_is_crossed_all_the_same(world: World) -> None:
    complaint = world.reach("handling")
    world.at = clocks(complaint, "C3")[0].due_at + timedelta(minutes=3)
    contact(world, complaint)
    assert _crossings(complaint) == [("C3", 1)]
    world.at = clocks(complaint, "C4")[0].due_at + timedelta(minutes=3)
    world.play("T30", complaint)
    assert ("C4", 1) in _crossings(complaint)


def test_a_calendar_edit_moves_open_due_dates_and_never_closed_ones(world: World) -> None:
    open_one, closed_one = world.reach("handling"), world.reach("closed")
    before = [(clock.kind, clock.round, clock.due_at) for clock in times.clocks_of(closed_one.id)]
    promised = clocks(open_one, "C4")[0].due_at
    on = local(world.at).date() + timedelta(days=5)
    db.session.add(CalendarDay(on=on, kind="holiday", sessions=[], note="市里放假一天", entered_at=world.at))
    db.session.flush()
    assert clockwork.recompute_open(world.at) > 0
    assert clocks(open_one, "C4")[0].due_at > promised
    assert clocks(open_one, "C4")[0].first_due_at == promised
    assert [(clock.kind, clock.round, clock.due_at) for clock in times.clocks_of(closed_one.id)] == before
    assert [entry.verb for entry in entries_of(closed_one)].count("calendar_moved") == 0


def test_the_question_that_pauses_is_paid_back_to_the_unit(world: World) -> None:
    complaint = world.reach("handling")
    promised = clocks(complaint, "C4")[0].due_at
    world.play("T15", complaint)
    world.wait(2 * 480)
    world.play("T16", complaint)
    assert local(clocks(complaint, "C4")[0].due_at).date() - local(promised).date() >= timedelta(days=2)


def test_what_the_enterprise_reads_holds_nothing_of_the_house(world: World) -> None:
    secret = ("理由只在内部", "内部记录一条", "内部说明一句", "协办内部分工", "佐证只在内部", "19900007788")
    why, said, told, part, proof, phone = secret
    complaint = world.reach("accepted", phone=phone)
    dispatching.dispatch(complaint, "housing", {"market": part}, None, world.move("clerk", reason=why))
    world.play("T8", complaint)
    handling.log_contact(complaint, "phone", "reached", said, world.move("handler"))
    handling.write_note(complaint, said, world.move("liaison"))
    handling.answer_part(complaint, "检验报告已经送到住建局。", world.move("handler2"))
    intake.correct(complaint, {"urgency": "priority"}, world.move("clerk", reason=why))
    draft = Draft("partly_resolved", REPLY, told, proof)
    replying.reply(complaint, draft, world.move("handler", reason=why))
    replying.send_back(complaint, "no_date", world.move("reviewer", reason=why))
    world.wait(5)
    replying.reply(complaint, draft, world.move("handler", reason=why))
    replying.publish(complaint, world.move("reviewer", reason=why))
    public = "".join(entry.public_text for entry in entries_of(complaint))
    staff = db.session.scalars(select(Person.name)).all()
    assert "市住房和城乡建设局" in public
    assert [word for word in (*secret, *staff) if word in public] == []


def test_a_holiday_makes_no_minutes_and_takes_none(world: World) -> None:
    world.at = at_local(date(2026, 9, 30), "16:00")
    complaint = world.reach("handling")
    world.wait_until(at_local(date(2026, 10, 8), "10:00"))
    held = sum(
        holdings.minutes_by_holder(
            [times.as_held(row) for row in times.holding_rows(complaint.id)], world.at, times.current_calendar()
        ).values()
    )
    assert held == 2 * 60 + 60
    assert unaccounted_minutes(complaint, world.at) == 0


def _offers(world: World, complaint: Complaint) -> list[tuple[Step, Actor]]:
    """What the table offers to anyone now."""
    everybody = [*world.staff.values(), holder(complaint)]
    return [(step, who) for who in everybody for step in workflow.available(who, complaint) if step.id in PLAYS]


@pytest.mark.slow
@given(rolls=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3000)), min_size=4, max_size=14))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_random_life_never_leaves_the_table_and_every_minute_has_a_holder(world: World, rolls: list[tuple[int, int]]) -> None:
    start = world.at
    try:
        complaint = world.file(by="clerk")
        for roll, minutes in rolls:
            world.wait(minutes)
            offers = _offers(world, complaint)
            if offers:
                step, who = offers[roll % len(offers)]
                _try(world, step, who, complaint)
        _check_history(complaint)
        assert unaccounted_minutes(complaint, world.at) == 0
        assert audit.verify().broken == []
    finally:
        db.session.rollback()
        db.session.expunge_all()
        world.at = start


def _try(world: World, step: Step, who: Actor, complaint: Complaint) -> None:
    """Take the step, with what must come before it where that can be done now."""
    with suppress(Denied):
        world.prepare(step.id, complaint)
    with suppress(Denied):
        world.bare(step.id, complaint, who)


def _check_history(complaint: Complaint) -> None:
    state = None
    rounds: dict[tuple[str, int], int] = {}
    for entry in entries_of(complaint):
        if entry.verb in STEPS:
            step = STEPS[entry.verb]
            assert state in step.sources or (state is None and step.id == "T1"), entry.verb
            state = step.target or state
        if entry.verb == "crossed":
            key = (entry.after["clock"], entry.after["round"])
            rounds[key] = rounds.get(key, 0) + 1
    assert state == complaint.state
    assert set(rounds.values()) <= {1}
