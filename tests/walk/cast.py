"""Everybody who can come to the door, matters in which each stands differently, and requests without a browser."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from analytics.feature import analytics_feature
from app import clock
from app.actor import SYSTEM, Actor, Role
from app.auth import sessions, staff
from app.auth.accounts import Opening, open_account
from app.auth.current import CODE_MARK
from app.clock import day_of
from app.database import db, reading
from app.factory import build
from app.files import FileStore
from app.gate import Passed
from app.keys import ring_in_force
from app.sealing import lookup_keys, phone_key
from app.store.complaints import Attachment, Complaint
from app.store.enterprises import Contact
from app.store.people import Person, Post
from app.web import tickets
from complaints.feature import complaints_feature
from complaints.operations import dispatching, intake, stewardships, uploads
from complaints.operations.steps import Move
from complaints.operations.stewardships import Target, Terms
from surveys.feature import surveys_feature
from tests.app.gate.samples import picture
from tests.complaints.world import THURSDAY, World, fixed, staff_the_house
from tests.machinery.stores import opened, settings_for
from tests.surveys.town import asked

FIRMS = {  # account → name, credit code and telephone
    "owner": ("安澜青穗食品有限公司", "91610000100000000B", "19900000011"),
    "same_enterprise": ("安澜青穗食品有限公司", "91610000100000000B", "19900000012"),
    "other_enterprise": ("安澜白榆纺织有限公司", "91610000100000001E", "19900000013"),
}
MORE_STAFF = (
    ("colleague", "祁某枫", "housing", Role.HANDLER),
    ("stranger", "苗某瑾", "tax", Role.LIAISON),
    ("moved_clerk", "纪某衡", "office", Role.CLERK),  # worked for housing until two months ago
)
STAFF = (
    "clerk", "reviewer", "office_head", "clerk_d", "reviewer_d", "office_head_d", "handler", "colleague", "liaison",
    "department_head", "drc_liaison", "liaison2", "stranger", "leader", "auditor", "admin", "survey_officer", "steward",
    "secretary", "clerk2", "moved_clerk",
)  # fmt: skip
ENTERPRISES = ("holder", "other_holder", *FIRMS)  # the holder shows the code of whatever matter it is about
EVERYBODY = ("nobody", *ENTERPRISES, *STAFF)
NAMED, PERSON_NAMED = "清溪路的仓库消防验收三次没有约上，", "沈某霖"
TOKENS = re.compile(r"<input[^>]*\bname=\"?(?:csrf_token|ticket)\b[^>]*>")
_addresses = count(1)


@dataclass
class Cast:
    """The house, its matters by what they are, and the cookie of everybody."""

    app: Flask
    world: World
    matters: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict)  # CSRF token and browser
    survey: dict[str, Any] = field(default_factory=dict)  # what addresses of a wave that is open hold
    _kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))
    _watch: sqlite3.Connection | None = None

    @property
    def store(self) -> Path:
        return Path(self.app.extensions["qisheng"].folder) / "qisheng.db"

    def keep(self) -> None:
        """Remember the store as it is now."""
        with sqlite3.connect(self.store) as live:
            live.backup(self._kept)
        live.close()

    def undo(self) -> None:
        """The store as it was kept."""
        live = sqlite3.connect(self.store)
        self._kept.backup(live)
        live.close()

    def changes(self) -> int:
        """A number that is another one as soon as anybody has written to the store."""
        if self._watch is None:
            self._watch = sqlite3.connect(self.store)
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def ask(self, who: str, method: str, path: str, form: str = "", **fields: str) -> TestResponse:
        """One request of *who*; a POST carries his token and a ticket for *form*, and else only *fields*."""
        clock.move_to(self.world.at)
        source = next(_addresses)  # nobody's requests count against another's limit
        address = f"10.{source >> 16 & 255}.{source >> 8 & 255}.{source & 255}"
        data: dict[str, str] | None = None
        with self.app.app_context():
            if method == "POST":
                csrf, browser = self.tokens[who]
                data = {"csrf_token": csrf, "ticket": tickets.issue(form, browser, clock.now()), **fields}
        client = self.app.test_client(use_cookies=False)
        headers = {"Cookie": f"qs={self.cookies[who]}"}
        return client.open(path, method=method, data=data, headers=headers, environ_overrides={"REMOTE_ADDR": address})

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with sqlite3.connect(self.store) as live:
            names = [name for (name,) in live.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            found = {name: live.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        live.close()
        return found

    def code_mark(self, matter: str) -> str:
        """What a browser that showed the code of *matter* remembers of it."""
        with self.app.app_context():
            return db.session.get_one(Complaint, self.ids[matter]).code_hash[:CODE_MARK]

    def enter(self, who: str, follows: str = "") -> None:
        """Give *who* a cookie: of a session, or of the matter he follows; with the tokens of a page that he may open."""
        client, stamp = self.app.test_client(), int(self.world.at.timestamp())
        clock.move_to(self.world.at)
        with self.app.app_context():
            reading.set(False)
            token = _session_of(who, self.world)
            db.session.commit()
        with client.session_transaction() as session:
            session["seen"] = stamp
            if token:
                session["token"] = token
            if follows:
                session["follows"], session["follows_since"] = self.ids[follows], stamp
                session["follows_code"] = self.code_mark(follows)
        page = client.get("/file").get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, "the filing form has no token"
        with client.session_transaction() as session:
            self.tokens[who] = found[1], session["browser"]
        cookie = client.get_cookie("qs")
        assert cookie
        self.cookies[who] = cookie.value


def shown(answer: TestResponse, number: str = "") -> tuple[int, str, str, dict[str, str]]:
    """What the browser gets, but for tokens and the number that it asked for itself."""
    body = TOKENS.sub("", answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else repr(answer.get_data()))
    headers = {
        name: value for name, value in answer.headers.items() if name not in {"Set-Cookie", "Content-Length", "Location"}
    }
    location = answer.headers.get("Location", "")
    if number:  # the error page gives an example of a number
        body = body.replace("QS-20261015-0008", "N")
        body, location = body.replace(number, "N"), location.replace(number, "N")
    return answer.status_code, location, body, headers


@contextmanager
def full_cast(template: Path, folder: Path) -> Iterator[Cast]:
    """The house over a copy of *template* with everybody in it."""
    (folder / "qisheng.db").write_bytes(template.read_bytes())
    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings_for(folder, QISHENG_DEMO="1"))) as app:
        reading.set(False)
        _hire()
        world = World()
        cast = Cast(app, world)
        _fill(cast)
        _ask(cast)
        db.session.commit()
    for who in EVERYBODY:
        cast.enter(who, "received" if who == "other_holder" else "")
    for what in cast.matters:
        cast.enter(f"holder of {what}", what)
    yield cast
    clock.move_to(None)


def _hire() -> None:
    since = THURSDAY - timedelta(days=300)
    clock.move_to(since)
    staff_the_house()
    for login, name, unit, role in MORE_STAFF:
        person = staff.add_person(SYSTEM, name, login, since)
        staff.grant(SYSTEM, person, staff.Grant(unit, role, day_of(since)), since)
    moved = _person("moved_clerk")
    until = day_of(THURSDAY - timedelta(days=60))
    db.session.add(Post(person_id=moved.id, unit="housing", role=Role.HANDLER, from_on=day_of(since), to_on=until))
    clerk = db.session.scalars(select(Post).join(Person).where(Person.login == "clerk")).one()
    office = Actor("staff", clerk.person_id, clerk.id, "office", Role.CLERK, frozenset({"office"}))
    for who, (firm, code, phone) in FIRMS.items():
        open_account(office, Opening(firm, code, "林女士", phone), who, since)
    db.session.flush()
    _take_on()


def _take_on() -> None:
    """The steward carries the enterprise of the owner's account."""
    steward = db.session.scalars(select(Post).where(Post.role == Role.STEWARD)).one()
    firm = account("owner").enterprise_id
    move = Move(SYSTEM, THURSDAY - timedelta(days=200))
    stewardships.take_on(Target(enterprise=firm), steward.id, Terms("housing"), day_of(move.at), move)


def _person(login: str) -> Person:
    return db.session.scalars(select(Person).where(Person.login == login)).one()


def account(who: str) -> Actor:
    """An enterprise's account as it files."""
    row = db.session.scalars(select(Contact).where(Contact.phone_key == phone_key(ring_in_force(), FIRMS[who][2]))).one()
    tags = frozenset(lookup_keys(ring_in_force(), "owner", str(row.id)))
    return Actor("contact", contact_id=row.id, enterprise_id=row.enterprise_id, owner_tags=tags)


def _session_of(who: str, world: World) -> str:
    if who in FIRMS:
        return sessions.start_contact(account(who).contact_id or 0, world.at)
    if who in STAFF:
        person = _person(who)
        post = next(post for post in person.posts if post.to_on is None)
        return sessions.start_staff(person.id, post.id, world.at)
    return ""


def _fill(cast: Cast) -> None:
    world, owner = cast.world, account("owner")
    own: dict[str, Any] = {"owner": owner.contact_id, "owner_enterprise": owner.enterprise_id}

    def keep(what: str, complaint: Complaint) -> None:
        db.session.flush()
        cast.matters[what], cast.ids[what] = complaint.number, complaint.id

    for mode in ("named", "confidential", "anonymous"):
        mine = {} if mode == "anonymous" else own
        keep(f"handling {mode}", _shared(cast, mode, mine, by=owner if mine else None))
        _attach(cast, f"handling {mode}")
    cast.world.play("T8", _of(cast, "handling named"))
    cast.world.play("T8", _of(cast, "handling confidential"))
    cast.world.play("T8", _of(cast, "handling anonymous"))
    keep("received", world.reach("received", by=owner, **own))
    for state in (
        "amending",
        "dispatched",
        "refused",
        "ruling",
        "asking",
        "replied",
        "published",
        "reviewing",
        "closed",
        "declined",
    ):
        keep(state, world.reach(state, by=owner, **own))
    for id_ in cast.ids.values():
        complaint = db.session.get_one(Complaint, id_)
        if complaint.mode == "named":  # a clerk has matched it to the register
            complaint.enterprise_id = owner.enterprise_id
    keep("accusing", _accusing(world, owner, own))
    keep("accusing the office", world.file(by=owner, kind="grievance", about_unit="office", **own))
    keep("naming a person", world.file(by=owner, text=f"{NAMED}窗口{PERSON_NAMED}说不归他管。", **own))


def _ask(cast: Cast) -> None:
    wave = asked(2, "named")
    cast.survey = {
        "survey_id": wave.wave.of_version.survey_id, "wave_code": wave.wave.code, "token": wave.tokens[0],
        "channel": "invited", "group": "area", "picture": "svg",
    }  # fmt: skip


def _of(cast: Cast, what: str) -> Complaint:
    return db.session.get_one(Complaint, cast.ids[what])


def _shared(cast: Cast, mode: str, own: dict[str, Any], by: Actor | None) -> Complaint:
    """First market's, now housing's with drc beside it."""
    world = cast.world
    complaint = world.file(mode=mode, **({"by": by} if by else {}), **own)
    world.wait(20)
    world.play("T6", complaint)
    dispatching.dispatch(complaint, "market", {}, None, world.move("clerk"))
    world.wait(20)
    world.play("T33", complaint)
    dispatching.dispatch(complaint, "housing", {"drc": "请查收费目录。"}, None, world.move("clerk"))
    return complaint


def _accusing(world: World, owner: Actor, own: dict[str, Any]) -> Complaint:
    """A grievance about the conduct of the housing bureau, which drc looks into."""
    complaint = world.file(by=owner, kind="grievance", about_unit="housing", **own)
    world.wait(20)
    intake.accept(complaint, fixed(kind="grievance", topic="service_attitude", accused=("housing",)), world.move("clerk"))
    dispatching.dispatch(complaint, "drc", {}, None, world.move("clerk"))
    return complaint


def _attach(cast: Cast, what: str) -> None:
    passed, store = Passed("png", "image/png", picture(), "合同.png"), FileStore(cast.app.extensions["qisheng"].uploads)
    row = uploads.keep(passed, picture(), store, cast.world.at, clean_only="anonymous" in what)
    row.complaint_id = cast.ids[what]
    db.session.add(row)
    db.session.flush()
    cast.files[what] = row.id
    assert db.session.get(Attachment, row.id)
