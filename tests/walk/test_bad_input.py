"""Whatever is sent to the house: a Chinese sentence, what was typed is still there, never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit
from zlib import crc32

import pytest
from werkzeug.routing import Rule

from app import clock
from app.database import db
from app.store.complaints import Complaint
from app.web.limits import StoreStorage
from tests.machinery.canaries import personal
from tests.machinery.trials import FULL
from tests.pages import Page
from tests.walk.answers import FORM, Count, lost, send
from tests.walk.doors import OFFICERS, SENSIBLE, SENTENCE, Door, find_doors, pages_of
from tests.walk.filled import House, filled_house
from tests.walk.torture import ENDLESS, IN_ADDRESS, VALUES, encoded, multipart

pytestmark = pytest.mark.slow

HIDDEN = {"csrf_token", "ticket", "version", "next", "advised", "sure", "removed"}
FOR_CHOICES = (
    "empty", "nul", "surrogate", "forty digits", "below zero", "other digits", "wrong day", "foreign unit", "foreign row",
)  # fmt: skip
FOR_HIDDEN = ("empty", "surrogate", "forty digits", "below zero", "other digits")
FOR_AREAS = (
    "empty", "blanks", "one sign", "emoji", "control characters", "nul", "surrogate", "other side", "line ends", "markup",
    "forty digits", "foreign unit", "five thousand",
)  # fmt: skip
FOR_ALL = ("blanks", "emoji", "control characters", "nul", "surrogate", "forty digits", "markup", "five thousand")
TWIN = re.compile(r"_[2-9]$")  # part_2 is part_1 again
DRAWN = "foreign unit"  # the answers to it are read as pages, the others as text
PARAMETERS = ("page", "size", "sort", "after", "before", "from", "next")
AT_LEAST = 5_000
SHARE, EVERY = (1, 7) if FULL else (3, 42)
STRUCTURED = {"foreign_number"}  # the number of somebody else's sheet is no text
PUBLISHED = {  # there to be read: names and telephone of a unit, questions that enterprises are asked
    "admin.unit", "surveys.new", "surveys.rewrite", "surveys.papers", "surveys.plan",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The filled house without limits of rate: they have tests of their own."""
    with pytest.MonkeyPatch.context() as patch, filled_house(sqlite_template, tmp_path_factory.mktemp("walk")) as house:
        patch.setattr(StoreStorage, "incr", lambda *_, **__: 1)
        patch.setattr(StoreStorage, "get", lambda *_: 0)
        yield house


@pytest.fixture(scope="module")
def doors(house: House) -> dict[str, Door]:
    """Every form."""
    clock.move_to(house.at)
    return find_doors(house)


@pytest.fixture(scope="module")
def count() -> Count:
    """All bad requests of this file."""
    return Count()


@pytest.fixture
def found(count: Count, house: House) -> Iterator[Count]:
    """The count; a test fails with everything that was wrong in it."""
    clock.move_to(house.at)
    house.undo()
    count.wrong.clear()
    yield count
    wrong = sorted(count.wrong)
    assert not wrong, f"{len(wrong)} wrong answers:\n" + "\n".join(wrong[:60])


def test_every_form_of_the_house_was_found(house: House, doors: dict[str, Door]) -> None:
    taking = {rule.endpoint for rule in house.town.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert taking == set(doors)


def test_each_field_of_each_form_takes_anything(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        for name in filter(_is_no_twin, door.fields):
            for what in _values_for(door, name):
                send(house, door, found, what, {name: VALUES[what]}, is_read=what == DRAWN)


def test_all_fields_at_once_take_anything(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        for what in FOR_ALL:
            typed = {name: VALUES[what] for name in door.fields if name not in HIDDEN}
            send(house, door, found, f"all {what}", dict(typed), is_read=what == "markup")


def test_a_hundred_thousand_characters_are_refused_and_kept(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        for name in filter(_is_no_twin, door.written):
            assert send(house, door, found, "endless", {name: ENDLESS}).status_code in {409, 422}, door.endpoint


def _is_no_twin(name: str) -> bool:
    return TWIN.search(name) is None


def _values_for(door: Door, name: str) -> list[str]:
    """Everyday a share of them, another for each field; FULL_TRIALS=1 sends all."""
    values = _all_values_for(door, name)
    return values[crc32(f"{door.endpoint}.{name}".encode()) % SHARE :: SHARE]


def _all_values_for(door: Door, name: str) -> list[str]:
    if name in door.lines:
        return list(VALUES)
    if name in door.areas:
        return list(FOR_AREAS)
    return list(FOR_HIDDEN if name in HIDDEN else FOR_CHOICES)


def _acting(doors: dict[str, Door]) -> list[Door]:
    """Forms that do something once: with a text to lose and a ticket. A survey's link does once by itself."""
    others = ("calendar", "answer")
    return [door for door in doors.values() if door.areas and "ticket" in door.fields and not door.endpoint.startswith(others)]


def test_a_form_without_its_token_keeps_what_was_typed(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in _acting(doors):
        for name in ("csrf_token", "ticket"):
            for value in ("", door.fields[name][:-2], doors["public.follow"].fields[name]):  # none, broken, of another form
                answer = send(house, door, found, f"{name} {value[:6]}", {name: value})
                if name == "csrf_token" and value != doors["public.follow"].fields[name]:
                    assert answer.status_code == 422, door.endpoint


def test_a_form_of_four_days_ago_keeps_what_was_typed(house: House, doors: dict[str, Door], found: Count) -> None:
    clock.move_to(house.at + timedelta(days=4))
    for door in _acting(doors):
        answer = send(house, door, found, "four days old", {})
        assert answer.status_code in {302, 303, 403, 404, 409, 422}, (door.endpoint, answer.status_code)


def test_the_same_ticket_with_another_text_is_refused_and_the_text_shown(
    house: House, doors: dict[str, Door], found: Count
) -> None:
    tried = 0
    for door in _acting(doors):
        first = house.client(door.who).post(door.action, data=encoded(door.fields), content_type=FORM)
        if first.status_code != 303:
            continue
        tried += 1
        name = sorted(door.areas)[0]
        changed = {**door.fields, name: "又想起来一句：" + SENTENCE}
        answer = house.client(door.who).post(door.action, data=encoded(changed), content_type=FORM)
        found.look(door.endpoint, answer)
        found.wrong += [f"{door.endpoint} lost {one}" for one in lost(door, answer, changed)]
        assert answer.status_code in {404, 409}, (door.endpoint, answer.status_code)
        house.undo()
    assert tried > 12


def test_a_stale_version_is_refused_and_the_text_shown(house: House, doors: dict[str, Door], found: Count) -> None:
    tried = 0
    for door in _acting(doors):
        if not door.fields.get("version"):
            continue
        house.town.behind(lambda: db.session.execute(db.update(Complaint).values(version=Complaint.version + 1)))
        answer = send(house, door, found, "stale", {})
        tried += answer.status_code == 409
        clock.move_to(house.at)
        house.undo()
    assert tried > 12


def test_bodies_that_are_no_form_are_answered(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        whole, mark = multipart(door.fields)
        bodies = [
            (b'{"text": "x"}', "application/json"),
            (b"\xff\xfe\x00", "text/plain"),
            (b"\x00" * 100, FORM),
            (whole[: len(whole) // 2], mark),
            (whole, "multipart/form-data"),
            (whole, "multipart/form-data; boundary=another"),
            (b"&".join(b"f%d=1" % number for number in range(600)), FORM),
            (encoded({**door.fields, "text": ["一", "二"], "version": ["1", "2"]}), FORM),
            (multipart({f"f{number}": "1" for number in range(600)})[0], mark),
        ]
        for place, (body, kind) in list(enumerate(bodies))[crc32(door.endpoint.encode()) % SHARE :: SHARE]:
            answer = house.client(door.who).post(door.action, data=body, content_type=kind)
            found.look(f"{door.endpoint} body {place}", answer, is_read=place == 0)
            house.undo()


def test_too_much_is_said_to_be_too_much(house: House, doors: dict[str, Door], found: Count) -> None:
    much = b"text=" + b"a" * (5 * 1024 * 1024)
    for endpoint in ("public.file", "case.message", "public.message", "auth.sign_in"):
        door = doors[endpoint]
        answer = house.client(door.who).post(door.action, data=much, content_type=FORM)
        found.look(f"{endpoint} too large", answer)
        assert (answer.status_code, "太大" in answer.get_data(as_text=True)) == (413, True)


def test_addresses_of_lists_take_anything(house: House, found: Count) -> None:
    for who, url in pages_of(house):
        answer = house.client(who).get(url)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        names = _parameters(Page(answer.get_data(as_text=True), url), url)
        values = list(IN_ADDRESS.values())
        for place, name in enumerate(names):
            for value in values[place % EVERY :: EVERY]:
                address = f"{url}?{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}"
                found.look(f"{who} {address}", house.client(who).get(address), is_read=False)
        everything = "&".join(f"{quote(name)}=%F0%9F%98%80%00" for name in names)
        found.look(f"{who} {url} all", house.client(who).get(f"{url}?{everything}"))


def _parameters(page: Page, url: str) -> list[str]:
    """What this page can be asked for: its filters, its links to itself, and what other lists know."""
    filters = [node["name"] for form in page.all("form") if form["method"] == "get" for node in form.all("input", "select")]
    links = [urlsplit(href) for href in page.links.values()]
    own = [name for link in links if link.path in {"", url} for name, _ in parse_qsl(link.query)]
    return sorted({*filters, *own, *PARAMETERS} - {""})


def test_addresses_with_wrong_numbers_lead_nowhere(house: House, found: Count) -> None:
    numbers = ["9" * 40, "0", "-1", "QS-99999999-99999999", "QS-20261015-0001x"]
    parts = [*numbers, "%00", "%F0%9F%98%80", "%ED%A0%80", "a" * 3000]
    for rule in house.town.app.url_map.iter_rules():
        if not rule.arguments or rule.endpoint in {"static", "public.receipt_qr"}:
            continue
        for part in parts:
            path = _path(rule, part)
            for who in ("clerk", "admin", "holder of published"):
                for method in sorted({"GET", "POST"} & (rule.methods or set())):
                    answer = house.client(who).open(path, method=method)
                    found.look(f"{who} {method} {path[:60]}", answer, is_read=who == "clerk" and part == "0")
                    if answer.status_code not in {302, 303, 308, 403, 404, 405}:
                        found.wrong.append(f"{who} {method} {path[:60]}: {answer.status_code}")


def _path(rule: Rule, part: str) -> str:
    return re.sub(r"<[^>]+>", lambda _: part, rule.rule)


def test_nothing_personal_that_is_written_into_a_form_stands_in_the_store_in_clear(
    house: House, doors: dict[str, Door], found: Count
) -> None:
    taken = 0
    for place, door in enumerate(door for endpoint, door in doors.items() if door.written and endpoint not in PUBLISHED):
        person = personal(place)
        areas = dict.fromkeys(door.areas, person.sentence)
        lines = dict.fromkeys(door.lines - SENSIBLE.keys() - STRUCTURED, f"电话{person.phone}")
        for typed in (areas | lines, areas):  # a line may be too short for it
            answer = house.client(door.who).post(door.action, data=encoded({**door.fields, **typed}), content_type=FORM)
            is_taken = answer.status_code == 303
            taken += bool(typed) and is_taken
            stored = _stored()
            found.wrong += [f"{door.endpoint} keeps {word} in clear" for word in person.words if word.encode() in stored]
            house.undo()
            if is_taken:
                break
    assert taken > 30


def _stored() -> bytes:
    """All that lies in the store's files."""
    file = Path(str(db.engine.url.database))
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def test_no_such_page_is_told_to_everybody(house: House, found: Count) -> None:
    for who in ("nobody", *OFFICERS):
        for path in ("/nowhere", "/complaints", "/office/none", "/my/", "/admin/", "/%00", "/" + "9" * 4000, "//evil.example/"):
            found.look(f"{who} {path[:20]}", house.client(who).get(path))


def test_enough_was_tried(count: Count) -> None:
    print(f"{count.sent} requests, answered {dict(sorted(count.answers.items()))}")
    assert count.sent >= AT_LEAST
