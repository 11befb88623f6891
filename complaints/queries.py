"""What pages ask of the store. Every list filters by actor: the same table as `policy`, in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app import taxonomy
from app.actor import DEPARTMENT, INTAKE, STEWARDING, Actor, Role
from app.database import db
from app.errors import NotFound
from app.lists import slices
from app.lists.spec import Query
from app.store.complaints import Assignment, Complaint, Mention
from app.store.readings import ReadingRow
from complaints import policy
from complaints.policy import OFFICE, SUPERIOR


def visible(actor: Actor) -> ColumnElement[bool]:
    """The complaints of which *actor* may know at least the number: SQL of `policy.relation`."""
    if actor.kind == "holder":
        return Complaint.id == actor.complaint_id
    if actor.kind == "contact":
        return _account(actor)
    if not actor.is_staff:
        return false()
    open_to = and_(_by_role(actor), ~recused(actor))
    if actor.role == Role.OFFICE_HEAD and actor.unit == OFFICE:
        return or_(open_to, and_(_accused({OFFICE}), _accused({SUPERIOR}), ~_named(actor)))
    return open_to


def _account(actor: Actor) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = Complaint.owner_tag.in_(sorted(actor.owner_tags)) if actor.owner_tags else false()
    if actor.complaint_id is not None:
        mine = or_(mine, Complaint.id == actor.complaint_id)
    if actor.enterprise_id is None:
        return mine
    same = and_(Complaint.enterprise_id == actor.enterprise_id, Complaint.mode == "named", Complaint.accepted_at.is_not(None))
    return or_(mine, same)


def _by_role(actor: Actor) -> ColumnElement[bool]:
    if actor.role in INTAKE:
        reviewed_above = and_(_handled_and_reviewing(OFFICE), ~_accused({SUPERIOR}))
        if actor.unit == OFFICE:
            return and_(~_accused({OFFICE}), ~reviewed_above)
        above = or_(and_(_accused({OFFICE}), ~_accused({SUPERIOR})), reviewed_above)
        return above if actor.unit == SUPERIOR else false()
    if actor.role in DEPARTMENT:
        return exists().where(Assignment.complaint_id == Complaint.id, Assignment.unit == actor.unit)
    if actor.role in STEWARDING:
        return and_(Complaint.accepted_at.is_not(None), _carried(actor))
    return Complaint.id > 0 if actor.role in {Role.LEADER, Role.AUDITOR} else false()


def _carried(actor: Actor) -> ColumnElement[bool]:
    carried = or_(Complaint.enterprise_id.in_(sorted(actor.enterprises)), Complaint.project_id.in_(sorted(actor.projects)))
    named = and_(Complaint.mode == "named", func.coalesce(carried, False))
    if actor.role != Role.STEWARD or not actor.party_tags:
        return named
    opened = and_(Complaint.mode == "confidential", Complaint.wants_steward, Complaint.party_tag.in_(sorted(actor.party_tags)))
    return or_(named, func.coalesce(opened, False))


def _handled_and_reviewing(unit: str) -> ColumnElement[bool]:
    share = exists().where(Assignment.complaint_id == Complaint.id, Assignment.unit == unit)
    return and_(Complaint.state == "reviewing", share)


def held_by_unit(actor: Actor, role: str | None = None) -> ColumnElement[bool]:
    """The complaints in which the actor's unit has a living share (as *role*, if given)."""
    share = exists().where(Assignment.complaint_id == Complaint.id, Assignment.unit == actor.unit, Assignment.to_at.is_(None))
    return share.where(Assignment.role == role) if role else share


def recused(actor: Actor) -> ColumnElement[bool]:
    """SQL of `policy.is_recused`."""
    units = _accused(actor.units) if actor.units else false()
    return or_(units, _named(actor))


def _stands() -> ColumnElement[bool]:
    return or_(Complaint.accepted_at.is_(None), Mention.standing == "fixed")


def _accused(units: set[str] | frozenset[str]) -> ColumnElement[bool]:
    accusing = or_(
        Complaint.kind == "tip_off",
        Complaint.topic.in_(sorted(taxonomy.conduct_topics())),
        and_(Complaint.accepted_at.is_(None), Complaint.kind == "grievance"),
    )
    mention = exists().where(Mention.complaint_id == Complaint.id, Mention.unit.in_(sorted(units)), _stands())
    # `IN` on a topic that is not fixed yet gives NULL, which must not spread through the NOT around it.
    return and_(func.coalesce(accusing, False), mention)


def _named(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Mention.complaint_id == Complaint.id, Mention.person_id == actor.person_id, _stands())


def listed(actor: Actor) -> Select[Complaint]:
    """The complaints whose row *actor* may see, not only the number."""
    query = select(Complaint).where(visible(actor))
    if actor.is_staff and actor.role in DEPARTMENT:
        return query.where(held_by_unit(actor))
    return query.where(false()) if actor.role == Role.AUDITOR else query


def found(actor: Actor, number: str) -> Complaint:
    """The complaint with *number*; raises NotFound if *actor* may not know of it."""
    complaint = db.session.scalar(select(Complaint).where(Complaint.number == number)) if _is_number(number) else None
    if complaint is None or policy.relation(actor, complaint) is None:
        raise NotFound
    return complaint


def _is_number(text: str) -> bool:
    return text.isascii() and text.isprintable() and 0 < len(text) < 40  # a NUL stops PostgreSQL


def count(query: Query) -> int:
    """How many matters, but never counting beyond the ceiling."""
    return slices.count(query, Complaint.id.expression)


def reading_of(complaint_id: int) -> ReadingRow | None:
    """The newest reading by the house's own engine."""
    query = select(ReadingRow).where(ReadingRow.complaint_id == complaint_id, ReadingRow.engine == "house")
    return db.session.scalar(query.order_by(ReadingRow.id.desc()).limit(1))


def readings_of(ids: Sequence[int]) -> dict[int, ReadingRow]:
    """The newest reading per complaint."""
    query = select(ReadingRow).where(ReadingRow.complaint_id.in_(ids), ReadingRow.engine == "house")
    return {row.complaint_id: row for row in db.session.scalars(query.order_by(ReadingRow.id))}


def same_enterprise(actor: Actor, complaint: Complaint, limit: int = 10) -> list[Complaint]:
    """Other matters of the same enterprise that *actor* may see, newest first (T6)."""
    if complaint.enterprise_id is not None:
        same: ColumnElement[bool] = Complaint.enterprise_id == complaint.enterprise_id
    elif complaint.party_tag is not None:
        same = Complaint.party_tag == complaint.party_tag
    elif complaint.enterprise_name:
        same = and_(Complaint.enterprise_name == complaint.enterprise_name, Complaint.mode == "named")
    else:
        return []
    query = listed(actor).where(same, Complaint.id != complaint.id)
    return list(db.session.scalars(query.order_by(Complaint.submitted_at.desc()).limit(limit)))
