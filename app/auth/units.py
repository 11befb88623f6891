"""Units: names, telephone and aliases change, the code never; what ends is carried over to a successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.actor import SYSTEM, Actor, Role
from app.auth.posts import living
from app.auth.record import record, who_of
from app.auth.staff import Grant, grant
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotFound, WrongState
from app.events import PostEnded, UnitEnded, publish
from app.store.people import Person, Post, Unit

STREAM = "units"
LONGEST_NAME = 60
LONGEST_SHORT = 20
MOST_ALIASES = 60


@dataclass(frozen=True)
class UnitFacts:
    """What of a unit may change."""

    name: str
    short: str
    phone: str
    aliases: tuple[str, ...]
    superior: str | None


def unit_of(code: str) -> Unit:
    """The unit; raises NotFound."""
    unit = db.session.get(Unit, code) if code.isprintable() else None
    if unit is None:
        raise NotFound
    return unit


def change_unit(actor: Actor, unit: Unit, new: UnitFacts, at: datetime) -> None:
    """Write *new* over the unit; the entry keeps what was before."""
    _check(unit, new)
    before, after = _differences(unit, new)
    if not after:
        return
    unit.name, unit.short, unit.phone, unit.superior = new.name, new.short, new.phone, new.superior
    unit.aliases = list(new.aliases)
    record(STREAM, who_of(actor), "unit_changed", at, before={"unit": unit.code, **before}, after=after)


def _check(unit: Unit, new: UnitFacts) -> None:
    wrong = {}
    if not 2 <= len(new.name) <= LONGEST_NAME:
        wrong["name"] = f"全称 2 到 {LONGEST_NAME} 个字"
    if not 2 <= len(new.short) <= LONGEST_SHORT:
        wrong["short"] = f"简称 2 到 {LONGEST_SHORT} 个字"
    if len(new.aliases) > MOST_ALIASES:
        wrong["aliases"] = f"叫法最多 {MOST_ALIASES} 个"
    if taken := _taken_aliases(unit.code, new):
        wrong["aliases"] = f"“{taken}”已经是别的单位的叫法，同一叫法只能挂一个单位"
    if new.superior and _is_above(unit.code, new.superior):
        wrong["superior"] = "上级不能是它自己或它的下级"
    if wrong:
        raise Invalid("有地方填得不对，没有存。", **wrong)


def _taken_aliases(code: str, new: UnitFacts) -> str:
    rows = db.session.execute(select(Unit.name, Unit.short, Unit.aliases).where(Unit.code != code, Unit.ended_on.is_(None)))
    others = {name for full, short, aliases in rows for name in (full, short, *aliases)}
    return next((name for name in (new.name, new.short, *new.aliases) if name in others), "")


def _is_above(code: str, superior: str) -> bool:
    """Whether *code* is *superior* itself or stands somewhere above it."""
    seen: set[str] = set()
    at: str | None = superior
    while at is not None and at not in seen:
        if at == code:
            return True
        seen.add(at)
        at = db.session.scalar(select(Unit.superior).where(Unit.code == at))
    return False


def _differences(unit: Unit, new: UnitFacts) -> tuple[dict[str, Any], dict[str, Any]]:
    now = {"name": unit.name, "short": unit.short, "phone": unit.phone, "superior": unit.superior, "aliases": unit.aliases}
    then = {"name": new.name, "short": new.short, "phone": new.phone, "superior": new.superior, "aliases": list(new.aliases)}
    changed = [key for key in now if now[key] != then[key]]
    return {key: now[key] for key in changed}, {key: then[key] for key in changed}


def end_unit(actor: Actor, unit: Unit, successor: Unit, at: datetime) -> None:
    """The unit is no more from today on: posts, open matters and duties go to *successor*."""
    if unit.ended_on is not None:
        raise WrongState("这个单位已经撤并了。")
    if successor.code == unit.code or successor.ended_on is not None:
        raise Invalid("接手单位不对。", successor="请另选一个在册的单位")
    today = day_of(at)
    unit.ended_on, unit.successor = today, successor.code
    record(STREAM, who_of(actor), "unit_ended", at, before={"unit": unit.code}, after={"successor": successor.code})
    db.session.flush()
    for post in db.session.scalars(select(Post).where(Post.unit == unit.code, living(today)).order_by(Post.id)).all():
        _carry_over(actor, post, successor, at)
    publish(UnitEnded(unit.code, successor.code))


def _carry_over(actor: Actor, post: Post, successor: Unit, at: datetime) -> None:
    today = day_of(at)
    role, person = Role(post.role), db.session.get_one(Person, post.person_id)
    same = select(Post).where(Post.person_id == person.id, Post.unit == successor.code, Post.role == role.value)
    new = db.session.scalar(same.where(living(today)).limit(1))
    new = new or grant(SYSTEM, person, Grant(successor.code, role, today, post.to_on), at)
    post.to_on = today
    after = {"post": post.id, "to": today.isoformat(), "successor": new.id}
    record(f"person:{person.id}", who_of(actor), "post_ended", at, before={"to": None}, after=after)
    db.session.flush()
    publish(PostEnded(post.id, new.id))
