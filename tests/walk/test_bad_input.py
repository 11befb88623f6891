"""Whatever is put into a form of the house: a Chinese sentence, what was typed is still there, never a fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape
from werkzeug.test import TestResponse

from app import clock
from app.web.forms import clean
from app.web.limits import StoreStorage
from tests.pages import Fields, Page
from tests.walk.doors import SENTENCE, Door, find_doors
from tests.walk.filled import House, filled_house
from tests.walk.torture import ENDLESS, IN_ADDRESS, VALUES, encoded, multipart

pytestmark = pytest.mark.slow

FORM = "application/x-www-form-urlencoded"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"This field|Not a valid|Invalid |required\.|Traceback|must be |Internal Server|Bad Request|Not Found")
SAID = re.compile(r'<p class="error"[^>]*>(.*?)</p>|class="errsum"(.*?)</ul>|<h1>(.*?)</h1>', re.S)
SECRET = {"password", "new_password", "again", "code", "login", "username"}
HIDDEN = {"csrf_token", "ticket", "version", "next", "advised", "sure", "lines", "removed"}
FOR_CHOICES = (
    "empty", "emoji", "nul", "surrogate", "forty digits", "below zero", "zero", "sixty-three bits", "wide digits", "other digits",
    "wrong day", "last day", "foreign code", "foreign unit", "foreign row", "five thousand",
)  # fmt: skip
FOR_HIDDEN = ("empty", "nul", "surrogate", "forty digits", "below zero", "sixty-three bits", "other digits", "foreign row")
FOR_AREAS = (
    "empty", "blanks", "one sign", "emoji", "control characters", "nul", "surrogate", "other side", "line ends", "markup",
    "template", "query", "forty digits", "list", "object", "percent", "five thousand",
)  # fmt: skip
FOR_ALL = ("blanks", "emoji", "control characters", "nul", "surrogate", "forty digits", "markup", "five thousand")
TWIN = re.compile(r"_[2-9]$")  # part_2 is part_1 again
DRAWN = {"foreign unit", "all markup"}  # these answers are read as pages, the others as text


@dataclass
class Count:
    """What was sent, and what came back that should not have."""

    sent: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


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


@pytest.fixture(autouse=True)
def _in_the_house(house: House) -> None:
    clock.move_to(house.at)
    house.undo()


@pytest.fixture
def found(count: Count) -> Iterator[Count]:
    """The count; a test fails with everything that was wrong in it."""
    count.wrong.clear()
    yield count
    assert not count.wrong, f"{len(count.wrong)} wrong answers:\n" + "\n".join(sorted(count.wrong)[:60])


def test_every_form_of_the_house_was_found(house: House, doors: dict[str, Door]) -> None:
    taking = {rule.endpoint for rule in house.town.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert taking == set(doors)


def test_each_field_of_each_form_takes_anything(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        for name in filter(_is_no_twin, door.fields):
            for what in _values_for(door, name):
                _send(house, door, found, what, {name: VALUES[what]})


def test_all_fields_at_once_take_anything(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        for what in FOR_ALL:
            _send(house, door, found, f"all {what}", {name: VALUES[what] for name in door.fields if name not in HIDDEN})


def test_a_hundred_thousand_characters_are_refused_and_kept(house: House, doors: dict[str, Door], found: Count) -> None:
    for door in doors.values():
        for name in filter(_is_no_twin, door.written):
            _send(house, door, found, "endless", {name: ENDLESS})


def _is_no_twin(name: str) -> bool:
    return TWIN.search(name) is None


def _values_for(door: Door, name: str) -> list[str]:
    if name in door.lines:
        return list(VALUES)
    if name in door.areas:
        return list(FOR_AREAS)
    return list(FOR_HIDDEN if name in HIDDEN else FOR_CHOICES)


def _send(house: House, door: Door, found: Count, what: str, typed: Fields) -> TestResponse:
    """Send the form of *door* with *typed* instead, and look at the answer; the store is as before afterwards."""
    fields = {**door.fields, **typed}
    body, kind = multipart(fields) if door.is_multipart else (encoded(fields), FORM)
    answer = house.client(door.who).post(door.action, data=body, content_type=kind)
    _count(found, answer)
    label = f"{door.endpoint} {sorted(typed) if len(typed) < 3 else 'all'} {what}: {answer.status_code}"
    found.wrong += [f"{label} {fault}" for fault in _faults(door, answer, fields, is_read=what in DRAWN)]
    if answer.status_code != 422:
        house.undo()
    return answer


def _count(found: Count, answer: TestResponse) -> None:
    found.sent += 1
    found.answers[answer.status_code] += 1


def _faults(door: Door, answer: TestResponse, fields: Fields, *, is_read: bool) -> Iterator[str]:
    status = answer.status_code
    if status >= 500:
        yield "fault"
    elif status in {302, 303}:
        if not answer.location.startswith("/"):
            yield f"led to {answer.location}"
    elif answer.mimetype == "text/html":
        html = answer.get_data(as_text=True)
        yield from _text_faults(html, status)
        if status != 200:
            yield from (f"lost {name}" for name in _lost(door, html, fields, status))
        if is_read:
            Page(html, door.action)


def _text_faults(html: str, status: int) -> Iterator[str]:
    said = [part for match in SAID.findall(html) for part in match if part]
    if status != 200 and not any(CHINESE.search(sentence) for sentence in said):
        yield "says nothing"
    for sentence in said:
        if english := ENGLISH.search(sentence):
            yield f"says {english[0]!r}"


def _lost(door: Door, html: str, fields: Fields, status: int) -> Iterator[str]:
    """Fields in which somebody wrote whose text does not stand on the page any more."""
    for name in door.written - SECRET:
        typed = fields.get(name, "")
        assert isinstance(typed, str)
        if status != 422 and len(typed) < len(SENTENCE):
            continue  # a refusal shows what would be a pity to lose
        if not any(str(escape(kept)) in html for kept in _kept(typed)):
            yield name


def _kept(typed: str) -> Iterator[str]:
    """*typed* as it may come back: in one line or several, the bytes of a lone surrogate replaced or quoted on the way."""
    sent = typed.encode("utf-8", "surrogatepass")
    for arrived in (sent.decode("utf-8", "replace"), sent.decode("utf-8", "werkzeug.url_quote")):
        yield clean(arrived)
        yield clean(arrived).replace("\n", " ")
