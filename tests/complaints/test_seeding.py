"""The demonstration city as it stands after the seeding."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from analytics.feature import analytics_feature
from app import audit, mode
from app.actor import Actor, Role
from app.auth.demonstration import demo_accounts, demo_enterprise, demo_password
from app.auth.feature import auth_feature
from app.auth.passwords import is_right
from app.auth.posts import actor_under
from app.clock import at_local, day_of, local
from app.database import db
from app.errors import WrongState
from app.keys import ring_in_force
from app.lists.registry import lists
from app.lists.spec import Reader
from app.notices.feature import notices_feature
from app.notices.kinds import kinds
from app.sealing import lookup_keys
from app.store.clocks import Clock
from app.store.complaints import Complaint, LookRecord, Message, Reply
from app.store.enterprises import Contact, Enterprise
from app.store.entries import Checkpoint, Entry
from app.store.people import Person, Post, Unit
from app.store.readings import Label
from complaints import policy, queries
from complaints.demonstration import stories
from complaints.demonstration.seeding import seed_demo
from complaints.feature import complaints_feature
from surveys.feature import surveys_feature
from tests.complaints.world import SEEDED_ON, World, unaccounted_minutes
from tests.machinery.stores import NewStore, bare_app, opened
from tests.machinery.trials import FULL

pytestmark = pytest.mark.slow
AT = at_local(SEEDED_ON, "10:00")
# Their lists are in the registry once they are here, whatever was imported before.
FEATURES = (auth_feature, notices_feature, complaints_feature, surveys_feature, analytics_feature)
STATES = {
    "received": 12, "amending": 4, "accepted": 9, "dispatched": 13, "refused": 4, "ruling": 2, "handling": 25, "asking": 4,
    "replied": 7, "published": 8, "reviewing": 7, "closed": 44, "declined": 4, "ended": 7,
}  # fmt: skip


def _all() -> list[Complaint]:
    return list(db.session.scalars(select(Complaint).order_by(Complaint.number)))


def test_the_city_is_as_large_as_planned(city: Flask) -> None:
    counts = seed_demo(AT)
    assert {name: counts[name] for name in ("people", "enterprises", "accounts", "complaints")} == {
        "people": 120, "enterprises": 60, "accounts": 6, "complaints": 150,
    }  # fmt: skip
    assert Counter(complaint.state for complaint in _all()) == STATES


def test_seeding_again_does_nothing(city: Flask) -> None:
    before = db.session.scalars(select(Entry.id).order_by(Entry.id.desc()).limit(1)).one()
    seed_demo(AT + timedelta(days=3))
    assert db.session.scalars(select(Entry.id).order_by(Entry.id.desc()).limit(1)).one() == before


def test_a_store_with_people_is_left_alone(world: World) -> None:
    with pytest.raises(WrongState):
        seed_demo(AT)
    assert _all() == []


def test_the_history_is_whole_and_sealed(city: Flask) -> None:
    assert audit.verify().broken == []
    assert db.session.scalars(select(Checkpoint)).one().at == AT
    assert mode.is_demo()


def test_everything_happened_in_the_order_of_time(city: Flask) -> None:
    moments = db.session.scalars(select(Entry.at).where(Entry.stream.like("complaint:%")).order_by(Entry.id)).all()
    assert list(moments) == sorted(moments)
    assert moments[-1] <= AT
    filed = sorted((complaint.submitted_at, complaint.number) for complaint in _all())
    assert [number for _, number in filed] == sorted(number for _, number in filed)
    assert AT - filed[0][0] > timedelta(days=400)


def test_people_act_in_office_hours_and_enterprises_write_at_night_too(city: Flask) -> None:
    acts = db.session.scalars(select(Entry).where(Entry.stream.like("complaint:%"), Entry.actor == "staff")).all()
    assert {local(entry.at).hour for entry in acts} <= set(range(9, 18)) - {12}
    evenings = sum(local(complaint.submitted_at).hour >= 18 for complaint in _all())
    assert 20 <= evenings <= 70


def test_every_minute_of_every_life_has_a_holder(city: Flask) -> None:
    assert [complaint.number for complaint in _all() if unaccounted_minutes(complaint, AT) != 0] == []


def test_some_are_late_and_most_are_not(city: Flask) -> None:
    late = set(db.session.scalars(select(Clock.complaint_id).where(Clock.kind == "C4", Clock.crossed_at.is_not(None))))
    ever = set(db.session.scalars(select(Clock.complaint_id).where(Clock.kind == "C4")))
    assert 0.05 <= len(late) / len(ever) <= 0.25
    crossed = set(db.session.scalars(select(Clock.kind).where(Clock.crossed_at.is_not(None))))
    assert crossed >= {"C1", "C2", "C4", "C5", "C7", "C8", "C9", "C10", "C11"}


@pytest.mark.parametrize(("state", "kind"), [("received", "C1"), ("handling", "C4"), ("replied", "C5"), ("reviewing", "C9")])
def test_a_queue_holds_what_is_late_what_is_due_today_and_what_has_time(city: Flask, state: str, kind: str) -> None:
    query = select(Clock.due_at).join(Complaint, Complaint.id == Clock.complaint_id)
    dues = db.session.scalars(query.where(Complaint.state == state, Clock.kind == kind, Clock.stopped_at.is_(None))).all()
    days = [(day_of(due) - SEEDED_ON).days for due in dues]
    assert min(days) < 0 < max(days)
    assert 0 in days


def test_what_waits_to_be_signed_is_still_there_tomorrow_morning(city: Flask) -> None:
    query = select(Clock.due_at).where(Clock.kind == "C2", Clock.stopped_at.is_(None))
    assert sum(day_of(due) > SEEDED_ON for due in db.session.scalars(query)) >= 3


def _actor(login: str, role: Role) -> Actor:
    query = select(Post).join(Person, Person.id == Post.person_id).where(Person.login == login, Post.role == role.value)
    post = db.session.scalars(query).one()
    return Actor("staff", post.person_id, post.id, post.unit, role, frozenset({post.unit}))


@pytest.mark.parametrize(
    ("login", "role", "states"),
    [
        ("clerk", Role.CLERK, {"received", "accepted", "refused"}),
        ("reviewer", Role.REVIEWER, {"replied", "reviewing"}),
        ("office_head", Role.OFFICE_HEAD, {"received", "ruling"}),
        ("liaison", Role.LIAISON, {"dispatched", "handling", "reviewing", "closed"}),
        ("handler", Role.HANDLER, {"dispatched", "handling", "closed"}),
        ("department_head", Role.DEPARTMENT_HEAD, {"dispatched", "handling"}),
        ("leader", Role.LEADER, set(STATES)),
    ],
)
def test_the_desk_of_each_account_on_the_sign_in_page_is_alive(city: Flask, login: str, role: Role, states: set[str]) -> None:
    seen = Counter(complaint.state for complaint in db.session.scalars(queries.listed(_actor(login, role))))
    assert states - seen.keys() == set()


def test_every_list_of_every_desk_of_the_sign_in_page_holds_something(city: Flask) -> None:
    for seed_more in (seed for feature in FEATURES for seed in feature.seeds):  # as `seed demo` does
        seed_more(AT)
    contact = db.session.scalars(
        select(Contact).where(Contact.password.is_not(None)).order_by(Contact.opened_at, Contact.id)
    ).first()
    assert contact is not None
    tags = frozenset(lookup_keys(ring_in_force(), "owner", str(contact.id)))
    actors = [Actor("contact", contact_id=contact.id, enterprise_id=contact.enterprise_id, owner_tags=tags)]
    for account in demo_accounts(SEEDED_ON):
        post = db.session.scalars(select(Post).join(Post.person).where(Person.login == account.login)).first()
        assert post is not None
        actors.append(actor_under(post.person_id, post.id, post.unit, Role(post.role), frozenset({post.unit}), SEEDED_ON))
    empty, opened_by = set(), Counter[str]()
    for spec in lists().values():
        for actor in filter(spec.opens, actors):
            opened_by[spec.name] += 1
            if db.session.execute(spec.query(Reader(actor, AT)).limit(1)).first() is None:
                empty.add((spec.name, actor.role.value if actor.role else "enterprise"))
    assert {name for name in lists() if not opened_by[name]} == set()
    untold = set(Role) - {Role(role) for kind in kinds().values() for role in kind.roles}  # no notice is for them
    assert untold == {Role.SECRETARY, Role.SURVEY_OFFICER, Role.ADMIN, Role.AUDITOR}
    assert empty == {("notices", role.value) for role in untold}


def test_the_handler_of_the_sign_in_page_has_work_of_his_own(city: Flask) -> None:
    handler = _actor("handler", Role.HANDLER)
    mine = db.session.scalars(select(Complaint.state).where(Complaint.handler_id == handler.post_id)).all()
    assert mine.count("handling") >= 2


def test_lists_and_rules_agree_on_who_sees_what(city: Flask) -> None:
    posts = db.session.scalars(select(Post).order_by(Post.id)).all()
    actors = [Actor("staff", p.person_id, p.id, p.unit, Role(p.role), frozenset({p.unit})) for p in posts]
    everything = _all()
    for actor in actors:
        listed = set(db.session.scalars(select(Complaint.id).where(queries.visible(actor))))
        assert listed == {complaint.id for complaint in everything if policy.relation(actor, complaint)}, actor


def test_an_accused_unit_finds_no_trace(city: Flask) -> None:
    accused = {story.text[:20]: set(story.accused) for story in stories() if story.accused}
    kept = 0
    for complaint in _all():
        if complaint.accepted_at is not None and policy.is_accusing(complaint):
            kept += bool(policy.accused_units(complaint))
            shares = {share.unit for share in complaint.assignments}
            assert not shares & policy.accused_units(complaint)
    assert 4 <= kept <= len(accused)


def test_everybody_on_the_sign_in_page_can_sign_in(city: Flask) -> None:
    accounts = demo_accounts(SEEDED_ON)
    assert {account.role for account in accounts} == {role.value for role in Role}
    logins = [account.login for account in accounts]
    kept = db.session.scalars(select(Person.password).where(Person.login.in_(logins))).all()
    assert is_right(demo_password(), kept[0])
    assert None not in kept
    phone, firm = demo_enterprise() or ("", "")
    assert re.fullmatch(r"1990000\d{4}", phone)
    waiting = select(Complaint.state).join(Enterprise, Enterprise.id == Complaint.enterprise_id)
    states = db.session.scalars(waiting.where(Enterprise.name == firm, Complaint.owner_tag.is_not(None))).all()
    assert "published" in states


def test_nothing_internal_stands_in_what_enterprises_read(city: Flask) -> None:
    public = "\n".join(db.session.scalars(select(Entry.public_text)))
    internal = [story.internal for story in stories() if story.internal] + list(db.session.scalars(select(Person.name)))
    internal += list(db.session.scalars(select(Message.masked).where(Message.direction == "internal")))
    assert [text for text in internal if text in public] == []
    assert not re.search(r"\{\w*\}|。。|None", public)


def test_numbers_of_the_city_are_invented(city: Flask) -> None:
    assert {phone[:7] for phone in db.session.scalars(select(Unit.phone))} == {"0000-88"}
    masked = "\n".join([*db.session.scalars(select(Complaint.masked)), *db.session.scalars(select(Reply.masked))])
    assert not re.search(r"1[3-9]\d{9}", masked)


def test_a_person_answered_beside_the_machine_and_looks_are_on_record(city: Flask) -> None:
    assert {"kind", "topic", "urgency", "area", "lead"} == set(db.session.scalars(select(Label.field)))
    assert db.session.scalars(select(LookRecord.id)).all()
    assert db.session.scalars(select(Contact.id)).all()


def _picture() -> list[tuple[Any, ...]]:
    """The city without its random ids."""
    found: list[tuple[Any, ...]] = []
    for complaint in _all():
        entries = db.session.scalars(select(Entry).where(Entry.stream == f"complaint:{complaint.id}").order_by(Entry.seq))
        lived = [(entry.at, entry.verb, entry.reason, entry.public_text) for entry in entries]
        found.append((complaint.number, complaint.state, complaint.title, complaint.masked, lived))
    return found


def _picture_of_a_fresh_city(new_store: NewStore, at: datetime) -> list[tuple[Any, ...]]:
    with opened(bare_app(new_store("sqlite"))):
        seed_demo(at)
        return _picture()


def test_the_same_day_gives_the_same_city(city: Flask, new_store: NewStore) -> None:
    assert _picture_of_a_fresh_city(new_store, AT) == _picture()


@pytest.mark.parametrize("day", ["2026-10-05", "2027-01-03"] if FULL else ["2027-01-03"])
def test_the_city_can_be_founded_on_holidays_and_in_years_not_published(new_store: NewStore, day: str) -> None:
    at = at_local(datetime.fromisoformat(day).date(), "10:00")
    with opened(bare_app(new_store("sqlite"))):
        seed_demo(at)
        assert Counter(complaint.state for complaint in _all()) == STATES
        assert [complaint.number for complaint in _all() if unaccounted_minutes(complaint, at) != 0] == []
