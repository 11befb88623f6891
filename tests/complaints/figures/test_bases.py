"""公开口径 holds nothing from which anyone is recused, and whoever is recused finds no trace in any figure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from analytics.facts import is_public
from analytics.feature import analytics_feature
from app import clock
from app.auth.demonstration import demo_password
from app.database import db, reading
from app.factory import build
from app.store.complaints import Complaint
from app.store.people import Person
from complaints.feature import complaints_feature
from surveys.feature import surveys_feature
from tests.complaints.figures import recount
from tests.complaints.test_policy_worlds import furnish, populate
from tests.complaints.town import Town
from tests.complaints.world import World
from tests.machinery.stores import opened, settings_for
from tests.pages import Checked

WORLDS = 40
ADDRESSES = [
    f"{path}{sign}base={base}"
    for base in ("public", "all")
    for path, sign in (
        ("/figures", "?"), ("/figures?month=2026-10", "&"), ("/figures/units", "?"), ("/figures/areas?month=2026-10", "&"),
        ("/figures/topics?month=2026-10", "&"), ("/figures/list", "?"), ("/figures/list?figure=open", "&"),
    )
]  # fmt: skip
TOKENS = re.compile(r'name="(?:csrf_token|ticket)"[^>]*>')


@pytest.mark.usefixtures("session")
def test_what_is_public_is_what_the_policy_keeps_from_nobody() -> None:
    furnish()
    answers = set()
    for world in range(1, WORLDS + 1):
        outer = db.session.begin_nested()
        populate(Random(world), world)
        for complaint in db.session.scalars(select(Complaint)):
            answers.add(is_public(complaint, complaint.mentions))
            assert is_public(complaint, complaint.mentions) == recount.in_public(complaint)
        outer.rollback()
        db.session.expunge_all()
    assert answers == {True, False}


@pytest.fixture
def town(staffed: Path, tmp_path: Path) -> Iterator[Town]:
    shutil.copy(staffed, tmp_path / "qisheng.db")
    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings_for(tmp_path))) as app:
        world = World()
        for state in ("closed", "handling", "received"):
            world.reach(state)
        db.session.commit()
        clock.move_to(world.at + timedelta(minutes=1))
        yield Town(app, world, Checked(app.test_client()))


def _officer(town: Town, login: str) -> Checked:
    browser = town.browser()
    browser.post("/sign-in", browser.get("/sign-in").form() | {"login": login, "password": demo_password()})
    return browser


def _everything(browser: Checked) -> dict[str, str]:
    return {address: TOKENS.sub("", browser.get(address).html) for address in ADDRESSES}


@pytest.mark.slow
@pytest.mark.pages
def test_who_is_named_finds_every_figure_the_same_with_and_without_the_matter(town: Town) -> None:
    named, other = _officer(town, "clerk"), _officer(town, "office_head")
    before, before_other = _everything(named), _everything(other)
    reading.set(False)
    name = db.session.scalars(select(Person.name).where(Person.login == "clerk")).one()
    town.world.file(text=f"清溪路的仓库消防验收三次没有约上，窗口{name}说不归他管。")
    db.session.commit()
    after, after_other = _everything(named), _everything(other)
    assert [address for address in ADDRESSES if after[address] != before[address]] == []
    changed = [address for address in ADDRESSES if after_other[address] != before_other[address]]
    assert [address for address in changed if "base=public" in address and "list" not in address] == []
    assert {"/figures?month=2026-10&base=all", "/figures/list?base=all", "/figures/list?figure=open&base=all"} <= set(changed)
