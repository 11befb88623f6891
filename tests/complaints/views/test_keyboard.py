"""Ten matters found, judged, dispatched and explained by somebody who never touches the mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.database import db
from app.store.complaints import Assignment, Complaint
from app.store.readings import Label
from tests.complaints.town import Town
from tests.complaints.views.readings import machine_says
from tests.complaints.views.serving import serving
from tests.journeys.hands import come_in, sees
from tests.machinery.browsers import NewPerson

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLEAR, CLOSE = {"project_fire": 0.95, "water": 0.05}, {"project_fire": 0.5, "util_gas": 0.47}
PLACES = ("甲渡", "乙渡", "丙渡", "丁渡", "戊渡", "己渡", "庚渡", "辛渡", "壬渡", "癸渡")
NOT_CLEAR = PLACES[2::3]
WHY = "园区燃气先停了才约不上验收。"


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    """The house with ten matters to be dispatched, three of which could be either of two units'."""
    for place in PLACES:
        number = town.matter("accepted", text=f"{place}产业园的仓库三次都没有约上消防验收，每天付租金。")
        machine_says(town, number, CLOSE if place in NOT_CLEAR else CLEAR, kind_p=0.95)
    town.behind(_without_topic)
    with serving(town.app) as found:
        yield found


def _without_topic() -> None:
    """The topic decides the unit; where it is open the reading does."""
    for row in db.session.scalars(select(Complaint)):
        if any(place in row.masked for place in NOT_CLEAR):
            row.topic = None


def find(page: Page, words: str) -> None:
    """By the keys alone: to the filter, the words, and the list is there."""
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page.locator("tr[data-row]")).to_contain_text(words)


def test_ten_matters_are_dispatched_with_the_keyboard_alone(town: Town, address: str, person: NewPerson) -> None:
    page = person(address)
    come_in(page, "clerk")
    page.goto("/office/accepted")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    for place in PLACES:
        find(page, place)
        page.wait_for_load_state()
        page.keyboard.press("p")
        expect(page.locator("tr.preview")).to_contain_text(f"{place}产业园的仓库")
        page.wait_for_load_state()
        if place in NOT_CLEAR:
            _choose_the_second(page)
        else:
            page.keyboard.press("a")
            sees(page, "已派给")
    page.close()
    rows = list(db.session.scalars(select(Assignment).where(Assignment.role == "lead")))
    assert len(rows) == 10
    labels = db.session.scalars(select(Label).where(Label.field == "lead")).all()
    assert sorted(label.source for label in labels) == ["confirm"] * 7 + ["override"] * 3


def _choose_the_second(page: Page) -> None:
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="派给选中的单位")).to_be_visible()
    page.wait_for_load_state()
    reason = page.locator("#dispatch textarea")
    for _ in range(60):
        if reason.evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type(f"{WHY} a2?")  # keys do nothing while somebody writes
    assert reason.input_value() == f"{WHY} a2?"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("等它签收")
    page.wait_for_load_state()
    for _ in range(40):  # back by the path above the page
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "待派单":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("待派单")
