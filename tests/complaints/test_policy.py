"""Who stands how to a matter, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.actor import NOBODY, SYSTEM, Actor, Role
from app.store.complaints import Assignment, Complaint, Mention
from complaints import policy, workflow
from complaints.policy import Relation, accused_units, intake_unit, is_recused, may_see, needs_release, relation, sign

NOW = datetime(2026, 10, 15, tzinfo=UTC)


def staff(role: Role, unit: str = "office", person: int = 1, post: int = 1, units: tuple[str, ...] = ()) -> Actor:
    return Actor("staff", person_id=person, post_id=post, unit=unit, role=role, units=frozenset({unit, *units}))


CLERK = staff(Role.CLERK)
OTHER_CLERK = staff(Role.CLERK, "discipline", person=2)
HEAD = staff(Role.OFFICE_HEAD, person=3)


def matter(*mentions: str, lead: str | None = None, co: str | None = None, former: str | None = None, **rows: Any) -> Complaint:
    rows = {"id": 5, "kind": "help", "mode": "named", "state": "received", "topic": None, "risks": [], **rows}
    complaint = Complaint(**rows, lead=lead)
    complaint.mentions = [Mention(unit=unit, standing="found") for unit in mentions]
    complaint.assignments = []
    for unit, role, to_at in ((lead, "lead", None), (co, "co_handler", None), (former, "lead", NOW)):
        if unit:
            complaint.assignments.append(Assignment(unit=unit, role=role, from_at=NOW, to_at=to_at))
    return complaint


def test_a_unit_named_in_a_grievance_is_accused_until_a_clerk_has_looked() -> None:
    assert accused_units(matter("tax", kind="grievance")) == {"tax"}
    assert accused_units(matter("tax", kind="grievance", accepted_at=NOW)) == frozenset()


def test_a_unit_named_in_a_request_for_help_is_merely_concerned() -> None:
    assert accused_units(matter("tax", kind="help")) == frozenset()


def test_what_a_clerk_fixed_under_a_conduct_topic_or_in_a_tip_off_stays_accused() -> None:
    for rows in ({"kind": "help", "topic": "service_integrity"}, {"kind": "tip_off", "topic": "util_gas"}):
        complaint = matter(accepted_at=NOW, **rows)
        complaint.mentions = [Mention(unit="tax", standing="fixed"), Mention(unit="fire", standing="found")]
        assert accused_units(complaint) == {"tax"}


def test_recusal_looks_at_the_whole_person() -> None:
    complaint = matter("tax", kind="grievance")
    assert is_recused(staff(Role.CLERK, units=("tax",)), complaint)
    assert relation(staff(Role.CLERK, units=("tax",)), complaint) is None
    assert relation(CLERK, complaint) == Relation.INTAKE


def test_a_person_who_is_named_is_kept_away_whatever_the_kind() -> None:
    complaint = matter(kind="praise")
    complaint.mentions = [Mention(person_id=1, standing="found")]
    assert relation(CLERK, complaint) is None
    assert relation(staff(Role.CLERK, person=9), complaint) == Relation.INTAKE


def test_when_the_office_is_accused_its_superior_takes_it_in() -> None:
    complaint = matter("office", kind="grievance")
    assert intake_unit(complaint) == "discipline"
    assert relation(OTHER_CLERK, complaint) == Relation.INTAKE
    assert relation(CLERK, complaint) is None
    assert relation(HEAD, complaint) is None


def test_when_both_are_accused_only_the_head_of_the_office_sees_it() -> None:
    complaint = matter("office", "discipline", kind="tip_off")
    assert intake_unit(complaint) is None
    assert relation(HEAD, complaint) == Relation.INTAKE
    assert relation(CLERK, complaint) is None
    assert relation(OTHER_CLERK, complaint) is None
    complaint.mentions.append(Mention(person_id=3, standing="found"))
    assert relation(HEAD, complaint) is None


def test_nobody_and_the_wrong_holder_do_not_know_it_exists() -> None:
    complaint = matter()
    assert relation(NOBODY, complaint) is None
    assert relation(Actor("holder", complaint_id=6), complaint) is None
    assert relation(Actor("holder", complaint_id=5), complaint) == Relation.COMPLAINANT
    assert not policy.may_see(NOBODY, complaint, "row")


def test_an_account_sees_its_own_and_named_ones_of_its_enterprise_once_accepted() -> None:
    account = Actor("contact", contact_id=1, enterprise_id=7, owner_tags=frozenset({"tag"}))
    assert relation(account, matter(owner_tag="tag", mode="confidential")) == Relation.COMPLAINANT
    assert relation(account, matter(enterprise_id=7)) is None
    assert relation(account, matter(enterprise_id=7, accepted_at=NOW)) == Relation.SAME_ENTERPRISE
    assert relation(account, matter(enterprise_id=8, accepted_at=NOW)) is None
    assert relation(Actor("contact", contact_id=2), matter(enterprise_id=None)) is None


@pytest.mark.parametrize(
    ("unit", "found"),
    [("tax", Relation.LEAD), ("fire", Relation.CO_HANDLER), ("police", Relation.FORMER), ("health", None)],
)
def test_a_unit_is_lead_co_handler_former_or_nothing(unit: str, found: Relation | None) -> None:
    complaint = matter(lead="tax", co="fire", former="police")
    assert relation(staff(Role.HANDLER, unit, post=8), complaint) == found


def test_within_the_lead_the_handler_the_liaison_and_the_head_stand_closer() -> None:
    complaint = matter(lead="tax", handler_id=8)
    assert relation(staff(Role.HANDLER, "tax", post=8), complaint) == Relation.LEAD_CLOSE
    assert relation(staff(Role.LIAISON, "tax", post=9), complaint) == Relation.LEAD_CLOSE
    assert relation(staff(Role.HANDLER, "tax", post=9), complaint) == Relation.LEAD


def test_leaders_read_auditors_see_the_number_admins_see_nothing() -> None:
    complaint = matter()
    assert sign(staff(Role.LEADER, "housing"), complaint, "masked") == "s"
    assert sign(staff(Role.AUDITOR), complaint, "row") == "n"
    assert sign(staff(Role.ADMIN), complaint, "row") == "-"
    assert sign(staff(Role.SURVEY_OFFICER), complaint, "row") == "-"


def test_a_steward_knows_what_he_carries_and_of_the_hidden_only_what_was_opened_to_him() -> None:
    carries = {"enterprises": frozenset({7}), "projects": frozenset({8}), "party_tags": frozenset({"tag"})}
    steward, secretary = replace(staff(Role.STEWARD), **carries), replace(staff(Role.SECRETARY), **carries)
    named, project = matter(accepted_at=NOW, enterprise_id=7), matter(accepted_at=NOW, project_id=8)
    assert [relation(steward, one) for one in (named, project)] == [Relation.STEWARD, Relation.STEWARD]
    assert [relation(secretary, one) for one in (named, project)] == [Relation.SECRETARY, Relation.SECRETARY]
    hidden = {"mode": "confidential", "party_tag": "tag"}
    opened = matter(accepted_at=NOW, wants_steward=True, **hidden)
    assert [relation(one, opened) for one in (steward, secretary)] == [Relation.STEWARD, None]
    unseen = [
        matter(enterprise_id=7), matter(accepted_at=NOW, enterprise_id=9),
        matter(accepted_at=NOW, wants_steward=False, **hidden),
        matter(accepted_at=NOW, wants_steward=True, mode="anonymous", party_tag="tag"),
    ]  # fmt: skip
    assert [relation(steward, one) for one in unseen] == [None] * len(unseen)


def test_an_account_that_has_shown_the_code_is_the_complainant() -> None:
    assert relation(Actor("contact", contact_id=1, complaint_id=5), matter()) == Relation.COMPLAINANT
    assert relation(Actor("contact", contact_id=1, complaint_id=6), matter()) is None


def test_identity_opens_by_mode() -> None:
    close = staff(Role.LIAISON, "tax", post=9)
    assert may_see(close, matter(lead="tax"), "identity")
    assert not may_see(close, matter(lead="tax", mode="confidential"), "identity")
    assert sign(CLERK, matter(mode="confidential"), "identity") == "r"
    assert sign(CLERK, matter(mode="anonymous"), "identity") == "-"


def test_files_of_hidden_identities_wait_for_their_release() -> None:
    close = staff(Role.LIAISON, "tax", post=9)
    assert needs_release(close, matter(lead="tax", mode="anonymous"))
    assert not needs_release(close, matter(lead="tax"))
    assert not needs_release(CLERK, matter())
    assert needs_release(staff(Role.HANDLER, "health"), matter())


def test_the_unit_that_handled_never_calls_back() -> None:
    complaint = matter(lead="tax", former="office")
    assert not policy.may_call_back(staff(Role.REVIEWER), complaint)
    assert policy.may_call_back(staff(Role.REVIEWER), matter(lead="tax"))
    assert not policy.may_call_back(CLERK, matter(lead="tax"))


def test_buttons_are_drawn_from_the_table() -> None:
    assert {s.id for s in workflow.available(CLERK, matter())} == {"T2", "T6", "T34"}
    assert {s.id for s in workflow.available(HEAD, matter())} == {"T5", "T35"}
    liaison = staff(Role.LIAISON, "tax", post=9)
    assert {s.id for s in workflow.available(liaison, matter(lead="tax", state="dispatched"))} == {"T8", "T10"}
    assert workflow.available(staff(Role.LIAISON, "fire"), matter(lead="tax", co="fire", state="dispatched")) == []
    assert {s.id for s in workflow.available(Actor("holder", complaint_id=5), matter(state="published"))} == {
        "T24",
        "T25",
        "T30",
    }
    assert {s.id for s in workflow.available(SYSTEM, matter(state="amending"))} == {"T4"}


def test_the_table_has_the_steps_of_the_design_and_only_known_states() -> None:
    wanted = [*range(1, 17), *range(21, 29), 30, 33, 34, 35, 36, 37]
    assert sorted(workflow.STEPS) == sorted(f"T{number}" for number in wanted)
    states = {"received", "amending", "accepted", "dispatched", "refused", "ruling", "handling", "asking", "deferred"}
    states |= {"replied", "published", "closed", "reviewing", "declined", "ended"}
    for step in workflow.STEPS.values():
        assert set(step.sources) <= states
        assert step.target in states | {None}
