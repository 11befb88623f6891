"""The office makes, publishes and sends out, and reads what came of it; nobody else finds anything of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.auth.demonstration import demo_password
from app.database import db, reading
from app.store.surveys import Survey, Wave
from surveys import profile
from surveys.operations import stirring, waves
from surveys.shipped import shipped
from tests.complaints.world import THURSDAY
from tests.pages import Checked
from tests.surveys.town import ANSWERS, BAD, Asked, asked, register

pytestmark = pytest.mark.pages


def at_desk(house: Flask, login: str = "survey_officer") -> Checked:
    browser = Checked(house.test_client())
    form = browser.get("/sign-in").form() | {"login": login, "password": demo_password()}
    browser.client.post("/sign-in", data=form)
    return browser


def lived(number: int, *, bad: int = 0, promise: str = "anonymous") -> Asked:
    """A wave that *number* answered, *bad* of them badly, and that is over."""
    wave = asked(number, promise)
    for n, token in enumerate(wave.tokens):
        assert wave.answer(token, BAD if n < bad else ANSWERS)
    waves.close(wave.wave, wave.officer, wave.at)
    db.session.commit()
    clock.move_to(THURSDAY + timedelta(hours=1))
    return wave


def test_from_template_to_letters_and_poster(house: Flask) -> None:
    register(60)
    db.session.commit()
    desk = at_desk(house)
    page = desk.submit(desk.get("/surveys/new"), source="template:overall_2026", title="第四季度调查")
    assert "发布前还差" in page.text
    refused = desk.submit(page, "/publish", status=422)
    assert "表号、制定机关、批准文号和有效期限" in refused.main
    page = desk.submit(
        page, "/papers", form_number="安营调 3 表", issuer="营商办", approval="安统批〔2026〕12 号", valid_until="2026-12-31"
    )
    page = desk.submit(page, "/publish")
    assert "第 1 版" in page.main
    late = desk.get(f"{page.url}/wave")
    refused = desk.submit(late, promise="anonymous", opens_on="2026-10-15", closes_on="2027-02-01", status=422)
    assert "问卷有效期到 2026-12-31" in refused.main
    page = desk.submit(late, promise="anonymous", opens_on="2026-10-15", closes_on="2026-11-15", has_open_channel="y")
    unknown = desk.submit(page, "/listed", lines="安澜1号有限公司\n没有这家", status=422)
    assert "企业库里对不上：没有这家" in unknown.main
    page = desk.submit(page, "/listed", lines="安澜1号有限公司")
    page = desk.submit(page, "/sampled", number="24")
    page = desk.submit(page, "/launch")
    assert "25" in page.main
    letters = desk.get(f"{page.url}/letters")
    links = re.findall(r"/s/([a-z2-7]{26})", letters.html)
    assert len(set(links)) == 25
    assert "第 1 节" in Checked(house.test_client()).get(f"/s/{links[0]}").text
    poster = desk.get(f"{page.url}/poster")
    assert f"/q/{page.url.rpartition('/')[2]}" in poster.text
    for form, begins in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        assert desk.client.get(f"{page.url}/qr.{form}").data.startswith(begins)


def test_a_definition_outside_the_profile_is_refused_with_its_place_and_nothing_is_kept(house: Flask) -> None:
    desk = at_desk(house)
    page = desk.submit(
        desk.get("/surveys/new"), source="json", definition='{"pages": [{"elements": [{"type": "file"}]}]}', status=422
    )
    assert "pages[0].elements[0]" in page.main
    db.session.rollback()
    assert db.session.scalars(select(Survey)).all() == []
    page = desk.submit(page, source="json", definition=profile.write(shipped()["window"]))
    assert "窗口服务评价" in page.heading


def test_an_earlier_page_of_a_questionnaire_does_not_overwrite_a_later_one(house: Flask) -> None:
    desk, other = at_desk(house), at_desk(house, "office_head")
    page = desk.submit(desk.get("/surveys/new"), source="template:window")
    old = other.get(page.url)
    desk.submit(page, "/papers", exemption="内部试填")
    assert "刚刚有人改过" in other.submit(old, "/papers", form_number="别的表", status=409).text


def test_a_result_has_n_interval_and_silence_and_small_numbers_stay_hidden(house: Flask) -> None:
    wave = lived(40, bad=3)
    desk = at_desk(house)
    page = desk.get(f"/waves/{wave.wave.code}/results/invited")
    row = next(row for row in page.rows() if "窗口服务" in row[0])
    assert "有效答卷 40 份" in page.main
    assert "不显示" in row[2]  # three were dissatisfied
    assert not re.search(r"\b3\b", row[0] + row[2])
    assert "19900001234" not in page.html
    area = desk.get(f"{page.url}/by/area")
    assert "城东区" in area.main


def test_a_named_wave_shows_share_and_interval(house: Flask) -> None:
    wave = lived(40, bad=10, promise="named")
    page = at_desk(house).get(f"/waves/{wave.wave.code}/results/invited")
    row = next(row for row in page.rows() if "窗口服务" in row[0])
    assert row[1].startswith("75.0%")
    assert "59.8—85.8" in row[1]
    assert row[4] == "40"


def test_few_answers_are_counted_and_not_made_into_shares(house: Flask) -> None:
    wave = lived(8, bad=2, promise="named")
    row = at_desk(house).get(f"/waves/{wave.wave.code}/results/invited").rows()[0]
    assert "6/8" in row[1]
    assert "%" not in row[1]


def test_a_leader_reads_what_is_over_and_cannot_act(house: Flask) -> None:
    over, running = lived(12), asked(0, code="closure")
    db.session.commit()
    leader = at_desk(house, "leader")
    assert leader.get(f"/waves/{over.wave.code}/results/invited").status == 200
    leader.get(f"/waves/{running.wave.code}/results/invited", 403)
    assert leader.get("/waves").buttons.count("发出这一期") == 0
    leader.get("/surveys", 404)
    leader.get(f"/waves/{over.wave.code}/letters", 404)
    at_desk(house, "clerk").get(f"/waves/{over.wave.code}", 404)


def test_before_the_stir_nothing_of_an_anonymous_wave_is_counted(house: Flask) -> None:
    wave = asked(9)
    for token in wave.tokens:
        wave.answer(token)
    db.session.commit()
    desk, url = at_desk(house), f"/waves/{wave.wave.code}/results/invited"
    assert "还没有可以看的数" in desk.get(url).main
    reading.set(False)
    assert stirring.stir(THURSDAY) == 9
    db.session.commit()
    assert "有效答卷 9 份" in desk.get(url).main
    assert db.session.scalars(select(Wave.stirred_on)).one() is not None
