"""The one page of a matter: what each reader is shown of it, and how its time is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from complaints.operations import handling
from tests.complaints.town import Town
from tests.complaints.views.readings import machine_says
from tests.pages import Page

WORDS = "消防验收三次都没有约上"
OFFICE = ("clerk", "reviewer", "office_head")


def headings(page: Page) -> list[str]:
    """The headings of the cards."""
    return [node.first("h2").text for node in page.all("section", "form", class_="card") if node.all("h2")]


@pytest.mark.parametrize("login", OFFICE)
def test_the_office_reads_text_machine_record_and_time(town: Town, login: str) -> None:
    number = town.matter("handling")
    machine_says(town, number, {"project_fire": 0.9})
    page = town.officer(login).get(f"/complaints/{number}")
    assert WORDS in page.main
    shown = " ".join(headings(page))
    assert all(word in shown for word in ("企业怎么说", "企业", "机器怎么看", "办理记录", "时钟"))
    assert "机器读过" in page.main


def test_the_words_that_counted_are_marked_only_in_the_text_that_was_read(town: Town) -> None:
    number = town.matter("received", mode="confidential")
    machine_says(town, number, {"project_fire": 0.9}, ("消防验收", "仓库"))
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    said = page.all("div", class_="said")[0]
    assert [mark.text for mark in said.all("mark")] == ["消防验收", "仓库"]
    assert said.text.replace(" ", "") == town.complaint(number).masked.replace(" ", "")
    masked = str(page.form("/masked")["masked"])
    page = clerk.submit(page, "/masked", masked=masked.replace("仓库", "＊＊"))
    assert not page.all("div", class_="said")[0].all("mark")


def test_the_lead_unit_reads_masked_text_and_the_whole_record_but_not_the_machine(town: Town) -> None:
    number = town.matter("handling")
    for login in ("liaison", "handler"):
        page = town.officer(login).get(f"/complaints/{number}")
        assert WORDS in page.main
        assert "机器怎么看" not in page.main
        assert "首次联系开始" in page.main


def test_a_named_enterprise_is_named_and_a_confidential_one_nowhere(town: Town) -> None:
    named, hidden = town.matter("handling"), town.matter("handling", mode="confidential")
    for login in ("clerk", "liaison", "leader"):
        officer = town.officer(login)
        assert "安澜青穗食品有限公司" in officer.get(f"/complaints/{named}").main
        assert "青穗" not in officer.get(f"/complaints/{hidden}").html


def test_leaders_read_without_notes_identity_or_anything_to_press(town: Town) -> None:
    number = town.matter("handling")
    town.behind(lambda: handling.write_note(town.complaint(number), "内部先碰一下。", town.world.move("clerk")))
    page = town.officer("leader").get(f"/complaints/{number}")
    assert WORDS in page.main
    assert "内部先碰一下" not in page.main
    assert not [form for form in page.all("main")[0].all("form") if form["method"] == "post"]
    assert "公开的部分" in page.main


def test_former_units_and_auditors_read_no_more_than_is_theirs(town: Town) -> None:
    number = town.matter("refused")
    town.play(number, "T11")
    former = town.officer("liaison").get(f"/complaints/{number}")
    auditor = town.officer("auditor").get(f"/complaints/{number}")
    for page in (former, auditor):
        assert page.heading == number
        assert WORDS not in page.html
        assert "安澜青穗" not in page.html
    assert "已受理" in auditor.main
    assert "已受理" not in former.main
    town.officer("auditor").get(f"/complaints/{number}/clocks/C4/1", status=404)


@pytest.mark.parametrize("login", ["liaison2", "handler2", "survey_officer", "admin"])
def test_others_do_not_know_that_it_exists(town: Town, login: str) -> None:
    number = town.matter("handling")
    missing = number[:-4] + "9999"
    officer = town.officer(login)
    here, nowhere = officer.get(f"/complaints/{number}", status=404), officer.get(f"/complaints/{missing}", status=404)
    assert here.main == nowhere.main
    officer.get(f"/complaints/{number}/clocks/C4/1", status=404)


def test_minutes_of_all_holders_add_up_to_the_time_it_was_open(town: Town) -> None:
    number = town.matter("handling")
    page = town.officer("clerk").get(f"/complaints/{number}")
    assert "营商办 40 分钟" in page.main
    assert "住建局 30 分钟" in page.main
    assert "合计 1 小时 10 分钟，等于提交到现在的工作时间。" in page.main


def test_every_clock_says_whether_it_was_met_and_how_its_day_came_about(town: Town) -> None:
    number = town.matter("handling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert "按时 用 20 分钟，限 3 个工作日" in page.main.replace("　", " ")
    due = clerk.get(f"/complaints/{number}/clocks/C4/1")
    assert due.heading == "办结时限 11月5日 周四前，是这样算的"
    assert "第 15 个工作日" in due.main
    assert due.all("ol", class_="days")
    minutes = clerk.get(f"/complaints/{number}/clocks/C2/1")
    assert not minutes.all("ol", class_="days")
    clerk.get(f"/complaints/{number}/clocks/C4/2", status=404)
    clerk.get(f"/complaints/{number}/clocks/C99/1", status=404)


def test_a_missed_deadline_stands_in_clocks_and_record_for_good(town: Town) -> None:
    number = town.matter("dispatched")
    town.behind(lambda: town.world.wait(600))
    town.behind(lambda: town.world.wait_until(town.world.at))
    clock.move_to(town.world.at + timedelta(minutes=10))
    page = town.officer("clerk").get(f"/complaints/{number}")
    assert "签收超期" in page.main
    assert page.all("li", class_="broke")


def test_messages_reach_the_enterprise_and_notes_do_not(town: Town) -> None:
    number = town.matter("handling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    empty = clerk.submit(page, "/messages", status=422, text="")
    assert "请写上要说的话。" in empty.errors
    page = clerk.submit(empty, "/messages", text="周五上午请在仓库等验收员。")
    page = clerk.submit(page, "/notes", text="内部先约好验收员。")
    assert "周五上午请在仓库等验收员。" in page.main
    mine = town.follow(number)
    assert "周五上午请在仓库等验收员。" in mine.main
    assert "内部先约好验收员" not in mine.html


def test_other_matters_of_the_same_enterprise_stand_beside_it(town: Town) -> None:
    first, second = town.matter("handling"), town.matter("received")
    page = town.officer("clerk").get(f"/complaints/{second}")
    assert first in page.main
    hidden = town.matter("received", mode="confidential", enterprise_name="安澜百炼铸造有限公司")
    assert "同一家企业的其他诉求" not in town.officer("clerk").get(f"/complaints/{hidden}").main


def test_a_clerk_walks_from_matter_to_matter_in_the_order_of_the_queue(town: Town) -> None:
    for _ in range(3):
        town.matter("received")
    clerk = town.officer("clerk")
    rows = clerk.get("/office/received").all("a", class_="t")
    numbers = [row["href"].split("?")[0].rpartition("/")[2] for row in rows]
    middle = clerk.get(f"/complaints/{numbers[1]}?from=received")
    links = {node["data-key"]: node["href"] for node in middle.all("a") if node["data-key"] in {"j", "k"}}
    assert links == {"k": f"/complaints/{numbers[0]}?from=received", "j": f"/complaints/{numbers[2]}?from=received"}
    plain = clerk.get(f"/complaints/{numbers[1]}?from=nowhere")
    assert not [node for node in plain.all("a") if node["data-key"] == "j"]
