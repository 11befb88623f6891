"""A house with a matter at every station and a browser for everybody; what is done to it can be undone at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from analytics.feature import analytics_feature
from app import clock
from app.actor import SYSTEM, Actor, Role
from app.auth import second_factor, sign_in
from app.auth.accounts import Opening, open_account
from app.auth.demonstration import demo_password
from app.auth.passwords import hash_password
from app.auth.posts import actors
from app.auth.seeding import ACCOUNTS
from app.clock import day_of
from app.database import db, reading
from app.factory import build
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.notices import Sending
from app.store.people import Person, Post
from app.store.stewardships import Project
from complaints.feature import complaints_feature
from complaints.operations import dispatching, instructions, replying, stewardships, telling, visits
from complaints.operations.replying import Draft
from complaints.operations.stewardships import Target, Terms
from complaints.operations.visits import Logged
from surveys.feature import surveys_feature
from tests.complaints.town import Town, photo
from tests.complaints.views.readings import machine_says
from tests.complaints.world import REACH, REPLY, World, lapse, propose_decline, staff_the_house
from tests.machinery.stores import opened, settings_for
from tests.pages import Checked
from tests.surveys.town import asked, planned

PHONE = "19900000077"
LONG = "qingsui-2026-anlan"


@dataclass
class House:
    """The town, who sits at which browser, and its matters by what they are."""

    town: Town
    matters: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Checked] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)  # of an open wave's first enterprise; the code of a wave that is not sent
    at: datetime = field(default_factory=clock.now)
    _kept: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))

    @property
    def _file(self) -> Path:
        return Path(str(db.engine.url.database))

    def keep(self) -> None:
        """Remember the store and the cookies as they are now."""
        db.session.rollback()
        with sqlite3.connect(self._file) as live:
            live.backup(self._kept)
        live.close()
        self.at = clock.now()
        self.cookies = {who: _cookie(browser) for who, browser in self.browsers.items()}

    def undo(self) -> None:
        """The store as it was kept."""
        db.session.rollback()
        db.session.expunge_all()
        live = sqlite3.connect(self._file)
        self._kept.backup(live)
        live.close()

    def client(self, who: str) -> Any:
        """The browser of *who*, with the cookie it had when the store was kept."""
        client = self.browsers[who].client
        client.set_cookie("qs", self.cookies[who])
        return client


def _cookie(browser: Checked) -> str:
    found = browser.client.get_cookie("qs")
    return found.value if found else ""


@contextmanager
def filled_house(template: Path, folder: Path) -> Iterator[House]:
    """The house over a copy of *template*."""
    (folder / "qisheng.db").write_bytes(template.read_bytes())
    settings = settings_for(folder, QISHENG_DEMO="1")
    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings)) as app:
        reading.set(False)
        staff_the_house()
        db.session.commit()
        house = House(_town(app))
        _fill(house)
        house.town.behind(lambda: house.links.extend([*asked(1, "named").tokens, planned(0, "confidential").wave.code]))
        _seat(house)
        house.keep()
        yield house
    clock.move_to(None)


def _town(app: Flask) -> Town:
    world = World()
    db.session.rollback()
    clock.move_to(world.at)
    return Town(app, world, Checked(app.test_client()))


def _fill(house: House) -> None:
    town, world, matters = house.town, house.town.world, house.matters
    matters["lapsed"] = town.matter("amending")
    town.behind(lambda: lapse(world, town.complaint(matters["lapsed"])))
    for state in REACH:
        matters[state] = town.matter(state)
    matters["received in confidence"] = town.matter("received", mode="confidential")
    matters["handling in confidence"] = town.matter("handling", mode="confidential")
    matters["mistaken"] = town.matter("received", by="clerk", channel="hotline")
    matters["proposed"] = town.matter("received")
    town.behind(lambda: propose_decline(world, town.complaint(matters["proposed"])))
    for what in ("unable", "countersign", "to be signed by the steward"):
        matters[what] = town.matter("handling")
        town.behind(lambda what=what: _cannot_be_solved(world, town.complaint(matters[what])))
    for what in ("countersign", "to be signed by the steward"):
        town.behind(lambda what=what: replying.ask_countersign(town.complaint(matters[what]), world.move("reviewer")))
    town.behind(_nothing_arrived)
    town.behind(lambda: _carry(house))
    matters["shared"] = town.matter("accepted")
    part = {"market": "请查价格公示。"}
    town.behind(lambda: dispatching.dispatch(town.complaint(matters["shared"]), "housing", part, None, world.move("clerk")))
    matters["to be read"] = town.matter("received", text="车间停了三天水，没有人来修，请问什么时候能来水。")
    machine_says(town, matters["to be read"], {"water": 0.95, "project_fire": 0.05}, kind_p=0.95)
    matters["read and accepted"] = town.matter("accepted")
    machine_says(town, matters["read and accepted"], {"project_fire": 0.95, "water": 0.05}, kind_p=0.95)


def _carry(house: House) -> None:
    """The steward carries an enterprise: he is told, must sign, has a draft before him and a word that is not answered."""
    world, town = house.town.world, house.town
    firm = Enterprise(credit_code="91610000100000001E", name="安澜白榆纺织有限公司", area="jingkai")
    db.session.add(firm)
    db.session.flush()
    steward, secretary = (db.session.get_one(Post, world.staff[name].post_id) for name in ("steward", "secretary"))
    stewardships.take_on(Target(enterprise=firm.id), steward.id, Terms("housing"), day_of(world.at), world.move(SYSTEM))
    project = Project(enterprise_id=firm.id, name="白榆二期厂房", area="jingkai", stage="在建")
    db.session.add(project)
    db.session.flush()
    carried = stewardships.take_on(Target(project=project.id), steward.id, Terms(), day_of(world.at), world.move(SYSTEM))
    his, hers = actors([steward, secretary], day_of(world.at))
    for what in ("to be signed by the steward", "handling", "dispatched", "accepted"):
        town.complaint(house.matters[what]).enterprise_id = firm.id
    db.session.flush()
    visits.log(carried, Logged(day_of(world.at), "phone", "说厂房进度正常。"), world.move(his))
    telling.tell_stewards(town.complaint(house.matters["accepted"]), SYSTEM, world.at)
    instructions.draft(town.complaint(house.matters["dispatched"]), "请本周内到现场看一次。", world.move(hers))
    instructions.send(town.complaint(house.matters["handling"]), "请本周内到现场看一次。", world.move(his))


def _nothing_arrived() -> None:
    """What went outside waits for the administrator's word."""
    db.session.execute(update(Sending).values(state="doubtful"))


def _cannot_be_solved(world: World, complaint: Complaint) -> None:
    world.prepare("T21", complaint)
    replying.reply(complaint, Draft("unable", REPLY, "内部说明", "上报件"), world.move("handler"))


def _seat(house: House) -> None:
    town, browsers = house.town, house.browsers
    code = town.behind(_strangers)
    browsers |= {login: town.officer(login) for login in [*(row[0] for row in ACCOUNTS), "both", "reviewer2"]}
    browsers["clerk elsewhere"] = town.officer("clerk")
    browsers["nobody"] = town.browser()
    _close_a_day(browsers["admin"])
    for name, login, password in (("newcomer", "clerk2", code[0]), ("enterprise", PHONE, code[1])):
        browsers[name] = town.browser()
        page = browsers[name].get("/sign-in")
        browsers[name].submit(page, login=login, password=password)
    owner = browsers["enterprise"]
    owner.submit(owner.get("/first-password"), new_password=LONG, again=LONG)
    house.matters["with file"] = town.filed(browser=owner, files=photo()).number
    browsers["newcomer"].get("/first-password")
    for what, number in house.matters.items():
        if number in town.tickets:
            browsers[f"holder of {what}"] = town.browser()
            town.follow(number, browsers[f"holder of {what}"])


def _close_a_day(admin: Checked) -> None:
    preview = admin.submit(admin.get("/admin/calendar"), "/admin/calendar/day", on="2026-12-31", kind="holiday", note="盘点")
    admin.submit(preview, "/admin/calendar")


def _strangers() -> tuple[str, str]:
    """Passwords for two more; a newcomer with a one-time code, and an enterprise with another."""
    people = {one.login: one for one in db.session.scalars(select(Person))}
    for login in ("both", "reviewer2"):
        people[login].password = hash_password(demo_password())
    second_factor.begin(people["handler2"].id)
    second_factor.begin(people["reviewer2"].id)
    factor = second_factor.of(people["reviewer2"].id)
    assert factor is not None
    factor.confirmed_at = clock.now()
    post = people["clerk"].posts[0]
    clerk = Actor("staff", post.person_id, post.id, post.unit, Role.CLERK, frozenset({post.unit}))
    opening = Opening("安澜青穗食品有限公司", "91990100MA0QR00010", "林女士", PHONE)
    _, code = open_account(clerk, opening, "seed", clock.now())
    return sign_in.give_code(people["clerk2"], "seed", clock.now()), code
