"""The auditor sees who did what when, and has the history walked."""

from __future__ import annotations

import pytest
from flask import Flask

from app import outbox
from app.auth import staff
from app.auth.codes import new_seed
from app.clock import now
from app.database import db
from app.lists.spec import SIZE
from tests.app.auth.conftest import SignedIn, actor, person


def test_entries_tell_who_did_what_to_whom(signed_in: SignedIn) -> None:
    auditor = signed_in("auditor")
    staff.give_code(actor("admin"), person("clerk"), new_seed(), now())
    db.session.commit()
    row = auditor.get("/audit").rows()[0]
    assert row[1].startswith("何某岚")
    assert row[2] == "潘某汐　营商办 系统管理员".replace("　", " ")
    assert row[3] == "发一次性代码"


def test_codes_are_told_in_words(signed_in: SignedIn) -> None:
    details = [row[4] for row in signed_in("auditor").get("/audit/day").rows("授权")]
    assert details[-1].startswith("营商办 受理派单 20")
    assert details[-1].endswith("起")


def test_entries_are_filtered_by_kind_person_and_day_and_paged(signed_in: SignedIn) -> None:
    auditor = signed_in("auditor")
    whole = auditor.get("/audit")
    assert len(whole.rows()) == SIZE
    older = auditor.get("/audit" + whole.links["下一页"])
    assert older.rows()[0] not in whole.rows()
    assert {row[3] for row in auditor.get("/audit?stream=units").rows()} == {"新增单位"}
    assert [row[3] for row in auditor.get("/audit?person=auditor").rows()] == ["登录"]
    assert "没有符合筛选的记录" in auditor.get("/audit?day=2020-01-01").text


@pytest.mark.parametrize("query", ["day=9999-12-31", "day=x", "after=-1", "before=" + "9" * 40, "stream=%00", "person=%00%25"])
def test_a_strange_address_shows_a_page(signed_in: SignedIn, query: str) -> None:
    signed_in("auditor").get(f"/audit?{query}")
    signed_in("auditor").get(f"/audit/day?{query}")


def test_the_history_is_walked_by_the_worker_and_the_result_is_kept(signed_in: SignedIn, city: Flask) -> None:
    auditor = signed_in("auditor")
    page = auditor.get("/audit")
    assert "还没有核对过" in page.text
    auditor.submit(page, action="/audit/verify")
    outbox.drain()
    assert "都对得上" in auditor.get("/audit").text


def test_the_day_lists_grants(signed_in: SignedIn) -> None:
    page = signed_in("auditor").get("/audit/day")
    assert len(page.rows("授权")) == 17
    assert "这一天没有人看过原文或身份" in page.text


@pytest.mark.parametrize("login", ["clerk", "admin", "leader", "office_head"])
def test_nobody_else_finds_the_history(signed_in: SignedIn, login: str) -> None:
    checked = signed_in(login)
    for url in ("/audit", "/audit/day"):
        checked.get(url, status=404)
