"""People and their posts: added, granted, ended; each act is an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.actor import Actor, Role
from app.auth import policy, sessions, sign_in
from app.auth.posts import is_living, living
from app.auth.record import of_person, record, who_of
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.events import PostEnded, publish
from app.sealing import random_id
from app.store.people import Person, Post, SecondFactor, Unit

LOGIN = re.compile(r"[a-z][a-z0-9_.-]{1,31}")
LONGEST_NAME = 40


@dataclass(frozen=True)
class Grant:
    """A post to be given: unit, role, and the days between which it lives."""

    unit: str
    role: Role
    from_on: date
    to_on: date | None = None


def person_of(person_id: int) -> Person:
    """The person; raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def post_of(post_id: int) -> Post:
    """The post; raises NotFound."""
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound
    return post


def add_person(actor: Actor, name: str, login: str, at: datetime) -> Person:
    """Put a person on the list; without a post and without a password yet."""
    login = login.lower()
    if wrong := objections(name, login):
        raise Invalid("有地方填得不对，没有存。", **wrong)
    if db.session.scalar(select(Person.id).where(Person.login == login)):
        raise Invalid("这个账号已经有人用了。", login="这个账号已经有人用了，请换一个")
    person = Person(id=random_id(), login=login, name=name)
    db.session.add(person)
    db.session.flush()
    record(of_person(person.id), who_of(actor), "person_added", at)
    return person


def objections(name: str, login: str) -> dict[str, str]:
    """What is wrong with a name or a login, by field."""
    wrong = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        wrong["name"] = f"姓名 1 到 {LONGEST_NAME} 个字"
    if not LOGIN.fullmatch(login):
        wrong["login"] = "账号用小写字母开头，后面可以有数字、点和横线，2 到 32 位"
    return wrong


def give_code(actor: Actor, person: Person, seed: str, at: datetime) -> str:
    """A one-time code with which the person sets a password; the old password and all sessions end."""
    code = sign_in.give_code(person, seed, at)
    person.password = None
    sessions.end_all(at, person_id=person.id)
    record(of_person(person.id), who_of(actor), "code_given", at)
    return code


def end_sessions(actor: Actor, person: Person, at: datetime) -> int:
    """Sign the person out everywhere; how many sessions ended."""
    ended = sessions.end_all(at, person_id=person.id)
    record(of_person(person.id), who_of(actor), "sessions_ended", at, after={"sessions": ended})
    return ended


def reset_second_factor(actor: Actor, person: Person, at: datetime) -> None:
    """The telephone is lost: forget it, and sign the person out everywhere."""
    if actor.person_id == person.id:
        raise NotAllowed("自己的动态码要由另一位管理员重置。")
    factor = db.session.scalar(select(SecondFactor).where(SecondFactor.person_id == person.id))
    if factor is None:
        raise WrongState("这个人还没有设置动态码，不用重置。")
    db.session.delete(factor)
    sessions.end_all(at, person_id=person.id)
    record(of_person(person.id), who_of(actor), "second_factor_reset", at)


def grant(actor: Actor, person: Person, new: Grant, at: datetime) -> Post:
    """Give a post; never to oneself."""
    if actor.kind != "system" and not policy.may_grant_to(actor, person.id):
        raise NotAllowed("不能给自己加岗位，请另一位管理员来办。")
    unit = db.session.get(Unit, new.unit)
    if unit is None or unit.ended_on is not None:
        raise Invalid("这个单位不在册。", unit="这个单位不在册，请另选一个")
    if new.to_on is not None and new.to_on <= new.from_on:
        raise Invalid("日期不对。", to_on="停用日期应晚于开始日期")
    if _has_same(person.id, new):
        raise Invalid("这个人已经有这个岗位了。", role="这个人在这个单位已经有这个岗位了")
    post = Post(person_id=person.id, unit=new.unit, role=new.role.value, from_on=new.from_on, to_on=new.to_on)
    db.session.add(post)
    db.session.flush()
    after = {"post": post.id, "unit": new.unit, "role": new.role.value, "from": new.from_on.isoformat()}
    record(of_person(person.id), who_of(actor), "post_granted", at, after=after)
    return post


def _has_same(person_id: int, new: Grant) -> bool:
    same = select(Post.id).where(Post.person_id == person_id, Post.unit == new.unit, Post.role == new.role.value)
    return db.session.scalar(same.where(living(new.from_on)).limit(1)) is not None


def end_post(actor: Actor, post: Post, to_on: date, successor: Post | None, at: datetime) -> None:
    """The post acts no more from *to_on* on; its open matters go to *successor* now."""
    today = day_of(at)
    if post.to_on is not None and post.to_on <= today:
        raise WrongState("这个岗位已经停用了。")
    if to_on < today:
        raise Invalid("日期不对。", to_on="停用日期不能早于今天")
    if successor is not None and (successor.id == post.id or not is_living(successor, today)):
        raise Invalid("接手人不对。", successor="请另选一位在岗的接手人")
    if Role(post.role) == Role.ADMIN and not _other_admins(post, to_on):
        raise NotAllowed("这是最后一个管理员岗位，停用后就没人能管账号了。请先给另一个人加上管理员岗位。")
    before = {"to": post.to_on.isoformat() if post.to_on else None}
    post.to_on = to_on
    after = {"post": post.id, "to": to_on.isoformat(), "successor": successor.id if successor else None}
    record(of_person(post.person_id), who_of(actor), "post_ended", at, before=before, after=after)
    db.session.flush()
    publish(PostEnded(post.id, successor.id if successor else None))


def _other_admins(post: Post, day: date) -> bool:
    others = select(Post.id).where(Post.role == Role.ADMIN.value, Post.id != post.id, Post.person_id != post.person_id)
    return db.session.scalar(others.where(living(day)).limit(1)) is not None
