"""匿名: after the stir neither order, key, time, size nor journal tells who gave which; before it nothing is counted."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.database import db
from app.keys import ring_in_force
from app.store.entries import Entry
from app.store.outbox import Outbox, Ticket
from app.store.surveys import AnswerText, Invitation, Response, ResponseDraft, SpentToken, SurveyCell
from surveys.operations import answering, counting, drafts, links, stirring, waves
from surveys.operations.drafts import Draft
from surveys.strata import FEWEST
from tests.complaints.world import THURSDAY, staff_the_house
from tests.machinery.stores import NewStore, bare_app, opened
from tests.surveys.town import ANSWERS, BAD, Asked, asked

NUMBER = 30


@pytest.fixture
def store(engine: str, new_store: NewStore) -> Iterator[Flask]:
    """A staffed store on either engine."""
    with opened(bare_app(new_store(engine))) as app:
        staff_the_house()
        db.session.commit()
        yield app


@pytest.fixture
def plain(new_store: NewStore) -> Iterator[Flask]:
    """The same on SQLite, where both engines cannot differ."""
    with opened(bare_app(new_store("sqlite"))) as app:
        staff_the_house()
        db.session.commit()
        yield app


def answered(number: int = NUMBER) -> tuple[Asked, list[str]]:
    """A wave that was answered one by one in a known order, each by a transaction of its own; the tags in that order."""
    wave = asked(number)
    db.session.commit()
    order = Random(7).sample(wave.tokens, number)
    for n, token in enumerate(order):
        drafts.save(wave.wave.id, token, Draft({"window_rating": 1 + n % 5}), wave.at)
        assert wave.answer(token, {"window_rating": 1 + n % 5, "comment": f"第 {n} 家说的话"}, wave.at + timedelta(minutes=n))
        db.session.commit()
    return wave, [links.spent_tag(token) for token in order]


def stored(table: type, column: str) -> list[object]:
    """The values of a column as they lie in the store."""
    return list(db.session.scalars(text(f"SELECT {column} FROM {table.__tablename__}")))  # type: ignore[attr-defined]


def test_after_the_stir_nothing_that_is_stored_has_the_order_of_answering(store: Flask) -> None:
    wave, tags = answered()
    given = [1 + n % 5 for n in range(NUMBER)]
    assert stirring.stir(wave.at + timedelta(hours=12)) == NUMBER
    db.session.commit()
    stirring.scrub()
    assert stored(SpentToken, "tag") != tags
    assert [int(code[0]) for code in stored(Response, "codes")] != given  # type: ignore[index]
    for table in (SpentToken, Response, AnswerText):
        assert len(set(map(str, stored(table, '"on"')))) == 1 if table is not AnswerText else True
    # By place: the n-th used link and the n-th response agree no more often than chance has it.
    by_tag = dict(zip(tags, given, strict=True))
    ranks = {code: "54321".index(str(code)) for code in range(1, 6)}
    links_, codes = stored(SpentToken, "tag"), [str(code)[0] for code in stored(Response, "codes")]
    agreeing = sum(ranks[by_tag[str(tag)]] == int(code) for tag, code in zip(links_, codes, strict=True))
    assert agreeing < NUMBER * 0.55
    assert stored(Response, "at") == [None] * NUMBER
    assert Counter(stored(Response, "enterprise_id")) == {None: NUMBER}
    assert stored(Response, "party_sealed") == [None] * NUMBER
    assert stored(Invitation, "answered_on") == [None] * NUMBER


def test_an_answer_leaves_no_entry_no_message_no_ticket_and_no_draft(plain: Flask) -> None:
    wave = asked(3)
    db.session.commit()

    def rows() -> list[int]:
        return [db.session.scalars(select(func.count()).select_from(table)).one() for table in (Entry, Outbox, Ticket)]

    before = rows()
    drafts.save(wave.wave.id, wave.tokens[0], Draft(dict(ANSWERS)), wave.at)
    assert wave.answer(wave.tokens[0], BAD)
    db.session.commit()
    assert rows() == before
    assert db.session.scalars(select(ResponseDraft)).all() == []
    assert db.session.scalars(select(AnswerText)).all() == []
    assert db.session.scalars(select(SurveyCell)).all() == []


def test_fewer_than_five_wait_for_others_and_the_closing_destroys_the_secret(store: Flask) -> None:
    wave = asked(FEWEST + 2)
    tokens = wave.tokens
    for token in tokens[: FEWEST - 1]:
        wave.answer(token)
    assert stirring.stir(wave.at) == 0
    wave.answer(tokens[FEWEST])
    assert stirring.stir(wave.at) == FEWEST
    wave.answer(tokens[FEWEST + 1])
    assert stirring.stir(wave.at) == 0
    old = {row.id for row in wave.responses()}
    waves.close(wave.wave, wave.officer, wave.at + timedelta(days=1))
    db.session.commit()
    assert not old & {row.id for row in wave.responses()}
    assert {row.on for row in wave.responses()} == {(wave.at + timedelta(days=1)).date()}
    assert all(row.is_counted for row in wave.responses())
    assert wave.wave.secret is None
    assert db.session.scalars(select(Invitation.token_hash)).all() == [None] * (FEWEST + 2)
    assert counting.rebuild(only_check=True)["differences"] == 0


def test_small_strata_are_merged_before_anything_goes_out(plain: Flask) -> None:
    wave = asked(22)  # eight strata of two or three
    rows = db.session.scalars(select(Invitation).where(Invitation.wave_id == wave.wave.id)).all()
    assert min(Counter((row.area, row.size, row.trade) for row in rows).values()) >= FEWEST


def test_the_bytes_of_the_file_no_longer_hold_the_old_rows(new_store: NewStore) -> None:
    settings = new_store("sqlite")
    with opened(bare_app(settings)):
        staff_the_house()
        wave, _ = answered(12)
        old = db.session.scalars(select(Response.answers_sealed)).all()
        stirring.stir(wave.at)
        db.session.commit()
        stirring.scrub()
        path = Path(settings.folder / "qisheng.db")
        held = b"".join(one.read_bytes() for one in path.parent.glob("qisheng.db*"))
        assert not [blob for blob in old if blob and bytes(blob) in held]
        with sqlite3.connect(path) as bare, pytest.raises(sqlite3.OperationalError):
            bare.execute("SELECT rowid FROM response")
        bare.close()


def test_a_draft_opens_with_its_link_only(plain: Flask) -> None:
    wave = asked(2)
    one, other = wave.tokens
    drafts.save(wave.wave.id, one, Draft({"comment": "接电等了十九天"}), wave.at)
    db.session.commit()
    row = db.session.scalars(select(ResponseDraft)).one()
    assert "接电".encode() not in bytes(row.sealed)
    assert drafts.load(one).answers == {"comment": "接电等了十九天"}
    assert drafts.load(other).answers == {}
    assert row.tag not in {mac.hex() for mac in ring_in_force().macs("token", "spent survey link", one)}


def test_one_link_one_response_however_often_it_is_sent(store: Flask) -> None:
    wave = asked(1, "named")
    visit = answering.visit(wave.tokens[0])
    assert [answering.submit(visit, ANSWERS, THURSDAY) for _ in range(3)] == [True, False, False]
    assert len(wave.responses()) == 1
    assert counting.rebuild(only_check=True) == {"waves": 1, "responses": 1, "cells": 4, "differences": 0}
