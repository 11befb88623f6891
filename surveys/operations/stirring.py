"""The stir of 匿名 waves: new rows get new keys in random order, at least five together, and only then count.

Before it an answer shows in no figure; after it neither key nor order nor time joins a used link and a response.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter, itemgetter

from sqlalchemy import delete, func, insert, select

from app.clock import day_of
from app.database import db, is_postgres
from app.sealing import Look, random_id
from app.store.surveys import AnswerText, Response, SpentToken, Wave
from surveys.operations import answering, counting
from surveys.promises import ANONYMOUS
from surveys.strata import FEWEST

STIRRING = Look("stirring", "house")


def stir(at: datetime) -> int:
    """Stir every 匿名 wave that is not closed; how many responses came to count."""
    waves = db.session.scalars(select(Wave).where(Wave.promise == ANONYMOUS, Wave.closed_at.is_(None)).order_by(Wave.id))
    return sum(stir_wave(wave, at) for wave in waves.all())


def stir_wave(wave: Wave, at: datetime, *, is_last: bool = False) -> int:
    """Rewrite what is new; at the closing all rows, however few. How many came to count."""
    waiting = select(func.count()).select_from(Response).where(Response.wave_id == wave.id, Response.is_counted.is_(False))
    new = db.session.scalars(waiting).one()
    if new < FEWEST and not is_last:
        return 0
    _rewrite_tokens(wave.id, day_of(at), everything=is_last)
    fresh = _rewrite_responses(wave.id, day_of(at), everything=is_last)
    questionnaire = counting.questionnaire_of(wave.of_version.definition)
    for response in _shuffled(fresh):
        said = json.loads(response.answers.open(STIRRING)) if response.answers else {}
        answering.add_texts(wave.id, questionnaire, response.channel, said)
    if is_last:
        _rewrite_texts(wave.id)
    counting.add(wave.id, counting.cells_of(questionnaire, fresh))
    wave.stirred_on = day_of(at)
    db.session.flush()
    return len(fresh)


def _shuffled(rows: Sequence[Response]) -> list[Response]:
    return secrets.SystemRandom().sample(list(rows), len(rows))


def _rewrite_tokens(wave_id: int, on: date, *, everything: bool) -> None:
    which = (SpentToken.wave_id == wave_id, *(() if everything else (SpentToken.is_stirred.is_(False),)))
    rows = [dict(row) for row in db.session.execute(select(*SpentToken.__table__.columns).where(*which)).mappings()]
    db.session.execute(delete(SpentToken).where(*which).execution_options(synchronize_session=False))
    anew = [{**row, "id": random_id(), "on": on, "is_stirred": True} for row in rows]
    if anew:
        db.session.execute(insert(SpentToken), sorted(anew, key=itemgetter("id")))


def _rewrite_responses(wave_id: int, on: date, *, everything: bool) -> list[Response]:
    """Every row anew under a new key, sealed anew, on the day of the stir like its token; those that are new to figures."""
    which = (Response.wave_id == wave_id, *(() if everything else (Response.is_counted.is_(False),)))
    old = db.session.scalars(select(Response).where(*which)).all()
    anew: list[Response] = []
    fresh: list[Response] = []
    for row in old:
        copy = Response(
            id=random_id(), wave_id=wave_id, channel=row.channel, area=row.area, size=row.size, trade=row.trade,
            codes=row.codes, on=on, is_counted=True,
        )  # fmt: skip
        copy.answers = row.answers.open(STIRRING) if row.answers else None
        anew.append(copy)
        if not row.is_counted:
            fresh.append(copy)
    for row in old:
        db.session.expunge(row)
    db.session.execute(delete(Response).where(*which).execution_options(synchronize_session=False))
    db.session.add_all(sorted(anew, key=attrgetter("id")))
    db.session.flush()
    return fresh


def _rewrite_texts(wave_id: int) -> None:
    which = AnswerText.wave_id == wave_id
    rows = [dict(row) for row in db.session.execute(select(*AnswerText.__table__.columns).where(which)).mappings()]
    db.session.execute(delete(AnswerText).where(which).execution_options(synchronize_session=False))
    if rows:
        anew = [{**row, "id": random_id()} for row in rows]
        db.session.execute(insert(AnswerText), sorted(anew, key=itemgetter("id")))


def scrub() -> None:
    """Give back the pages on which deleted rows still lie. Outside of any transaction."""
    if is_postgres():
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in (SpentToken, Response, AnswerText):
                connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table.__tablename__}")
        return
    bare = db.engine.raw_connection()
    try:
        cursor = bare.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        bare.close()
