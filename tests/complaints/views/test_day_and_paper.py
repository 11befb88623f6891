"""A day at a glance, what burns in a unit, and the sheet of paper that goes with a matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from complaints.operations import dispatching
from tests.complaints.town import Town
from tests.complaints.views.serving import serving
from tests.journeys.hands import come_in
from tests.machinery.browsers import NewPerson
from tests.pages import Page

CUT = """rows => rows.filter(row => getComputedStyle(row).breakInside !== 'avoid').length"""


def figures(page: Page) -> dict[str, str]:
    """The figures of a day by their words."""
    return {node.all("span")[0].text: node.all("b")[0].text for node in page.all("a", class_="fig")}


def shared(town: Town) -> str:
    """A matter with a co-handler, not yet signed."""
    number = town.matter("accepted")
    part = {"market": "请查价格公示。"}
    town.behind(lambda: dispatching.dispatch(town.complaint(number), "housing", part, None, town.world.move("clerk")))
    return number


def test_the_slip_says_who_does_what_until_when_and_leaves_room_to_write(town: Town) -> None:
    number = shared(town)
    page = town.officer("clerk").get(f"/complaints/{number}/slip")
    facts = {row[0]: row[1] for row in page.rows()}
    assert facts["企业"].startswith("安澜青穗食品有限公司")
    assert facts["牵头单位"].startswith("市住房和城乡建设局")
    assert "housing-02" in facts["牵头单位"]
    assert "请查价格公示。" in facts["协办单位"]
    assert {"签收", "办结"} <= set(facts)
    assert town.complaint(number).masked in page.main
    assert page.all(class_="blank")
    assert "打印交办单" in town.officer("liaison").get(f"/complaints/{number}").links
    for stranger in ("liaison2", "leader"):  # a co-handler has its part, a leader reads
        town.officer(stranger).get(f"/complaints/{number}/slip", status=404)


def test_a_hidden_enterprise_is_not_on_the_slip(town: Town) -> None:
    number = town.matter("handling", mode="confidential")
    assert "安澜青穗食品" not in town.officer("handler").get(f"/complaints/{number}/slip").text


def test_a_head_sees_what_burns_and_who_has_how_much(town: Town) -> None:
    late, fresh = town.matter("handling"), town.matter("handling")
    complaint = town.complaint(late)
    town.behind(lambda: town.world.wait_until(complaint.submitted_at + timedelta(days=40)))
    clock.move_to(town.world.at)
    head = town.officer("department_head")
    page = head.get("/desk/head")
    assert page.heading == "住建局：2 件超期，先办这些"
    assert [number for number in (late, fresh) if number not in page.main] == []
    assert page.rows("各经办人")[0][2:] == ["2", "2", "0"]
    assert len(head.get(page.links["超期的全部 2 件"]).all("input", name="pick")) == 2
    town.officer("liaison").get("/desk/head", status=404)


def test_a_day_says_what_is_due_what_came_in_and_what_waits(town: Town) -> None:
    number = town.matter("dispatched")
    liaison = town.officer("liaison").get("/today")
    assert number in " ".join(cell for row in liaison.rows("新来") for cell in row)
    assert figures(liaison)["等签收"] == "1"
    received = town.matter("received")
    clerk = town.officer("clerk").get("/today")
    assert figures(clerk)["待审查"] == "1"
    assert received in " ".join(cell for row in clerk.rows("新来") for cell in row)
    quiet = town.officer("liaison2").get("/today")
    assert quiet.heading == "今天没有到期的"
    assert "今天还没有新来的" in quiet.main


@pytest.mark.slow
@pytest.mark.browser
def test_slip_matter_and_ledger_print_without_navigation_and_without_a_cut_row(town: Town, person: NewPerson) -> None:
    number = shared(town)
    with serving(town.app) as address:
        page = person(address)
        come_in(page, "clerk")
        for path in (f"/complaints/{number}/slip", f"/complaints/{number}", "/office/all"):
            page.goto(path)
            assert page.pdf(format="A4").startswith(b"%PDF")
            page.emulate_media(media="print")
            assert not page.locator("nav").first.is_visible()
            assert not page.locator("header.side").is_visible()
            assert page.eval_on_selector_all("tr", CUT) == 0
            page.emulate_media(media="screen")
        page.close()
