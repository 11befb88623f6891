"""Which unit leads: candidates, co-handlers, refusals and rulings, from the clerk's and the head's side."""

from __future__ import annotations

from app import clock
from app.database import db
from app.store.complaints import Ruling
from app.store.readings import Label
from app.web import tickets
from tests.complaints.town import Town


def test_the_first_candidate_is_chosen_beforehand_with_its_clause_and_the_enterprises_sentence(town: Town) -> None:
    number = town.matter("accepted")
    page = town.officer("clerk").get(f"/complaints/{number}?from=accepted")
    fields = page.form("/dispatch")
    assert fields["lead"] == "housing"
    assert "housing-02" in page.main
    assert "企业会收到：“已转市住房和城乡建设局牵头" in page.main
    assert fields["co_1"]
    assert fields["part_1"]


def test_a_clerk_dispatches_with_co_handlers_and_their_parts(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.submit(
        clerk.get(f"/complaints/{number}"), "/dispatch", co_1="fire", part_1="到场验收", co_2="market", part_2="核对执照"
    )
    assert "已派给市住房和城乡建设局" in page.main
    shares = {share.unit: share.part for share in town.complaint(number).assignments}
    assert shares == {"housing": "", "fire": "到场验收", "market": "核对执照"}


def test_another_unit_than_the_first_needs_a_reason_and_is_kept_as_an_override(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    chosen = {"lead": "other", "other": "market", "co_1": "", "part_1": ""}
    page = clerk.submit(clerk.get(f"/complaints/{number}"), "/dispatch", status=422, **chosen)
    assert "没有选建议的第一名，请写一句理由。" in page.errors
    assert page.form("/dispatch")["other"] == "market"
    clerk.submit(page, "/dispatch", reason="设备归市场监管局管。")
    label = db.session.query(Label).filter_by(field="lead").one()
    assert (label.value, label.proposed, label.source) == ("market", "housing", "override")


def test_a_proposed_co_handler_that_is_made_lead_is_no_co_handler_any_more(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    unit = str(page.form("/dispatch")["co_1"])
    clerk.submit(page, "/dispatch", lead="other", other=unit, reason="主要是它的事。")
    assert [(share.unit, share.role) for share in town.complaint(number).assignments] == [(unit, "lead")]
    own = town.matter("accepted")
    page = clerk.get(f"/complaints/{own}")
    typed = {"lead": "other", "other": unit, "part_1": "它还要另做一部分", "reason": "主要是它的事。"}
    assert "牵头单位不能同时是协办单位。" in clerk.submit(page, "/dispatch", status=422, **typed).errors


def test_two_answers_to_who_leads_are_no_answer(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.submit(clerk.get(f"/complaints/{number}"), "/dispatch", status=422, other="market")
    assert any("请只选一个" in error for error in page.errors)


def test_a_co_handler_without_a_part_is_refused_beside_its_row(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.submit(clerk.get(f"/complaints/{number}"), "/dispatch", status=422, co_1="fire", part_1="")
    assert "请写明每个协办单位负责哪一部分。" in page.errors


def test_a_candidate_pressed_in_the_queue_is_chosen_on_the_page(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}?from=accepted&lead=nowhere")
    assert page.form("/dispatch")["lead"] == "housing"


def test_a_dispatch_is_taken_back_before_the_unit_signs(town: Town) -> None:
    number = town.matter("dispatched")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert "请写明理由。" in clerk.submit(page, "/recall", status=422).errors
    clerk.submit(page, "/recall", reason="派错了。")
    assert town.complaint(number).state == "accepted"
    former = town.officer("liaison").get(f"/complaints/{number}")
    assert former.heading == number
    assert "消防验收" not in former.main


def test_a_refusal_is_accepted_or_rejected_with_its_clause_in_sight(town: Town) -> None:
    right, wrong = town.matter("refused"), town.matter("refused")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{right}?from=refused")
    assert "退单，退得对吗？" in page.main
    assert "fire-01" in page.main
    clerk.submit(page, "/accept-refusal")
    assert town.complaint(right).state == "accepted"
    page = clerk.get(f"/complaints/{wrong}")
    assert "请写明理由。" in clerk.submit(page, "/reject-refusal", status=422).errors
    clerk.submit(page, "/reject-refusal", reason="职责清单写明归你们。")
    assert town.complaint(wrong).state == "dispatched"


def test_the_head_rules_among_the_units_that_dispute_and_it_becomes_a_precedent(town: Town) -> None:
    number = town.matter("ruling")
    head = town.officer("office_head")
    page = head.get(f"/complaints/{number}?from=ruling")
    offered = {node["value"] for node in page.form_node("/rule").all("input") if node["name"] == "lead"}
    assert {"housing", "market", "fire", "other"} <= offered
    missing = head.submit(page, "/rule", status=422, lead="fire")
    assert "请引用裁定所依据的职责条款。" in missing.errors
    head.submit(missing, "/rule", lead="fire", clause="fire-01", reason="消防设施检查归消防支队。")
    assert (town.complaint(number).lead, town.complaint(number).is_ruled) == ("fire", True)
    ruling = db.session.query(Ruling).one()
    later = town.matter("accepted")
    page = town.officer("clerk").get(f"/complaints/{later}")
    assert f"先例：裁定 {ruling.number}" in page.main
    assert "消防设施检查归消防支队。" in page.main


def test_a_clerk_who_writes_the_form_himself_cannot_rule(town: Town) -> None:
    number = town.matter("ruling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert not [form for form in page.all("form") if form["action"].split("?")[0].endswith("/rule")]
    with clerk.client.session_transaction() as session:
        ticket = tickets.issue("RuleForm", session["browser"], clock.now())
    own = {"csrf_token": page.form("/sign-out")["csrf_token"], "ticket": ticket}
    clerk.post(f"/complaints/{number}/rule", {**own, "lead": "fire", "clause": "fire-01", "reason": "归它。"}, status=403)
    assert town.complaint(number).state == "ruling"
