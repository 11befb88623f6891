"""A refusal on its page: what it costs, what it must cite, and when it is too late."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.store.complaints import Refusal
from app.store.people import Unit
from tests.complaints.town import Town, count
from tests.complaints.views.departments import helper
from tests.pages import Page

WHY = "该厂房为工业建筑改造项目，不属于公众聚集场所，本单位无此项职权。"


def refuse_page(town: Town, number: str, login: str = "liaison") -> Page:
    return town.officer(login).get(f"/complaints/{number}/refuse")


def own_clause(unit: str) -> str:
    return str(db.session.get_one(Unit, unit).clauses[0]["id"])


def test_the_price_stands_above_the_form(town: Town) -> None:
    page = refuse_page(town, town.matter("dispatched"))
    assert "这件事本单位只能退一次" in page.main
    assert "时间记在本单位名下" in page.main
    assert "退单要在10月16日" in page.main
    assert "通常不成立" in page.main


def test_a_refusal_is_kept_with_clause_and_the_right_unit(town: Town) -> None:
    number = town.matter("dispatched")
    liaison, clause = town.officer("liaison"), own_clause("housing")
    page = liaison.get(f"/complaints/{number}/refuse")
    page = liaison.submit(page, ground="not_our_duty", clause=clause, proposed="fire", reason=WHY)
    assert "已提出退单" in page.main
    row = db.session.scalars(select(Refusal)).one()
    assert (row.unit, row.ground, row.clause, row.proposed) == ("housing", "not_our_duty", clause, "fire")
    assert town.complaint(number).state == "refused"


def test_what_is_missing_is_said_and_what_was_typed_is_kept(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison")
    page = liaison.submit(liaison.get(f"/complaints/{number}/refuse"), status=422, reason="太短")
    assert set(page.errors) == {"请选退单理由。", "请写明事实和理由，20 字以上。", "请选应当由哪个单位办。"}
    page = liaison.submit(page, status=422, ground="not_our_duty", reason=WHY, proposed="fire")
    assert page.errors == ["请引用一条职责条款。"]
    assert page.form()["reason"] == WHY
    assert count(Refusal) == 0


def test_neither_oneself_nor_a_foreign_clause_can_be_chosen(town: Town) -> None:
    page = refuse_page(town, town.matter("dispatched"))
    assert "housing" not in [option["value"] for option in page.all("option")]
    assert all(node["value"].startswith("housing-") for node in page.all("input") if node["name"] == "clause")


def test_a_clause_of_another_unit_is_refused(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison")
    page = liaison.get(f"/complaints/{number}/refuse")
    page = liaison.submit(page, status=422, ground="not_our_duty", clause="fire-01", proposed="fire", reason=WHY)
    assert page.errors == ["请从本单位的职责里选一条。"]
    assert count(Refusal) == 0


def test_the_second_refusal_of_a_matter_goes_to_a_ruling(town: Town) -> None:
    number = town.matter("refused")
    town.play(number, "T11", "T7")
    market, clause = town.officer("liaison2"), own_clause("market")
    page = market.get(f"/complaints/{number}/refuse")
    assert "直接进裁定" in page.main
    page = market.submit(page, ground="not_our_duty", clause=clause, proposed="fire", reason=WHY)
    assert "已转裁定" in page.main
    assert town.complaint(number).state == "ruling"


def test_whoever_refused_once_finds_no_form_any_more(town: Town) -> None:
    number = town.matter("refused")
    town.play(number, "T12")
    page = refuse_page(town, number)
    assert "本单位已经退过一次，不能再退" in page.main
    assert "提出退单" not in page.buttons
    assert "还是我们来办，现在签收" in page.links


def test_after_signing_a_refusal_is_too_late(town: Town) -> None:
    number = town.matter("handling")
    page = refuse_page(town, number)
    assert "退单期限已过" in page.main
    assert "提出退单" not in town.officer("liaison").get(f"/complaints/{number}").links


def test_a_ruling_cannot_be_refused_and_is_shown_as_a_precedent(town: Town) -> None:
    ruled = town.matter("ruling")
    town.play(ruled, "T14")
    page = helper(town, "drc_liaison").get(f"/complaints/{ruled}/refuse")
    assert "已经裁定，不能再退单" in page.main
    page = refuse_page(town, town.matter("dispatched"))
    assert "有先例" in page.main
    assert "裁定 2026-001" in page.main


def test_a_handler_signs_but_does_not_refuse(town: Town) -> None:
    number = town.matter("dispatched")
    town.officer("handler").get(f"/complaints/{number}/refuse", status=403)
