"""The pages of search: hits in context for each desk, and a telephone number only as a recorded look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.store.complaints import LookRecord
from app.store.entries import Entry
from complaints.views.search import phone
from tests.complaints.town import Town, count

PHONE = "199 0000 0001"
ASKED = {"phone": PHONE, "purpose": "contact", "reason": "企业来电，说不出编号。"}


@pytest.mark.parametrize(("login", "finds"), [("clerk", 2), ("leader", 2), ("liaison", 1), ("liaison2", 0), ("office_head", 2)])
def test_everybody_finds_what_he_may_see_in_context(town: Town, login: str, finds: int) -> None:
    theirs, other = town.matter("dispatched"), town.matter("received", text="仓库门口的路一下雨就淹，货车进不来，请来看看。")
    officer = town.officer(login)
    page = officer.get("/search?q=仓库")
    assert [number in page.main for number in (theirs, other)] == [finds > 0, finds > 1]
    assert (f"找到 {finds} 件" if finds else "没有找到“仓库”") in page.heading
    assert page.html.count("<mark>仓库</mark>") >= finds
    assert officer.get("/search?q=仓库&state=closed").html.count("<mark>") == 0
    assert "没有可以查的字" in officer.get("/search?q=！？").main


def test_the_box_in_the_top_bar_leads_to_search_and_keeps_the_words(town: Town) -> None:
    clerk = town.officer("clerk")
    (box,) = (form for form in clerk.get("/office/all").tree.all("form") if "find" in form["class"])
    assert (box["action"], box["method"]) == ("/search", "get")
    assert 'value="仓库"' in clerk.get("/search?q=仓库").html
    assert 'class="find"' not in town.officer("admin").get("/me").html


def test_pages_of_hits_are_walked_by_keys(town: Town) -> None:
    def many() -> None:
        for _ in range(51):
            town.world.file(text="新租的仓库一直没有通电，请帮忙催一催。")
            town.world.at += timedelta(minutes=1)

    town.behind(many)
    clerk = town.officer("clerk")
    first = clerk.get("/search?q=仓库")
    second = clerk.get(f"/search{first.links['下一页']}")
    assert (first.main.count("通电"), "上一页" in second.links, "下一页" in second.links) == (100, True, False)


def test_a_telephone_number_is_looked_up_by_a_recorded_look_that_the_enterprise_sees(town: Town) -> None:
    named, hidden = town.matter("handling"), town.matter("received", mode="confidential")
    town.matter("received", phone="19900000099")
    clerk = town.officer("clerk")
    page = clerk.get("/search/phone")
    assert "请写明理由" in clerk.submit(page, "/search/phone", status=422, **{**ASKED, "reason": "急"}).main
    assert count(LookRecord) == 0
    found = clerk.submit(page, "/search/phone", **ASKED)
    assert (named in found.main, hidden in found.main, "2 件" in found.heading) == (True, True, True)
    assert "19900000001" not in found.html
    assert {row.what for row in db.session.scalars(select(LookRecord))} == {"phone"}
    assert count(LookRecord) == 2
    acts = db.session.scalars(select(Entry).where(Entry.verb == "phone_search")).all()
    assert [(act.after["found"], "1990000" in str(act.after) + act.reason) for act in acts] == [(2, False)]
    assert "看这个电话提交了什么，为了联系企业" in town.follow(named).main


def test_a_number_that_filed_nothing_is_written_down_too_and_not_asked_for_endlessly(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "LIMIT", "1/day")
    clerk = town.officer("clerk")
    found = clerk.submit(clerk.get("/search/phone"), "/search/phone", **{**ASKED, "phone": "19900000098"})
    assert "没有找到" in found.main
    assert len(db.session.scalars(select(Entry).where(Entry.verb == "phone_search")).all()) == 1
    clerk.submit(clerk.get("/search/phone"), "/search/phone", status=429, **ASKED)


def test_who_must_keep_away_finds_nothing_by_telephone(town: Town) -> None:
    clerk = town.officer("clerk")
    before = clerk.submit(clerk.get("/search/phone"), "/search/phone", **ASKED).main
    number = town.matter("received", kind="grievance", text="何某岚收了材料不给回执，问了几次都说没有收到过。")
    found = clerk.submit(clerk.get("/search/phone"), "/search/phone", **ASKED)
    assert number not in found.html
    assert "没有找到" in before and "没有找到" in found.main
