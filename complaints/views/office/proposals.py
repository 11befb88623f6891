"""The machine's proposals for the rows of a list, fetched at once; and what one key may do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import taxonomy
from app.store.complaints import Complaint
from app.store.readings import ReadingRow
from complaints import policy, queries
from complaints.operations import reading
from complaints.routing import CLEAR_LEAD, Proposal

WORDS_SHOWN = 3


@dataclass(frozen=True)
class Proposed:
    """What stands beside a row: the proposal, the topic as fixed or read, the words that counted."""

    proposal: Proposal
    topic: str | None
    words: tuple[str, ...]
    reading: ReadingRow | None


def proposals_for(complaints: Sequence[Complaint]) -> dict[int, Proposed]:
    """By complaint id."""
    if not complaints:
        return {}
    readings = queries.readings_of([complaint.id for complaint in complaints])
    precedents, ended = reading.rulings(), reading.ended_units()
    found = {}
    for complaint in complaints:
        row = readings.get(complaint.id)
        proposal = reading.proposal_from(complaint, row, precedents, ended)
        found[complaint.id] = Proposed(proposal, _topic(complaint, row), words_of(row), row)
    return found


def proposed_for(complaint: Complaint) -> Proposed:
    """The same for one matter."""
    return proposals_for([complaint])[complaint.id]


def _topic(complaint: Complaint, row: ReadingRow | None) -> str | None:
    return complaint.topic or (str(row.answers["topic"]) if row else None)


def words_of(row: ReadingRow | None) -> tuple[str, ...]:
    """The strongest words for the topic."""
    reasons, topics = row.answers["reasons"] if row else [], taxonomy.topics()
    strong = sorted((r for r in reasons if r["weight"] > 0 and r["for"] in topics), key=lambda r: -float(r["weight"]))
    return tuple(dict.fromkeys(str(r["text"]) for r in strong))[:WORDS_SHOWN]


def parts_of(proposed: Proposed) -> dict[str, str]:
    """Part by co-handler, as one key hands them out: the clause of its duties that fits best."""
    return {unit: default_part(unit, proposed.topic) for unit in proposed.proposal.co}


def default_part(unit: str, topic: str | None) -> str:
    """The duty clause of *unit* that shares most pairs of characters with the topic's words."""
    clauses = [clause.text for clause in taxonomy.units()[unit].clauses]
    if not clauses:
        return "配合办理职责范围内的部分"
    known = taxonomy.topics().get(topic or "")
    wanted = _pairs("".join([known.label, *known.cues])) if known else set()
    return max(clauses, key=lambda text: len(_pairs(text) & wanted))


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def may_accept_at_once(complaint: Complaint, row: ReadingRow | None) -> bool:
    """Whether one key may take a matter on with the machine's answers: nothing in it needs a person's thought."""
    if row is None or complaint.mode != "named" or complaint.decline_by is not None:
        return False
    answers = row.answers
    needs_thought = complaint.mentions or complaint.risks or answers["risks"] or answers["kind"] == "tip_off"
    if needs_thought or complaint.kind == "tip_off" or answers["topic"] in taxonomy.conduct_topics():
        return False
    first, *others = [float(guess["p"]) for guess in answers["topics"]] or [0.0]
    return first - (others[0] if others else 0.0) >= CLEAR_LEAD


def may_dispatch_at_once(complaint: Complaint, proposal: Proposal) -> bool:
    """Whether one key may send it to the first candidate."""
    return proposal.is_clear and complaint.kind != "tip_off" and not policy.accused_units(complaint)
