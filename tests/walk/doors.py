"""Every form of the house, found where people find it: on the pages that they may open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from app.database import db
from app.store.complaints import Attachment
from app.store.desks import ReplyTemplate
from app.store.enterprises import Contact
from app.store.people import Person, Post
from app.store.stewardships import Stewardship
from app.store.surveys import Survey, Wave
from tests.markup import Node
from tests.pages import Fields, Page
from tests.walk.filled import House

DEPARTMENT = ("liaison", "handler", "liaison2")
OFFICERS = ("clerk", "reviewer", "office_head", *DEPARTMENT)
VISITORS = (
    "nobody",
    "newcomer",
    "enterprise",
    *OFFICERS,
    "steward",
    "secretary",
    "admin",
    "auditor",
    "both",
    "handler2",
    "reviewer2",
    "survey_officer",
)
SENSIBLE = {
    "enterprise_name": "安澜青穗食品有限公司",
    "enterprise": "安澜白榆纺织有限公司",
    "contact_name": "林女士",
    "name": "申某榕",
    "login": "shen.rong",
    "phone": "19900000033",
    "credit_code": "",
    "on": "2026-12-30",
    "lines": "2027-01-01,放假,元旦",
}
KEPT = "/office/all?word=消防"
FREE = {"other", "area", "about_unit", "superior"}  # choices that are left alone
SENTENCE = "二期厂房的消防验收三次没有约上，请在本周五上午到现场办理，依据消防法第十三条。"


@dataclass(frozen=True)
class Door:
    """A form: who sees it on which page, where it goes, what it holds."""

    who: str
    page: str
    action: str
    endpoint: str
    fields: Fields
    lines: frozenset[str]  # fields for a line of text: what is written must come back
    areas: frozenset[str]  # and for several
    is_multipart: bool

    @property
    def written(self) -> frozenset[str]:
        """Where people write."""
        return self.lines | self.areas


def find_doors(house: House) -> dict[str, Door]:
    """One form for each endpoint that takes one: of those that are met the one with most to fill in."""
    doors: dict[str, Door] = {}
    _keep_a_few(house)
    for who, url in (*_visits(house), ("clerk", KEPT), ("clerk", f"{KEPT}验收")):
        answer = house.browsers[who].client.get(url)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            _collect(house.town.app, doors, who, Page(answer.get_data(as_text=True), url))
    house.keep()  # with the cookies that belong to these forms
    _led_to(house, doors)
    return doors


def _keep_a_few(house: House) -> None:
    """A view and a sentence, so that there is something to change and to drop."""
    clerk, liaison = house.browsers["clerk"], house.browsers["liaison"]
    clerk.submit(clerk.get(KEPT), "/views", name="消防的")
    liaison.submit(liaison.get("/desk/sentences"), "/desk/sentences", name="开头", text=SENTENCE)


def _visits(house: House) -> Iterator[tuple[str, str]]:
    """Everybody opens every page that takes no number; those who have to do with it, each matter."""
    rules = [rule for rule in house.town.app.url_map.iter_rules() if rule.methods and "GET" in rule.methods]
    plain = [rule for rule in rules if "number" not in rule.arguments and rule.endpoint not in {"static", "auth.recovery"}]
    for who in VISITORS:
        yield from ((who, url) for rule in plain for url in _urls(house, rule))
    for what, number in house.matters.items():
        yield from _of_matter(house, rules, what, number)


def pages_of(house: House) -> Iterator[tuple[str, str]]:
    """Each page once, with the first who may open it."""
    seen: set[str] = set()
    for who, url in _visits(house):
        path = re.sub(r"/QS-[\d-]+|/\d+", "/n", url)
        if path not in seen and house.client(who).get(url).status_code == 200:
            seen.add(path)
            yield who, url


def _of_matter(house: House, rules: list[Rule], what: str, number: str) -> Iterator[tuple[str, str]]:
    adapter = house.town.app.url_map.bind("")
    holder = "enterprise" if what == "with file" else f"holder of {what}"
    yield from ((who, f"/complaints/{number}") for who in (*OFFICERS, "steward", "secretary"))
    for rule in rules:
        if rule.arguments == {"number"} and rule.endpoint.startswith(("department.", "steward.")):
            yield from ((who, adapter.build(rule.endpoint, {"number": number})) for who in DEPARTMENT)
        if rule.arguments == {"number"} and rule.rule.startswith("/my/") and holder in house.browsers:
            yield holder, adapter.build(rule.endpoint, {"number": number})
    if what == "with file":
        (file,) = db.session.scalars(db.select(Attachment.id)).all()
        yield "clerk", f"/complaints/{number}/files/{file}"


def _urls(house: House, rule: Rule) -> list[str]:
    adapter = house.town.app.url_map.bind("")
    steward = db.select(Post.id).where(Post.role == "steward")
    known: dict[str, list[object]] = {
        "person_id": list(db.session.scalars(db.select(Person.id).where(Person.login.in_(["clerk", "reviewer2"])))),
        "post_id": [*db.session.scalars(db.select(Post.id).limit(1)), *db.session.scalars(steward)],
        "stewardship_id": list(db.session.scalars(db.select(Stewardship.id).limit(1))),
        "contact_id": list(db.session.scalars(db.select(Contact.id).limit(1))),
        "code": ["housing"],
        "sentence_id": list(db.session.scalars(db.select(ReplyTemplate.id))),
        "survey_id": list(db.session.scalars(db.select(Survey.id).limit(1))),
        "wave_code": list(db.session.scalars(db.select(Wave.code))),
        "token": [*house.links[:1]],
        "channel": ["invited"],
        "group": ["area"],
        "by": ["units", "areas", "topics"],
        "queue": [
            "received",
            "accepted",
            "refused",
            "ruling",
            "replied",
            "reviewing",
            "declines",
            "countersign",
            "late",
            "all",
        ],
    }
    names = sorted(rule.arguments)
    given = product(*(known.get(name, []) for name in names))
    return [adapter.build(rule.endpoint, dict(zip(names, values, strict=True))) for values in given]


def _collect(app: Flask, doors: dict[str, Door], who: str, page: Page) -> None:
    for node in page.tree.all("form"):
        if node["method"].lower() != "post":
            continue
        action = node["action"] or page.url
        endpoint = _endpoint(app, urlsplit(action).path)
        fields, lines, areas = _fields(node)
        if endpoint not in doors or len(fields) > len(doors[endpoint].fields):
            doors[endpoint] = Door(who, page.url, action, endpoint, fields, lines, areas, "multipart" in node["enctype"])


def _endpoint(app: Flask, path: str) -> str:
    try:
        endpoint, _ = app.url_map.bind("").match(path, method="POST")
    except HTTPException as error:
        raise AssertionError(f"a form leads to {path}, which takes none") from error
    return str(endpoint)


def _fields(form: Node) -> tuple[Fields, frozenset[str], frozenset[str]]:
    """What a sensible person sends; sentences in text areas, the first choice where none is made."""
    fields: MultiDict[str, str] = MultiDict()
    lines, areas = set(), set()
    for node in form.all("input", "select", "textarea"):
        name, kind = node["name"], node["type"] or node.tag
        if not name or kind == "file":
            continue
        if kind in {"textarea", "text", "tel", "search", "input"}:
            (areas if kind == "textarea" else lines).add(name)
            fields[name] = _words(node) or SENSIBLE.get(name, SENTENCE if kind == "textarea" else "")
        elif kind == "select":
            fields.setlist(name, _choice(node))
        elif kind == "radio":
            if "checked" in node or name not in fields:
                fields[name] = node["value"]
        elif kind == "checkbox":
            fields.add(name, node["value"] or "on")
        else:
            fields[name] = node["value"] or ("2026-12-30" if kind == "date" else "")
    return (
        {name: values[0] if len(values) == 1 else values for name, values in fields.lists()},
        frozenset(lines),
        frozenset(areas),
    )


def _choice(select: Node) -> list[str]:
    """What is chosen; where nothing is, the first that can be, but for what is better left alone."""
    options = select.all("option")
    chosen = [option["value"] for option in options if "selected" in option and option["value"]]
    return chosen or [option["value"] for option in options if option["value"] or select["name"] in FREE][:1]


def _words(node: Node) -> str:
    return node["value"] if node.tag == "input" else node.text


def _led_to(house: House, doors: dict[str, Door]) -> None:
    """The forms that only stand on the answer to another: what a change would move, what would be done to many."""
    led: tuple[tuple[str, Fields], ...] = (
        ("calendar.preview_day", {"on": "2026-12-30", "hours": "", "note": "盘点"}),
        ("bulk.confirm_dispatch", {"all": "1"}),
        ("bulk.confirm_hand_over", {"all": "1"}),
    )
    for endpoint, typed in led:
        door = doors[endpoint]
        answer = house.client(door.who).post(door.action, data={**door.fields, **typed})
        _collect(house.town.app, doors, door.who, Page(answer.get_data(as_text=True), door.page))
        house.undo()
