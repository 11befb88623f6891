"""The machine reads a complaint in the worker: the reading and the proposal are rows that nobody overwrites."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select

from analytics import text as reader
from analytics.text.reading import Reading
from app import outbox, taxonomy
from app.actor import SYSTEM
from app.clock import now
from app.database import db, insert
from app.store.complaints import Complaint, Ruling
from app.store.people import Unit
from app.store.readings import ReadingRow
from complaints import policy, queries, routing
from complaints.clock_effects import ClockChange
from complaints.deadlines import recompute
from complaints.operations import likeness, telling, times
from complaints.operations.steps import Move, note
from complaints.routing import Precedent, Proposal, Score

URGENT = {"priority", "urgent"}
PRECEDENTS = 20
TABLE_IS_RIGHT = 0.94  # how often the duty table names the right lead once the topic is true, as measured


def prepare(payload: dict[str, Any]) -> dict[str, Any] | None:
    """Read the masked text, with no transaction open; None if the matter is gone."""
    complaint = db.session.get(Complaint, payload["complaint"])
    if complaint is None:
        return None
    masked = complaint.masked
    db.session.rollback()
    return _read(masked)


def _read(masked: str) -> dict[str, Any]:
    return {"reading": reader.read(masked).as_json(), "hash": text_hash(masked), "keys": reader.near_keys(masked)}


def text_hash(masked: str) -> str:
    """Names the text that was read."""
    return hashlib.sha256(masked.encode()).hexdigest()


def apply(payload: dict[str, Any], prepared: dict[str, Any] | None) -> None:
    """Keep the reading, if the matter is still there."""
    complaint = db.session.get(Complaint, payload["complaint"]) if prepared else None
    if complaint is not None and prepared is not None:
        _take(complaint, prepared, now())


def _take(complaint: Complaint, prepared: dict[str, Any], at: datetime) -> None:
    """Keep the reading; shorten C1 where it is more urgent; let the baseline give its opinion."""
    reading = prepared["reading"]
    _keep(complaint.id, "house", reading["model"], prepared["hash"], reading, at)
    if complaint.state in {"received", "amending"}:
        found = set(reading["risks"]) | set(complaint.risks)
        complaint.risks = sorted(found, key=list(taxonomy.risks()).index)
        _hurry(complaint, reading["urgency"])
        telling.ring_if_unsafe(complaint, at)
    note(complaint, "read", Move(SYSTEM, at), {"model": reading["model"], "topic": reading["topic"]})
    likeness.keep_keys(complaint.id, prepared["keys"])
    outbox.put_once("same", f"same:{complaint.id}:{prepared['hash'][:16]}", complaint=complaint.id)
    outbox.put_once("baseline", f"baseline:{complaint.id}:{prepared['hash'][:16]}", complaint=complaint.id)


def _keep(complaint_id: int, engine: str, model: str, digest: str, answers: dict[str, Any], at: datetime) -> None:
    row = insert(ReadingRow).values(
        complaint_id=complaint_id, engine=engine, model=model, taxonomy=taxonomy.version(),
        text_hash=digest, answers=answers, at=at,
    )  # fmt: skip
    db.session.execute(row.on_conflict_do_nothing(index_elements=["complaint_id", "engine", "model", "text_hash"]))


def _hurry(complaint: Complaint, urgency: str) -> None:
    """C1 starts as normal and is shortened if the reading proposes more urgency."""
    clock = times.open_clock(complaint.id, "C1")
    if urgency not in URGENT or clock is None:
        return
    running = times.running(clock)
    shorter = recompute(running, times.current_calendar(), taxonomy.clock_rules()["C1"].by_urgency[urgency])
    if shorter.due_at < running.due_at:
        times.save(complaint.id, [clock], [ClockChange("move", shorter)])


def prepare_baseline(payload: dict[str, Any]) -> dict[str, Any] | None:
    """What snownlp and naive Bayes think of the masked text."""
    from analytics.text.baseline import naive_topic, opinion

    complaint = db.session.get(Complaint, payload["complaint"])
    if complaint is None:
        return None
    masked = complaint.masked
    db.session.rollback()
    topic, p = naive_topic(masked)
    opinions = {"snownlp": {"positive": round(opinion(masked), 4)}, "naive_bayes": {"topic": topic, "p": round(p, 4)}}
    return {"opinions": opinions, "hash": text_hash(masked)}


def apply_baseline(payload: dict[str, Any], prepared: dict[str, Any] | None) -> None:
    """Kept beside ours, as the baseline."""
    for engine, answers in prepared["opinions"].items() if prepared else ():
        _keep(payload["complaint"], engine, engine, prepared["hash"], answers, now())  # type: ignore[index]


def read_now(complaint_id: int, at: datetime) -> None:
    """Read at once in the running transaction, as if at *at*: for the seeding of the demonstration."""
    complaint = db.session.get_one(Complaint, complaint_id)
    _take(complaint, _read(complaint.masked), at)
    likeness.compare_now(complaint)


def proposal(complaint: Complaint) -> Proposal:
    """Three candidates from the stored reading, the topic a person has fixed, rulings and recusal."""
    row = queries.reading_of(complaint.id)
    return proposal_from(complaint, row, rulings(), ended_units())


def proposal_from(complaint: Complaint, row: ReadingRow | None, precedents: list[Precedent], ended: frozenset[str]) -> Proposal:
    """The same with what a list has already fetched for all its rows."""
    from analytics.text.duties import lead_scores

    topics: dict[str, float] = dict(Reading.from_json(row.answers).topic_p) if row else {}
    if complaint.topic:
        topics = _fixed(complaint.topic, topics)
    accused = policy.accused_units(complaint)
    scores = [Score(s.unit, s.p, s.clause, s.topic) for s in lead_scores(topics, complaint.area, accused, complaint.masked)]
    topic = complaint.topic or (row.answers["topic"] if row else None)
    return routing.propose(
        scores, topic=topic, area=complaint.area, accused=accused, precedents=precedents, kind=complaint.kind, ended=ended
    )


def _fixed(topic: str, guesses: dict[str, float]) -> dict[str, float]:
    """A person has said what it is about: the duty table decides, the machine's other topics give the runners-up."""
    others = {code: p for code, p in guesses.items() if code != topic and p > 0}
    whole = sum(others.values())
    share = 1 - TABLE_IS_RIGHT if whole else 0.0
    return {topic: 1 - share} | {code: share * p / whole for code, p in others.items()}


def rulings() -> list[Precedent]:
    """The newest rulings, as routing reads them."""
    query = select(Ruling).where(Ruling.topic.is_not(None)).order_by(Ruling.at.desc()).limit(PRECEDENTS)
    return [Precedent(r.number, r.topic or "", r.area, r.lead, r.clause) for r in db.session.scalars(query)]


def ended_units() -> frozenset[str]:
    """Units that no longer exist."""
    return frozenset(db.session.scalars(select(Unit.code).where(Unit.ended_on.is_not(None))))
