"""What comes back: the reply is checked, countersigned, called back about, closed or sent round again."""

from __future__ import annotations

from app import clock
from app.auth import sessions
from app.database import db
from app.store.complaints import ContactRecord
from complaints.operations import replying
from complaints.operations.replying import Draft
from tests.complaints.town import Town
from tests.complaints.world import REPLY, contact
from tests.pages import Checked

CHECKS = {"matter": "y", "basis": "y", "next_step": "y", "tone": "y"}


def seated(town: Town, login: str) -> Checked:
    """A browser with a session of somebody who has no password, under the post that the world gives him."""
    actor = town.world.staff[login]
    token = town.behind(lambda: sessions.start_staff(actor.person_id or 0, actor.post_id, clock.now()))
    browser = town.browser()
    with browser.client.session_transaction() as session:
        session["token"], session["seen"] = token, int(clock.now().timestamp())
    return browser


def test_a_reply_goes_out_only_when_all_four_things_are_true(town: Town) -> None:
    number = town.matter("replied")
    reviewer = town.officer("reviewer")
    page = reviewer.get(f"/complaints/{number}?from=replied")
    assert REPLY[:12] in page.main
    refused = reviewer.submit(page, "/publish", status=422, **(CHECKS | {"basis": None}))
    assert refused.errors == ["这一项没过，请退回。"]
    assert refused.form("/publish")["tone"] == "y"
    reviewer.submit(refused, "/publish", basis="y")
    assert town.complaint(number).state == "published"


def test_a_reply_goes_back_with_a_reason_that_the_unit_reads(town: Town) -> None:
    number = town.matter("replied")
    reviewer = town.officer("reviewer")
    page = reviewer.get(f"/complaints/{number}")
    assert "请选退回的原因。" in reviewer.submit(page, "/send-back", status=422, reason="没有日期").errors
    back = reviewer.submit(page, "/send-back", reason_code="no_date", reason="请写明哪一天验收。")
    assert "退回：没有时间表" in back.main
    assert "请写明哪一天验收。" in back.main
    assert town.complaint(number).state == "handling"


def test_only_a_reviewer_has_the_list_to_check_a_reply_by(town: Town) -> None:
    number = town.matter("replied")
    assert not [form for form in town.officer("clerk").get(f"/complaints/{number}").all("form") if "/publish" in form["action"]]


def unable(town: Town) -> str:
    """A matter answered with 无法解决."""
    number = town.matter("handling")

    def reply() -> None:
        complaint = town.complaint(number)
        contact(town.world, complaint)
        draft = Draft("unable", "超出本级权限，已于10月15日书面上报省厅，12月1日前告诉您结果。", evidence="上报文号")
        replying.reply(complaint, draft, town.world.move("handler"))

    town.behind(reply)
    return number


def test_unable_to_solve_needs_the_heads_countersign_first(town: Town) -> None:
    number = unable(town)
    reviewer, head = town.officer("reviewer"), town.officer("office_head")
    page = reviewer.get(f"/complaints/{number}")
    refused = reviewer.submit(page, "/publish", status=422, **CHECKS)
    assert "要先会签同意" in refused.main
    asked = reviewer.submit(refused, "/ask-countersign")
    assert "等负责人会签" in asked.main
    assert number in head.get("/office/countersign").main
    page = head.get(f"/complaints/{number}?from=countersign")
    assert "不同意请写明理由。" in head.submit(page, "/countersign", status=422, verdict="no").errors
    head.submit(page, "/countersign", verdict="yes")
    assert "没有等您会签的" in head.get("/office/countersign").main
    reviewer.submit(reviewer.get(f"/complaints/{number}"), "/publish", **CHECKS)
    assert town.complaint(number).state == "published"


def test_a_review_begins_with_a_call_back_and_ends_in_rework(town: Town) -> None:
    number = town.matter("reviewing")
    reviewer = town.officer("reviewer")
    page = reviewer.get(f"/complaints/{number}?from=reviewing")
    assert "不满意" in page.main
    early = reviewer.submit(page, "/rework", status=422, reason="仓库没有验收。")
    assert "请先回访企业并记一笔。" in early.main
    wrong = reviewer.submit(early, "/call-back", status=422, result="reached", text="企业说验收员没有来。")
    assert "请选一项。" in wrong.errors
    called = reviewer.submit(wrong, "/call-back", solved="no")
    assert "企业说解决：否" in called.main
    reviewer.submit(called, "/rework", reason="请在 3 个工作日内完成现场验收。")
    complaint = town.complaint(number)
    assert (complaint.state, complaint.round) == ("handling", 2)
    page = reviewer.get(f"/complaints/{number}")
    assert "办结（第 2 轮）" in page.main
    assert db.session.query(ContactRecord).filter_by(purpose="call_back").count() == 1


def test_a_review_is_closed_with_a_conclusion_that_the_enterprise_reads(town: Town) -> None:
    number = town.matter("reviewing")
    reviewer = town.officer("reviewer")
    page = reviewer.get(f"/complaints/{number}")
    page = reviewer.submit(page, "/call-back", result="reached", solved="yes", text="企业说昨天验收过了。")
    assert any("至少 10 个字" in error for error in reviewer.submit(page, "/close-review", status=422, conclusion="好").errors)
    reviewer.submit(page, "/close-review", conclusion="验收已在10月20日完成，验收单编号在案，同意办结。")
    assert town.complaint(number).state == "closed"
    assert "验收单编号在案" in town.follow(number).main


def test_money_wants_a_second_reviewer(town: Town) -> None:
    number = town.matter("reviewing")
    town.behind(lambda: setattr(town.complaint(number), "topic", "charge_illegal"))
    first, second = town.officer("reviewer"), seated(town, "reviewer2")
    page = first.submit(
        first.get(f"/complaints/{number}"), "/call-back", result="reached", solved="partly", text="企业说退了一半。"
    )
    words = {"conclusion": "应退的已经退完，凭证在案，余下的依法不退。"}
    refused = first.submit(page, "/close-review", status=422, **words)
    assert "要有第二位复核人的意见" in refused.main
    noted = second.submit(second.get(f"/complaints/{number}"), "/second-opinion", text="看过凭证，同意。")
    assert "第二复核人的意见" in noted.main
    first.submit(first.get(f"/complaints/{number}"), "/close-review", **words)
    assert town.complaint(number).state == "closed"


def test_a_reviewer_who_also_works_for_the_handling_unit_has_no_part_in_the_review(town: Town) -> None:
    number = town.matter("reviewing")
    page = seated(town, "both").get(f"/complaints/{number}")
    assert not [form for form in page.all("form") if "/call-back" in form["action"]]
    assert "办过这件事的单位不能来回访。" in page.main
