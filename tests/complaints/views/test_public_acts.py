"""What an enterprise does with its matter: each act through the page, once, and only while it is open."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from app.database import db
from app.store.complaints import Attachment, Complaint, Message, Rating
from tests.app.gate.samples import office
from tests.complaints.town import Town, count, photo
from tests.pages import Page


def step(town: Town, number: str, link: str) -> Page:
    """The page behind a link of the matter's page."""
    return town.phone.get(town.follow(number).links[link])


def attached(town: Town, number: str) -> list[Attachment]:
    complaint = town.complaint(number)
    return list(db.session.scalars(select(Attachment).where(Attachment.complaint_id == complaint.id)))


def test_what_was_missing_is_added_with_a_file(town: Town) -> None:
    number = town.matter("amending")
    page = step(town, number, "补充材料")
    assert "租赁合同复印件" in page.main
    page = town.phone.submit(page, text="合同在附件里。", files=(io.BytesIO(office()), "合同.docx"))
    assert page.url == f"/my/{number}"
    assert town.complaint(number).state == "received"
    assert len(attached(town, number)) == 1
    assert "文件（1 个）" in page.main


def test_an_empty_addition_comes_back_and_keeps_its_file(town: Town) -> None:
    number = town.matter("amending")
    page = town.phone.submit(step(town, number, "补充材料"), status=422)
    assert page.errors == ["请写上要补充的内容，或传一个文件。"]
    page = town.phone.submit(page, status=422, files=(io.BytesIO(b"x"), "坏.exe"), text="合同在附件里。")
    assert page.form()["text"] == "合同在附件里。"
    assert town.complaint(number).state == "amending"


def test_a_question_is_answered_with_a_picture_and_the_clock_goes_on(town: Town) -> None:
    number = town.matter("asking")
    page = step(town, number, "回复要补充的内容")
    assert "仓库的面积是多少" in page.main
    town.phone.submit(page, text="三百平方米。", files=photo())
    assert town.complaint(number).state == "handling"
    assert len(attached(town, number)) == 1


def test_an_anonymous_answer_keeps_no_original_picture(town: Town) -> None:
    number = town.matter("asking", mode="anonymous", phone="", contact_name="", enterprise_name="")
    page = step(town, number, "回复要补充的内容")
    page = town.phone.submit(page, status=422, files=(io.BytesIO(office()), "合同.docx"))
    assert "匿名只收照片" in page.errors[0]
    town.phone.submit(page, files=photo())
    assert [file.original for file in attached(town, number)] == [None]


def test_a_picture_opens_for_its_owner_and_for_nobody_else(town: Town) -> None:
    number = town.matter("asking")
    town.phone.submit(step(town, number, "回复要补充的内容"), files=photo())
    page = town.follow(number)
    action = next(form["action"] for form in page.all("form") if "/files/" in form["action"])
    answer = town.phone.client.post(action, data=page.form(action.rpartition("/my")[2]))
    assert answer.mimetype == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    other = town.matter("received")
    stolen = action.replace(number, other)
    assert town.phone.client.post(stolen, data=page.form(action.rpartition("/my")[2])).status_code == 404
    assert town.phone.client.get(action).status_code == 405


def test_nothing_is_preselected_and_looking_rates_nothing(town: Town) -> None:
    number = town.matter("published")
    page = step(town, number, "评价办理结果")
    assert {"solved", "level", "reasons"}.isdisjoint(page.form())
    assert "不会当作满意" in page.main
    assert count(Rating) == 0
    assert town.complaint(number).state == "published"


def test_a_good_rating_closes_and_twice_is_once(town: Town) -> None:
    number = town.matter("published")
    form = step(town, number, "评价办理结果").form() | {"solved": "yes", "level": "satisfied"}
    for _ in range(2):
        page = town.phone.post(f"/my/{number}/rate", form)
        assert page.url == f"/my/{number}"
    assert town.complaint(number).state == "closed"
    assert count(Rating) == 1
    assert "满意" in page.main


@pytest.mark.parametrize("typed", [{"solved": "no", "level": "satisfied"}, {"solved": "yes", "level": "dissatisfied"}])
def test_a_bad_rating_asks_for_a_reason_and_leads_to_a_review(town: Town, typed: dict[str, str]) -> None:
    number = town.matter("published")
    page = town.phone.submit(step(town, number, "评价办理结果"), status=422, **typed)
    assert page.errors == ["请选一个原因，我们好去核实"]
    page = town.phone.submit(page, reasons=["too_slow"], text="打 19900000001 找我")
    assert town.complaint(number).state == "reviewing"
    assert "已转复核" in page.main
    assert "19900000001" not in page.main


def test_both_questions_must_be_answered(town: Town) -> None:
    number = town.matter("published")
    page = town.phone.submit(step(town, number, "评价办理结果"), status=422, solved="yes")
    assert page.errors == ["请选满意程度"]
    town.phone.submit(page, status=422, level="not_rated")
    assert count(Rating) == 0


def test_who_rates_a_page_that_has_grown_old_is_told(town: Town) -> None:
    number = town.matter("published")
    page = step(town, number, "评价办理结果")
    town.behind(lambda: setattr(town.complaint(number), "risks", ["deadline"]))
    town.phone.submit(page, status=409, solved="yes", level="satisfied")
    assert count(Rating) == 0


def test_a_message_reaches_the_house_and_stands_on_the_page(town: Town) -> None:
    number = town.matter("handling")
    page = town.phone.submit(town.follow(number), "/message", text="周五上午可以，原件都在。")
    assert "周五上午可以" in page.all("li", class_="me")[-1].text
    assert [row.direction for row in db.session.scalars(select(Message))] == ["in"]


def test_an_empty_message_comes_back_to_the_page(town: Town) -> None:
    page = town.phone.submit(town.follow(town.matter("handling")), "/message", status=422, text="  ")
    assert page.errors == ["请写上要说的话。"]


def test_a_closed_matter_takes_no_messages(town: Town) -> None:
    assert not [form for form in town.follow(town.matter("closed")).all("form") if form["action"].endswith("/message")]


def test_withdrawing_is_asked_twice(town: Town) -> None:
    number = town.matter("received")
    page = step(town, number, "撤回这件诉求")
    assert town.complaint(number).state == "received"
    page = town.phone.submit(page)
    assert (town.complaint(number).state, town.complaint(number).end_reason) == ("ended", "withdrawn")
    assert "已按您的要求撤回" in page.main


def test_a_safety_matter_cannot_be_withdrawn_and_says_why(town: Town) -> None:
    number = town.matter("received")
    town.behind(lambda: setattr(town.complaint(number), "risks", ["safety"]))
    page = town.phone.submit(step(town, number, "撤回这件诉求"), status=422)
    assert "不能撤回" in page.main
    assert town.complaint(number).state == "received"


def test_a_closed_matter_is_reopened_with_new_facts(town: Town) -> None:
    number = town.matter("closed")
    page = town.phone.submit(step(town, number, "申请复核"), text="验收员没有来。")
    assert town.complaint(number).state == "reviewing"
    assert "验收员没有来" in page.main


def test_a_lapsed_matter_is_restored_with_one_press(town: Town) -> None:
    from tests.complaints.world import lapse

    number = town.matter("amending")
    town.behind(lambda: lapse(town.world, town.complaint(number)))
    town.phone.submit(step(town, number, "恢复这件诉求"))
    assert town.complaint(number).state == "received"


def test_real_name_becomes_confidential_on_request(town: Town) -> None:
    number = town.matter("handling")
    town.phone.submit(step(town, number, "改为保密"))
    complaint: Complaint = town.complaint(number)
    assert (complaint.mode, complaint.enterprise_name, complaint.enterprise_id) == ("confidential", None, None)
    assert "改为保密" not in town.follow(number).links


@pytest.mark.parametrize("path", ["amend", "answer", "rate", "reopen", "restore"])
def test_a_step_whose_time_is_over_leads_back_to_the_matter(town: Town, path: str) -> None:
    number = town.matter("accepted")
    town.follow(number)
    page = town.phone.get(f"/my/{number}/{path}")
    assert page.url == f"/my/{number}"
    assert "现在不用做" in page.main


@pytest.mark.parametrize("path", ["amend", "answer", "rate", "reopen", "restore", "withdraw", "hide", "message", "original"])
@pytest.mark.parametrize(
    "typed", [{}, {"text": "事" * 100_000}, {"text": "\x00😀\udc80", "solved": "\x00", "reasons": ["x"] * 99, "version": "-1"}]
)
def test_wild_posts_are_refused_and_change_nothing(town: Town, path: str, typed: dict[str, object]) -> None:
    number = town.matter("handling")
    form = town.follow(number).form("/message")
    body = {**form, **{name: _bytes(value) for name, value in typed.items()}}
    answer = town.phone.client.post(f"/my/{number}/{path}", data=body)
    assert answer.status_code < 500
    assert town.complaint(number).state == "handling"


def _bytes(value: object) -> object:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
