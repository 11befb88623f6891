"""The promise of the reader, measured the way it was promised."""

from __future__ import annotations

import pytest

from analytics.text import lessons
from analytics.text.evaluation import five_fold
from analytics.text.lessons import resembling
from app import taxonomy


def test_a_practice_text_that_resembles_a_delivered_one_is_left_out() -> None:
    assert resembling(["供电公司报装三个月没接电", "窗口态度差"], ["供电公司报装三个月还没接电"]) == [True, False]


def test_practice_texts_cover_every_topic_and_kind() -> None:
    own = lessons.own()
    assert {lesson.topic for lesson in own} == set(taxonomy.topics())
    assert {lesson.kind for lesson in own} == set(taxonomy.codes("kinds"))


@pytest.mark.slow
def test_the_right_lead_is_among_the_first_three_far_oftener_than_by_the_baselines() -> None:
    report = five_fold()
    top3 = {name: scores["lead_top3"] for name, scores in report["methods"].items()}
    assert report["tested"] == top3["house"]["n"] == 531
    assert top3["house"]["value"] >= 0.78
    assert top3["house"]["low"] > top3["naive_bayes"]["high"]
    assert top3["shuffled"]["value"] <= 0.25
    assert report["met"]
