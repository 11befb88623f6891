"""Counters: every figure of a wave is a sum of cells that the transaction of a response, or the stir, has added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlalchemy import delete, select

from app.database import db, insert
from app.store.surveys import Response, SurveyCell, SurveyVersion, Wave
from surveys import packing, profile
from surveys.definition import Questionnaire

CellKey = tuple[str, str, str, str, str, str]  # item, option, channel, area, size, trade
CELL = ("wave_id", "item", "option", "channel", "area", "size", "trade")


@lru_cache(maxsize=64)
def questionnaire_of(definition: str) -> Questionnaire:
    """A published definition, read once."""
    return profile.read(definition)


def cells_of(questionnaire: Questionnaire, responses: Iterable[Response]) -> Counter[CellKey]:
    """What *responses* add to the counters; item "" counts the responses themselves."""
    found: Counter[CellKey] = Counter()
    for one in responses:
        place = (one.channel, one.area, one.size, one.trade)
        found["", "", *place] += 1
        for (item, option), n in packing.tallies(questionnaire, one.codes).items():
            found[item, option, *place] += n
    return found


def add(wave_id: int, cells: Counter[CellKey]) -> None:
    """Add *cells*, in the order of their keys, so that no two writers wait for each other in a ring."""
    rows = [dict(zip(CELL, (wave_id, *key), strict=True), n=cells[key]) for key in sorted(cells) if cells[key]]
    table = SurveyCell.__table__
    new = insert(table)
    again = new.on_conflict_do_update(index_elements=CELL, set_={"n": table.c.n + new.excluded.n})
    if rows:
        db.session.execute(again, rows)


def rebuild(*, only_check: bool) -> dict[str, int]:
    """Count every wave anew; how many waves, cells and differences there were."""
    found = {"waves": 0, "responses": 0, "cells": 0, "differences": 0}
    for wave_id, definition in db.session.execute(select(Wave.id, SurveyVersion.definition).join(Wave.of_version)).all():
        right, number = _recounted(wave_id, questionnaire_of(definition))
        wrong = {key for key, n in _stored(wave_id) if right.get(key, 0) != n}
        wrong |= right.keys() - {key for key, _ in _stored(wave_id)}
        found["waves"] += 1
        found["responses"] += number
        found["cells"] += len(right)
        found["differences"] += len(wrong)
        if wrong and not only_check:
            db.session.execute(delete(SurveyCell).where(SurveyCell.wave_id == wave_id))
            add(wave_id, right)
    return found


def _recounted(wave_id: int, questionnaire: Questionnaire) -> tuple[Counter[CellKey], int]:
    cells: Counter[CellKey] = Counter()
    number = 0
    rows = db.session.scalars(
        select(Response).where(Response.wave_id == wave_id, Response.is_counted).execution_options(yield_per=1000)
    )
    for response in rows:
        cells.update(cells_of(questionnaire, [response]))
        number += 1
    return cells, number


def _stored(wave_id: int) -> Iterator[tuple[CellKey, int]]:
    rows = db.session.scalars(select(SurveyCell).where(SurveyCell.wave_id == wave_id))
    return (((row.item, row.option, row.channel, row.area, row.size, row.trade), row.n) for row in rows)
