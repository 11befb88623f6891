"""From topics to units: the duty table, areas, recusal and boundary rules."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analytics.text import boundaries
from analytics.text.duties import lead_scores
from app import taxonomy

NOBODY: frozenset[str] = frozenset()


def test_topics_with_the_same_lead_are_one_candidate() -> None:
    first, second = lead_scores({"entry_register": 0.4, "entry_cancel": 0.3, "tax_service": 0.3}, None, NOBODY)
    assert (first.unit, first.topic, first.clause) == ("approval", "entry_register", "approval-01")
    assert first.p == pytest.approx(0.7)
    assert second.unit == "tax"


def test_a_matter_of_an_area_goes_to_that_area_or_waits_for_it() -> None:
    known = lead_scores({"land_handover": 1.0}, "linhu", NOBODY)[0]
    assert (known.unit, known.clause) == ("linhu", "linhu-01")
    assert lead_scores({"land_handover": 1.0}, None, NOBODY)[0].unit == "district"


def test_a_matter_against_a_unit_goes_above_it() -> None:
    assert lead_scores({"service_attitude": 1.0}, None, frozenset({"tax"}))[0].unit == "discipline"
    assert lead_scores({"service_attitude": 1.0}, None, NOBODY)[0].unit == "complained_unit"


@pytest.mark.parametrize("accused", [{"tax"}, {"office"}, {"discipline"}, {"linhu"}, {"tax", "discipline"}])
def test_an_accused_unit_is_never_proposed(accused: set[str]) -> None:
    everything = dict.fromkeys(taxonomy.topics(), 1 / 80)
    assert not accused & {score.unit for score in lead_scores(everything, "linhu", frozenset(accused))}


def test_shares_are_shares_of_one() -> None:
    everything = dict.fromkeys(taxonomy.topics(), 1 / 80)
    assert sum(score.p for score in lead_scores(everything, None, NOBODY, "物业电费加价")) == pytest.approx(1.0)


def test_every_clause_is_one_of_the_unit_that_is_proposed() -> None:
    for topic in taxonomy.topics():
        for score in lead_scores({topic: 1.0}, "linhu", frozenset({"tax"})):
            assert score.clause in {clause.id for clause in taxonomy.units()[score.unit].clauses}


def test_a_boundary_rule_moves_share_to_the_unit_that_it_names() -> None:
    text = "物业收电费加价，说是线损公摊"
    shares = {"util_power_outage": 1.0}
    assert [rule.code for rule in boundaries.touched(text)] == ["power_resale"]
    assert "market" not in {score.unit for score in lead_scores(shares, None, NOBODY)}
    assert "market" in {score.unit for score in lead_scores(shares, None, NOBODY, text)}


def test_boundary_words_are_written_for_every_rule_of_the_taxonomy() -> None:
    assert set(boundaries.WORDS) == set(taxonomy.disputes())


def test_unknown_topics_are_passed_over() -> None:
    assert lead_scores({"gone": 1.0}, None, NOBODY, "随便什么话说一说") == []


def test_pages_may_ask_without_heavy_libraries() -> None:
    code = "import sys, analytics.text.duties, analytics.text.commands; print({'numpy', 'jieba', 'snownlp'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
