"""Every figure counted a second time, slowly and another way: from the histories, and by the policy of complaints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app import taxonomy
from app.actor import Actor
from app.clock import local
from app.database import db
from app.store.clocks import Clock
from app.store.complaints import Complaint, Rating, Refusal
from app.store.entries import Entry
from complaints import policy

ENDINGS = {"T4", "T30", "T31", "T35", "T29"}


@dataclass(frozen=True)
class Hit:
    """One thing that a figure counts."""

    matter: int
    figure: str
    part: str
    month: str
    unit: str
    area: str
    topic: str


def counted(at: datetime) -> list[Hit]:
    """Everything that every figure counts at *at*, for everybody."""
    return [hit for complaint in db.session.scalars(select(Complaint)) for hit in _Matter(complaint, at).hits()]


def in_public(complaint: Complaint) -> bool:
    """公开口径, asked of the policy: nobody is recused, no tip-off, no conduct."""
    is_quiet = not policy.accused_units(complaint) and not policy.named_people(complaint)
    return is_quiet and complaint.kind != "tip_off" and complaint.topic not in taxonomy.conduct_topics()


def may_see_row(actor: Actor, complaint: Complaint) -> bool:
    return policy.sign(actor, complaint, "row") in {"s", "a"}


class _Matter:
    def __init__(self, complaint: Complaint, at: datetime) -> None:
        self.complaint, self.at = complaint, at
        stream = f"complaint:{complaint.id}"
        self.entries = list(db.session.scalars(select(Entry).where(Entry.stream == stream).order_by(Entry.seq)))
        self.clocks = _rows(Clock, complaint)
        self.crossed = {(e.after["clock"], e.after["round"]) for e in self.entries if e.verb == "crossed"}

    def hits(self) -> Iterator[Hit]:
        if self._at("T35"):
            return
        c = self.complaint
        for figure, part, when, unit in (*self._flows(), *self._clocks(), *self._words()):
            month = "" if figure == "open" else f"{local(when):%Y-%m}"
            yield Hit(c.id, figure, part, month, unit or "", c.area or "", c.topic or "")

    def _at(self, *verbs: str) -> list[datetime]:
        return [entry.at for entry in self.entries if entry.verb in verbs]

    def _state(self) -> str:
        return [entry.after["state"] for entry in self.entries if "state" in entry.after][-1]

    def _flows(self) -> Iterator[tuple[str, str, datetime, str | None]]:
        lead, state, moved = self.complaint.lead, self._state(), self.entries[-1].at
        yield "received", "yes", self._at("T1")[0], lead
        last = {"closed": ("T24", "T28"), "declined": ("T5",), "ended": tuple(ENDINGS)}
        if state in last:
            yield state, "yes", self._at(*last[state])[-1], lead
            return
        whole = [clock for clock in self.clocks if clock.kind == "C4" and clock.stopped_at is None]
        missed = any((clock.kind, clock.round) in self.crossed or self._missed(clock) for clock in whole)
        yield "open", "no" if missed else "yes", moved, lead

    def _missed(self, clock: Clock) -> bool:
        """Past its moment, though no sweep has come by; it does not wait."""
        waits = self._state() in taxonomy.clock_rules()[clock.kind].paused_in
        return clock.stopped_at is None and not waits and clock.due_at < self.at

    def _clocks(self) -> Iterator[tuple[str, str, datetime, str | None]]:
        lead = self.complaint.lead
        for clock in self.clocks:
            if clock.voided:
                continue
            unit = self._leader(clock.started_at)
            if clock.kind == "C1":
                yield "accept", self._part(clock, {"T5", "T6"}), clock.due_at, lead
            elif clock.kind == "C2":
                yield "sign", self._part(clock, {"T8", "T9", "T10"}), clock.due_at, unit
                yield "refused", self._refused(clock, unit), clock.due_at, unit
            elif clock.kind == "C3":
                yield "contact", self._contact(clock), clock.due_at, unit
            elif clock.kind == "C4" and clock.round == 1:
                yield "on_time", self._part(clock, {"T23"}), clock.due_at, lead
                yield "on_original", self._original(clock), clock.due_at, lead
            elif clock.kind == "C4":
                yield "rework_on_time", self._part(clock, {"T23"}), clock.due_at, lead

    def _part(self, clock: Clock, done_by: set[str]) -> str:
        if (clock.kind, clock.round) in self.crossed:
            return "no"
        if clock.stopped_at is not None and not [at for at in self._at(*done_by) if at == clock.stopped_at]:
            return "excluded"
        if clock.due_at > self.at:
            return "pending"
        if clock.stopped_at is None:
            return "no" if self._missed(clock) else "pending"
        return "yes"

    def _original(self, clock: Clock) -> str:
        part = self._part(clock, {"T23"})
        late = clock.stopped_at is not None and clock.stopped_at > clock.first_due_at
        return "no" if late and part in {"yes", "pending"} else part

    def _contact(self, clock: Clock) -> str:
        calm = self._part(clock, {"T1"})  # never stopped by it: what was stopped comes back as excluded
        if calm != "excluded":
            return calm
        if clock.stopped_at in self._at("T10"):
            return "excluded"
        if clock.stopped_at in self._at("contact", "message", "T15"):
            return "yes" if clock.due_at <= self.at else "pending"
        if clock.stopped_at in self._at(*ENDINGS):
            return "excluded"
        return "no" if clock.due_at <= self.at else "pending"

    def _refused(self, clock: Clock, unit: str | None) -> str:
        if clock.by == "T14":
            return "excluded"
        ended = self._part(clock, {"T8", "T9", "T10"}) == "excluded"
        later = [c.started_at for c in self.clocks if c.kind == "C2" and not c.voided and c.round > clock.round]
        mine = [r for r in _rows(Refusal, self.complaint) if r.unit == unit and r.at >= clock.started_at]
        was = any(refusal.at < min(later, default=refusal.at.max.replace(tzinfo=refusal.at.tzinfo)) for refusal in mine)
        if ended and not was:
            return "excluded"
        if clock.due_at > self.at:
            return "pending"
        return "yes" if was else "no"

    def _leader(self, at: datetime) -> str | None:
        shares = [share for share in self.complaint.assignments if share.role == "lead" and share.from_at <= at]
        return max(shares, key=lambda share: share.from_at).unit if shares else None

    def _words(self) -> Iterator[tuple[str, str, datetime, str | None]]:
        complaint, lead = self.complaint, self.complaint.lead
        published = self._at("T23")
        if published:
            yield "rework", "yes" if self._at("T27") else "no", min(published), lead
        if self._at("T6"):
            yield "duration", "yes" if published else "no", self._at("T6")[0], lead
        if self._state() != "closed":
            return
        closed = self._at("T24", "T28")[-1]
        rounds = 1 + len(self._at("T27"))
        said = [rating for rating in _rows(Rating, complaint) if rating.round == rounds]
        last = max(said, key=lambda rating: rating.at) if said else None
        good = {"very_satisfied", "satisfied"}
        yield "satisfied", "silent" if last is None else "yes" if last.level in good else "no", closed, lead
        if complaint.kind in {"grievance", "help", "tip_off"}:
            yield "resolved", "silent" if last is None else "yes" if last.solved == "yes" else "no", closed, lead


def _rows(table: type, complaint: Complaint) -> list:  # type: ignore[type-arg]
    return list(db.session.scalars(select(table).where(table.complaint_id == complaint.id).order_by(table.id)))  # type: ignore[attr-defined]
