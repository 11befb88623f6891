"""Sends a form with something wrong in it, and says what is wrong with the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import escape
from werkzeug.test import TestResponse

from app.web.forms import clean
from tests.pages import Fields, Page
from tests.walk.doors import SENTENCE, Door
from tests.walk.filled import House
from tests.walk.torture import encoded, multipart

FORM = "application/x-www-form-urlencoded"
SECRET = {"password", "new_password", "again", "code", "login", "username"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"This field|Not a valid|Invalid |required\.|Traceback|must be |Internal Server|Bad Request|Not Found")
SAID = re.compile(r'<p class="error"[^>]*>(.*?)</p>|class="errsum"(.*?)</ul>|<h1>(.*?)</h1>', re.S)


@dataclass
class Count:
    """What was sent, and what came back that should not have."""

    sent: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, answer: TestResponse) -> None:
        """One more answer."""
        self.sent += 1
        self.answers[answer.status_code] += 1

    def look(self, label: str, answer: TestResponse, *, is_read: bool = True) -> None:
        """Note what is wrong with an answer to which nothing was typed."""
        self.add(answer)
        self.wrong += [f"{label}: {answer.status_code} {fault}" for fault in _faults(answer, is_read=is_read)]


def send(house: House, door: Door, found: Count, what: str, typed: Fields, *, is_read: bool = False) -> TestResponse:
    """Send the form of *door* with *typed* instead, and look at the answer; the store is as before afterwards."""
    fields = {**door.fields, **typed}
    body, kind = multipart(fields) if door.is_multipart else (encoded(fields), FORM)
    answer = house.client(door.who).post(door.action, data=body, content_type=kind)
    label = f"{door.endpoint} {' '.join(sorted(typed)) if len(typed) < 3 else ''} {what}"
    found.look(label, answer, is_read=is_read)
    found.wrong += [f"{label}: {answer.status_code} lost {name}" for name in lost(door, answer, fields)]
    if answer.status_code != 422:
        house.undo()
    return answer


def _faults(answer: TestResponse, *, is_read: bool) -> Iterator[str]:
    if answer.status_code >= 500:
        yield "fault"
    elif answer.status_code in {302, 303, 308}:
        if not answer.location.startswith("/"):
            yield f"led to {answer.location}"
    elif answer.mimetype == "text/html":
        html = answer.get_data(as_text=True)
        yield from _words_faults(html, answer.status_code)
        if is_read:
            Page(html, answer.request.path)


def _words_faults(html: str, status: int) -> Iterator[str]:
    said = [part for match in SAID.findall(html) for part in match if part]
    if status != 200 and not any(CHINESE.search(sentence) for sentence in said):
        yield "says nothing"
    for sentence in said:
        if english := ENGLISH.search(sentence):
            yield f"says {english[0]!r}"


def lost(door: Door, answer: TestResponse, fields: Fields) -> list[str]:
    """Fields in which somebody wrote whose text does not stand on the answer any more."""
    if answer.status_code < 400 or answer.mimetype != "text/html":
        return []
    html, status = answer.get_data(as_text=True), answer.status_code
    # A refused form has everything in it; another refusal shows what it would be a pity to lose.
    wanted = [name for name in door.written - SECRET if status == 422 or len(str(fields.get(name, ""))) >= len(SENTENCE)]
    return [name for name in wanted if not any(str(escape(kept)) in html for kept in _kept(str(fields.get(name, ""))))]


def _kept(typed: str) -> Iterator[str]:
    """*typed* as it may come back: in one line or several, the bytes of a lone surrogate replaced or quoted on the way."""
    sent = typed.encode("utf-8", "surrogatepass")
    for arrived in (sent.decode("utf-8", "replace"), sent.decode("utf-8", "werkzeug.url_quote")):
        yield clean(arrived)
        yield clean(arrived).replace("\n", " ")
