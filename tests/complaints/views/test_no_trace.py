"""Whoever must keep away from a matter finds every page the same, letter for letter, whether it exists or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.database import db
from app.store.complaints import Complaint, Mention
from app.store.people import Person
from complaints.operations import dispatching, intake
from complaints.views.queues import QUEUES
from tests.complaints.town import Town
from tests.complaints.views.departments import helper
from tests.complaints.world import TEXT, fixed
from tests.pages import Checked

SEARCHES = ["/search", "/search?q=仓库", "/search?q=仓&sort=new", "/search?q=住建局&state=received"]
DESK = [
    *SEARCHES,
    "/notices",
    "/notices?read=unread",
    "/desk",
    "/desk?scope=unit&sort=new",
    "/desk?q=仓库",
    "/desk/co",
    "/desk/done",
    "/desk/done?state=left",
]
OFFICE = [*SEARCHES, "/notices", *(f"/office/{name}" for name in QUEUES if name not in {"declines", "countersign"})]
TOKENS = re.compile(r'(name="(?:csrf_token|ticket)"(?: type="hidden")? value=")[^"]*')

Filed = Callable[[Town], Complaint]


def accuse_housing(town: Town) -> Complaint:
    """A tip-off about the housing bureau, in the hands of the market bureau."""
    complaint = town.world.file(kind="tip_off", about_unit="housing")
    intake.accept(complaint, fixed(kind="tip_off", accused=("housing",)), town.world.move("clerk"))
    dispatching.dispatch(complaint, "market", {}, None, town.world.move("clerk"))
    return complaint


def accuse_after_leading(town: Town) -> Complaint:
    """A matter that the housing bureau had to give up, because it turned out to be the accused."""
    complaint = town.world.reach("refused")
    dispatching.accept_refusal(complaint, town.world.move("clerk"))
    complaint.kind = "tip_off"
    db.session.add(Mention(complaint_id=complaint.id, unit="housing", standing="fixed"))
    db.session.flush()
    db.session.expire(complaint, ["mentions"])
    dispatching.dispatch(complaint, "market", {}, None, town.world.move("clerk"))
    return complaint


def name_the_clerk(town: Town) -> Complaint:
    """A grievance that names a clerk in its text."""
    name = db.session.scalars(select(Person.name).where(Person.login == "clerk")).one()
    return town.world.file(kind="grievance", text=f"{name}收了材料不给回执。{TEXT}")


def wait_for_the_clerk(town: Town) -> Complaint:
    """A grievance that names the clerk, and that others have brought as far as the reviewer."""
    complaint = name_the_clerk(town)
    person = town.world.staff["clerk"].person_id
    assert person
    intake.accept(complaint, fixed(accused_people=(person,)), town.world.move("clerk2"))
    return complaint


CASES: dict[str, tuple[str, list[str], Filed]] = {
    "accused unit": ("liaison", DESK, accuse_housing),
    "accused unit that once led": ("liaison", DESK, accuse_after_leading),
    "handler of the accused unit": ("handler", DESK, accuse_housing),
    "reviewer who also works for the accused unit": ("both", OFFICE, accuse_housing),
    "clerk who is named": ("clerk", OFFICE, name_the_clerk),
    "clerk who is named by a colleague": ("clerk", OFFICE, wait_for_the_clerk),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_no_page_betrays_the_matter(town: Town, case: str) -> None:
    login, addresses, file = CASES[case]
    town.matter("dispatched")  # so that there is something on the pages
    browser, at = officer(town, login), town.world.at + timedelta(minutes=15)
    before = pages(browser, addresses, at)
    number = town.behind(lambda: file(town)).number
    assert pages(browser, addresses, at) == before
    for page in ("", "/reply", "/refuse", "/acknowledge", "/part"):
        assert browser.client.get(f"/complaints/{number}{page}").status_code == 404


def test_the_same_matter_shows_on_the_pages_of_others(town: Town) -> None:
    """Else the test above would prove nothing."""
    browser, at = helper(town, "clerk2"), town.world.at + timedelta(minutes=15)
    before = pages(browser, ["/office/received"], at)
    town.behind(lambda: name_the_clerk(town))
    assert pages(browser, ["/office/received"], at) != before


def officer(town: Town, login: str) -> Checked:
    """A browser of *login*, under the post of the office where there are several."""
    browser = helper(town, login)
    if login == "both":
        browser.submit(browser.get("/post"), post=str(town.world.staff["both"].post_id))
    return browser


def pages(browser: Checked, addresses: list[str], at: object) -> dict[str, str]:
    """What stands at *addresses* at one and the same moment."""
    found = {}
    for address in addresses:
        clock.move_to(at)  # type: ignore[arg-type]
        answer = browser.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        found[address] = TOKENS.sub(r"\1", answer.get_data(as_text=True))
    return found
