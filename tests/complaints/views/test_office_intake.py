"""Looking a matter over: what a clerk fixes, asks for, proposes, puts right, and what the head decides."""

from __future__ import annotations

import pytest

from app.database import db
from app.store.complaints import Message
from app.store.enterprises import Enterprise
from app.store.readings import Label
from complaints.operations import words
from tests.complaints.town import Town

ACCEPT = {"kind": "help", "topic": "project_fire", "urgency": "normal", "area": "linhu"}


def test_a_clerk_takes_a_matter_on_and_both_answers_are_kept(town: Town) -> None:
    number = town.matter("received")
    clerk = town.officer("clerk")
    page = clerk.submit(clerk.get(f"/complaints/{number}?from=received"), "/accept", **ACCEPT)
    assert "已受理" in page.main
    assert page.url.endswith(f"/complaints/{number}?from=received")
    complaint = town.complaint(number)
    assert (complaint.state, complaint.topic, complaint.area) == ("accepted", "project_fire", "linhu")
    labels = {row.field: row.value for row in db.session.query(Label).filter_by(complaint_id=complaint.id)}
    assert labels["topic"] == "project_fire"


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(town: Town) -> None:
    number = town.matter("received")
    clerk = town.officer("clerk")
    page = clerk.submit(
        clerk.get(f"/complaints/{number}"), "/accept", status=422, **(ACCEPT | {"topic": "", "area": "jingkai"})
    )
    assert "请选主题。" in page.errors
    assert page.form("/accept")["area"] == "jingkai"
    assert town.complaint(number).state == "received"
    again = clerk.submit(page, "/accept", topic="project_fire")
    assert "已受理" in again.main


def test_a_hidden_identity_is_taken_on_only_after_the_masked_text_was_looked_over(town: Town) -> None:
    number = town.matter("received", mode="confidential")
    clerk = town.officer("clerk")
    page = clerk.submit(clerk.get(f"/complaints/{number}"), "/accept", status=422, **ACCEPT)
    assert "请先核对遮盖后的文字再受理" in " ".join(page.errors)
    assert "已受理" in clerk.submit(page, "/accept", masked_confirmed="y").main


def test_more_of_the_masked_text_may_be_blanked_out_but_no_word_changed(town: Town) -> None:
    number = town.matter("received", mode="anonymous", phone="", enterprise_name="", contact_name="")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    masked = str(page.form("/masked")["masked"])
    wrong = clerk.submit(page, "/masked", status=422, masked=masked.replace("消防", "环保"))
    assert "只能把字遮住" in " ".join(wrong.errors)
    right = clerk.submit(wrong, "/masked", masked=masked.replace("消防", "＊＊"))
    assert "＊＊" in right.main
    assert "消防验收" not in right.all("div", class_="said")[0].text
    assert town.complaint(number).masked_confirmed_at is not None


def test_an_enterprise_is_matched_by_suggestion_or_by_its_code(town: Town) -> None:
    def register() -> None:
        db.session.add(Enterprise(name="安澜青穗食品有限公司", credit_code="91999999MA0000001X", area="linhu"))
        db.session.add(Enterprise(name="安澜百炼铸造有限公司", credit_code="91999999MA0000002X", area="beiling"))

    town.behind(register)
    first, second = town.matter("received"), town.matter("received")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{first}")
    clerk.submit(page, "/accept", **ACCEPT)
    assert town.complaint(first).enterprise.name == "安澜青穗食品有限公司"
    page = clerk.get(f"/complaints/{second}")
    wrong = clerk.submit(page, "/accept", status=422, **ACCEPT, enterprise_search="91999999MA0000009X")
    assert any("企业库里没有" in error for error in wrong.errors)
    clerk.submit(wrong, "/accept", enterprise_search="91999999ma0000002x")
    assert town.complaint(second).enterprise.name == "安澜百炼铸造有限公司"


def test_whoever_is_accused_loses_every_trace_and_others_do_not(town: Town) -> None:
    number = town.matter("received", kind="tip_off", text="市场监管局的检查人员暗示要好处费，不给就天天来查，请查处。")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert "被反映单位：市场监管局" in page.main
    fields = page.form("/accept")
    assert fields["accused"] == "market"
    clerk.submit(page, "/accept", kind="tip_off", topic="enf_repeated", urgency="normal")
    assert [m.unit for m in town.complaint(number).mentions if m.standing == "fixed"] == ["market"]
    dispatch = clerk.get(f"/complaints/{number}").form_node("/dispatch")
    assert "market" not in {option["value"] for option in dispatch.all("option")}
    town.officer("liaison2").get(f"/complaints/{number}", status=404)


def test_what_is_missing_is_ticked_and_the_enterprise_reads_it(town: Town) -> None:
    number = town.matter("received")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    refused = clerk.submit(page, "/amend-request", status=422)
    assert "请写清要企业补充什么。" in refused.errors
    clerk.submit(refused, "/amend-request", common=["希望怎么解决"], items="租赁合同")
    assert town.complaint(number).state == "amending"
    told = db.session.query(Message).filter_by(topic="amend").one().masked
    assert told == "希望怎么解决；租赁合同"


def test_a_matter_is_declined_by_two_people_and_only_after_a_second_question(town: Town) -> None:
    number = town.matter("received")
    clerk, head = town.officer("clerk"), town.officer("office_head")
    page = clerk.get(f"/complaints/{number}")
    wrong = clerk.submit(page, "/propose-decline", status=422, ground="civil_between_enterprises", text="短", elsewhere="")
    assert wrong.errors
    given = {
        "ground": "civil_between_enterprises",
        "text": "企业之间的合同纠纷，依据受理范围第四条。",
        "elsewhere": "市商事调解中心",
    }
    page = clerk.submit(wrong, "/propose-decline", **given)
    assert "等负责人批" in page.main
    assert number not in clerk.get("/office/received").main
    assert number in head.get("/office/declines").main
    asked = head.submit(head.get(f"/complaints/{number}?from=declines"), "/decline")
    assert asked.heading == f"不予受理 {number}？"
    assert "市商事调解中心" in asked.main
    assert town.complaint(number).state == "received"
    done = head.submit(asked, "/decline")
    assert "已不予受理" in done.main
    assert town.complaint(number).state == "declined"


def test_the_head_may_send_a_proposal_back_with_a_reason(town: Town) -> None:
    number = town.matter("received")
    clerk, head = town.officer("clerk"), town.officer("office_head")
    given = {"ground": "not_business", "text": "看起来是个人事项，与经营无关。", "elsewhere": "12345"}
    clerk.submit(clerk.get(f"/complaints/{number}"), "/propose-decline", **given)
    page = head.get(f"/complaints/{number}")
    assert "请写明理由。" in head.submit(page, "/drop-decline", status=422).errors
    head.submit(page, "/drop-decline", reason="租的仓库是经营用的，请受理。")
    assert number in clerk.get("/office/received").main


def test_a_corrected_urgency_moves_the_promise_and_says_why(town: Town) -> None:
    number = town.matter("handling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert "请写明理由。" in clerk.submit(page, "/correct", status=422, urgency="priority").errors
    done = clerk.submit(page, "/correct", urgency="priority", reason="月底租约到期。")
    assert "紧急程度“优先”" in done.main
    assert "限 5 个工作日" in done.main or "原定" in done.main


def test_only_what_an_officer_entered_can_be_a_mistake(town: Town) -> None:
    own, entered = town.matter("received"), town.matter("received", by="clerk", channel="hotline")
    head = town.officer("office_head")
    assert not [form for form in head.get(f"/complaints/{own}").all("form") if form["action"].endswith("/mistaken")]
    page = head.get(f"/complaints/{entered}")
    assert "请写明理由。" in head.submit(page, "/mistaken", status=422).errors
    asked = head.submit(page, "/mistaken", reason="同一通电话录了两次。")
    assert town.complaint(entered).state == "received"
    head.submit(asked, "/mistaken")
    assert town.complaint(entered).end_reason == "entered_by_mistake"


def test_a_new_code_is_shown_once_and_the_old_one_dies(town: Town) -> None:
    number = town.matter("handling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert "请写明怎么核对的本人。" in clerk.submit(page, "/new-code", status=422).errors
    shown = clerk.submit(page, "/new-code", reason="回拨留的号码，说出了提交日期。")
    code = shown.all("b", class_="code")[0].text
    assert words.code_fits(town.complaint(number), code)
    assert not words.code_fits(town.complaint(number), town.code(number))
    assert code not in clerk.get(f"/complaints/{number}").main


@pytest.mark.parametrize("action", ["accept", "dispatch", "recall", "rule", "publish", "rework", "decline", "correct"])
def test_hidden_buttons_are_not_the_protection(town: Town, action: str) -> None:
    number = town.matter("accepted")
    handler = town.officer("handler")
    csrf = handler.get("/desk").form("/sign-out")["csrf_token"]
    handler.post(f"/complaints/{number}/{action}", {"csrf_token": csrf}, status=404)
