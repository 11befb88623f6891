"""Every figure of every page is what a slow count of the histories finds, and as long as the list behind it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from analytics import rebuilding
from analytics.counting import count
from analytics.feature import analytics_feature
from analytics.views.listing import SPEC, hidden_from
from app import clock
from app.actor import Actor
from app.auth.demonstration import demo_password
from app.clock import at_local
from app.database import db, reading
from app.factory import build
from app.lists.page import page_of
from app.lists.spec import Reader
from app.store.complaints import Complaint
from complaints.feature import complaints_feature
from tests.complaints.figures import recount
from tests.complaints.world import SEEDED_ON, World
from tests.machinery.stores import opened, settings_for
from tests.machinery.trials import FULL
from tests.pages import Checked, Page

pytestmark = [pytest.mark.slow, pytest.mark.pages]
SEEDED_AT = at_local(SEEDED_ON, "10:00")
PAGES = ("/figures", "/figures/units", "/figures/areas", "/figures/topics")
LIST = "/figures/list"


@dataclass
class Town:
    """The demonstration city, open, with every hit of every figure."""

    app: Flask
    at: datetime
    hits: list[recount.Hit]
    public: set[int]

    def browser(self, login: str) -> Checked:
        """A browser in which *login* has signed in, under the first post where there are several."""
        browser = Checked(self.app.test_client())
        typed = browser.get("/sign-in").form() | {"login": login, "password": demo_password()}
        page = browser.post("/sign-in", typed)
        if "post" in page.url:
            browser.client.post(page.url, data=page.form() | {"post": page.all("button", name="post")[0]["value"]})
        return browser

    def seen_by(self, actor: Actor) -> set[int]:
        """Whose row *actor* may see, asked of the policy."""
        return {c.id for c in db.session.scalars(select(Complaint)) if recount.may_see_row(actor, c)}

    def number(self, asked: dict[str, str], seen: set[int]) -> int:
        """What a list must be as long as."""
        return sum(1 for hit in self.hits if _fits(hit, asked) and hit.matter in (seen if asked.get("base") else self.public))


def _fits(hit: recount.Hit, asked: dict[str, str]) -> bool:
    if hit.figure != asked["figure"] or hit.part != asked.get("part", hit.part):
        return False
    if hit.month and not asked.get("since", "") <= hit.month <= asked.get("until", "9999"):
        return False
    return all(getattr(hit, by) == asked[by].replace("none", "") for by in ("unit", "area", "topic") if by in asked)


NOT_SWEPT = timedelta(days=9)


@pytest.fixture(scope="module")
def town(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("figures")
    shutil.copy(demonstration, folder / "qisheng.db")
    with opened(build([complaints_feature, analytics_feature], settings_for(folder, QISHENG_DEMO="1"))) as app:
        reading.set(False)
        for ids in rebuilding.slices():
            count(ids)
        db.session.commit()
        public = {c.id for c in db.session.scalars(select(Complaint)) if recount.in_public(c)}
        yield Town(app, SEEDED_AT, recount.counted(SEEDED_AT), public)
    clock.move_to(None)


@pytest.mark.parametrize(("login", "later"), [("office_head", timedelta(0)), ("clerk", NOT_SWEPT), ("leader", timedelta(0))])
def test_every_number_is_recounted_and_has_its_list(login: str, later: timedelta, town: Town) -> None:
    town = replace(town, at=town.at + later, hits=recount.counted(town.at + later) if later else town.hits)
    clock.move_to(town.at)
    browser, actor = town.browser(login), _actor(login)
    seen, wrong, looked = town.seen_by(actor), [], set()
    for page in _pages(browser, town):
        for words, asked in _numbers(page):
            said, right = _first(words), town.number(asked, seen)
            if said != right:
                wrong.append(f"{page.url}: {words} of {asked}, recounted {right}")
            looked.add(tuple(sorted(asked.items())))
        wrong += [f"{page.url}: {row}" for row in _wrong_rates(page)]
    assert not wrong, "\n".join(wrong[:20])
    assert len(looked) > 300
    with town.app.test_request_context():
        for asked in Random(1).sample(sorted(looked), len(looked) if FULL else 100):
            reader = Reader(actor, town.at)
            number = page_of(SPEC, reader, dict(asked)).number + hidden_from(reader, dict(asked))
            assert number == town.number(dict(asked), seen), asked


def _actor(login: str) -> Actor:
    return World().staff[login]


def _pages(browser: Checked, town: Town) -> Iterator[Page]:
    month = f"{clock.local(town.at):%Y-%m}"
    yield browser.get(f"/figures?base=all&month={month}")
    yield browser.get("/figures?base=all")
    for path in PAGES:
        yield browser.get(path if town.at == SEEDED_AT else f"{path}?month={month}")
    yield browser.get("/figures/units?base=all")


def _numbers(page: Page) -> Iterator[tuple[str, dict[str, str]]]:
    for link in page.all("a"):
        if urlsplit(link["href"]).path == LIST:
            yield link.text, dict(parse_qsl(urlsplit(link["href"]).query))


def _first(words: str) -> int:
    return int(re.findall(r"\d+", words)[0])


def _wrong_rates(page: Page) -> Iterator[list[str]]:
    """Shares that are not what their k and n make of them."""
    if page.url.split("?")[0] != "/figures":
        return
    for row in page.rows("各项比率"):
        k, rest = (int(number) for number in re.findall(r"\d+", row[3])[:2])
        n = k + rest
        value = row[1].replace("样本小", "").strip()
        if n == 0:
            right = "—"
        elif n < 10:
            right = f"{k}/{n}"
        else:
            right = f"{k / n:.1%}" if n >= 100 else f"{k / n:.0%}"
        if value != right or ("样本小" in row[1]) != (10 <= n < 30) or (row[2] == "—") != (n < 10):
            yield row


def test_a_list_says_how_long_it_is_and_opens_each_matter(town: Town) -> None:
    clock.move_to(town.at)
    browser = town.browser("office_head")
    page = browser.get(f"{LIST}?figure=on_time&part=no&since=2025-11&until=2026-10")
    number = town.number({"figure": "on_time", "part": "no", "since": "2025-11", "until": "2026-10"}, set())
    assert page.heading == f"按时办结率：超期 {number} 件"
    rows = page.rows()
    assert len(rows) == number > 1
    assert all(row[2] == "超期" for row in rows)
    assert browser.get(page.tree.first("tbody").first("a")["href"]).heading
