"""What a department does, through its pages: sign, hand over, contact, ask, answer its part."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.store.complaints import Assignment, ContactRecord, Mention, Message
from complaints.operations import dispatching
from tests.complaints.town import Town, count
from tests.complaints.views.departments import helper
from tests.complaints.world import clocks, contact


def post_of(town: Town, name: str) -> str:
    return str(town.world.staff[name].post_id)


def with_co_handler(town: Town) -> str:
    """A matter that housing leads and the drc helps with."""
    number = town.matter("accepted")
    part = {"drc": "核对备案材料"}
    town.behind(lambda: dispatching.dispatch(town.complaint(number), "housing", part, None, town.world.move("clerk")))
    town.play(number, "T8")
    return number


def test_signing_names_a_handler_oneself_if_nothing_is_changed(town: Town) -> None:
    number = town.matter("dispatched")
    handler = town.officer("handler")
    page = handler.get(f"/complaints/{number}/acknowledge")
    assert page.form()["handler"] == post_of(town, "handler")
    page = handler.submit(page)
    assert page.url == f"/complaints/{number}"
    assert "已签收" in page.main
    assert "联系企业" in page.main
    assert town.complaint(number).state == "handling"
    assert str(town.complaint(number).handler_id) == post_of(town, "handler")


def test_the_liaison_signs_for_a_handler(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison")
    liaison.submit(liaison.get(f"/complaints/{number}/acknowledge"), handler=post_of(town, "handler"))
    assert str(town.complaint(number).handler_id) == post_of(town, "handler")


def test_nobody_of_another_unit_can_be_named(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison")
    page = liaison.get(f"/complaints/{number}/acknowledge")
    page = liaison.submit(page, status=422, handler=post_of(town, "clerk"))
    assert page.errors
    assert town.complaint(number).state == "dispatched"


def test_who_is_named_in_the_matter_is_not_offered(town: Town) -> None:
    number = town.matter("dispatched")
    person = town.world.staff["handler"].person_id

    def fix() -> None:
        db.session.add(Mention(complaint_id=town.complaint(number).id, person_id=person, standing="fixed"))

    town.behind(fix)
    page = town.officer("liaison").get(f"/complaints/{number}/acknowledge")
    assert post_of(town, "handler") not in [option["value"] for option in page.all("option")]
    town.officer("handler").get(f"/complaints/{number}/acknowledge", status=404)


def test_two_who_sign_at_once_do_not_both_succeed(town: Town) -> None:
    number = town.matter("dispatched")
    one, other = town.officer("handler"), town.officer("liaison")
    first, second = one.get(f"/complaints/{number}/acknowledge"), other.get(f"/complaints/{number}/acknowledge")
    one.submit(first)
    assert "由别人处理" in other.submit(second, status=409, handler=post_of(town, "both@housing")).heading
    assert str(town.complaint(number).handler_id) == post_of(town, "handler")


def test_a_double_tap_signs_once(town: Town) -> None:
    number = town.matter("dispatched")
    handler = town.officer("handler")
    page = handler.get(f"/complaints/{number}/acknowledge")
    assert handler.submit(page).url == handler.submit(page).url == f"/complaints/{number}"
    assert len(clocks(town.complaint(number), "C3")) == 1


def test_the_liaison_hands_over_and_the_former_handler_may_act_no_more(town: Town) -> None:
    number = town.matter("handling")
    liaison = town.officer("liaison")
    page = liaison.submit(liaison.get(f"/complaints/{number}/handler"), handler=post_of(town, "both@housing"))
    assert "经办人已换成" in page.main
    town.officer("handler").get(f"/complaints/{number}/handler", status=403)
    town.officer("handler").get(f"/complaints/{number}/ask", status=403)


def test_a_contact_is_written_down_and_stops_the_first_clock(town: Town) -> None:
    number = town.matter("handling")
    handler = town.officer("handler")
    page = handler.get(f"/complaints/{number}/contact")
    page = handler.submit(page, way="phone", result="reached", note="林女士接的，19912345678，周五上午到现场。")
    assert "这次联系已记下" in page.main
    assert "19912345678" not in page.html
    record = db.session.scalars(select(ContactRecord)).one()
    assert "19912345678" not in record.masked
    assert clocks(town.complaint(number), "C3")[0].stopped_at is not None


def test_a_contact_without_words_comes_back_with_what_was_chosen(town: Town) -> None:
    number = town.matter("handling")
    handler = town.officer("handler")
    page = handler.submit(handler.get(f"/complaints/{number}/contact"), status=422, way="visit", note="")
    assert set(page.errors) == {"请选联系上了没有。", "请写一句联系的情况。"}
    assert page.form()["way"] == "visit"
    assert count(ContactRecord) == 0


def test_a_hidden_enterprise_cannot_be_called_only_written_to(town: Town) -> None:
    number = town.matter("handling", mode="confidential")
    handler = town.officer("handler")
    assert "请发消息" in handler.get(f"/complaints/{number}/contact", status=403).main
    page = handler.get(f"/complaints/{number}")
    assert f"/complaints/{number}/contact" not in page.html
    assert "给企业发消息" in page.links
    assert [node for node in page.all("textarea") if node["id"] == "message-text"], "the link leads to the form"


def test_a_question_halts_the_clock_until_it_is_answered(town: Town) -> None:
    number = town.matter("handling")
    handler = town.officer("handler")
    page = handler.get(f"/complaints/{number}/ask")
    assert "最多请企业补充 2 次" in page.main
    page = handler.submit(page, question="请补租赁合同复印件。")
    assert "这段时间不计入办理时限" in page.main
    assert town.complaint(number).state == "asking"
    assert db.session.scalars(select(Message).where(Message.topic == "question")).one().masked == "请补租赁合同复印件。"


def test_a_third_question_is_not_offered(town: Town) -> None:
    number = town.matter("asking")
    town.play(number, "T16", "T15", "T16")
    page = town.officer("handler").get(f"/complaints/{number}")
    assert "请企业补充" not in page.links


def test_a_co_handler_finds_its_part_and_answers_it(town: Town) -> None:
    number = with_co_handler(town)
    drc = helper(town, "drc_handler")
    page = drc.get("/desk/co")
    assert page.heading == "有 1 件等您的协办意见"
    assert "核对备案材料" in page.rows()[0][1]
    page = drc.get(f"/complaints/{number}/part")
    assert "核对备案材料" in page.main
    assert drc.submit(page, status=422, text="好的").errors
    page = drc.submit(page, text="备案材料齐全，10月12日已发函给住建局。")
    assert "协办意见已交给" in page.main
    assert "协办意见都答完了" in drc.get("/desk/co").heading
    assert "备案材料齐全" in drc.get("/desk/co/answered").main
    assert db.session.scalars(select(Assignment).where(Assignment.role == "co_handler")).one().answered_at is not None


def test_a_co_handler_may_look_but_not_act_for_the_lead(town: Town) -> None:
    number = with_co_handler(town)
    drc = helper(town, "drc_handler")
    assert "请答本单位的部分" in drc.get(f"/complaints/{number}").main
    for act in ("ask", "reply", "contact", "handler"):
        drc.get(f"/complaints/{number}/{act}", status=403)
    assert number not in drc.get("/desk").html
    town.officer("handler").get(f"/complaints/{number}/part", status=403)


def test_who_has_nothing_to_do_with_it_does_not_know_that_it_exists(town: Town) -> None:
    number = town.matter("handling")
    stranger, nobody = helper(town, "drc_handler"), town.browser().client
    for act in ("acknowledge", "handler", "contact", "ask", "reply", "refuse", "part"):
        stranger.get(f"/complaints/{number}/{act}", status=404)
        assert nobody.get(f"/complaints/{number}/{act}").status_code == 302
    town.officer("clerk").get("/desk", status=404)


def test_where_nobody_signed_in_time_the_liaison_names_the_handler(town: Town) -> None:
    number = town.matter("dispatched")
    town.behind(lambda: town.world.wait(600))
    liaison = town.officer("liaison")
    assert "定经办人" in liaison.get("/desk").main
    town.officer("handler").get(f"/complaints/{number}/reply", status=403)
    liaison.submit(liaison.get(f"/complaints/{number}/handler"), handler=post_of(town, "handler"))
    assert str(town.complaint(number).handler_id) == post_of(town, "handler")


def test_after_the_contact_the_answer_is_what_comes_next(town: Town) -> None:
    number = town.matter("handling")
    town.behind(lambda: contact(town.world, town.complaint(number)))
    assert "写答复" in town.officer("handler").get("/desk").main
