"""The demonstration city is asked as any other: answers keep the rules, counters equal a recount, waves end by the clock."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.sealing import Look
from app.store.surveys import Invitation, Response, SurveyCell, Wave
from surveys import jobs
from surveys.checking import check
from surveys.demonstration import live
from surveys.operations import counting
from surveys.operations.counting import questionnaire_of
from tests.complaints.world import THURSDAY, staff_the_house
from tests.machinery.stores import NewStore, bare_app, opened
from tests.surveys.town import asked


@pytest.fixture
def store(new_store: NewStore) -> Iterator[Flask]:
    with opened(bare_app(new_store("sqlite"))) as app:
        staff_the_house()
        db.session.commit()
        yield app


def test_every_answer_of_the_city_keeps_the_rules_and_is_counted_once(store: Flask) -> None:
    found = live(THURSDAY)
    db.session.commit()
    over, running = db.session.scalars(select(Wave).order_by(Wave.opens_at)).all()
    assert (over.promise, over.closed_at is None, over.secret) == ("anonymous", False, None)
    assert (running.promise, running.closed_at) == ("confidential", None)
    questionnaire = questionnaire_of(over.of_version.definition)
    look, responses = Look("test", "test"), db.session.scalars(select(Response)).all()
    assert len(responses) == found["responses"] > 600
    wrong = [check(questionnaire, json.loads(row.answers.open(look))) for row in responses if row.answers]
    assert not any(wrong)
    assert counting.rebuild(only_check=True)["differences"] == 0
    told = db.session.scalars(select(SurveyCell).where(SurveyCell.wave_id == over.id, SurveyCell.item == "")).all()
    by_channel = Counter(row.channel for row in responses if row.wave_id == over.id)
    assert {channel: sum(cell.n for cell in told if cell.channel == channel) for channel in by_channel} == by_channel
    asked_of = db.session.scalars(select(Invitation).where(Invitation.wave_id == running.id)).all()
    answered = sum(row.answered_on is not None for row in asked_of)
    assert answered == sum(row.wave_id == running.id and row.channel == "personal" for row in responses)


def test_a_broken_counter_is_found_and_counted_anew(store: Flask) -> None:
    wave = asked(6, "named")
    for token in wave.tokens:
        wave.answer(token)
    db.session.flush()
    cell = db.session.scalars(select(SurveyCell).where(SurveyCell.item == "window_rating", SurveyCell.n > 0)).first()
    assert cell
    cell.n += 3
    db.session.flush()
    assert counting.rebuild(only_check=True)["differences"] == 1
    assert counting.rebuild(only_check=False)["differences"] == 1
    assert counting.rebuild(only_check=True)["differences"] == 0


def test_the_clock_stirs_and_closes(store: Flask) -> None:
    wave = asked(7)
    for token in wave.tokens:
        wave.answer(token)
    db.session.commit()
    assert jobs.stir(THURSDAY + timedelta(hours=15)) == 7
    assert jobs.stir(THURSDAY + timedelta(hours=39)) == 0
    assert jobs.close_due(THURSDAY + timedelta(days=1)) == 0
    assert jobs.close_due(THURSDAY + timedelta(days=21)) == 1
    assert jobs.close_due(THURSDAY + timedelta(days=21)) == 0
    assert wave.wave.closed_at is not None
