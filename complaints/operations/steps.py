"""The one operation that moves a complaint: policy, state, version, guards; then clocks, holder, entry, event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app import chain
from app.actor import SYSTEM, Actor
from app.chain import Act, Who
from app.clock import local
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.events import ComplaintMoved, publish
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.entries import Entry
from complaints import guards, policy, workflow
from complaints.clock_effects import ClockChange
from complaints.operations import facts, indexing, telling, times, words
from complaints.workflow import STEPS, Step

STALE = "这件事刚刚由别人处理了，请看最新记录。"
MEMBERS = ("state", "kind", "topic", "urgency", "area", "lead", "handler_id", "closure_code", "end_reason", "round")
# Where the form has a field for what a guard asks, its sentence stands there.
FIELD_OF = {
    "long_enough": "text", "consent": "consent", "items_chosen": "items", "something_added": "text", "something_said": "text",
    "ground_and_text": "ground", "kind_topic_urgency_fixed": "topic", "masked_confirmed": "masked_confirmed",
    "lead_not_accused": "lead", "parts_named": "co", "reason_if_not_first": "reason", "handler_named": "handler",
    "ground_clause_and_unit": "ground", "reason_given": "reason", "clause_cited": "clause", "question_given": "question",
    "answered_or_due": "text", "code_fits": "code", "evidence_given": "evidence", "money_stated": "refunded",
    "texts_given": "public", "reasons_chosen": "reasons", "conclusion_given": "conclusion",
}  # fmt: skip


@dataclass(frozen=True)
class Move:
    """Who does what to which version of a complaint, when, and with what words (masked)."""

    actor: Actor
    at: datetime
    version: int | None = None
    reason: str = ""
    given: dict[str, Any] = field(default_factory=dict)


def who(actor: Actor) -> Who:
    """*actor* as an entry remembers him."""
    if actor.is_staff:
        return Who("staff", actor.person_id, actor.post_id)
    return Who("enterprise") if actor.kind in {"contact", "holder", "nobody"} else Who("system")


def check(complaint: Complaint, step_id: str, move: Move) -> Step:
    """Refuse what may not be done; nothing is changed yet."""
    step = STEPS[step_id]
    if move.actor.kind != "system" and policy.relation(move.actor, complaint) is None:
        raise NotFound
    if not workflow.allowed(move.actor, complaint, step):
        raise NotAllowed(f"“{step.label}”不归您的岗位办。")
    if complaint.state not in step.sources or (move.version is not None and move.version != complaint.version):
        raise WrongState(STALE)
    if step.guards:
        given = {"unit": move.actor.unit, "reason": move.reason, **move.given}
        refusal = guards.first_refusal(step.guards, facts.situation(complaint, move.actor, step_id, move.at, given))
        if refusal:
            name, sentence = refusal
            raise Invalid(sentence, **({FIELD_OF[name]: sentence} if name in FIELD_OF else {}))
    return step


def snapshot(complaint: Complaint) -> dict[str, Any]:
    """The codes and ids of a complaint that an entry keeps before and after."""
    return {name: getattr(complaint, name) for name in MEMBERS}


def record(complaint: Complaint, step: Step, move: Move, before: dict[str, Any] | None, **said: str) -> Entry:
    """Move the state, then clocks, holder, entry and event; *said* fills the public sentence."""
    if step.target is not None:
        complaint.state = step.target
    _mark_end(complaint, move.at)
    changes = times.apply_step(complaint, step.id, before["state"] if before else None, move.at)
    after = snapshot(complaint)
    changed = {name for name in after if before is None or before[name] != after[name]}
    act = Act(
        verb=step.id,
        reason=words.veiled(complaint, move.reason),
        before={name: before[name] for name in sorted(changed)} if before else {},
        after={name: after[name] for name in sorted(changed)},
        clocks={"changes": [change.record() for change in changes]} if changes else {},
        public_text=_public(step, complaint, changes, said),
    )
    entry = chain.append(facts.stream_of(complaint), who(move.actor), act, move.at)
    cross_late(complaint, changes, move.at)
    db.session.flush()
    indexing.refresh(complaint)
    telling.tell_step(complaint, step.id, entry.seq, move.actor, move.at)
    publish(ComplaintMoved(complaint.id, step.id))
    return entry


def cross_late(complaint: Complaint, changes: list[ClockChange], at: datetime) -> None:
    """A deadline that these changes met too late is crossed for good, though no sweep came in between."""
    late = {(c.clock.kind, c.clock.round) for c in changes if c.act == "stop" and c.clock.stopped_at > c.clock.due_at}  # type: ignore[operator]
    for clock in times.clocks_of(complaint.id) if late else ():
        if (clock.kind, clock.round) in late and clock.crossed_at is None:
            cross(complaint, clock, Move(SYSTEM, at))


def cross(complaint: Complaint, clock: Clock, move: Move) -> None:
    """The deadline of *clock* was missed: one entry that nothing erases."""
    clock.crossed_at = clock.due_at
    due = clock.due_at.isoformat()
    note(complaint, "crossed", move, {"clock": clock.kind, "round": clock.round, "due": due, "unit": complaint.lead})


def note(complaint: Complaint, verb: str, move: Move, after: dict[str, Any] | None = None, public_text: str = "") -> Entry:
    """An entry that moves nothing: a contact, a look, a message, a countersign."""
    act = Act(verb=verb, reason=words.veiled(complaint, move.reason), after=after or {}, public_text=public_text)
    return chain.append(facts.stream_of(complaint), who(move.actor), act, move.at)


def _mark_end(complaint: Complaint, at: datetime) -> None:
    state = complaint.state
    if state in {"closed", "declined", "ended"}:
        complaint.closed_at = at
    else:
        complaint.closed_at = None


def _public(step: Step, complaint: Complaint, changes: list[ClockChange], said: dict[str, str]) -> str:
    if not step.public or said.get("moved") == "":
        return ""
    facts_shown = {"number": complaint.number, "due": _due_words(step.id, changes), "lead": "", "co": "", **said}
    if complaint.lead_unit is not None:
        facts_shown |= {"lead": complaint.lead_unit.name, "phone": complaint.lead_unit.phone or "12345"}
    return step.public.format_map(_Blank(facts_shown))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


PROMISE = {"T1": "C1", "T2": "C7", "T6": "C4", "T13": "C6", "T23": "C8", "T27": "C4", "T37": "C1", "T3": "C1"}


def _due_words(step: str, changes: list[ClockChange]) -> str:
    for change in changes:
        if change.clock.kind == PROMISE.get(step) and change.act in {"start", "resume"}:
            day = local(change.clock.due_at)
            return f"{day.month}月{day.day}日"
    return ""
