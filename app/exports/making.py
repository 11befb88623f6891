"""The rows of an export: the list itself, walked from its first row to its last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from app.actor import Actor
from app.database import db, reading
from app.exports.sheets import Sheet
from app.lists import slices
from app.lists.asking import Asked, asked_of, walk_of
from app.lists.spec import ListSpec, Reader

AT_ONCE = 5_000  # rows; more are made by the worker
SLICE = 5_000


@dataclass(frozen=True)
class Wanted:
    """A list as somebody asks for it."""

    spec: ListSpec
    reader: Reader
    asked: Asked

    @classmethod
    def read(cls, spec: ListSpec, actor: Actor, query: str, at: datetime) -> Wanted:
        """What the address *query* asks of *spec*, from its first row on."""
        reader = Reader(actor, at)
        args = {name: word for name, word in parse_qsl(query) if name not in {"after", "before"}}
        return cls(spec, reader, asked_of(spec, reader, args))

    @property
    def query(self) -> str:
        """The address again, in our own words."""
        return self.asked.address(self.spec, self.reader)

    @property
    def heads(self) -> list[str]:
        """The first row."""
        return [column.label for column in self.spec.columns]

    def in_words(self) -> str:
        """The filters as people read them."""
        known = {one.name: one for one in self.spec.filters}
        said = [(known[name], word) for name, word in self.asked.words.items()]
        return "；".join(f"{one.label}：{one.choices(self.reader).get(word, word)}" for one, word in said)

    def small(self) -> int | None:
        """How many rows, where they are few enough to be made at once."""
        walk = walk_of(self.spec, self.reader, self.asked)
        if walk.fits is not None:  # only the walk itself tells
            return None
        number = slices.count(walk.query, self.spec.id, AT_ONCE)
        return number if number <= AT_ONCE else None

    def write(self, sheet: Sheet, after_slice: Callable[[int], object] = lambda _rows: None) -> int:
        """Write every row; between two slices nothing is open, and *after_slice* hears how many there are."""
        written = 0
        walk = walk_of(self.spec, self.reader, self.asked).every(SLICE)
        while True:
            with _only_reading():
                rows = next(walk, None)
                lines = [] if rows is None else self.spec.lines(self.reader, rows)
                cells = [[column.value(line) for column in self.spec.columns] for line in lines]
                db.session.rollback()
                db.session.expunge_all()
            if rows is None:
                return written
            for row in cells:
                sheet.row(row)
            written += len(cells)
            after_slice(written)


@contextmanager
def _only_reading() -> Iterator[None]:
    """So that whoever writes does not wait for it."""
    kept = reading.set(True)
    try:
        yield
    finally:
        reading.reset(kept)
