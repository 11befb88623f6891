"""What a unit finds on its desk, in which order, and who sees which part of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from complaints.operations import handling
from tests.complaints.town import Town
from tests.complaints.views.departments import helper
from tests.pages import Page


def titles(page: Page) -> list[str]:
    return [link.text for link in page.all("a") if link["class"] == "t"]


def group_heads(page: Page) -> list[str]:
    return [row.text.split()[0] for row in page.all("tr") if "group" in row["class"]]


def figure(page: Page, words: str) -> int:
    """The number of one of the figures on top."""
    node = next(one for one in page.all("a") if "fig" in one["class"].split() and one.text.startswith(words))
    return int(node.first("b").text)


def late(town: Town, number: str, days: int) -> None:
    """Let working days pass until *number* is late."""
    complaint = town.complaint(number)
    town.world.at = clock.now()
    town.behind(lambda: town.world.wait_until(complaint.submitted_at + timedelta(days=days)))
    clock.move_to(town.world.at)


def test_what_waits_for_a_signature_stands_first_and_every_row_says_what_comes_next(town: Town) -> None:
    town.matter("handling")
    waiting = town.matter("dispatched")
    page = town.officer("liaison").get("/desk")
    assert page.heading == "有 1 件等您签收"
    assert group_heads(page) == ["待签收", "其余在办"]
    assert waiting in page.rows("牵头")[1][1]
    assert "签收并定经办人" in page.rows("牵头")[1][4]
    assert "联系企业" in page.rows("牵头")[3][4]
    assert (figure(page, "全部在办"), figure(page, "待签收"), figure(page, "该联系企业")) == (2, 1, 1)


def test_what_is_late_is_said_in_the_heading_and_never_hidden(town: Town) -> None:
    number = town.matter("handling")
    late(town, number, 40)
    page = town.officer("liaison").get("/desk")
    assert page.heading == "今天先办这 1 件"
    assert "1 件已超期" in page.main
    assert figure(page, "已超期") == 1
    assert titles(town.officer("liaison").get("/desk?group=late")) == [town.complaint(number).title]


def test_a_clock_that_waits_for_the_enterprise_is_not_near(town: Town) -> None:
    town.matter("asking")
    page = town.officer("liaison").get("/desk")
    assert group_heads(page) == ["等别人"]
    assert "计时暂停" in page.main
    assert "到期自动继续计时" in page.main


def test_a_returned_reply_says_why_it_came_back(town: Town) -> None:
    number = town.matter("replied")
    town.play(number, "T22")
    page = town.officer("handler").get("/desk?group=returned")
    assert "答复被退回" in page.main
    assert "退回原因：没有时间表" in page.main


def test_a_handler_begins_with_his_own_and_may_look_at_the_whole_unit(town: Town) -> None:
    number = town.matter("handling")
    assert titles(town.officer("handler").get("/desk")) == [town.complaint(number).title]
    town.behind(lambda: _give_away(town, number))
    assert titles(town.officer("handler").get("/desk")) == []
    assert titles(town.officer("handler").get("/desk?scope=unit")) == [town.complaint(number).title]


def _give_away(town: Town, number: str) -> None:
    post = town.world.staff["both@housing"].post_id
    assert post
    handling.hand_to(town.complaint(number), post, town.world.move("liaison"))


def test_a_plain_colleague_sees_the_row_but_no_way_to_act(town: Town) -> None:
    number = town.matter("handling")
    town.behind(lambda: _give_away(town, number))
    page = town.officer("handler").get("/desk?scope=unit")
    assert f"/complaints/{number}/contact" not in page.html
    assert "您看得到进展，不能代办" in town.officer("handler").get(f"/complaints/{number}").main
    for act in ("reply", "ask", "contact", "handler"):
        town.officer("handler").get(f"/complaints/{number}/{act}", status=403)


def test_another_unit_finds_nothing_and_the_unit_before_only_the_number(town: Town) -> None:
    number = town.matter("ruling")  # housing refused, market refused
    page = town.officer("liaison").get("/desk/left")
    assert page.rows()[0] == [number]
    assert town.complaint(number).title not in page.html
    assert number not in helper(town, "drc_liaison").get("/desk/left").html


def test_a_date_is_explained_where_it_stands(town: Town) -> None:
    number = town.matter("handling")
    page = town.officer("liaison").get("/desk")
    link = next(link for link in page.all("a") if link.text.startswith("怎么算的"))
    page = town.officer("liaison").get(f"/desk{link['href'].split('#')[0]}")
    assert "15 个工作日" in page.main
    assert "按已公布的放假安排" in page.main
    assert "本单位" in page.main
    assert number in page.main


def test_pages_follow_each_other_without_gap_or_repeat(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.lists.page.SIZE", 2)
    numbers = {town.matter(state) for state in ("dispatched", "handling", "asking", "handling", "replied")}
    browser = town.officer("liaison")
    for order in ("", "?sort=new"):
        seen: list[str] = []
        page = browser.get(f"/desk{order}")
        while True:
            seen += [row["id"] for row in page.all("tr") if row["id"]]
            if "下一页" not in page.links:
                break
            page = browser.get(f"/desk{page.links['下一页']}")
        assert len(seen) == 5
        assert set(seen) == numbers


def test_a_place_in_the_address_that_is_none_begins_at_the_top(town: Town) -> None:
    number = town.matter("handling")
    for after in ("x", "9.9.9.9", "1.999999999999999999.1", "-1.0.0"):
        page = town.officer("liaison").get(f"/desk?after={after}")
        assert number in page.main
        assert "已经回到第一页" in page.main


def test_the_hidden_stay_hidden_in_rows(town: Town) -> None:
    town.matter("handling", mode="confidential", enterprise_name="安澜云枋新材料有限公司")
    page = town.officer("liaison").get("/desk")
    assert "保密" in page.main
    assert "云枋" not in page.html


def test_two_characters_find_a_matter(town: Town) -> None:
    number = town.matter("handling")
    browser = town.officer("liaison")
    assert number in browser.get("/desk?q=消防").main
    assert "没有找到“燃气”" in browser.get("/desk?q=燃气").main
    assert "没有找到“%”" in browser.get("/desk?q=%25").main


def test_an_empty_desk_is_good_news(town: Town) -> None:
    assert "本单位都办完了" in town.officer("liaison").get("/desk").heading
    assert "您手上都办完了" in town.officer("handler").get("/desk").heading
    assert "都签收了" in town.officer("liaison").get("/desk?group=sign").main
    assert "没有等您答的" in town.officer("liaison").get("/desk/co").main
    assert "还没有办完的" in town.officer("liaison").get("/desk/done").heading


def test_what_was_published_moves_from_the_desk_to_the_done(town: Town) -> None:
    number = town.matter("published")
    browser = town.officer("liaison")
    assert number not in browser.get("/desk").main
    assert number in browser.get("/desk/done").main
    assert "已解决" in browser.get("/desk/done?state=published").main


def test_the_navigation_counts_what_is_there(town: Town) -> None:
    town.matter("dispatched")
    page = town.officer("liaison").get("/desk/done")
    item = next(link for link in page.all("a") if link.text.startswith("待办诉求"))
    assert item.text.endswith("1")
