"""Matters that may be the same are proposed to whoever may see both; what people decide is kept as labels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from analytics.text import baseline, lessons
from analytics.text.lessons import Lesson
from app.database import db
from app.store.complaints import Complaint
from app.store.readings import Likeness, NearKey
from complaints.commands.labels import labelled
from complaints.operations import filer, intake, likeness, reading
from complaints.views.case.text import baselines_of
from tests.complaints.world import World, fixed, holder

FIRST = "市场监管所来查价签，当场要罚五千，也不给看依据，我们小超市受不了。"
SECOND = "小超市因为价签被市场监管所罚款五千块，问依据是哪条，执法的人说回去等通知。"
OTHER = "新租的仓库一直没有通电，供电公司让等，请帮忙催一催。"


@pytest.fixture(autouse=True)
def _nothing_learnt(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QISHENG_DATA", str(tmp_path))


def read(world: World, text: str, **more: Any) -> Complaint:
    """A matter that the worker has read and compared, each work in a transaction of its own."""
    complaint = world.file(text=text, **more)
    db.session.commit()
    payload = {"complaint": complaint.id}
    for work in (reading, likeness):
        prepared = work.prepare(payload)
        work.apply(payload, prepared)  # type: ignore[arg-type]
        db.session.commit()
    return db.session.get_one(Complaint, complaint.id)


def proposed(world: World, who: str, complaint: Complaint) -> list[int]:
    return [other.id for other, _ in likeness.same_matters(world.staff[who], complaint)]


def test_the_same_matter_in_other_words_is_proposed_beside_both(world: World) -> None:
    first, other, second = (read(world, text) for text in (FIRST, OTHER, SECOND))
    assert proposed(world, "clerk", first) == [second.id]
    assert proposed(world, "clerk", second) == [first.id]
    assert proposed(world, "clerk", other) == []


def test_nobody_is_shown_one_that_he_may_not_see(world: World) -> None:
    first = read(world, FIRST)
    hidden = read(world, f"何某岚收了材料不给回执。{SECOND}", kind="grievance")
    assert proposed(world, "clerk2", first) == [hidden.id]
    assert proposed(world, "clerk", first) == []


def test_a_text_that_is_veiled_is_compared_anew(world: World) -> None:
    first, second = read(world, FIRST), read(world, SECOND)
    filer.hide_identity(second, world.move(holder(second)))
    assert proposed(world, "clerk", first) == []
    assert db.session.scalars(select(func.count()).where(NearKey.complaint_id == second.id)).one() == 0
    assert db.session.scalars(select(func.count()).select_from(Likeness)).one() == 0


def test_what_simpler_readers_think_is_kept_beside_ours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [Lesson("停水三天", "util_water"), Lesson("罚款没有依据", "enf_fine")]
    monkeypatch.setattr(baseline, "opinion", lambda _text: 0.25)  # snownlp itself takes seconds to load
    monkeypatch.setattr(baseline.lessons, "delivered", lambda: few)
    monkeypatch.setattr(baseline.lessons, "from_duties", list)
    baseline._naive.cache_clear()
    complaint = read(world, FIRST)
    assert baselines_of(complaint.id) == []
    payload = {"complaint": complaint.id}
    reading.apply_baseline(payload, reading.prepare_baseline(payload))
    baseline._naive.cache_clear()
    naive, snownlp = baselines_of(complaint.id)
    assert naive.startswith("朴素贝叶斯：主题 enf_fine 0.")
    assert snownlp == "snownlp：正面 0.25"


def test_what_a_person_fixed_teaches_the_next_model(world: World) -> None:
    complaint = read(world, FIRST)
    world.file(text=OTHER)
    machine = (("topic", "util_gas"), ("kind", "help"))
    intake.accept(complaint, fixed(topic="enf_fire", proposed=machine), world.move("clerk"))
    intake.correct(complaint, {"topic": "project_fire"}, world.move("clerk"))
    (row,) = labelled()
    assert (row["id"], row["text"], row["topic"], row["kind"]) == (complaint.number, complaint.masked, "project_fire", "help")
    lesson = lessons.confirmed(json.loads(json.dumps(row)))
    assert not isinstance(lesson, str)
    assert (lesson.topic, lesson.weight) == ("project_fire", 10.0)
