"""Every page as everybody sees it: on a telephone, on a desk, in large type; and the receipt on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.journeys.hands import press, sees, tick, write
from tests.machinery.browsers import DESK, PHONE, NewPerson
from tests.machinery.served import NewHouse, Served

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LOGINS = (
    "clerk", "reviewer", "office_head", "liaison", "handler", "department_head", "auditor", "admin", "leader", "survey_officer",
    "steward", "secretary",
)  # fmt: skip
MOST = 40  # pages of one person
SERIOUS = {"serious", "critical"}
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
LINKS = "links => links.map(link => link.href)"
MATTER = re.compile(r"/QS-[\d-]+")


@dataclass
class Walk:
    """A person who opens whatever he can reach, and what he found wrong."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    looked: set[str] = field(default_factory=set)  # shared: pages that were looked at closely, whoever it was

    def __post_init__(self) -> None:
        self.page.on("request", self._ours)
        self.page.on("console", self._quiet)

    def _ours(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "about:")):
            self.wrong.append(f"{self.page.url} asks {request.url}")

    def _quiet(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.wrong.append(f"{self.page.url} says {said.text}")

    def everywhere(self, start: str) -> None:
        """Open *start* and whatever can be reached from there, each kind of page once."""
        waiting = [start]
        while waiting and len(self.seen) < MOST:
            path = waiting.pop(0)
            here = _kind(path)
            answer = self.page.goto(path)
            if answer is None or answer.status != 200:
                self.wrong.append(f"{path} answers {answer and answer.status}")
                continue
            self.look(here)
            for link in self._links():
                kind = _kind(link) + (f" from {here}" if MATTER.search(link) and not MATTER.search(path) else "")
                if kind not in self.seen:
                    self.seen.add(kind)
                    waiting.append(link)

    def _links(self) -> Iterator[str]:
        for link in self.page.eval_on_selector_all("a[href]:not([download])", LINKS):
            parts = urlsplit(link)
            if link.startswith(self.address) and not parts.path.endswith(".svg"):
                yield f"{parts.path}?{parts.query}" if parts.query and MATTER.search(parts.path) else parts.path

    def look(self, kind: str) -> None:
        """Both screens without a fresh start; the first visitor of a kind looks closely, and in large type."""
        if self.page.locator("h1").count() != 1:
            self.wrong.append(f"{self.page.url} has {self.page.locator('h1').count()} h1")
        for name, size in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self._is_narrow(name)
            if f"{kind} {name}" not in self.looked:
                self.looked.add(f"{kind} {name}")
                self._axe(name)
        if f"{kind} large" not in self.looked:
            self.looked.add(f"{kind} large")
            self._in_large_type()

    def _in_large_type(self) -> None:
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.page.context.add_cookies([{"name": "size", "value": "large", "url": self.address}])
        self.page.reload()
        self._is_narrow("large type")
        self.page.context.clear_cookies(name="size")

    def _is_narrow(self, screen: str) -> None:
        if self.page.evaluate(TOO_WIDE):
            self.wrong.append(f"{self.page.url} scrolls sideways: {screen}")

    def _axe(self, screen: str) -> None:
        found = Axe().run(self.page).response["violations"]
        for rule in found:
            if rule["impact"] in SERIOUS:
                nodes = [node["html"][:90] for node in rule["nodes"]]
                self.wrong.append(f"{self.page.url} axe {rule['id']} on {screen}: {nodes[:3]}")


def _kind(path: str) -> str:
    return re.sub(r"/QS-[\d-]+|/\d+", "/n", path.split("?", maxsplit=1)[0])


@pytest.fixture(scope="module")
def house(new_house: NewHouse) -> Served:
    """The demonstration city."""
    house = new_house(seed="demo")
    house.start(work=False)
    return house


@pytest.fixture(scope="module")
def looked() -> set[str]:
    """What was looked at closely."""
    return set()


def test_the_public_pages_and_the_receipt(house: Served, person: NewPerson, looked: set[str]) -> None:
    page = person(house.address, phone=True)
    walk = Walk(page, house.address, looked=looked)
    walk.everywhere("/")
    _file(page)
    walk.look("/receipt/n")
    number = MATTER.search(page.url)
    assert number
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.get_by_text(number[0][1:]).first.is_visible()
    assert not page.locator("nav").first.is_visible()
    assert not walk.wrong, "\n".join(walk.wrong)


def _file(page: Page) -> None:
    page.goto("/file")
    tick(page, "投诉")
    write(page, "把事情说清楚", "园区停水三天了，车间停产，找过物业两次都说不知道，请帮忙协调尽早恢复供水。")
    write(page, "企业名称", "安澜试航电子有限公司")
    write(page, "怎么称呼您", "陈女士")
    write(page, "手机号", "19900001234")
    tick(page, "我说的是真实情况")
    press(page, "提交诉求")
    sees(page, "查询码")


@pytest.mark.parametrize("login", [*LOGINS, "enterprise"])
def test_the_pages_of(login: str, house: Served, person: NewPerson, looked: set[str]) -> None:
    page = person(house.address)
    walk = Walk(page, house.address, looked=looked)
    page.goto("/sign-in")
    page.locator("button[value^='199']" if login == "enterprise" else f"button[value={login}]").click()
    walk.everywhere(urlsplit(page.url).path)
    print(len(walk.seen), sorted(walk.seen))
    assert len(walk.seen) > 2
    assert not walk.wrong, "\n".join(walk.wrong)
