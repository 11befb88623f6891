"""Every list of the house stands in the registry, works with no row, one and many, and leaves it as it is shown."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree

import pytest

from analytics.feature import analytics_feature
from app import clock
from app.actor import Actor
from app.auth.current import current_actor
from app.clock import day_of, local, now
from app.database import db, reading
from app.exports.cells import in_text
from app.factory import build
from app.lists import slices
from app.lists.asking import asked_of, narrowed
from app.lists.filters import Filter
from app.lists.page import address_of, page_of
from app.lists.registry import lists
from app.lists.spec import SIZE, Cell, ListSpec, Reader
from complaints.feature import complaints_feature
from complaints.operations import dispatching, handling
from surveys.feature import surveys_feature
from tests.complaints.town import Town
from tests.complaints.world import World, staff_the_house
from tests.house.many import copied
from tests.machinery.stores import opened, settings_for
from tests.pages import Checked, Page
from tests.walk.filled import House, filled_house

pytestmark = [pytest.mark.slow, pytest.mark.pages]
ROOT = Path(__file__).parents[2]
MANY = SIZE + 1
FEW = 6
FEATURES = [complaints_feature, surveys_feature, analytics_feature]
# Tables inside a page about one thing, read whole and never walked: named here, so that no list is among them unseen.
TABLES = {
    "app/templates/admin/audit_day.html",  # grants and looks of one day
    "app/templates/admin/person.html",  # posts of one person
    "app/templates/auth/me.html",  # one's own sessions
    "complaints/templates/complaints/public/basis.html",  # what the law says
    "complaints/templates/complaints/public/privacy.html",  # what is kept how long
    "complaints/templates/complaints/bulk/dispatch.html",  # what was chosen, before it is done
    "complaints/templates/complaints/bulk/hand_over.html",
    "complaints/templates/complaints/bulk/show.html",  # and what became of it
    "complaints/templates/complaints/department/head.html",  # the first rows of lists, each with the way to its list
    "complaints/templates/complaints/today.html",
    "complaints/templates/complaints/ledger/leader.html",  # what one leader carries
    "complaints/templates/complaints/steward/parts.html",  # the table of two lists that are in the registry
    "complaints/templates/complaints/calendar/year.html",  # the office's own days of one year
    "complaints/templates/complaints/calendar/preview.html",  # due dates that a change would move
}
NAMES = sorted(lists())
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_no_list_stands_outside_the_registry() -> None:
    drawn = {one.template for one in lists().values()}
    outside = {
        name
        for path in [*ROOT.glob("*/templates/**/*.html")]
        if "import" in (text := path.read_text("utf-8")) and re.search(r"\blist_table\b|class=\"pages\"", text)
        and (name := path.relative_to(ROOT).as_posix()).partition("templates/")[2] not in drawn
        and not name.startswith("app/templates/parts/")
    }  # fmt: skip
    assert outside == TABLES


def test_no_page_skips_rows_by_counting() -> None:
    sources = [path for package in ("app", "complaints", "analytics") for path in (ROOT / package).rglob("*.py")]
    assert [path.name for path in sources if ".offset(" in path.read_text("utf-8")] == []


@dataclass
class Seat:
    """Somebody who may open a list, at his browser."""

    who: str
    actor: Actor
    browser: Checked


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with filled_house(sqlite_template, tmp_path_factory.mktemp("lists")) as found:
        clock.move_to(found.at)
        number = found.town.matter("accepted")
        found.town.behind(lambda: _answered(found.town, number))
        found.keep()
        yield found


def _answered(town: Town, number: str) -> None:
    """A matter in which a co-handler has said what it had to say."""
    complaint = town.complaint(number)
    dispatching.dispatch(complaint, "housing", {"market": "请查价格公示。"}, None, town.world.move("clerk"))
    handling.answer_part(complaint, "价格已经公示，收据附在后面。", town.world.move("liaison2"))


@pytest.fixture(scope="module")
def seats(house: House) -> dict[str, Seat]:
    """Everybody, by name."""
    clock.move_to(house.at)
    return {who: Seat(who, _actor_at(browser), browser) for who, browser in house.browsers.items() if who != "nobody"}


def _actor_at(browser: Checked) -> Actor:
    with browser.client as client:
        client.get("/me")
        return current_actor()


def _seat_of(spec: ListSpec, seats: dict[str, Seat], house: House) -> Seat:
    """Whoever may open it and sees most."""
    able = [seat for seat in seats.values() if spec.opens(seat.actor)]
    assert able, f"nobody in the filled house opens {spec.name}"
    return max(able, key=lambda seat: _number(spec, seat.actor))


def _anew(seat: Seat) -> Seat:
    """The same person as the house sees him now: what a steward carries is part of that."""
    return Seat(seat.who, _actor_at(seat.browser), seat.browser)


def _number(spec: ListSpec, actor: Actor) -> int:
    reading.set(True)
    reader = Reader(actor, now())
    found = slices.count(narrowed(spec, reader, asked_of(spec, reader, {})), spec.id, None)
    db.session.rollback()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_list_shows_all_its_rows_and_leaves_them_as_shown(name: str, house: House, seats: dict[str, Seat]) -> None:
    clock.move_to(house.at + timedelta(seconds=20 * NAMES.index(name)))  # what was done for one list is past for the next
    spec = lists()[name]
    seat = _anew(_seat_of(spec, seats, house))
    before = _number(spec, seat.actor)
    assert before, f"the filled house has no row for {name}"
    assert len(_rows(house, spec, seat.actor, {})) == before
    _fill(house, spec, seat.actor)
    seat = _anew(seat)
    every = _rows(house, spec, seat.actor, {})
    assert len(every) == _number(spec, seat.actor) >= MANY
    _walk_there_and_back(house, spec, seat, len(every))
    for sort in spec.sorts(Reader(seat.actor, now())):
        assert sorted(map(str, _rows(house, spec, seat.actor, {"sort": sort.name}))) == sorted(map(str, every)), sort.name
    for one in spec.filters:
        for word in _words(one, seat.actor, every):
            _narrowed(house, spec, seat, {one.name: word}, every, usual=one.usual is not None)
    _carried_away(house, spec, seat)


def _fill(house: House, spec: ListSpec, actor: Actor) -> None:
    """As many rows as fill a page and begin the next."""
    with house.town.app.test_request_context():
        rows = page_of(spec, Reader(actor, now()), {}).slice.rows
        first = rows[0][0] if isinstance(rows[0], tuple) else rows[0]
    db.session.rollback()
    reading.set(False)
    key = getattr(first, first.__mapper__.primary_key[0].name)
    db.session.rollback()
    for _ in range(max(0, MANY - _number(spec, actor))):
        reading.set(False)
        copied(first.__table__, key)
        db.session.commit()


def _rows(house: House, spec: ListSpec, actor: Actor, args: dict[str, str]) -> list[list[Cell]]:
    """What the columns say of every line, page after page."""
    found: list[list[Cell]] = []
    reading.set(True)
    with house.town.app.test_request_context():
        after = ""
        while True:
            page = page_of(spec, Reader(actor, now()), {**args, **({"after": after} if after else {})})
            found += [[column.value(line) for column in spec.columns] for line in page.lines]
            after = page.slice.after
            if not after:
                db.session.rollback()
                return found


def _walk_there_and_back(house: House, spec: ListSpec, seat: Seat, total: int) -> None:
    """By the links of the page, in an order that is not the usual one and has to be kept."""
    last = spec.sorts(Reader(seat.actor, now()))[-1].name
    url = _url(house, spec, {"sort": last})
    first = seat.browser.get(url)
    second = seat.browser.get(_follow(url, first, "下一页"))
    assert (len(first.rows()), len(second.rows())) == (SIZE, min(SIZE, total - SIZE))
    back = seat.browser.get(_follow(url, second, "上一页"))
    assert back.rows() == first.rows()
    assert f"sort={last}" in _follow(url, second, "回到第一页")


def _follow(url: str, page: Page, words: str) -> str:
    assert words in page.links, f"{page.url}: no {words}"
    return url.partition("?")[0] + page.links[words]


def _url(house: House, spec: ListSpec, args: dict[str, str]) -> str:
    with house.town.app.test_request_context():
        return address_of(spec, urlencode(args))


def _words(one: Filter, actor: Actor, every: list[list[Cell]]) -> list[str]:
    """Answers to a filter: of many choices the first and the last."""
    reader = Reader(actor, now())
    if one.kind == "text":
        return [str(every[0][0])[-4:], "没有这样的东西"]
    if one.kind == "day":
        return [day_of(now()).isoformat()]
    if one.kind == "month":
        return [f"{local(now()):%Y-%m}"]
    choices = list(one.choices(reader))
    return choices if len(choices) <= FEW else [choices[0], choices[-1]]


def _narrowed(house: House, spec: ListSpec, seat: Seat, args: dict[str, str], every: list[list[Cell]], *, usual: bool) -> None:
    rows = _rows(house, spec, seat.actor, args)
    assert usual or {str(row) for row in rows} <= {str(row) for row in every}, args
    page = seat.browser.get(_url(house, spec, args))
    assert "没有按它筛" not in page.text, args
    if not rows:
        assert page.all(class_="empty"), f"{spec.name} {args}: nothing is said of no row"


def _carried_away(house: House, spec: ListSpec, seat: Seat) -> None:
    """Both forms hold what the pages show, row by row; the export itself is an entry, so the rows are read just before."""
    if not spec.exports(seat.actor):
        return
    fields = seat.browser.get(_url(house, spec, {})).form("/exports/xlsx")
    heads = [column.label for column in spec.columns]
    every = _rows(house, spec, seat.actor, {})
    assert _csv(seat, fields) == [heads, *[[in_text(cell) for cell in row] for row in every]]
    every = _rows(house, spec, seat.actor, {})
    assert _xlsx(seat, fields) == [heads, *[[str(cell) for cell in row] for row in every]]


def _csv(seat: Seat, fields: Any) -> list[list[str]]:
    answer = seat.browser.client.post("/exports/csv", data=fields, follow_redirects=True)
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def _xlsx(seat: Seat, fields: Any) -> list[list[str]]:
    answer = seat.browser.client.post("/exports/xlsx", data=fields, follow_redirects=True)
    return sheet_rows(answer.get_data())


def sheet_rows(content: bytes) -> list[list[str]]:
    """The cells of the first sheet of a workbook, empty ones too; no cell of it is a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        tree = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(tree.iter(f"{SHEET}f"))
    rows = [{_column(cell.get("r", "")): _text(cell) for cell in row} for row in tree.iter(f"{SHEET}row")]
    width = max(map(max, rows)) + 1
    return [[row.get(column, "") for column in range(width)] for row in rows]


def _column(place: str) -> int:
    found = 0
    for letter in re.sub(r"\d", "", place):
        found = found * 26 + ord(letter) - 64
    return found - 1


def _text(cell: ElementTree.Element) -> str:
    return "".join(node.text or "" for node in cell.iter() if node.tag in {f"{SHEET}t", f"{SHEET}v"})


@pytest.fixture(scope="module")
def empty(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The same house before anything was filed."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "qisheng.db").write_bytes(sqlite_template.read_bytes())
    with opened(build(FEATURES, settings_for(folder, QISHENG_DEMO="1"))) as app:
        reading.set(False)
        staff_the_house()
        db.session.commit()
        world = World()
        db.session.rollback()
        clock.move_to(world.at)
        yield Town(app, world, Checked(app.test_client()))


def test_every_list_says_something_where_there_is_nothing(empty: Town) -> None:
    clock.move_to(empty.world.at)
    seen = set()
    for login in ("clerk", "reviewer", "office_head", "liaison", "steward", "leader", "admin", "auditor", "survey_officer"):
        if login not in empty.world.staff:
            continue
        browser = empty.officer(login)
        actor = _actor_at(browser)
        for spec in lists().values():
            if spec.name not in seen and spec.opens(actor):
                seen.add(spec.name)
                with empty.app.test_request_context():
                    url = address_of(spec, "")
                page = browser.get(url)
                assert page.all(class_="empty") or page.rows(), spec.name
    assert set(NAMES) - seen <= {"public.mine"}


def test_an_address_of_a_list_is_its_own(house: House, seats: dict[str, Seat]) -> None:
    """Filters and order come back from the address as they went into it."""
    clock.move_to(house.at)
    spec = lists()["office.all"]
    reader = Reader(seats["clerk"].actor, now())
    asked = asked_of(spec, reader, {"state": "received", "sort": "old", "word": "a&b", "after": "x"})
    again = asked_of(spec, reader, dict(parse_qsl(asked.address(spec, reader))))
    assert (again.words, again.sort) == (asked.words, asked.sort)
