"""The index of words: `search_text` says what is found, `search_gram` finds it (FTS5, or tsvector with GIN).

A gram of FTS5 is deleted by telling it the old text, which `search_text` keeps for that.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    cast,
    column,
    delete,
    false,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.database import db, insert, is_postgres
from app.search.grams import VERSION, fold, grams, phrase, runs
from app.store.search import SearchText

GRAM = table("search_gram", column("rowid", BigInteger), column("words"))
LONGEST_TEXT = 16_000  # PostgreSQL keeps no place beyond 16,383
FEW = 1000  # so many hits are fetched and put in order; of more the newest are walked
MOST_RUNS = 8

_DROP = {
    True: "DELETE FROM search_gram WHERE rowid = :id",
    False: "INSERT INTO search_gram(search_gram, rowid, words) VALUES ('delete', :id, :words)",
}
_ADD = {
    True: "INSERT INTO search_gram(rowid, words) VALUES (:id, CAST(:words AS tsvector))",
    False: "INSERT INTO search_gram(rowid, words) VALUES (:id, :words)",
}

_EMPTY = "INSERT INTO search_gram(search_gram) VALUES ('delete-all')"


def put(complaint_id: int, plain: str) -> bool:
    """Let *complaint_id* be found by *plain* (folded) from now on; whether anything changed."""
    row = db.session.scalar(select(SearchText).where(SearchText.complaint_id == complaint_id))
    if row is not None and (row.plain, row.made_by) == (plain, VERSION):
        return False
    if row is not None:
        _drop(row)
    kept = {} if row is None else {"id": row.id}  # its place among the older and the newer
    values: dict[str, Any] = {"complaint_id": complaint_id, "plain": plain, "made_by": VERSION, **kept}
    id_ = db.session.scalars(insert(SearchText).values(values).returning(SearchText.id)).one()
    db.session.execute(text(_ADD[is_postgres()]), {"id": id_, "words": _words(plain)})
    return True


def remove(complaint_id: int) -> None:
    """Let it not be found any more."""
    row = db.session.scalar(select(SearchText).where(SearchText.complaint_id == complaint_id))
    if row is not None:
        _drop(row)


def clear() -> None:
    """Forget everything, whatever state it is in."""
    db.session.execute(text("DELETE FROM search_gram" if is_postgres() else _EMPTY))
    db.session.execute(delete(SearchText))


def _drop(row: SearchText) -> None:
    db.session.execute(
        text(_DROP[is_postgres()]), {"id": row.id} if is_postgres() else {"id": row.id, "words": _words(row.plain)}
    )
    db.session.execute(delete(SearchText).where(SearchText.id == row.id).execution_options(synchronize_session=False))
    db.session.expunge(row)


def _words(plain: str) -> str:
    """The grams as the engine wants them: in order, or each with its places."""
    found = grams(plain[:LONGEST_TEXT])
    if not is_postgres():
        return " ".join(found)
    places: dict[str, list[int]] = defaultdict(list)
    for place, gram in enumerate(found, 1):
        places[gram].append(place)
    return " ".join(f"{gram}:{','.join(map(str, at))}" for gram, at in places.items())


@dataclass(frozen=True)
class Sought:
    """What is asked for: its runs, each of which must stand in the text."""

    runs: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> Sought:
        """The runs of *words*."""
        return cls(tuple(dict.fromkeys(runs(fold(words))))[:MOST_RUNS])

    def __bool__(self) -> bool:
        return bool(self.runs)

    def hits(self) -> ColumnElement[bool]:
        """SQL for the rows of GRAM in which all of it stands; nothing stands everywhere, and is not looked for."""
        if not self.runs:
            return false()
        if not is_postgres():
            match = " AND ".join(_fts5(run) for run in self.runs)
            return literal_column("search_gram").op("MATCH")(bindparam(None, match))
        asked = cast(" & ".join(_tsquery(run) for run in self.runs), TSQUERY)
        matches: ColumnElement[bool] = GRAM.c.words.op("@@")(asked)
        return _few(matches)

    def reads(self) -> ColumnElement[bool]:
        """The same for rows of `search_text` by reading them: quicker where others have cut them down to a few."""
        return and_(*(SearchText.plain.contains(run, autoescape=True) for run in self.runs)) if self.runs else false()


def _few(matches: ColumnElement[bool]) -> ColumnElement[bool]:
    """Where the hits are few, their ids: PostgreSQL misjudges words and would walk the whole table for a rare one."""
    ids = list(db.session.scalars(select(GRAM.c.rowid).where(matches).limit(FEW + 1)))
    return GRAM.c.rowid.in_(ids) if len(ids) <= FEW else matches


def _fts5(run: str) -> str:
    pairs = phrase(run)
    return f"{pairs[0]}*" if len(run) == 1 else f'"{" ".join(pairs)}"'


def _tsquery(run: str) -> str:
    pairs = phrase(run)
    return f"{pairs[0]}:*" if len(run) == 1 else f"({' <-> '.join(pairs)})"
