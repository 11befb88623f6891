"""How people want to be told outside: what they chose, else what their roles have by default."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.auth.posts import living
from app.database import db
from app.errors import Invalid
from app.notices.kinds import WAYS, Kind, digest_rule, kinds, usual_ways
from app.sealing import MOBILE, Look, normalise_phone, random_id
from app.store.notices import Reach
from app.store.people import Post

MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,6}")
LONGEST_MAIL = 120


@dataclass(frozen=True)
class Wish:
    """What holds for one person. `addresses`: the ways for which he left an address."""

    roles: frozenset[str]
    addresses: frozenset[str]
    chosen: dict[str, Any] | None
    digest_at: str

    def ways(self, kind: Kind) -> list[str]:
        """By which ways he is told of *kind* outside."""
        wanted = usual_ways(kind, self.roles) if self.chosen is None else self.chosen.get(kind.code, [])
        return [way for way in wanted if way in self.addresses]

    def kinds(self) -> list[Kind]:
        """The kinds that reach one of his roles."""
        return [kind for kind in kinds().values() if kind.roles & self.roles]


def wishes(people: Iterable[int], day: date) -> dict[int, Wish]:
    """The wishes of *people*, in two questions for all of them."""
    ids = sorted(set(people))
    rows = {row.person_id: row for row in db.session.scalars(select(Reach).where(Reach.person_id.in_(ids)))}
    roles: dict[int, set[str]] = {id_: set() for id_ in ids}
    for person, role in db.session.execute(select(Post.person_id, Post.role).where(Post.person_id.in_(ids), living(day))):
        roles[person].add(role)
    return {id_: _wish(rows.get(id_), frozenset(roles[id_])) for id_ in ids}


def _wish(row: Reach | None, roles: frozenset[str]) -> Wish:
    if row is None:
        return Wish(roles, frozenset(), None, digest_rule().usual)
    left = {"mail": row.mail_sealed, "sms": row.phone_sealed}
    return Wish(roles, frozenset(way for way in WAYS if left[way]), row.ways, row.digest_at)


def address_of(person_id: int, way: str, look: Look) -> str:
    """Where *way* reaches the person; "" for nowhere."""
    row = reach_of(person_id)
    secret = None if row is None else row.mail if way == "mail" else row.phone
    return secret.open(look) if secret is not None else ""


def reach_of(person_id: int) -> Reach | None:
    """The person's own row."""
    return db.session.scalar(select(Reach).where(Reach.person_id == person_id))


@dataclass(frozen=True)
class Choice:
    """What a person chooses. An address that is None stays as it is, "" takes it out."""

    mail: str | None
    phone: str | None
    ways: dict[str, list[str]]
    digest_at: str


def choose(person_id: int, choice: Choice) -> None:
    """Keep the person's choice; raises Invalid."""
    mail, phone = _checked_mail(choice.mail), _checked_phone(choice.phone)
    row = reach_of(person_id)
    if row is None:
        row = Reach(id=random_id(), person_id=person_id, digest_at=choice.digest_at)
        db.session.add(row)
    if mail is not None:
        row.mail = mail or None
    if phone is not None:
        row.phone = phone or None
    row.ways, row.digest_at = choice.ways, choice.digest_at


def _checked_mail(text: str | None) -> str | None:
    if text and (len(text) > LONGEST_MAIL or not MAIL.fullmatch(text)):
        raise Invalid("邮箱不像是对的，请写成 name@example.com 这样。", mail="请写成 name@example.com 这样。")
    return text


def _checked_phone(text: str | None) -> str | None:
    if text and not MOBILE.fullmatch(normalise_phone(text)):
        raise Invalid("短信只能发到手机，请填 11 位手机号。", phone="请填 11 位手机号。")
    return normalise_phone(text) if text else text
