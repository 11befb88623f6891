"""The demonstration city's stories and staff hold together."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from math import sqrt

import pytest

from app import taxonomy
from complaints.demonstration import dated, people, stories
from complaints.demonstration.model import Story

PATHS = {
    "received": 8, "amending": 4, "not_amended": 3, "restored": 2, "declined": 4, "decline_proposed": 2,
    "accepted": 9, "dispatched": 8, "withdrawn_dispatch": 2, "refused": 4, "refusal_accepted": 4, "refusal_rejected": 3,
    "ruling": 2, "ruled": 4, "handling": 14, "asking": 4, "answered": 3, "replied": 6, "reply_returned": 4,
    "to_countersign": 1,
    "published": 8, "reviewing": 5, "rework": 4, "reworked_closed": 4, "review_closed": 3, "closed_rated": 20,
    "closed_silent": 7, "withdrawn": 3, "mistaken": 1, "unable_closed": 2, "closed_reopened": 2,
}  # fmt: skip

# What a path cannot be lived through without.
NEEDS = {
    "amending": ("amend",),
    "not_amended": ("amend",),
    "restored": ("amend", "amended"),
    "declined": ("decline",),
    "decline_proposed": ("decline",),
    "withdrawn_dispatch": ("first_lead",),
    "refused": ("refusal",),
    "refusal_accepted": ("first_lead", "refusal", "contact_note", "reply", "closure", "rating"),
    "refusal_rejected": ("refusal",),
    "ruling": ("first_lead", "refusal", "second_refusal"),
    "ruled": ("first_lead", "refusal", "second_refusal", "ruling", "contact_note", "reply", "closure", "rating"),
    "handling": ("contact_note",),
    "asking": ("contact_note", "ask"),
    "answered": ("contact_note", "ask", "answer"),
    "replied": ("contact_note", "reply", "internal", "closure"),
    "reply_returned": ("contact_note", "reply", "closure", "return_reason"),
    "published": ("contact_note", "reply", "internal", "closure"),
    "reviewing": ("contact_note", "reply", "closure", "rating"),
    "rework": ("contact_note", "reply", "closure", "rating", "call_back"),
    "reworked_closed": ("contact_note", "reply", "closure", "rating", "call_back", "better_reply", "second_rating"),
    "review_closed": ("contact_note", "reply", "closure", "rating", "call_back", "conclusion"),
    "closed_rated": ("contact_note", "reply", "internal", "closure", "rating"),
    "closed_silent": ("contact_note", "reply", "internal", "closure"),
    "closed_reopened": ("contact_note", "reply", "closure", "rating", "reopen"),
    "unable_closed": ("contact_note", "reply", "closure", "countersign"),
    "withdrawn": ("withdraw",),
}


def test_every_path_is_lived_as_often_as_planned() -> None:
    assert Counter(story.path for story in stories()) == PATHS


@pytest.mark.parametrize("path", sorted(NEEDS))
def test_a_story_carries_what_its_path_needs(path: str) -> None:
    missing = [(story.slug, need) for story in _living(path) for need in NEEDS[path] if not getattr(story, need)]
    assert missing == []


def test_slugs_and_texts_are_told_once() -> None:
    assert len({story.slug for story in stories()}) == len({story.text for story in stories()}) == len(stories())


def test_a_text_is_as_long_as_people_type_and_a_reply_as_long_as_an_answer() -> None:
    assert [story.slug for story in stories() if not 30 <= len(story.text) <= 260] == []
    replies = [(story.slug, reply) for story in stories() for reply in (story.reply, story.better_reply) if reply]
    assert [slug for slug, reply in replies if not 60 <= len(reply) <= 220] == []


def test_the_city_is_shown_in_its_breadth() -> None:
    told = stories()
    assert {story.kind for story in told} == set(taxonomy.codes("kinds"))
    assert {story.area for story in told} >= set(taxonomy.areas())
    assert {story.mode for story in told} == set(taxonomy.codes("identity_modes"))
    assert len({story.topic for story in told}) >= 55
    assert len({story.lead for story in told}) >= 25


def test_an_accused_unit_has_no_part_in_its_own_matter() -> None:
    takes_part = [(story.slug, story.lead, {part.unit for part in story.co}) for story in stories() if story.accused]
    accused = {story.slug: set(story.accused) for story in stories()}
    assert [slug for slug, lead, co in takes_part if accused[slug] & ({lead} | co)] == []
    assert sum("office" in units for units in accused.values()) == 2


def test_an_anonymous_story_names_nobody_and_every_other_names_one_enterprise() -> None:
    for story in stories():
        named = [what for what in (story.enterprise, story.name) if what]
        assert len(named) == (0 if story.mode == "anonymous" else 1), story.slug
        assert bool(story.contact) == (story.mode != "anonymous"), story.slug


def test_a_refusal_that_needs_a_clause_cites_one_and_two_units_refuse_before_a_ruling() -> None:
    for story in stories():
        for refusal in story.refusals():
            assert refusal.clause or not taxonomy.codes("refusal_grounds")[refusal.ground].more["needs_clause"], story.slug
        if story.refusal and story.second_refusal:
            assert story.refusal.proposed != story.first_lead, story.slug
        if story.ruling:
            assert story.ruling.lead == story.lead, story.slug
            assert story.ruling.clause.startswith(story.ruling.lead), story.slug


def test_a_rating_leads_where_its_story_goes() -> None:
    bottom = {code for code, row in taxonomy.codes("ratings").items() if row.more["bottom"]}
    for story in stories():
        if story.rating and story.path != "unable_closed":
            unhappy = story.rating.solved == "no" or story.rating.level in bottom
            assert unhappy == (story.path in {"reviewing", "rework", "reworked_closed", "review_closed"}), story.slug
            assert bool(story.rating.reasons) == unhappy, story.slug


@pytest.mark.slow
def test_no_text_is_a_training_example_or_close_to_one() -> None:
    examples = [_bigrams(example.text) for topic in taxonomy.topics().values() for example in topic.examples]
    near = [story.slug for story in stories() if max(_likeness(_bigrams(story.text), one) for one in examples) >= 0.55]
    assert near == []


def test_day_marks_become_working_days_around_the_answer() -> None:
    assert dated("{-2}拨付，{+10}前结清", date(2026, 5, 12)) == "5月8日拨付，5月22日前结清"
    assert not any("{" in dated(story.reply + story.better_reply, date(2026, 5, 12)) for story in stories())


def test_every_unit_has_someone_to_sign_and_someone_to_do_the_work() -> None:
    roles = {code: {role for one in people() if one.unit == code for role in one.roles} for code in taxonomy.units()}
    assert [code for code, held in roles.items() if not {"liaison", "handler"} <= held] == []
    assert {"clerk", "reviewer", "office_head"} <= roles["discipline"] & roles["office"]


def test_staff_are_told_apart_and_every_city_leader_is_among_them() -> None:
    staff = people()
    assert len(staff) == len({one.login for one in staff}) == len({one.name for one in staff}) == 120
    leaders = {row["code"]: row["name"] for row in taxonomy.city()["leaders"]}
    assert {one.leader: one.name for one in staff if {"leader", "steward"} & set(one.roles)} == leaders


def test_the_sign_in_page_finds_one_account_for_each_role() -> None:
    held = {one.login: one.roles for one in people()}
    roles = {role for one in people() for role in one.roles}
    assert [role for role in sorted(roles) if role not in held.get(role, ())] == []


def _living(path: str) -> list[Story]:
    return [story for story in stories() if story.path == path]


def _bigrams(text: str) -> Counter[str]:
    return Counter(first + second for first, second in pairwise(text))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[pair] for pair, count in one.items())
    return shared / sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
