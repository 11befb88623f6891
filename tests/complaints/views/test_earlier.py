"""Who tells of something again is told that he did, once, and from his own list only."""

from __future__ import annotations

from app.store.complaints import Complaint
from tests.complaints.town import TYPED, Town, count
from tests.complaints.views.test_public_following import account, own, signed_in

AGAIN = {**TYPED, "text": "二期厂房的消防验收还是约不上，仓库空着还在付租金，请再协调一次。"}


def test_an_account_is_reminded_once_and_may_file_all_the_same(town: Town) -> None:
    contact = account(town)
    town.matter("received", text=TYPED["text"])  # somebody else's
    mine = town.matter("received", by=own(contact), owner=contact.id, text=TYPED["text"])
    browser = signed_in(town)
    page = browser.submit(browser.get("/file"), status=422, **AGAIN)
    assert f"您在10月15日反映过相似的事（{mine}）" in page.main
    assert page.links[f"看 {mine} 办到哪里了"] == f"/my/{mine}"
    assert AGAIN["text"] in page.html
    assert count(Complaint) == 2
    filed = browser.submit(page)
    assert filed.url.startswith("/receipt/")
    assert browser.submit(page).url == filed.url  # the same form again is not pointed at what it became
    assert count(Complaint) == 3


def test_nobody_else_learns_what_has_been_filed(town: Town) -> None:
    contact = account(town)
    town.matter("received", by=own(contact), owner=contact.id, text=TYPED["text"])
    assert town.file(**AGAIN).url.startswith("/receipt/")
    browser = signed_in(town)
    other = {**AGAIN, "text": "员工的社保转移三个月没有办下来，窗口每次让等通知。"}
    assert browser.submit(browser.get("/file"), **other).url.startswith("/receipt/")
