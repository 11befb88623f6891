"""Every guard says yes and says no; the sentence is for the one who pressed the button."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaints import guards, workflow
from complaints.guards import GUARDS, Situation, first_refusal

NOW = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
PAST, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=31)
REFUSAL = {"ground": "not_our_duty", "clause": "tax-01", "proposed": "market", "unit": "tax", "reason": "不归我们"}


def facts(**rows: Any) -> Situation:
    return Situation(at=NOW, **rows)


# guard → (facts that pass, facts that are refused)
CASES: list[tuple[str, Situation, Situation]] = [
    ("long_enough", facts(given={"text": "十个字以上的一件事情吧"}), facts(given={"text": "太短"})),
    ("long_enough", facts(given={"text": "字" * 5000}), facts(given={"text": "字" * 5001})),
    ("consent", facts(given={"consent": True}), facts()),
    ("items_chosen", facts(given={"items": "营业执照"}), facts()),
    ("amended_at_most_twice", facts(amend_count=1), facts(amend_count=2)),
    ("something_added", facts(given={"files": (1,)}), facts(given={"text": ""})),
    ("something_said", facts(reopened=0), facts(reopened=1)),
    ("is_due", facts(due_at=PAST), facts(due_at=NOW)),
    ("is_due", facts(due_at=PAST), facts(due_at=None)),
    ("reminded_twice", facts(reminders=2), facts(reminders=1)),
    ("ground_and_text", facts(given={"ground": "a", "text": "b", "elsewhere": "c"}), facts(given={"ground": "a", "text": "b"})),
    ("never_with_safety", facts(risks=frozenset({"crowd"})), facts(risks=frozenset({"safety"}))),
    ("proposed_by_another", facts(decline_by=1, person=2), facts(decline_by=2, person=2)),
    ("proposed_by_another", facts(decline_by=1, person=2), facts(decline_by=None, person=2)),
    ("kind_topic_urgency_fixed", facts(given={"kind": "help", "topic": "t", "urgency": "normal"}), facts(given={"kind": "help"})),
    ("masked_confirmed", facts(), facts(mode="confidential")),
    ("masked_confirmed", facts(mode="anonymous", given={"masked_confirmed": True}), facts(mode="anonymous")),
    ("lead_not_accused", facts(given={"lead": "tax"}), facts(given={})),
    ("lead_not_accused", facts(given={"lead": "tax", "co": {}}), facts(accused=frozenset({"tax"}), given={"lead": "tax"})),
    ("lead_not_accused", facts(given={"lead": "tax"}), facts(accused=frozenset({"fire"}), given={"lead": "tax", "co": {"fire": "x"}})),
    ("parts_named", facts(given={"lead": "tax", "co": {"fire": "查看"}}), facts(given={"lead": "tax", "co": {"fire": ""}})),
    ("parts_named", facts(given={"lead": "tax"}), facts(given={"lead": "tax", "co": {"tax": "自己"}})),
    ("reason_if_not_first", facts(given={"proposed": "tax", "lead": "tax"}), facts(given={"proposed": "tax", "lead": "fire"})),
    ("reason_if_not_first", facts(given={"proposed": "tax", "lead": "fire", "reason": "现场在"}), facts(given={"proposed": "tax", "lead": "x"})),
    ("handler_named", facts(given={"handler": 7}), facts(given={"handler": 0})),
    ("not_ruled", facts(), facts(is_ruled=True)),
    ("refused_once_a_unit", facts(given={"unit": "tax"}), facts(refused_by=frozenset({"tax"}), given={"unit": "tax"})),
    ("in_time_to_refuse", facts(state="dispatched", due_at=LATER), facts(state="dispatched", due_at=PAST)),
    ("in_time_to_refuse", facts(state="handling", minutes_since_facts=480), facts(state="handling", minutes_since_facts=481)),
    ("in_time_to_refuse", facts(state="dispatched", due_at=LATER), facts(state="handling")),
    ("ground_clause_and_unit", facts(given=REFUSAL), facts(given={**REFUSAL, "ground": "nonsense"})),
    ("ground_clause_and_unit", facts(given=REFUSAL), facts(given={**REFUSAL, "clause": ""})),
    ("ground_clause_and_unit", facts(given={**REFUSAL, "ground": "conflict", "clause": ""}), facts(given={**REFUSAL, "proposed": "tax"})),
    ("ground_clause_and_unit", facts(given=REFUSAL), facts(given={**REFUSAL, "reason": ""})),
    ("reason_given", facts(given={"reason": "有"}), facts(given={"reason": ""})),
    ("second_refusal", facts(refusals=2), facts(refusals=1)),
    ("clause_cited", facts(given={"clause": "tax-01"}), facts()),
    ("question_given", facts(given={"question": "合同"}), facts()),
    ("asked_at_most_twice", facts(ask_count=1), facts(ask_count=2)),
    ("answered_or_due", facts(due_at=PAST), facts(due_at=LATER)),
    ("answered_or_due", facts(given={"text": "在这里"}), facts()),
    ("not_reviewer_of_it", facts(), facts(reviewed_before=True)),
    ("contacted", facts(reached=True), facts()),
    ("contacted", facts(tries=3), facts(tries=2)),
    ("contacted", facts(reached=True, mode="anonymous"), facts(mode="anonymous")),
    ("parts_answered", facts(), facts(open_parts=("消防支队",))),
    ("code_fits", facts(kind="help", given={"code": "resolved"}), facts(kind="enquiry", given={"code": "resolved"})),
    ("code_fits", facts(kind="praise", given={"code": "recorded"}), facts(given={"code": "nonsense"})),
    ("evidence_given", facts(given={"code": "resolved", "evidence": "照片"}), facts(given={"code": "resolved"})),
    ("evidence_given", facts(given={"code": "explained"}), facts(given={"code": "unable"})),
    ("money_stated", facts(topic="charge_illegal", given={"code": "resolved", "refunded_fen": 0}), facts(topic="charge_illegal", given={"code": "resolved"})),
    ("texts_given", facts(given={"public": "已经给您办好了，请核对。"}), facts(given={"public": "好了"})),
    ("not_author", facts(), facts(replied_before=True)),
    ("countersigned", facts(reply_code="resolved"), facts(reply_code="unable")),
    ("countersigned", facts(reply_code="unable", countersign="yes"), facts(reply_code="unable", countersign="no")),
    ("good_rating_or_due", facts(given={"solved": "yes", "level": "satisfied"}), facts(given={"solved": "no", "level": "satisfied"})),
    ("good_rating_or_due", facts(due_at=PAST), facts(due_at=LATER)),
    ("bad_rating", facts(given={"solved": "yes", "level": "dissatisfied"}), facts(given={"solved": "partly", "level": "basically_satisfied"})),
    ("reasons_chosen", facts(given={"reasons": ("too_slow",)}), facts()),
    ("within_thirty_days", facts(ended_at=NOW - timedelta(days=30)), facts(ended_at=LONG_AGO)),
    ("within_thirty_days", facts(ended_at=NOW), facts(ended_at=None)),
    ("reopened_at_most_twice", facts(reopened=1), facts(reopened=2)),
    ("never_a_handling_unit", facts(), facts(handled_by_mine=True)),
    ("call_back_unresolved", facts(call_back="no"), facts(call_back="yes")),
    ("call_back_unresolved", facts(call_back=""), facts(call_back=None)),
    ("call_back_made", facts(call_back=""), facts(call_back=None)),
    ("conclusion_given", facts(given={"conclusion": "按规定确实没有办法再减免"}), facts(given={"conclusion": "无"})),
    ("second_opinion", facts(topic="util_gas"), facts(topic="charge_levy")),
    ("second_opinion", facts(topic="service_integrity", second_opinion=True), facts(topic="service_integrity")),
    ("not_safety_or_integrity", facts(risks=frozenset({"deadline"})), facts(risks=frozenset({"integrity"}))),
    ("something_corrected", facts(given={"corrected": True}), facts(given={"corrected": False})),
    ("entered_by_clerk", facts(entered_by=3), facts()),
    ("ended_for_not_amending", facts(end_reason="not_amended"), facts(end_reason="withdrawn")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "passes", "refused"), CASES)
def test_a_guard_says_yes_and_no(name: str, passes: Situation, refused: Situation) -> None:
    assert GUARDS[name](passes) is None
    sentence = GUARDS[name](refused)
    assert sentence
    assert sentence.endswith("。")


def test_every_guard_of_the_table_is_written_and_tried() -> None:
    named = {guard for step in workflow.STEPS.values() for guard in step.guards}
    assert named == set(GUARDS) == {name for name, _, _ in CASES}


def test_the_first_refusal_is_the_one_that_is_told() -> None:
    both = facts(given={"text": "太短"})
    assert first_refusal(("long_enough", "consent"), both) == ("long_enough", GUARDS["long_enough"](both))
    whole = replace(both, given={"text": "这是一段足够长的文字了", "consent": True})
    assert first_refusal(("long_enough", "consent"), whole) is None


def test_the_bad_levels_are_the_bottom_two() -> None:
    assert {"dissatisfied", "very_dissatisfied"} == guards.BAD_LEVELS
