"""Following a matter: by number and code or by account; who has it, until when, what next; and nothing from inside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.actor import Actor
from app.auth import sign_in
from app.auth.accounts import Opening, open_account
from app.store.enterprises import Contact
from complaints.operations import handling, looks
from complaints.operations.words import owner_tag
from tests.complaints.town import Town
from tests.complaints.world import REACH, REPLY
from tests.pages import Checked

CREDIT = "91350100M000100Y43"


def test_unknown_number_and_wrong_code_get_the_same_answer(town: Town) -> None:
    number = town.matter("received")
    wrong = town.phone.submit(town.phone.get("/follow"), status=422, number=number, code="ABCDEFGHJK")
    unknown = town.phone.submit(town.phone.get("/follow"), status=422, number="QS-20200101-0001", code="ABCDEFGHJK")
    assert wrong.errors == unknown.errors
    assert "对不上" in wrong.errors[0]


def test_ten_wrong_codes_a_minute_are_enough_and_right_ones_do_not_count(town: Town) -> None:
    number = town.matter("received")
    for _ in range(12):
        town.follow(number)
    for _ in range(10):
        town.phone.submit(town.phone.get("/follow"), status=422, number=number, code="ABCDEFGHJK")
    town.phone.submit(town.phone.get("/follow"), status=429, number=number, code=town.code(number))


@pytest.mark.parametrize("spelling", ["{}", " {} ", "ｑｓ－{0[3]}", "{0[3]}"])
def test_a_number_is_understood_however_it_is_spelt(town: Town, spelling: str) -> None:
    number = town.matter("received")
    typed = spelling.format(number) if "[" not in spelling else spelling.replace("{0[3]}", number[3:])
    code = town.code(number)
    page = town.phone.submit(town.phone.get("/follow"), number=typed, code=f" {code[:5]}-{code[5:].lower()} ")
    assert page.url == f"/my/{number}"


@pytest.mark.parametrize("number", ["QS-20200101-0001", "own"])
def test_the_address_alone_leads_to_the_form_whether_the_matter_exists_or_not(town: Town, number: str) -> None:
    number = town.matter("received") if number == "own" else number
    page = town.browser().get(f"/my/{number}")
    assert page.heading == "查办理进度"
    assert page.form()["number"] == number


def test_another_enterprises_matter_does_not_exist(town: Town) -> None:
    mine, theirs = town.matter("published"), town.matter("published")
    town.follow(mine)
    nothing = town.phone.get("/my/QS-20200101-0001", status=404)
    for path in ("", "/rate", "/withdraw", "/amend", "/result"):
        assert town.phone.get(f"/my/{theirs}{path}", status=404).main == nothing.main
    for path in ("/original", "/message", "/rate", "/withdraw", "/files/1"):
        assert town.phone.client.post(f"/my/{theirs}{path}", data={"text": "你好"}).status_code == 404


def test_what_was_written_after_the_session_ended_is_shown_again(town: Town) -> None:
    number = town.matter("handling")
    form = town.follow(number).form("/message")
    clock.move_to(town.world.at + timedelta(hours=3))
    page = town.phone.post(f"/my/{number}/message", form | {"text": "设备已经到厂，请快一点。"}, status=403)
    assert "设备已经到厂，请快一点。" in page.text
    assert "再填一次编号和查询码" in page.text


WHO = {
    "received": ("营商办", "10月20日 周二前"), "amending": ("您", "10月22日 周四前"), "accepted": ("营商办", "前"),
    "dispatched": ("市住房和城乡建设局", "前"), "refused": ("营商办", "前"), "ruling": ("营商办", "前"),
    "handling": ("市住房和城乡建设局", "前"), "asking": ("您", "10月22日 周四前"), "replied": ("营商办", "前"),
    "published": ("您", "10月22日 周四前"), "reviewing": ("营商办", "10月20日 周二前"), "closed": ("已经办结", "10月15日"),
    "declined": ("不予受理", "10月15日"),
}  # fmt: skip


@pytest.mark.parametrize("state", list(REACH))
def test_the_page_says_who_has_it_until_when_and_what_comes_next(town: Town, state: str) -> None:
    page = town.follow(town.matter(state))
    who, until, coming = (node.text for node in page.all("dd")[:3])
    assert who.startswith(WHO[state][0])
    assert WHO[state][1] in until
    assert coming


def test_a_missed_day_is_said_plainly(town: Town) -> None:
    number = town.matter("handling")
    due = town.world.at + timedelta(days=40)
    town.behind(lambda: town.world.wait_until(due))
    page = town.follow(number)
    assert "本该" in page.main
    assert "个工作日" in page.all("span", class_="late")[0].text


def test_every_date_can_be_explained_day_by_day(town: Town) -> None:
    page = town.follow(town.matter("handling"))
    cells = [cell.text for cell in page.all("ol", class_="days")[0].all("li")]
    assert cells[-1].endswith("15 止")


def test_nothing_from_inside_reaches_the_enterprise(town: Town) -> None:
    number = town.matter("handling")
    handler = town.world.move("handler")
    town.behind(lambda: handling.write_note(town.complaint(number), "这家企业很难缠，内部注意。", handler))
    town.play(number, "T21", "T23")
    page = town.follow(number)
    assert REPLY in page.main
    for inside in ("内部", "难缠", "侯某芮", "薄某栩", "何某岚"):
        assert inside not in page.main


def test_every_look_at_the_identity_is_listed(town: Town) -> None:
    number = town.matter("handling")
    assert "还没有人看过" in town.follow(number).main
    town.behind(lambda: looks.look(town.complaint(number), "identity", "contact", town.world.move("handler", reason="")))
    page = town.follow(number)
    assert "住建局 承办人" in page.main
    assert "联系企业" in page.main
    assert "侯某芮" not in page.main


def test_own_words_open_by_post_and_not_on_the_page(town: Town) -> None:
    text = "请打 19900000001 找我，验收三次都没有约上，仓库空着。"
    number = town.matter("received", text=text)
    page = town.follow(number)
    assert "19900000001" not in page.main
    opened = town.phone.submit(page, "/original")
    assert "19900000001" in opened.main
    assert "林女士" in opened.main
    assert town.phone.client.get(f"/my/{number}/original").status_code == 405


def test_a_borrowed_phone_can_be_left(town: Town) -> None:
    number = town.matter("received")
    town.phone.submit(town.follow(number), "/follow/leave")
    assert town.phone.get(f"/my/{number}").heading == "查办理进度"
    assert town.phone.get("/my").heading == "查办理进度"


def test_the_result_can_be_printed_once_there_is_one(town: Town) -> None:
    number = town.matter("handling")
    town.follow(number)
    assert town.phone.get(f"/my/{number}/result").url == f"/my/{number}"
    town.play(number, "T21", "T23")
    assert REPLY in town.phone.get(f"/my/{number}/result").main


PASSWORD = "grey harbour lantern 7"
PHONE = "19900000009"


def account(town: Town) -> Contact:
    """An account of 安澜青穗食品有限公司."""

    def opened() -> Contact:
        opening = Opening("安澜青穗食品有限公司", CREDIT, "林女士", PHONE)
        contact, _code = open_account(town.world.staff["clerk"], opening, "seed", town.world.at)
        who = sign_in.claimant_of("contact", contact.id)
        assert who is not None
        sign_in.set_first_password(who, PASSWORD, town.world.at)
        return contact

    contact: Contact = town.behind(opened)
    return contact


def signed_in(town: Town) -> Checked:
    """A browser in which that account has just signed in."""
    browser = town.browser()
    browser.submit(browser.get("/sign-in"), login=PHONE, password=PASSWORD)
    return browser


def own(contact: Contact) -> Actor:
    return Actor(
        "contact", contact_id=contact.id, enterprise_id=contact.enterprise_id, owner_tags=frozenset({owner_tag(contact.id)})
    )


def test_an_account_sees_its_own_matters_and_named_ones_of_its_enterprise_once_accepted(town: Town) -> None:
    contact = account(town)
    more = {"owner_enterprise": contact.enterprise_id, "owner": None}
    mine = town.matter("received", by=own(contact), owner=contact.id, owner_enterprise=contact.enterprise_id)
    colleague = town.matter("handling", **more)
    town.behind(lambda: _give(town, colleague, contact.enterprise_id))
    fresh, hidden = town.matter("received", **more), town.matter("handling", mode="confidential", **more)
    listed = signed_in(town).get("/my").main
    assert mine in listed
    assert colleague in listed
    assert fresh not in listed
    assert hidden not in listed


def _give(town: Town, number: str, enterprise_id: int) -> None:
    town.complaint(number).enterprise_id = enterprise_id


def test_a_colleagues_matter_shows_no_talk_no_looks_and_nothing_to_press(town: Town) -> None:
    contact = account(town)
    number = town.matter("published")
    town.behind(lambda: _give(town, number, contact.enterprise_id))
    browser = signed_in(town)
    page = browser.get(f"/my/{number}")
    assert "说句话" not in page.main
    assert "谁看过" not in page.main
    assert "评价办理结果" not in page.links
    browser.get(f"/my/{number}/rate", status=404)


def test_an_account_may_follow_another_matter_by_its_code_as_well(town: Town) -> None:
    account(town)
    number = town.matter("published", mode="anonymous", contact_name="", phone="", enterprise_name="")
    browser = signed_in(town)
    assert "评价办理结果" in town.follow(number, browser).links
    assert number in browser.get("/my").main


def test_the_list_of_an_account_is_filtered_by_its_address(town: Town) -> None:
    contact = account(town)
    assert "还没有诉求" in signed_in(town).get("/my").main
    more = {"by": own(contact), "owner": contact.id, "owner_enterprise": contact.enterprise_id}
    asked, done = town.matter("published", **more), town.matter("closed", **more)
    browser = signed_in(town)
    waiting = browser.get("/my?state=mine").main
    assert asked in waiting
    assert done not in waiting
    assert done in browser.get("/my?state=done").main
    assert done in browser.get(f"/my?word={done[-4:]}&state=nonsense&page=99999999").main
    assert "没有符合筛选的诉求" in browser.get("/my?word=%F0%9F%98%80%25_").main


def test_a_signed_in_form_knows_the_enterprise(town: Town) -> None:
    contact, browser = account(town), signed_in(town)
    form = browser.get("/file").form()
    assert (form["enterprise_name"], form["contact_name"], form["phone"]) == ("安澜青穗食品有限公司", "林女士", "19900000009")
    receipt = browser.submit(browser.get("/file"), text="二期厂房的消防验收三次都没有约上，请协调。", consent="y")
    number = receipt.url.rpartition("/")[2]
    assert town.complaint(number).owner_tag == owner_tag(contact.id)
    assert town.complaint(number).enterprise_id == contact.enterprise_id
    assert number in browser.get("/my").main


def test_signing_in_leads_an_account_to_its_matters(town: Town) -> None:
    account(town)
    browser = town.browser()
    page = browser.submit(browser.get("/sign-in"), login=PHONE, password=PASSWORD)
    assert page.url == "/my"


def test_a_pause_is_part_of_the_explanation(town: Town) -> None:
    number = town.matter("asking")
    town.behind(lambda: town.world.wait(480))
    town.play(number, "T16")
    page = town.follow(number)
    assert "起暂停计时" in page.main
    assert "恢复计时" in page.main
