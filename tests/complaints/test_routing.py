"""A proposal is ordered, explained, and never names an accused unit."""

from __future__ import annotations

from complaints.routing import Candidate, Precedent, Proposal, Score, propose

SCORES = [
    Score("transport", 0.5, "transport-03", "around_road"),
    Score("urban", 0.2, "urban-01", "enf_urban"),
    Score("linhu", 0.1, "linhu-05", "around_road"),
    Score("police", 0.05, "police-01", "around_truck"),
]


def test_three_candidates_the_likeliest_first() -> None:
    found = propose(SCORES, topic="around_road", area="linhu")
    assert [c.unit for c in found.candidates] == ["transport", "urban", "linhu"]
    assert found.is_clear


def test_co_handlers_come_from_the_topic_with_the_area_for_the_district() -> None:
    found = propose(SCORES, topic="around_road", area="linhu")
    assert found.co == ("housing", "urban", "linhu")


def test_without_a_known_topic_nobody_is_proposed_as_co_handler() -> None:
    assert propose(SCORES, topic=None, area="linhu").co == ()


def test_two_that_are_close_need_a_person() -> None:
    close = [Score("transport", 0.40, "", "t"), Score("urban", 0.35, "", "t")]
    found = propose(close, topic=None, area=None)
    assert found.warnings == ("close",)
    assert not found.is_clear


def test_an_accused_unit_is_not_proposed_and_the_page_says_so() -> None:
    found = propose(SCORES, topic="around_road", area="linhu", accused=frozenset({"transport", "urban"}))
    assert [c.unit for c in found.candidates] == ["linhu", "police"]
    assert "recusal" in found.warnings
    assert "urban" not in found.co


def test_a_unit_that_ended_is_not_proposed() -> None:
    found = propose(SCORES, topic="around_road", area="linhu", ended=frozenset({"transport"}))
    assert found.candidates[0].unit == "urban"


def test_a_ruling_on_the_same_topic_comes_first() -> None:
    ruling = Precedent("2026-009", "around_road", None, "urban", "urban-03")
    found = propose(SCORES, topic="around_road", area="linhu", precedents=[ruling])
    assert found.candidates[0] == Candidate("urban", 0.35 + 0.2 * 0.65, "urban-03", "around_road", "2026-009")


def test_a_ruling_can_bring_in_a_unit_nobody_thought_of() -> None:
    ruling = Precedent("2026-009", "around_road", "linhu", "market", "market-01")
    found = propose(SCORES, topic="around_road", area="linhu", precedents=[ruling])
    assert "market" in {c.unit for c in found.candidates}


def test_a_ruling_of_another_area_topic_or_for_an_accused_unit_counts_for_nothing() -> None:
    others = [
        Precedent("1", "around_road", "chengxi", "market", ""),
        Precedent("2", "util_gas", None, "market", ""),
        Precedent("3", "around_road", None, "fire", ""),
    ]
    found = propose(SCORES, topic="around_road", area="linhu", precedents=others, accused=frozenset({"fire"}))
    assert "market" not in {c.unit for c in found.candidates}
    assert "fire" not in {c.unit for c in found.candidates}


def test_a_district_matter_without_a_district_asks_for_it() -> None:
    found = propose(
        [Score("district", 0.8, "", "land_plant"), Score("sasac", 0.1, "", "land_plant")], topic="land_plant", area=None
    )
    assert found.warnings == ("area_unknown",)
    assert [c.unit for c in found.candidates] == ["sasac"]


def test_a_tip_off_is_for_a_person() -> None:
    assert "tip_off" in propose(SCORES, topic=None, area=None, kind="tip_off").warnings


def test_nothing_read_means_nothing_proposed() -> None:
    empty = propose([], topic=None, area=None)
    assert empty == Proposal()
    assert not empty.is_clear
    assert propose(SCORES[:1], topic=None, area=None).is_clear


def test_a_proposal_survives_the_store() -> None:
    found = propose(SCORES, topic="around_road", area="linhu")
    assert Proposal.from_json(found.as_json()).candidates == found.candidates
