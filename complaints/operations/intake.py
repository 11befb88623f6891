"""The office looks a matter over: T2 T5 T6 T34 T35, and what a person fixes beside the machine's proposal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from app import taxonomy
from app.actor import INTAKE, Role
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.sealing import random_id
from app.store.complaints import Complaint, Mention, Message
from app.store.enterprises import Enterprise
from app.store.readings import Label
from complaints import policy
from complaints.operations import indexing, words
from complaints.operations.steps import STALE, Move, check, note, record, snapshot

CORRECTABLE = frozenset({"topic", "urgency", "area", "enterprise_id"})


@dataclass(frozen=True)
class Fixed:
    """What T6 fixes. `accused` are units that the matter really complains about; `enterprise` a register id."""

    kind: str
    topic: str
    urgency: str
    area: str = ""
    enterprise: int | None = None
    accused: tuple[str, ...] = ()
    accused_people: tuple[int, ...] = ()
    risks: tuple[str, ...] = ()
    masked_confirmed: bool = False
    proposed: tuple[tuple[str, str], ...] = ()  # the machine's answer by field


def accept(complaint: Complaint, fixed: Fixed, move: Move) -> None:
    """T6: the matter is taken on; kind, topic, urgency, area, enterprise and the accused are a person's word."""
    given = {"kind": fixed.kind, "topic": fixed.topic, "urgency": fixed.urgency, "masked_confirmed": fixed.masked_confirmed}
    step = check(complaint, "T6", _with(move, given))
    _check_codes({**given, "area": fixed.area}, fixed.risks)
    before = snapshot(complaint)
    complaint.kind, complaint.topic, complaint.urgency = fixed.kind, fixed.topic, fixed.urgency
    complaint.area = fixed.area or None
    complaint.risks = list(fixed.risks)
    if complaint.mode == "named":
        complaint.enterprise_id = fixed.enterprise
        if complaint.enterprise_name is None and fixed.enterprise is not None:
            complaint.enterprise_name = db.session.scalar(select(Enterprise.name).where(Enterprise.id == fixed.enterprise))
    complaint.masked_confirmed_at = move.at if fixed.masked_confirmed else complaint.masked_confirmed_at
    complaint.decline_by = None
    complaint.accepted_at = move.at
    _fix_mentions(complaint, fixed.accused, fixed.accused_people)
    _label(complaint, fixed, move)
    record(complaint, step, move, before)


def _check_codes(values: dict[str, Any], risks: tuple[str, ...] = ()) -> None:
    """Only what stands in the tables; an area may be unknown."""
    tables: dict[str, Collection[str | None]] = {
        "kind": taxonomy.codes("kinds"), "topic": taxonomy.topics(), "urgency": taxonomy.urgencies(),
        "area": {"", None, *taxonomy.areas()},
    }  # fmt: skip
    wrong = [name for name, value in values.items() if value not in tables.get(name, {value})]
    if wrong or not set(risks) <= taxonomy.risks().keys():
        raise Invalid("请从列表里选。", **dict.fromkeys(wrong, "请从列表里选一项。"))


def _with(move: Move, given: dict[str, Any]) -> Move:
    return Move(move.actor, move.at, move.version, move.reason, {**move.given, **given})


def _fix_mentions(complaint: Complaint, units: tuple[str, ...], people: tuple[int, ...]) -> None:
    db.session.execute(delete(Mention).where(Mention.complaint_id == complaint.id, Mention.standing == "fixed"))
    db.session.add_all(Mention(complaint_id=complaint.id, unit=unit, standing="fixed") for unit in sorted(set(units)))
    db.session.add_all(Mention(complaint_id=complaint.id, person_id=id_, standing="fixed") for id_ in sorted(set(people)))
    db.session.expire(complaint, ["mentions"])


def _label(complaint: Complaint, fixed: Fixed, move: Move) -> None:
    machine = dict(fixed.proposed)
    for name in ("kind", "topic", "urgency", "area"):
        value = getattr(fixed, name)
        if value:
            source = "confirm" if machine.get(name) in {None, value} else "override"
            db.session.add(label(complaint, name, value, machine.get(name), source, move))


def label(complaint: Complaint, field: str, value: str, proposed: str | None, source: str, move: Move) -> Label:
    """A person's answer beside the machine's."""
    return Label(
        complaint_id=complaint.id, field=field, value=value, proposed=proposed, source=source,
        reason=words.veiled(complaint, move.reason), post_id=move.actor.post_id, at=move.at,
    )  # fmt: skip


def ask_amend(complaint: Complaint, items: str, move: Move) -> None:
    """T2: the enterprise is asked for what is missing."""
    step = check(complaint, "T2", _with(move, {"items": items}))
    before = snapshot(complaint)
    db.session.add(message(complaint, "out", "amend", items, move))
    record(complaint, step, move, before, items=words.in_sentence(complaint, items))


def message(complaint: Complaint, direction: str, topic: str, text: str, move: Move) -> Message:
    """A message of *complaint*: sealed, with its masked twin."""
    row = Message(
        id=random_id(), complaint_id=complaint.id, direction=direction, topic=topic, at=move.at,
        unit=move.actor.unit, post_id=move.actor.post_id, masked=words.veiled(complaint, text),
    )  # fmt: skip
    row.text = text
    return row


def propose_decline(complaint: Complaint, ground: str, text: str, elsewhere: str, move: Move) -> None:
    """The clerk's half of T5: the head decides."""

    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    if policy.relation(move.actor, complaint) != policy.Relation.INTAKE or move.actor.role != Role.CLERK:
        raise NotAllowed("不予受理的意见由审查岗提出。")
    if complaint.state != "received" or (move.version is not None and move.version != complaint.version):
        raise WrongState(STALE)
    if ground not in taxonomy.codes("decline_grounds") or len(text) < 10 or not elsewhere:
        raise Invalid("请选法定理由，写明依据（至少 10 个字），并告诉企业可以找谁。", ground="请选法定理由，写明依据和去处。")
    if "safety" in complaint.risks:
        raise Invalid("涉及安全的诉求不能不予受理，请受理后立即转办。", ground="涉及安全的诉求不能不予受理。")
    complaint.decline_ground, complaint.decline_by = ground, move.actor.post_id
    complaint.decline_text, complaint.decline_elsewhere = words.veiled(complaint, text), words.veiled(complaint, elsewhere)
    note(complaint, "decline_proposed", move, {"ground": ground})


def decline(complaint: Complaint, move: Move) -> None:
    """T5: the head agrees with the proposal that stands."""
    given = {"ground": complaint.decline_ground, "text": complaint.decline_text, "elsewhere": complaint.decline_elsewhere}
    step = check(complaint, "T5", _with(move, given))
    record(
        complaint,
        step,
        move,
        snapshot(complaint),
        text=words.in_sentence(complaint, complaint.decline_text) + "。",
        elsewhere=words.in_sentence(complaint, complaint.decline_elsewhere),
    )


def drop_decline(complaint: Complaint, move: Move) -> None:
    """The head does not agree: the matter goes back to the queue without the proposal."""

    check(complaint, "T5", _with(move, {"ground": "x", "text": "x", "elsewhere": "x"}))
    if not move.reason:
        raise Invalid("请写明理由。", reason="请写明理由。")
    complaint.decline_by = None
    note(complaint, "decline_dropped", move)


def correct(complaint: Complaint, changes: dict[str, Any], move: Move) -> None:
    """T34: topic, urgency, area or enterprise are put right; due dates are reckoned anew from the old start."""
    if not changes.keys() <= CORRECTABLE or (complaint.mode != "named" and "enterprise_id" in changes):
        raise Invalid("只能更正主题、紧急程度、区县和实名诉求的企业。")
    _check_codes(changes)
    real = {name: value for name, value in changes.items() if getattr(complaint, name) != value}
    step = check(complaint, "T34", _with(move, {"corrected": bool(real)}))
    before = snapshot(complaint)
    for name, value in real.items():
        setattr(complaint, name, value)
        if name in {"topic", "urgency", "area"}:
            db.session.add(label(complaint, name, str(value or ""), before.get(name), "override", move))
    moved = "办结日期已按新的紧急程度重新计算。" if "urgency" in real else ""
    record(complaint, step, move, before, moved=moved)


def end_as_mistaken(complaint: Complaint, move: Move) -> None:
    """T35: a clerk's entry that should not be; the number stays."""
    step = check(complaint, "T35", move)
    before = snapshot(complaint)
    complaint.end_reason = "entered_by_mistake"
    record(complaint, step, move, before)


def confirm_masked(complaint: Complaint, text: str, move: Move) -> None:
    """A person has looked the masked text over, and blanked out what the rules missed.

    Only more may be hidden: every kept character stands in the text as it was, in order.
    """

    if policy.relation(move.actor, complaint) is None:
        raise NotFound
    if policy.relation(move.actor, complaint) != policy.Relation.INTAKE or move.actor.role not in INTAKE:
        raise NotAllowed("遮盖文字由营商办核对。")
    if not _only_hides(complaint.masked, text):
        raise Invalid("只能把字遮住（换成 ＊），不能改动其他文字。", masked="只能把字遮住，不能改动其他文字。")
    complaint.masked = text
    complaint.title = words.title_of(text)
    complaint.masked_confirmed_at = move.at
    indexing.refresh(complaint)
    note(complaint, "masked_confirmed", move)


HIDDEN = "＊*"


def _only_hides(before: str, after: str) -> bool:
    return len(before) == len(after) and all(b == a or a in HIDDEN for b, a in zip(before, after, strict=True))
