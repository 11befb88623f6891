"""The reply on its page: what it asks, what it keeps, and the list to go through before it goes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.database import db
from app.store.complaints import Attachment, Reply
from app.store.enterprises import Enterprise
from app.store.entries import Entry
from complaints.forms.department_reply import closures_for
from complaints.forms.fields import fen_of
from complaints.operations import dispatching, handling, intake
from complaints.operations.reply_checks import failed, text_checks
from tests.complaints.town import Town, count, photo
from tests.complaints.views.departments import helper
from tests.complaints.world import contact, fixed
from tests.pages import Checked, Page

GOOD = "验收已经安排在10月16日上午，依据《建设工程消防设计审查验收管理暂行规定》第二十六条，结果当天告诉您。"
TYPED = {"code": "resolved", "public": GOOD, "evidence": "验收单 1 份"}


def handled(town: Town, **more: str) -> str:
    """A matter of the housing bureau whose enterprise was reached."""
    number = town.matter("handling", **more)
    town.behind(lambda: contact(town.world, town.complaint(number)))
    return number


def reply_page(town: Town, number: str) -> tuple[Checked, Page]:
    handler = town.officer("handler")
    return handler, handler.get(f"/complaints/{number}/reply")


def ticks(page: Page) -> dict[str, bool]:
    """The list by its words: passed or not."""
    lines = [node for node in page.all("li") if node["class"].startswith("ck-")]
    return {node.first("b").text.split("：", 1)[1]: "ck-ok" in node["class"] for node in lines}


def test_a_reply_goes_to_the_reviewer_with_its_date(town: Town) -> None:
    number = handled(town)
    handler, page = reply_page(town, number)
    assert "审核岗核对" in page.main
    assert "不是您本人" in page.main
    page = handler.submit(page, **TYPED, internal="窗口负责人已确认。")
    assert page.url == f"/complaints/{number}"
    assert "已交审核岗核对，10月22日 周四前有结果" in page.main
    assert town.complaint(number).state == "replied"
    reply = db.session.scalars(select(Reply)).one()
    assert (reply.closure_code, reply.masked, reply.internal) == ("resolved", GOOD, "窗口负责人已确认。")


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(town: Town) -> None:
    number = handled(town)
    handler, page = reply_page(town, number)
    page = handler.submit(page, status=422, public=GOOD, internal="内部的话")
    assert page.errors == ["请选办理结果。"]
    assert (page.form()["public"], page.form()["internal"]) == (GOOD, "内部的话")
    page = handler.submit(page, status=422, code="resolved", evidence="")
    assert "佐证" in page.errors[0]
    assert town.complaint(number).state == "handling"


def test_without_contact_there_is_no_reply(town: Town) -> None:
    number = town.matter("handling")
    handler, page = reply_page(town, number)
    assert ticks(page)["还没联系上企业"] is False
    page = handler.submit(page, status=422, **TYPED)
    assert "还没有联系上企业的记录" in page.main
    assert page.form()["public"] == GOOD


def test_a_hidden_enterprise_is_reached_by_a_message(town: Town) -> None:
    number = town.matter("handling", mode="confidential")
    _, page = reply_page(town, number)
    assert ticks(page)["还没给企业发过消息"] is False
    town.behind(lambda: contact(town.world, town.complaint(number)))
    handler, page = reply_page(town, number)
    assert ticks(page)["给企业发过消息"] is True
    handler.submit(page, **TYPED)
    assert town.complaint(number).state == "replied"


def test_an_empty_phrase_needs_a_reason_that_is_kept(town: Town) -> None:
    number = handled(town)
    handler, page = reply_page(town, number)
    vague = GOOD + "其余按有关规定办理。"
    page = handler.submit(page, status=422, **{**TYPED, "public": vague})
    assert page.errors == ["还有 1 条没过（有一句空话），改好或写明原因才能交。"]
    assert ticks(page)["有一句空话"] is False
    assert ticks(page)["有联系记录"] is True
    handler.submit(page, waive="条款原文如此")
    entry = db.session.scalars(select(Entry).where(Entry.verb == "T21")).one()
    assert entry.reason == "条款原文如此"


def test_a_returned_reply_comes_back_with_its_reason_and_its_text(town: Town) -> None:
    number = town.matter("replied")
    town.play(number, "T22")
    handler, page = reply_page(town, number)
    assert "上次退回的原因：没有时间表" in page.main
    form = page.form()
    assert form["code"] == "resolved"
    assert str(form["public"]).startswith("验收已经安排在本周五上午")
    handler.submit(page, public=GOOD)
    assert count(Reply) == 2


def test_a_charge_asks_for_the_money_and_reads_it_as_people_write_it(town: Town) -> None:
    number = town.matter("received")

    def take_on() -> None:
        complaint = town.complaint(number)
        intake.accept(complaint, fixed(topic="charge_illegal"), town.world.move("clerk"))
        dispatching.dispatch(complaint, "housing", {}, None, town.world.move("clerk"))

    town.behind(take_on)
    town.play(number, "T8")
    town.behind(lambda: contact(town.world, town.complaint(number)))
    handler, page = reply_page(town, number)
    page = handler.submit(page, status=422, **TYPED)
    assert page.errors == ["涉及收费的，请写明清退金额（没有清退写 0）。"]
    page = handler.submit(page, status=422, refunded="很多")
    assert "金额写成" in page.errors[0]
    handler.submit(page, refunded="1.2万")
    assert db.session.scalars(select(Reply)).one().refunded_fen == 1_200_000


@pytest.mark.parametrize(("typed", "fen"), [("1,200.50", 120_050), ("0", 0), ("1.2万", 1_200_000)])
def test_money_is_read(typed: str, fen: int) -> None:
    assert fen_of(typed) == fen


def test_a_matter_without_charges_is_not_asked_for_money(town: Town) -> None:
    _, page = reply_page(town, handled(town))
    assert "refunded" not in page.form()


def test_only_results_that_fit_the_kind_are_offered(town: Town) -> None:
    _, page = reply_page(town, handled(town))
    offered = [node["value"] for node in page.all("input") if node["name"] == "code"]
    assert offered == closures_for("help")
    assert "adopted" not in offered
    assert "withdrawn" not in offered


def test_the_parts_of_co_handlers_stand_beside_and_have_to_be_there(town: Town) -> None:
    number = town.matter("accepted")
    part = {"drc": "核对备案材料"}
    town.behind(lambda: dispatching.dispatch(town.complaint(number), "housing", part, None, town.world.move("clerk")))
    town.play(number, "T8")
    town.behind(lambda: contact(town.world, town.complaint(number)))
    handler, page = reply_page(town, number)
    assert ticks(page)["协办意见没到齐"] is False
    assert "协办单位还没有答完" in handler.submit(page, status=422, **TYPED).main
    town.behind(lambda: handling.answer_part(town.complaint(number), "备案材料齐全，已发函。", town.world.move("drc_handler")))
    handler, page = reply_page(town, number)
    assert "备案材料齐全" in page.main
    assert ticks(page)["协办意见到齐了"] is True
    handler.submit(page, **TYPED)
    assert town.complaint(number).state == "replied"


def test_the_name_of_another_enterprise_is_caught(town: Town) -> None:
    number = handled(town)

    def register() -> None:
        db.session.add(Enterprise(credit_code="91110000000000000X", name="安澜云枋新材料有限公司"))

    town.behind(register)
    handler, page = reply_page(town, number)
    page = handler.submit(page, status=422, **{**TYPED, "public": GOOD + "同样的事安澜云枋新材料有限公司也反映过。"})
    assert ticks(page)["有别家企业的名字"] is False


def test_who_checked_it_once_does_not_write_it(town: Town) -> None:
    number = handled(town)
    town.officer("reviewer").get(f"/complaints/{number}/reply", status=404)


@pytest.mark.parametrize(
    ("asked", "public", "wrong"),
    [
        ("什么时候拆？", "围挡11月30日前拆除，依据《管理办法》第十二条。", []),
        ("什么时候拆？", "围挡已拆除，依据《管理办法》第十二条。", []),
        ("什么时候拆？", "围挡会拆，依据《管理办法》第十二条。", ["没答“什么时候”"]),
        ("请协调", "我们将尽快办理，依据《管理办法》第十二条。", ["有一句空话"]),
        ("请协调", "通道开了 2.4 米。", ["没写依据"]),
        ("请协调", "请打 19912345678，依据《管理办法》第十二条。", ["有手机号"]),
    ],
)
def test_the_list_reads_words(asked: str, public: str, wrong: list[str]) -> None:
    assert [check.title for check in failed(text_checks(asked, public, "", []))] == wrong


def test_a_file_that_proves_it_goes_with_the_reply_and_survives_a_rejected_form(town: Town) -> None:
    number = handled(town)
    handler, page = reply_page(town, number)
    page = handler.submit(page, status=422, public=GOOD, files=photo("验收单.png"))
    assert "验收单.png" in page.main
    page = handler.submit(page, code="resolved", evidence="验收单 1 份")
    file = db.session.scalars(select(Attachment)).one()
    assert (file.complaint_id, file.origin) == (town.complaint(number).id, "staff")
    assert file.released_at is not None
    assert "承办单位传的" in page.main


def test_who_may_not_reply_leaves_no_file_behind(town: Town) -> None:
    number = handled(town)
    _, page = reply_page(town, number)
    stranger = helper(town, "both")
    stranger.submit(stranger.get("/post"), post=str(town.world.staff["both@housing"].post_id))
    fields = {**TYPED, **{name: page.form()[name] for name in ("ticket", "version")}, "files": photo()}
    assert stranger.client.post(f"/complaints/{number}/reply", data=fields).status_code in {403, 422}
    assert count(Attachment) == 0
