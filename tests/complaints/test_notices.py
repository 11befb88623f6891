"""Who is told what, when, and what of it leaves the house."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app import outbox
from app.clock import at_local, local
from app.database import db
from app.notices import jobs as sending
from app.notices.telling import Telling, tell
from app.store.complaints import Complaint, Mention
from app.store.notices import Notice, Sending
from app.store.outbox import Outbox
from complaints.operations import dispatching, intake, replying, times
from tests.complaints.office_at_work import DUTY_PHONE, OfficeAtWork, office_at_work
from tests.complaints.world import TEXT, fixed
from tests.machinery.outside import Outside

pytestmark = pytest.mark.slow
CANARIES = ("渡鸦公馆", "漆器作坊", "苏某蓁", "91990100MA0QR0777X", "19912345678", "消防")
WORDS = "渡鸦公馆的漆器作坊，苏某蓁报了三次消防验收，都没有约上，每天付租金。"


@pytest.fixture
def house(staffed: Path, tmp_path: Path, outside: Outside) -> Iterator[OfficeAtWork]:
    with office_at_work(staffed, tmp_path, outside) as found:
        yield found


CLERKS = ("clerk", "clerk2")
LIFE: tuple[tuple[str, set[tuple[str, str]]], ...] = (
    ("T2", set()),
    ("T3", {("added", login) for login in CLERKS}),
    ("T6", set()),
    ("T7", {("dispatched", "liaison"), ("dispatched", "department_head")}),
    ("T10", {("refused", login) for login in CLERKS}),
    ("T12", {("dispatched", "liaison"), ("dispatched", "department_head")}),
    ("T8", {("named", "handler")}),
    ("T15", set()),
    ("T16", {("added", "handler")}),
    ("T21", set()),
    ("T22", {("returned", "handler")}),
    ("T21", set()),
    ("T23", {("published", "handler")}),
    ("T25", {("disputed", "reviewer"), ("disputed", "reviewer2")}),
    ("T27", {("rework", "handler")}),
)


def test_each_step_tells_those_whom_it_concerns_and_nobody_of_his_own_act(house: OfficeAtWork) -> None:
    complaint = house.act(house.world.file)
    known: Counter[tuple[str, str]] = house.told()
    for step, expected in LIFE:
        house.world.at += timedelta(minutes=5)
        house.act(lambda step=step: house.world.play(step, complaint))
        new = house.told() - known
        assert set(new) == expected, step
        known += new


def test_nothing_of_a_hidden_matter_leaves_the_house_in_all_its_life(house: OfficeAtWork) -> None:
    for number, login in enumerate(house.world.staff):
        if "@" not in login:
            house.reach(login, f"{login}@anlan.example", f"1990000{number:04d}")
    hidden: dict[str, Any] = {
        "text": WORDS, "enterprise_name": "渡鸦公馆漆器有限公司", "credit_code": CANARIES[3], "contact_name": "苏某蓁",
        "phone": "19912345678",
    }  # fmt: skip
    for mode, more in (
        ("confidential", hidden),
        ("anonymous", {"text": WORDS, "enterprise_name": "", "contact_name": "", "phone": ""}),
    ):
        complaint = house.act(lambda mode=mode, more=more: house.world.file(mode=mode, **more))
        house.act(lambda c=complaint: _accept_as_dangerous(house, c))
        for step in ("T7", "T10", "T12", "T8", "T15", "T16", "T21", "T22", "T21", "T23", "T25", "T27"):
            house.world.at += timedelta(minutes=3)
            house.act(lambda step=step, c=complaint: house.world.play(step, c))
    house.pass_to(at_local(date(2026, 11, 2), "12:00"), timedelta(hours=3))  # until all is late
    texts = house.outside.texts()
    kinds = set(db.session.scalars(select(Sending.kind).where(Sending.state == "sent")))
    assert {"dispatched", "returned", "disputed", "rework", "safety", "duty", "answer", "digest"} <= kinds
    to_own = [message for message in house.outside.messages if message["to"] == "19912345678"]
    assert to_own
    kept = [str(row) for table in (Sending, Outbox, Notice) for row in db.session.execute(select(table.__table__))]
    betrayed = [(word, text) for word in CANARIES for text in [*texts, *kept] if word in text]
    assert betrayed == []


def _accept_as_dangerous(house: OfficeAtWork, complaint: Complaint) -> None:
    intake.accept(complaint, fixed(risks=("safety",)), house.world.move("clerk"))


def test_a_danger_rings_the_duty_phone_at_night_once_and_all_else_waits_for_the_morning(house: OfficeAtWork) -> None:
    house.reach("clerk", "clerk@anlan.example")
    house.reach("liaison", "liaison@anlan.example", "19900000005")
    complaint = house.act(house.world.file)
    house.world.at = at_local(date(2026, 10, 15), "23:10")
    house.act(lambda: _accept_as_dangerous(house, complaint))
    house.world.at += timedelta(minutes=1)
    house.act(lambda: house.world.play("T7", complaint))
    assert [message["to"] for message in house.outside.messages] == [DUTY_PHONE]
    assert complaint.number in house.outside.messages[0]["text"]
    assert [letter["subject"] for letter in house.outside.letters()] == [f"涉及安全的诉求 {complaint.number}"]
    house.pass_to(at_local(date(2026, 10, 16), "08:59"))
    assert (len(house.outside.messages), len(house.outside.mails)) == (1, 1)
    house.pass_to(at_local(date(2026, 10, 16), "09:01"))
    assert [letter["subject"] for letter in house.outside.letters()[1:]] == [f"新派来的诉求 {complaint.number}"]
    assert [message["to"] for message in house.outside.messages] == [DUTY_PHONE, "19900000005"]


def test_what_a_dead_worker_held_up_until_night_waits_for_the_morning_too(house: OfficeAtWork) -> None:
    house.reach("liaison", "liaison@anlan.example")
    complaint = house.act(lambda: house.world.reach("accepted"))
    house.world.play("T7", complaint)
    db.session.commit()  # and nobody works
    house.world.at = at_local(date(2026, 10, 15), "21:50")
    house.act(lambda: None)
    assert house.outside.mails == []
    house.pass_to(at_local(date(2026, 10, 16), "08:50"))
    assert house.outside.mails == []
    house.pass_to(at_local(date(2026, 10, 16), "09:00"), timedelta(minutes=10))
    assert [letter["to"] for letter in house.outside.letters()] == ["liaison@anlan.example"]


def test_an_accused_office_is_not_rung_about_itself(house: OfficeAtWork) -> None:
    complaint = house.act(lambda: house.world.file(kind="grievance", about_unit="office"))
    accept = fixed(kind="grievance", topic="service_attitude", accused=("office",), risks=("safety",))
    house.act(lambda: intake.accept(complaint, accept, house.world.move("clerk_d")))
    assert house.outside.messages == []
    assert {login for _, login in house.told()} <= {"clerk_d", "office_head_d", "reviewer_d"}
    assert house.told()


def test_two_hundred_crossings_in_a_night_are_one_mail_in_the_morning(house: OfficeAtWork) -> None:
    house.reach("clerk", "clerk@anlan.example")
    for _ in range(200):
        house.world.file()
    house.act(lambda: None)
    clock_due = at_local(date(2026, 10, 20), "18:00")  # C1: three working days
    house.pass_to(clock_due, timedelta(hours=1))
    before = [letter["subject"] for letter in house.outside.letters()]
    house.pass_to(at_local(date(2026, 10, 21), "17:50"), timedelta(minutes=5))
    new = [letter["subject"] for letter in house.outside.letters()][len(before) :]
    assert new == ["今天的提醒 200 条"]
    assert "等 200 件" in house.outside.letters()[-1].get_content()
    assert house.told()["warn_100", "clerk"] == 200
    assert len(before) <= 1  # at four fifths of the time
    moments = list(db.session.scalars(select(Notice.at).where(Notice.kind.startswith("warn")).distinct()))
    assert all(times.is_office_minute(at) for at in moments)


def test_what_is_over_the_limit_of_a_day_comes_in_the_digest_and_nothing_comes_twice(house: OfficeAtWork) -> None:
    house.reach("clerk", "clerk@anlan.example", "19900000001", ways={"refused": ["mail", "sms"], "added": ["mail"]})
    complaint = house.act(house.world.file)
    clerk = house.world.staff["clerk"]
    for number in range(25):
        kind = "added" if number < 10 else "refused"
        what = Telling(kind, complaint.id, f"{kind}:{number}", house.world.at, house.world.at)
        house.act(lambda what=what: tell([clerk], what))
    assert (len(house.outside.mails), len(house.outside.messages)) == (20, 15)
    house.pass_to(at_local(date(2026, 10, 16), "09:30"))
    subjects = [letter["subject"] for letter in house.outside.letters()]
    assert (subjects[20:], len(house.outside.messages)) == (["今天的提醒 5 条"], 15)


def test_whoever_is_accused_meanwhile_or_has_read_it_gets_nothing(house: OfficeAtWork) -> None:
    house.reach("liaison", "liaison@anlan.example")
    house.reach("handler", "handler@anlan.example")
    house.world.at = at_local(date(2026, 10, 15), "20:00")
    complaint, other = (house.act(lambda: house.world.reach("handling")) for _ in range(2))
    house.world.at = at_local(date(2026, 10, 15), "20:00")
    house.outside.mails.clear()
    house.act(lambda: house.world.play("T36", complaint))
    house.act(lambda: _accuse_housing(complaint))
    house.act(lambda: db.session.execute(update(Notice).where(Notice.complaint_id == other.id).values(read_at=house.world.at)))
    house.pass_to(at_local(date(2026, 10, 16), "09:30"))
    assert [text for text in house.outside.texts() if complaint.number in text or other.number in text] == []
    assert "dropped" in set(db.session.scalars(select(Sending.state)))


def _accuse_housing(complaint: Complaint) -> None:
    complaint.kind = "tip_off"
    db.session.add(Mention(complaint_id=complaint.id, unit="housing", standing="fixed"))
    db.session.flush()
    db.session.expire(complaint, ["mentions"])


def test_what_did_not_leave_is_tried_again_and_given_up_in_the_open(house: OfficeAtWork) -> None:
    house.outside.sms_answers += [503, 503]
    complaint = house.act(house.world.file)
    house.act(lambda: _accept_as_dangerous(house, complaint))
    assert house.outside.messages == []
    house.pass_to(house.world.at + timedelta(minutes=1), timedelta(seconds=10))
    row = db.session.scalars(select(Sending).where(Sending.kind == "duty")).one()
    assert (len(house.outside.messages), row.state, row.tries) == (1, "sent", 3)
    house.outside.sms_answers += [503] * 30
    second = house.act(house.world.file)
    house.act(lambda: _accept_as_dangerous(house, second))
    house.pass_to(house.world.at + timedelta(hours=5), timedelta(minutes=15))
    db.session.expire_all()
    given_up = db.session.scalars(select(Sending).where(Sending.complaint_id == second.id)).one()
    assert (given_up.state, given_up.tries, given_up.error) == ("failed", outbox.TRIES, "HTTP 503")


def test_a_worker_that_died_while_sending_leaves_a_doubt_and_no_second_message(
    house: OfficeAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = house.act(house.world.file)
    dies = pytest.MonkeyPatch()
    dies.setattr(sending, "_settle", _die)
    with pytest.raises(KeyboardInterrupt):
        house.act(lambda: _accept_as_dangerous(house, complaint))
    dies.undo()
    db.session.rollback()
    house.pass_to(house.world.at + timedelta(hours=1))
    row = db.session.scalars(select(Sending).where(Sending.kind == "duty")).one()
    assert (row.state, len(house.outside.messages)) == ("doubtful", 1)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_enterprise_is_told_in_office_hours_where_it_left_a_mobile(house: OfficeAtWork) -> None:
    with_mobile = house.act(lambda: house.world.reach("received"))
    with_desk = house.act(lambda: house.world.reach("received", phone="0917-3260000"))
    house.world.at = at_local(date(2026, 10, 15), "19:00")
    for complaint in (with_mobile, with_desk):
        house.act(lambda c=complaint: house.world.play("T2", c))
    assert house.outside.messages == []
    house.pass_to(at_local(date(2026, 10, 16), "09:30"))
    (message,) = house.outside.messages
    assert (message["to"], with_mobile.number in message["text"]) == ("19900000001", True)
    assert TEXT[:4] not in json.dumps(message, ensure_ascii=False)
    assert local(house.world.at).hour == 9


def test_whoever_must_countersign_and_the_co_handlers_are_told(house: OfficeAtWork) -> None:
    complaint = house.act(lambda: house.world.reach("accepted"))
    part = {"drc": "请查收费目录。"}
    house.act(lambda: dispatching.dispatch(complaint, "housing", part, None, house.world.move("clerk")))
    assert house.told()["part", "drc_liaison"] == 1
    other = house.act(lambda: house.world.reach("handling"))
    house.act(lambda: _cannot_be_solved(house, other))
    house.act(lambda: replying.ask_countersign(other, house.world.move("reviewer")))
    assert house.told()["countersign", "office_head"] == 1


def _cannot_be_solved(house: OfficeAtWork, complaint: Complaint) -> None:
    house.world.prepare("T21", complaint)
    draft = replying.Draft("unable", "验收标准是国家规定的，我们没有权力放宽，已经书面告诉您依据。", "内部说明", "上报件")
    replying.reply(complaint, draft, house.world.move("handler"))
