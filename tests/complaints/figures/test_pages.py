"""Every figure of every page is what a slow count of the histories finds, and as long as the list behind it."""

from __future__ import annotations

import json
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

from analytics import rebuilding, spans
from analytics.counting import count
from analytics.feature import analytics_feature
from analytics.periods import last_months
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
from complaints.operations import times as times_of_house
from surveys.feature import surveys_feature
from tests.complaints.figures import recount
from tests.complaints.world import SEEDED_ON, World, entries_of, open_minutes
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
    with opened(build([complaints_feature, surveys_feature, analytics_feature], settings_for(folder, QISHENG_DEMO="1"))) as app:
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
    for place in page.all("figure", class_="plot"):
        for bars in json.loads(place["data-chart"])["data"]:
            if bars["type"] == "bar" and bars["name"] != "持有":  # those are days
                values = bars["x"] if bars.get("orientation") == "h" else bars["y"]
                yield from (
                    (str(n), dict(parse_qsl(urlsplit(url).query))) for n, url in zip(values, bars["customdata"], strict=True)
                )


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


def test_durations_and_holders_are_those_of_the_histories(town: Town) -> None:
    months = last_months(town.at, 13)
    histories = {c.id: entries_of(c) for c in db.session.scalars(select(Complaint))}
    calendar, times, replied = times_of_house.current_calendar(), [], 0
    for id_ in {
        hit.matter for hit in town.hits if hit.figure == "duration" and hit.month in months and hit.matter in town.public
    }:
        at = {entry.verb: entry.at for entry in reversed(histories[id_])}
        end = at.get("T23") or at.get("T30")
        replied += "T23" in at
        times.append((calendar.minutes_between(at["T6"], end or town.at), "T23" in at))
    found = spans.durations(_actor("leader"), months, town.at, is_public=True)
    assert (found.replied, found.waiting) == (replied, len(times) - replied)
    assert found.median.at == _half(times)
    closed = {hit.matter for hit in town.hits if hit.figure == "closed" and hit.month in months and hit.matter in town.public}
    held = spans.held_minutes(_actor("leader"), months, town.at, is_public=True)
    lived = sum(open_minutes(db.session.get_one(Complaint, id_), town.at) for id_ in closed)
    assert 0 <= sum(held.values()) + len(held) - lived <= len(closed) + len(held)
    assert set(held) >= {"office", "lead", "enterprise"}


ODD = (
    "month=2026-13",
    "month=%00",
    "base=x&month=1999-01",
    "figure=x&part=x&base=x",
    "since=x&until=%00",
    "unit=x&after=x",
    "figure=",
)


def test_what_is_no_answer_of_ours_is_left_out(town: Town) -> None:
    clock.move_to(town.at)
    browser = town.browser("clerk")
    for words in ODD:
        for path in ("/figures", "/figures/areas", LIST):
            browser.get(f"{path}?{words}")
    plain, odd = browser.get(LIST).heading, browser.get(f"{LIST}?figure=x&part=x&base=x").heading
    assert odd == plain


def _half(times: list[tuple[int, bool]]) -> int | None:
    """The median by the book: multiply, at each end, the share of those who went on."""
    share = 1.0
    for at in sorted({time for time, is_end in times if is_end}):
        waiting = [time for time, _ in times if time >= at]
        share *= 1 - sum(1 for time, is_end in times if is_end and time == at) / len(waiting)
        if share <= 0.5:
            return at
    return None


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
