"""The bell, one's own notices, the choice of how to be told, and the administrator's page of what went outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock, outbox
from app.database import db
from app.notices.telling import FAN_OUT, SEND
from app.store.notices import Reach, Sending
from app.store.outbox import Outbox
from tests.complaints.town import Town
from tests.pages import Checked, Page


def bell(browser: Checked) -> str:
    """What the bell says on a page of the desk."""
    (link,) = [link for link in browser.get("/desk").tree.all("a") if "bell" in link["class"].split()]
    return link.text


def test_the_bell_counts_what_was_not_read_and_looking_changes_nothing(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison")
    assert bell(liaison) == "提醒1 条没看过"
    for _ in range(2):
        page = liaison.get("/notices")
        assert "派给您单位牵头，请在" in page.main
        liaison.get(f"/complaints/{number}")
    assert bell(liaison) == "提醒1 条没看过"
    page = liaison.submit(page, next(form["action"] for form in page.all("form") if form["action"].endswith("/read")))
    assert bell(liaison) == "提醒"
    assert number in liaison.get("/notices?read=read").main
    assert "提醒 0 条" in liaison.get("/notices?read=unread").main


def test_all_are_read_but_what_came_after_the_page_was_drawn(town: Town) -> None:
    town.matter("dispatched")
    liaison = town.officer("liaison")
    page = liaison.get("/notices")
    _meanwhile(town)
    liaison.submit(page, "/notices/read")
    assert bell(liaison) == "提醒1 条没看过"


def test_a_unit_from_which_a_matter_was_taken_finds_no_notice_of_it_any_more(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison")
    assert bell(liaison) == "提醒1 条没看过"
    town.play(number, "T33")
    assert bell(liaison) == "提醒"
    assert number not in liaison.get("/notices").text


def test_everybody_chooses_how_he_is_told_and_the_next_notice_follows_it(town: Town) -> None:
    liaison, person = town.officer("liaison"), town.world.staff["liaison"].person_id
    page = liaison.submit(liaison.get("/me/notices"), status=422, mail="qi@anlan", phone="0917-3260000")
    assert {"请写成 name@example.com 这样。"} <= set(page.errors)
    assert 'value="qi@anlan"' in page.html
    page = liaison.submit(page, mail="qi.liaison@anlan.example", phone="199 0000 0005", mail_kinds=[], sms_kinds=["dispatched"])
    assert "提醒方式改好了" in page.text
    assert "q***@anlan.example" in page.main
    assert "qi.liaison" not in page.html
    assert "199****0005" in page.main
    _meanwhile(town)
    sent = db.session.execute(select(Sending.way, Sending.kind).where(Sending.person_id == person)).all()
    assert sent == [("sms", "dispatched")]
    page = liaison.submit(liaison.get("/me/notices"), phone="", mail="", drop_phone="y")
    assert "199****0005" not in page.main
    assert "q***@anlan.example" in page.main


def test_a_choice_made_meanwhile_is_not_overwritten(town: Town) -> None:
    liaison = town.officer("liaison")
    early = liaison.get("/me/notices")
    liaison.submit(liaison.get("/me/notices"), mail="first@anlan.example")
    assert "刚刚改过" in liaison.submit(early, status=409, mail="second@anlan.example").text
    assert len(db.session.scalars(select(Reach)).all()) == 1


def test_the_choice_offers_what_the_roles_of_a_person_can_be_told(town: Town) -> None:
    kinds = {node["value"] for node in town.officer("reviewer").get("/me/notices").all("input", name="mail_kinds")}
    assert {"disputed", "warn_80"} <= kinds
    assert not {"dispatched", "safety", "taken_on"} & kinds


@pytest.mark.parametrize(
    ("button", "other", "state", "files"), [("again", "leave", "sent", 1), ("leave", "again", "dropped", 0)]
)
def test_only_the_administrator_s_word_sends_a_doubtful_message_again(
    town: Town, button: str, other: str, state: str, files: int
) -> None:
    number = town.matter("amending")
    town.behind(lambda: db.session.execute(update(Sending).values(state="doubtful", message_id="send-1-aa@qisheng")))
    admin = town.officer("admin")
    page: Page = admin.get("/admin/outgoing?state=open")
    assert "给企业的短信" in page.main
    assert "不知道发出没有" in page.main
    assert number not in page.html
    (action,) = [form["action"] for form in page.all("form") if form["action"].endswith(f"/{button}")]
    admin.submit(page, action)
    _work(town)
    row = db.session.scalars(select(Sending)).one()
    folder = town.app.extensions["qisheng"].folder / "outgoing"
    assert (row.state, len(list(folder.glob("*.json")))) == (state, files)
    assert "刚刚已经处理过了" in admin.submit(page, action.replace(button, other), status=409).text


def _meanwhile(town: Town) -> None:
    """A matter comes to the housing bureau, and the worker does what follows; those who look at a page go on looking."""
    at = clock.now()
    town.matter("dispatched")
    _work(town)
    clock.move_to(at)


def _work(town: Town) -> None:
    """The worker, a day later, but for reading."""
    at = clock.now()
    clock.move_to(town.world.at + timedelta(days=1))
    db.session.execute(update(Outbox).where(Outbox.kind.not_in([FAN_OUT, SEND])).values(due_at=None))
    db.session.commit()
    outbox.drain()
    db.session.rollback()
    clock.move_to(at)
