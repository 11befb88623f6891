"""What was found, in context: the words that were asked for are marked where they stand in the masked text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import taxonomy
from app.search.grams import fold_with_places
from app.search.index import Sought
from app.store.complaints import Complaint
from complaints.views.case.text import Piece

BEFORE, LENGTH = 16, 80
MOST_MARKS = 200


@dataclass(frozen=True)
class Hit:
    """A line of what was found."""

    complaint: Complaint
    number: list[Piece]
    title: list[Piece]
    party: list[Piece]
    words: list[Piece]
    lead: list[Piece]
    place: list[Piece]


def hits_of(sought: Sought, complaints: Sequence[Complaint], shorts: dict[str, str]) -> list[Hit]:
    """A line for each of *complaints*."""
    return [_hit(sought, complaint, shorts) for complaint in complaints]


def _hit(sought: Sought, complaint: Complaint, shorts: dict[str, str]) -> Hit:
    party = complaint.enterprise_name or "" if complaint.mode == "named" else ""
    area = taxonomy.areas().get(complaint.area or "")
    return Hit(
        complaint,
        number=marked(complaint.number, sought),
        title=marked(complaint.title, sought),
        party=marked(party, sought),
        words=context(" ".join(complaint.masked.split()), sought),
        lead=marked(shorts.get(complaint.lead or "", ""), sought),
        place=marked(area.short if area else "", sought),
    )


def marked(text: str, sought: Sought) -> list[Piece]:
    """*text* with what was asked for marked."""
    pieces, at = [], 0
    for start, end in spans(text, sought):
        pieces += [Piece(text[at:start]), Piece(text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def context(text: str, sought: Sought) -> list[Piece]:
    """The stretch of *text* around the first hit; its beginning where none is in it."""
    found = spans(text, sought)
    start = max(0, found[0][0] - BEFORE) if found else 0
    start = max(0, min(start, len(text) - LENGTH))
    end = start + LENGTH
    pieces = marked(text[start:end], sought)
    return [*([Piece("…")] if start else []), *pieces, *([Piece("…")] if end < len(text) else [])]


def spans(text: str, sought: Sought) -> list[tuple[int, int]]:
    """Where it stands in *text*, in order and joined where it touches."""
    folded, places = fold_with_places(text)
    found: list[tuple[int, int]] = []
    for run in sought.runs:
        at = folded.find(run)
        while at >= 0 and len(found) < MOST_MARKS:
            found.append((places[at], places[at + len(run) - 1] + 1))
            at = folded.find(run, at + len(run))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
