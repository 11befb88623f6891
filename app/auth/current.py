"""Who is at the door: read from the signed cookie and the store, once a request; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from flask import g, request, session
from sqlalchemy import select

from app.actor import NOBODY, Actor, Role
from app.auth import second_factor, sessions
from app.auth.posts import actor_under, is_living, remembered
from app.clock import day_of, now
from app.database import db
from app.keys import ring_in_force
from app.mode import is_demo
from app.sealing import lookup_keys
from app.store.complaints import Complaint
from app.store.enterprises import Contact, Enterprise
from app.store.people import Person, Post, SignIn, Unit

CODE_MARK = 16  # characters of the keyed hash of the code: whether it is still the same
TOUCH_SECONDS = 60  # a cookie is written anew at most once a minute


@dataclass(frozen=True)
class HeldPost:
    """A living post of the person at the door."""

    id: int
    unit: str
    unit_short: str
    role: Role


@dataclass(frozen=True)
class Visit:
    """The session of this request. `missing`: what of the second factor has still to be shown or set up."""

    sign_in_id: int
    name: str
    person_id: int | None = None
    contact_id: int | None = None
    enterprise_id: int | None = None
    posts: tuple[HeldPost, ...] = ()
    post: HeldPost | None = None
    units: frozenset[str] = frozenset()
    missing: Literal["", "prove", "set_up"] = ""
    factor_at: datetime | None = None


def current_actor() -> Actor:
    """Who asks; NOBODY until password, second factor and post are all there."""
    kept = _kept()
    if "actor" not in kept:
        kept["actor"] = _actor(current_visit())
        g.person_id = kept["actor"].person_id  # for the log
    found: Actor = kept["actor"]
    return found


def current_visit() -> Visit | None:
    """The living session of this request, finished or not."""
    kept = _kept()
    if "visit" not in kept:
        kept["visit"] = _visit(now())
    found: Visit | None = kept["visit"]
    return found


def _kept() -> dict[str, Any]:
    """What was found out for this request. Not in `g`, which a pushed application context shares between requests."""
    found: dict[str, Any] = request.environ.setdefault("qisheng.auth", {})
    return found


def on_follower_page() -> None:
    """On the enterprises' own pages a number and a code count for more than a post."""
    _kept()["follower_page"] = True


def enter(token: str) -> None:
    """Give this browser the session of *token*; whatever the cookie held before is gone."""
    session.clear()
    session["token"] = token
    swap(token)


def swap(token: str) -> None:
    """The session goes on under a fresh *token*."""
    session["token"], session["seen"] = token, _stamp(now())
    forget()


def leave() -> None:
    """Empty the cookie."""
    session.clear()
    forget()


def forget() -> None:
    """Read visit and actor anew when they are asked for next."""
    for name in ("visit", "actor"):
        _kept().pop(name, None)


def follow(complaint_id: int, code_hash: str) -> None:
    """This browser has shown number and query code of a complaint; a new code ends it."""
    session["follows_code"] = code_hash[:CODE_MARK]
    session["follows"], session["follows_since"], session["seen"] = complaint_id, _stamp(now()), _stamp(now())
    forget()


def unfollow() -> None:
    """Forget the complaint that this browser follows."""
    for name in ("follows", "follows_since", "follows_code"):
        session.pop(name, None)
    forget()


def followed() -> int | None:
    """The complaint that this browser follows, if it has not been idle too long."""
    complaint_id, since = session.get("follows"), session.get("follows_since", 0)
    if complaint_id is None or now() - _moment_of(since) >= sessions.WHOLE or not _is_awake(sessions.IDLE_ENTERPRISE):
        return None
    code_hash = db.session.scalar(select(Complaint.code_hash).where(Complaint.id == int(complaint_id)))
    if code_hash is None or code_hash[:CODE_MARK] != session.get("follows_code"):
        return None
    _touch()
    return int(complaint_id)


def is_fresh() -> bool:
    """Whether the second factor was shown within the last 15 minutes; where it is off, always."""
    visit = current_visit()
    if visit is None or visit.person_id is None:
        return False
    recent = visit.factor_at is not None and now() - visit.factor_at < second_factor.FRESH
    return recent or is_demo()


def _actor(visit: Visit | None) -> Actor:
    if visit is not None and visit.contact_id is not None:
        tags = frozenset(lookup_keys(ring_in_force(), "owner", str(visit.contact_id)))
        contact, firm = visit.contact_id, visit.enterprise_id
        return Actor("contact", contact_id=contact, enterprise_id=firm, owner_tags=tags, complaint_id=followed())
    if (visit is None or _kept().get("follower_page")) and (complaint_id := followed()) is not None:
        return Actor("holder", complaint_id=complaint_id)
    if visit is None or visit.missing or visit.post is None:
        return NOBODY
    post = visit.post
    assert visit.person_id
    return actor_under(visit.person_id, post.id, post.unit, post.role, visit.units, day_of(now()))


def _visit(at: datetime) -> Visit | None:
    token = session.get("token")
    if not token:
        return None
    row = db.session.scalar(select(SignIn).where(SignIn.token.in_(sessions.token_hashes(str(token)))))
    if row is None or row.revoked_at is not None or at >= row.ends_at:
        return None
    if not _is_awake(sessions.IDLE_STAFF if row.person_id else sessions.IDLE_ENTERPRISE):
        return None
    _touch()
    return _of_person(row, row.person_id, at) if row.person_id else _of_contact(row)


def _of_person(row: SignIn, person_id: int, at: datetime) -> Visit:
    day = day_of(at)
    name = db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
    query = select(Post, Unit.short).join(Unit, Unit.code == Post.unit).where(Post.person_id == person_id, remembered(day))
    found = db.session.execute(query.order_by(Post.id)).all()
    held = tuple(HeldPost(post.id, post.unit, short, Role(post.role)) for post, short in found if is_living(post, day))
    chosen = next((post for post in held if post.id == row.post_id), None)
    units = frozenset(post.unit for post, _ in found)
    return Visit(
        row.id, name, person_id=person_id, posts=held, post=chosen, units=units,
        missing=_missing(row, person_id), factor_at=row.second_factor_at,
    )  # fmt: skip


def _missing(row: SignIn, person_id: int) -> Literal["", "prove", "set_up"]:
    if row.second_factor_at is not None or is_demo():
        return ""
    return "prove" if second_factor.is_set(person_id) else "set_up"


def _of_contact(row: SignIn) -> Visit | None:
    query = select(Contact.id, Contact.enterprise_id, Enterprise.name).join(Enterprise, Enterprise.id == Contact.enterprise_id)
    found = db.session.execute(query.where(Contact.id == row.contact_id, Contact.closed_at.is_(None))).first()
    if found is None:
        return None
    return Visit(row.id, found.name, contact_id=found.id, enterprise_id=found.enterprise_id)


def _is_awake(idle: timedelta) -> bool:
    return now() - _moment_of(session.get("seen", 0)) < idle


def _touch() -> None:
    if _stamp(now()) - int(session.get("seen", 0)) >= TOUCH_SECONDS:
        session["seen"] = _stamp(now())


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


def _moment_of(stamp: int) -> datetime:
    return datetime.fromtimestamp(int(stamp), now().tzinfo)
