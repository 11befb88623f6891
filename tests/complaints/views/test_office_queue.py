"""The queues: what lies in each, how it is found, and what one key does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app import clock
from complaints.operations import intake
from tests.complaints.town import Town
from tests.complaints.views.readings import machine_says
from tests.complaints.world import contact, fixed
from tests.pages import Page

POWER = "新厂房接电申请两个月没有答复，变压器等着报装，请帮忙协调。"


def numbers(page: Page) -> list[str]:
    """Numbers of the matters of a list in their order."""
    links = [node["href"] for node in page.all("a", class_="t")]
    return [urlsplit(link).path.rsplit("/", 1)[1] for link in links]


@pytest.mark.parametrize(
    ("state", "queue", "login"),
    [
        ("received", "received", "clerk"),
        ("accepted", "accepted", "clerk"),
        ("refused", "refused", "clerk"),
        ("ruling", "ruling", "office_head"),
        ("replied", "replied", "reviewer"),
        ("reviewing", "reviewing", "reviewer"),
    ],
)
def test_a_matter_lies_in_the_queue_of_its_state_and_leaves_no_trace_in_others(
    town: Town, state: str, queue: str, login: str
) -> None:
    number = town.matter(state)
    officer = town.officer(login)
    assert numbers(officer.get(f"/office/{queue}")) == [number]
    others = {"received", "accepted", "refused", "ruling", "replied", "reviewing"} - {queue}
    assert all(number not in officer.get(f"/office/{other}").main for other in others)


def test_the_first_place_of_each_officer_is_his_own_work(town: Town) -> None:
    places = {"clerk": "待审查", "reviewer": "答复审核", "office_head": "裁定中"}
    for login, heading in places.items():
        assert town.officer(login).get("/go").heading.startswith(heading)


def test_an_empty_queue_begins_with_good_news(town: Town) -> None:
    page = town.officer("clerk").get("/office/accepted")
    assert page.heading == "待派单 0 件"
    assert "今天没有要派的" in page.main


def test_units_have_no_queue_of_the_office(town: Town) -> None:
    for login in ("handler", "liaison", "auditor", "admin"):
        town.officer(login).get("/office/accepted", status=404)
    town.officer("clerk").get("/office/declines", status=404)


def test_leaders_read_all_matters_and_act_on_none(town: Town) -> None:
    number = town.matter("accepted")
    page = town.officer("leader").get("/office/all")
    assert numbers(page) == [number]
    assert not [form for form in page.all("main")[0].all("form") if form["method"] == "post"]
    town.officer("leader").get("/office/accepted", status=404)


def test_two_characters_of_number_title_or_enterprise_find_it(town: Town) -> None:
    fire, power = town.matter("accepted"), town.matter("accepted", text=POWER, enterprise_name="安澜百炼铸造有限公司")
    clerk = town.officer("clerk")
    assert numbers(clerk.get("/office/accepted?word=接电")) == [power]
    assert numbers(clerk.get("/office/accepted?word=青穗")) == [fire]
    assert numbers(clerk.get(f"/office/accepted?word={power}")) == [power]
    nothing = clerk.get("/office/accepted?word=%25")
    assert "没有符合筛选的诉求" in nothing.main


def test_the_name_behind_a_confidential_matter_finds_nothing(town: Town) -> None:
    number = town.matter("accepted", mode="confidential", enterprise_name="安澜百炼铸造有限公司")
    clerk = town.officer("clerk")
    assert "（保密）" in clerk.get("/office/accepted").main
    assert number not in clerk.get("/office/accepted?word=百炼").main


def test_filters_narrow_a_list_and_stay_in_its_address(town: Town) -> None:
    here = town.matter("accepted", area="linhu")
    town.matter("accepted", area="jingkai", mode="anonymous", phone="", enterprise_name="", contact_name="")
    clerk = town.officer("clerk")
    # The world's clerk fixes no area at T6, so the area is asked of what waits for that.
    waiting = town.matter("received", area="linhu")
    assert numbers(clerk.get("/office/received?area=linhu")) == [waiting]
    assert numbers(clerk.get("/office/accepted?mode=named")) == [here]
    page = clerk.get("/office/accepted?mode=named&kind=help")
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert {"named", "help"} <= set(chosen)
    wrong = clerk.get("/office/accepted?mode=nonsense&area=9&sort=size&after=~&before=x~y")
    assert numbers(wrong) == numbers(clerk.get("/office/accepted"))
    for said in ("“身份”里没有“nonsense”这一项", "没有这种排法", "已经回到第一页"):
        assert said in wrong.main


def test_the_group_of_a_matter_that_nobody_has_fixed_is_what_the_machine_read(town: Town) -> None:
    number = town.matter("received", text=POWER)
    machine_says(town, number, {"util_power_connect": 0.9})
    clerk = town.officer("clerk")
    assert numbers(clerk.get("/office/received?group=utilities")) == [number]
    assert number not in clerk.get("/office/received?group=fiscal").main


def test_unit_and_clarity_are_asked_of_the_proposal(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    assert numbers(clerk.get("/office/accepted?unit=housing&clarity=clear")) == [number]
    assert number not in clerk.get("/office/accepted?unit=fire").main
    assert number not in clerk.get("/office/accepted?clarity=open").main


def test_a_long_list_is_walked_by_keys_forwards_and_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.lists.page.SIZE", 4)
    every = [town.matter("received") for _ in range(6)]
    clerk = town.officer("clerk")
    first = clerk.get("/office/received?sort=new")
    assert first.heading == "待审查 6 件"
    assert numbers(first) == sorted(every, reverse=True)[:4]
    second = clerk.get("/office/received" + first.links["下一页"])
    assert numbers(second) == sorted(every, reverse=True)[4:]
    assert "下一页" not in second.links
    back = clerk.get("/office/received" + second.links["上一页"])
    assert numbers(back) == numbers(first)
    assert "上一页" not in back.links


def test_what_is_due_first_stands_first(town: Town) -> None:
    calm, urgent = town.matter("dispatched"), town.matter("accepted")
    town.world.at += timedelta(hours=2)
    later = town.matter("accepted")
    clerk = town.officer("clerk")
    assert numbers(clerk.get("/office/accepted")) == [urgent, later]
    assert numbers(clerk.get("/office/accepted?sort=new")) == [later, urgent]
    assert calm not in clerk.get("/office/accepted").main


def test_a_late_matter_is_listed_until_somebody_acts_and_one_that_waits_is_not(town: Town) -> None:
    late, waiting = town.matter("dispatched"), town.matter("handling")
    town.behind(lambda: contact(town.world, town.complaint(waiting)))
    town.play(waiting, "T15")
    clock.move_to(town.world.at + timedelta(days=1, hours=3))
    page = town.officer("clerk").get("/office/late")
    assert late in numbers(page)
    assert "签收" in page.main
    assert waiting not in numbers(page)


def test_one_key_dispatches_to_the_clear_first_candidate_with_the_co_handlers_duties(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.get("/office/accepted?mode=named")
    assert "市住房和城乡建设局" in page.main
    answer = clerk.submit(page, "/dispatch-as-proposed")
    assert answer.heading == "待派单 0 件"
    assert parse_qs(urlsplit(answer.url).query) == {"mode": ["named"]}
    assert f"{number} 已派给市住房和城乡建设局。" in answer.main
    complaint = town.complaint(number)
    assert (complaint.state, complaint.lead) == ("dispatched", "housing")
    assert all(share.part for share in complaint.assignments if share.role == "co_handler")


def test_one_key_pressed_twice_dispatches_once(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.get("/office/accepted")
    clerk.submit(page, "/dispatch-as-proposed")
    clerk.submit(page, "/dispatch-as-proposed")
    assert [share.unit for share in town.complaint(number).assignments if share.role == "lead"] == ["housing"]


def test_an_old_row_does_not_dispatch_what_somebody_else_has_moved(town: Town) -> None:
    number = town.matter("accepted")
    clerk = town.officer("clerk")
    page = clerk.get("/office/accepted")
    town.play(number, "T7")
    assert "刚刚由别人处理了" in clerk.submit(page, "/dispatch-as-proposed", status=409).heading


def test_one_key_takes_on_a_plain_named_matter_with_the_machines_answers(town: Town) -> None:
    number = town.matter("received", text=POWER)
    machine_says(town, number, {"util_power_connect": 0.8, "util_power_outage": 0.1}, ("接电",), kind="grievance")
    clerk = town.officer("clerk")
    page = clerk.get("/office/received")
    assert [mark.text for mark in page.all("mark")] == ["接电"]
    answer = clerk.submit(page, "/accept-as-read")
    assert f"已受理 {number}。" in answer.main
    complaint = town.complaint(number)
    assert (complaint.state, complaint.topic, complaint.kind) == ("accepted", "util_power_connect", "grievance")


@pytest.mark.parametrize(
    ("filed", "read"),
    [
        ({"mode": "confidential"}, {}),
        ({"kind": "tip_off"}, {}),
        ({"about_unit": "market"}, {}),
        ({}, {"risks": ("safety",)}),
        ({}, {"topics": {"util_power_connect": 0.5, "util_power_outage": 0.4}}),
        ({}, {"topics": {"service_attitude": 0.9}}),
    ],
)
def test_what_needs_a_persons_thought_has_no_key(town: Town, filed: dict[str, str], read: dict[str, Any]) -> None:
    number = town.matter("received", **{"text": POWER, **filed})
    machine_says(town, number, **{"topics": {"util_power_connect": 0.9}, **read})
    page = town.officer("clerk").get("/office/received")
    assert number in numbers(page)
    assert not page.all("button", **{"data-key": "a"})


def test_candidates_that_lie_close_are_offered_with_their_keys_and_chosen_on_the_page(town: Town) -> None:
    number = town.matter("accepted", text=POWER)
    machine_says(town, number, {"util_power_connect": 0.5, "project_fire": 0.4})
    town.behind(lambda: setattr(town.complaint(number), "topic", None))
    clerk = town.officer("clerk")
    page = clerk.get("/office/accepted")
    assert "两家接近，请您定" in page.main
    assert not page.all("button", **{"data-key": "a"})
    assert numbers(clerk.get("/office/accepted?clarity=open")) == [number]
    second = page.all("a", **{"data-key": "2"})[0]
    assert second.text == "住建局 0.40"
    chosen = clerk.get(second["href"])
    assert chosen.form("/dispatch")["lead"] == "housing"
    assert "没有选建议的第一名" in " ".join(clerk.submit(chosen, "/dispatch", status=422).errors)


def test_only_a_clerk_has_keys(town: Town) -> None:
    town.matter("accepted")
    page = town.officer("reviewer").get("/office/accepted")
    assert not page.all("button", **{"data-key": "a"})


def test_an_accused_unit_is_never_proposed_and_a_person_must_dispatch(town: Town) -> None:
    number = town.matter("received", kind="tip_off", about_unit="housing")
    town.behind(
        lambda: intake.accept(town.complaint(number), fixed(kind="tip_off", accused=("housing",)), town.world.move("clerk"))
    )
    page = town.officer("clerk").get("/office/accepted")
    assert numbers(page) == [number]
    assert "涉及回避，须人工派单" in page.main
    assert "市住房和城乡建设局" not in page.rows("待派单")[0][1]
    assert not page.all("button", **{"data-key": "a"})
