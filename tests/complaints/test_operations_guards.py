"""Each guard of the table says no once, through the operation that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.actor import SYSTEM
from app.database import db
from app.errors import Invalid, NotAllowed
from app.store.complaints import Complaint, Mention
from complaints import guards
from complaints.operations import clockwork, dispatching, filer, handling, intake, replying, reviewing
from complaints.operations.replying import Draft
from complaints.operations.reviewing import Opinion
from complaints.operations.steps import check
from complaints.workflow import STEPS
from tests.complaints.world import REPLY, World, call_back, clocks, contact, fixed, holder

Try = Callable[[World], object]


def _reply(world: World, complaint: Complaint, code: str = "resolved", public: str = REPLY, evidence: str = "验收单") -> None:
    replying.reply(complaint, Draft(code, public, "内部说明", evidence), world.move("handler"))


def _with_co_handler(world: World) -> Complaint:
    complaint = world.reach("accepted")
    dispatching.dispatch(complaint, "housing", {"market": "提供检验报告"}, None, world.move("clerk"))
    world.play("T8", complaint)
    contact(world, complaint)
    return complaint


def _accused(world: World) -> Complaint:
    complaint = world.file(kind="tip_off")
    intake.accept(complaint, fixed(kind="tip_off", accused=("market",)), world.move("clerk"))
    return complaint


def _written_by_both(world: World) -> Complaint:
    """The reply was written by someone who is a reviewer as well."""
    complaint = world.reach("dispatched")
    handling.acknowledge(complaint, world.staff["both@housing"].post_id or 0, world.move("liaison"))
    contact_by = world.move("both@housing")
    handling.log_contact(complaint, "phone", "reached", "电话里约好了。", contact_by)
    replying.reply(complaint, Draft("resolved", REPLY, "", "验收单"), contact_by)
    return complaint


def _checked_by_both(world: World) -> Complaint:
    """The first reply was sent back by someone who handles for the unit as well."""
    complaint = world.reach("replied")
    replying.send_back(complaint, "no_date", world.move("both"))
    handling.hand_to(complaint, world.staff["both@housing"].post_id or 0, world.move("liaison"))
    return complaint


def _charge(world: World, state: str) -> Complaint:
    complaint = world.file()
    intake.accept(complaint, fixed(topic="charge_illegal"), world.move("clerk"))
    steps = ["T7", "T8"] if state == "handling" else ["T7", "T8", "T21", "T23", "T25"]
    for step in steps:
        if step == "T21":
            contact(world, complaint)
            replying.reply(complaint, Draft("resolved", REPLY, "", "退款凭证", 10_000), world.move("handler"))
        else:
            world.play(step, complaint)
    return complaint


def _unable(world: World) -> Complaint:
    complaint = world.reach("handling")
    contact(world, complaint)
    _reply(world, complaint, "unable")
    return complaint


def _twice(world: World, state: str, there: str, back: str) -> Complaint:
    complaint = world.reach(state)
    for step in (there, back, there, back):
        world.wait(10)
        world.play(step, complaint)
    return complaint


def _amended_twice(world: World) -> None:
    world.play("T2", _twice(world, "received", "T2", "T3"))


def _reopened(world: World, times: int) -> Complaint:
    complaint = world.reach("closed")
    for _ in range(times):
        world.wait(60)
        world.play("T26", complaint)
        world.play("T28", complaint)
    return complaint


def _reopen_late(world: World) -> None:
    complaint = world.reach("closed")
    world.at += timedelta(days=30, minutes=1)
    world.play("T26", complaint)


def _refuse_after_signing(world: World) -> None:
    world.play("T10", world.reach("handling"))


def _refuse_twice(world: World) -> None:
    complaint = world.reach("refused")
    world.play("T12", complaint)
    world.play("T10", complaint)


def _refuse_a_ruling(world: World) -> None:
    complaint = world.reach("ruling")
    world.play("T14", complaint)
    world.play("T10", complaint)


def _refuse_without_clause(world: World) -> None:
    dispatching.refuse(world.reach("dispatched"), "not_our_duty", "", "fire", world.move("liaison"))


def _lapse_unreminded(world: World) -> None:
    complaint = world.reach("amending")
    world.at += timedelta(days=20)
    check(complaint, "T4", world.move(SYSTEM))


def _decline_own_proposal(world: World) -> None:
    complaint = world.file()
    text = "两家企业之间的合同纠纷，依据受理范围第四条不予受理。"
    intake.propose_decline(complaint, "civil_between_enterprises", text, "市商事调解中心", world.move("clerk"))
    complaint.decline_by = world.staff["office_head"].post_id
    world.bare("T5", complaint, "office_head")


def _decline_a_danger(world: World) -> None:
    complaint = world.file()
    world.prepare("T5", complaint)
    complaint.risks = ["safety"]
    world.bare("T5", complaint, "office_head")


def _rework_what_is_solved(world: World) -> None:
    complaint = world.reach("reviewing")
    call_back(world, complaint, "yes")
    world.bare("T27", complaint, "reviewer")


def _review_by_a_handling_unit(world: World) -> None:
    complaint = _written_by_both(world)
    for step in ("T23", "T25"):
        world.play(step, complaint)
    world.prepare("T28", complaint)
    world.bare("T28", complaint, "both")


def _review_without_words(world: World) -> None:
    complaint = world.reach("reviewing")
    call_back(world, complaint)
    reviewing.close_review(complaint, "", world.move("reviewer"))


def _restore_what_was_withdrawn(world: World) -> None:
    complaint = world.reach("received")
    world.play("T30", complaint)
    world.play("T37", complaint)


def _withdraw_a_danger(world: World) -> None:
    complaint = world.file()
    complaint.risks = ["integrity"]
    world.play("T30", complaint)


def _dispatch(world: World, complaint: Complaint, lead: str, co: dict[str, str], proposed: str | None = None) -> None:
    dispatching.dispatch(complaint, lead, co, proposed, world.move("clerk", reason=""))


CASES: list[tuple[str, Try]] = [
    ("long_enough", lambda w: w.file(text="太短")),
    ("consent", lambda w: w.file(consent=False)),
    ("items_chosen", lambda w: intake.ask_amend(w.file(), "", w.move("clerk"))),
    ("amended_at_most_twice", _amended_twice),
    ("something_added", lambda w: filer.amend(c := w.reach("amending"), "", (), w.move(holder(c)))),
    ("is_due", lambda w: handling.acknowledge_by_time(w.reach("dispatched"), w.at)),
    ("reminded_twice", _lapse_unreminded),
    ("ground_and_text", lambda w: w.bare("T5", w.file(), "office_head")),
    ("never_with_safety", _decline_a_danger),
    ("proposed_by_another", _decline_own_proposal),
    ("kind_topic_urgency_fixed", lambda w: intake.accept(w.file(), fixed(topic=""), w.move("clerk"))),
    ("masked_confirmed", lambda w: intake.accept(w.file(mode="anonymous"), fixed(masked_confirmed=False), w.move("clerk"))),
    ("lead_not_accused", lambda w: _dispatch(w, _accused(w), "housing", {"market": "查一查"})),
    ("parts_named", lambda w: _dispatch(w, w.reach("accepted"), "housing", {"market": ""})),
    ("reason_if_not_first", lambda w: _dispatch(w, w.reach("accepted"), "housing", {}, "fire")),
    ("handler_named", lambda w: handling.acknowledge(w.reach("dispatched"), 0, w.move("liaison"))),
    ("not_ruled", _refuse_a_ruling),
    ("refused_once_a_unit", _refuse_twice),
    ("in_time_to_refuse", _refuse_after_signing),
    ("ground_clause_and_unit", _refuse_without_clause),
    ("reason_given", lambda w: dispatching.reject_refusal(w.reach("refused"), w.move("clerk", reason=""))),
    ("second_refusal", lambda w: dispatching.to_ruling(w.reach("refused"), w.at)),
    ("clause_cited", lambda w: dispatching.rule(w.reach("ruling"), "drc", {}, "", w.move("office_head"))),
    ("question_given", lambda w: handling.ask(w.reach("handling"), "", w.move("handler"))),
    ("asked_at_most_twice", lambda w: w.play("T15", _twice(w, "handling", "T15", "T16"))),
    ("answered_or_due", lambda w: handling.answer(c := w.reach("asking"), "", (), w.move(holder(c)))),
    ("not_reviewer_of_it", lambda w: w.bare("T21", _checked_by_both(w), "both@housing")),
    ("contacted", lambda w: w.bare("T21", w.reach("handling"), "handler")),
    ("parts_answered", lambda w: _reply(w, _with_co_handler(w))),
    ("code_fits", lambda w: (contact(w, c := w.reach("handling")), _reply(w, c, "recorded"))),
    ("evidence_given", lambda w: (contact(w, c := w.reach("handling")), _reply(w, c, evidence=""))),
    ("money_stated", lambda w: (contact(w, c := _charge(w, "handling")), _reply(w, c))),
    ("texts_given", lambda w: (contact(w, c := w.reach("handling")), _reply(w, c, public="已办"))),
    ("not_author", lambda w: w.bare("T23", _written_by_both(w), "both")),
    ("countersigned", lambda w: w.play("T23", _unable(w))),
    ("good_rating_or_due", lambda w: reviewing.close_in_silence(w.reach("published"), w.at)),
    ("bad_rating", lambda w: check(c := w.reach("published"), "T25", w.move(holder(c)))),
    ("reasons_chosen", lambda w: reviewing.rate(c := w.reach("published"), Opinion("no", "satisfied"), w.move(holder(c)))),
    ("within_thirty_days", _reopen_late),
    ("reopened_at_most_twice", lambda w: w.play("T26", _reopened(w, 2))),
    ("something_said", lambda w: reviewing.reopen(c := _reopened(w, 1), "", w.move(holder(c)))),
    ("never_a_handling_unit", _review_by_a_handling_unit),
    ("call_back_unresolved", _rework_what_is_solved),
    ("call_back_made", lambda w: w.bare("T28", w.reach("reviewing"), "reviewer")),
    ("conclusion_given", _review_without_words),
    ("second_opinion", lambda w: w.play("T28", _charge(w, "reviewing"))),
    ("not_safety_or_integrity", _withdraw_a_danger),
    ("something_corrected", lambda w: intake.correct(w.reach("accepted"), {"urgency": "normal"}, w.move("clerk"))),
    ("entered_by_clerk", lambda w: w.bare("T35", w.file(), "office_head")),
    ("ended_for_not_amending", _restore_what_was_withdrawn),
]  # fmt: skip


def test_every_guard_of_the_table_is_tried() -> None:
    assert {name for name, _ in CASES} == {guard for step in STEPS.values() for guard in step.guards} == set(guards.GUARDS)


@pytest.mark.parametrize(("guard", "attempt"), CASES, ids=[name for name, _ in CASES])
def test_a_guard_says_no(world: World, guard: str, attempt: Try, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    real = guards.GUARDS[guard]

    def listening(situation: guards.Situation) -> str | None:
        sentence = real(situation)
        said.extend([sentence] if sentence else [])
        return sentence

    monkeypatch.setitem(guards.GUARDS, guard, listening)
    with pytest.raises(Invalid) as refused:
        attempt(world)
    assert str(refused.value) in said


def test_another_units_contact_does_not_count_for_the_next_one(world: World) -> None:
    complaint = world.reach("handling")
    contact(world, complaint)
    handling.send_message(complaint, "验收的是隔壁的仓库。", world.move(holder(complaint)))
    for step in ("T10", "T11", "T7", "T8"):
        world.wait(5)
        world.play(step, complaint)
    assert complaint.lead == "market"
    with pytest.raises(Invalid, match="联系上企业"):
        world.bare("T21", complaint, "handler2")


def test_a_next_round_needs_a_contact_of_its_own(world: World) -> None:
    complaint = world.reach("reviewing")
    world.play("T27", complaint)
    with pytest.raises(Invalid, match="联系上企业"):
        world.bare("T21", complaint, "handler")
    world.wait(30)
    world.play("T21", complaint)
    assert complaint.state == "replied"


def test_three_vain_calls_are_enough(world: World) -> None:
    complaint = world.reach("handling")
    for _ in range(3):
        world.wait(60)
        handling.log_contact(complaint, "phone", "tried", "没有人接。", world.move("handler"))
    world.bare("T21", complaint, "handler")
    assert complaint.state == "replied"


def test_whoever_may_not_be_called_is_written_to(world: World) -> None:
    complaint = world.reach("handling", mode="confidential")
    with pytest.raises(Invalid, match="发消息"):
        handling.log_contact(complaint, "phone", "reached", "打过电话。", world.move("handler"))
    contact(world, complaint)
    world.bare("T21", complaint, "handler")
    assert complaint.state == "replied"


def test_a_countersign_opens_the_way_for_what_cannot_be_solved(world: World) -> None:
    complaint = _unable(world)
    replying.ask_countersign(complaint, world.move("reviewer"))
    with pytest.raises(NotAllowed):
        replying.answer_countersign(complaint, "yes", world.move("reviewer2"))
    replying.answer_countersign(complaint, "yes", world.move("office_head"))
    world.play("T23", complaint)
    assert complaint.closure_code == "unable"


def test_a_refused_countersign_does_not(world: World) -> None:
    complaint = _unable(world)
    replying.ask_countersign(complaint, world.move("reviewer"))
    replying.answer_countersign(complaint, "no", world.move("office_head"))
    with pytest.raises(Invalid, match="会签"):
        world.play("T23", complaint)
    world.play("T22", complaint)
    assert complaint.state == "handling"


def test_the_matter_is_not_given_to_someone_it_names(world: World) -> None:
    complaint = world.reach("dispatched")
    db.session.add(Mention(complaint_id=complaint.id, person_id=world.staff["handler"].person_id, standing="fixed"))
    db.session.flush()
    db.session.expire(complaint, ["mentions"])
    with pytest.raises(Invalid, match="经办人"):
        world.play("T8", complaint)


def test_only_codes_of_the_tables_are_fixed(world: World) -> None:
    for wrong in ({"topic": "weather"}, {"kind": "rant"}, {"urgency": "now"}, {"area": "moon"}, {"risks": ("flood",)}):
        with pytest.raises(Invalid):
            intake.accept(world.file(), fixed(**wrong), world.move("clerk"))
    with pytest.raises(Invalid):
        intake.correct(world.reach("accepted"), {"state": "closed"}, world.move("clerk"))


def test_a_clock_that_waits_for_the_enterprise_is_not_crossed(world: World) -> None:
    waiting = [world.reach("asking") for _ in range(3)]
    late = world.reach("handling")
    crossing = next(work for work in clockwork.WORKS if work.name == "crossing")
    clockwork.tick(world.at + timedelta(days=40), lambda act, words: words.startswith(crossing.name) and act())
    assert clocks(late, "C4")[0].crossed_at is not None
    assert [clocks(complaint, "C4")[0].crossed_at for complaint in waiting] == [None] * 3
