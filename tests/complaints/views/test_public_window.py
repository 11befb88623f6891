"""The window clerk files for somebody who cannot do it himself, and hands over number and code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from tests.complaints.town import TYPED, Town


def test_a_clerk_files_for_a_caller_and_hands_over_the_code(town: Town) -> None:
    clerk = town.officer("clerk")
    page = clerk.get("/office/file")
    assert "已同意" in page.main
    receipt = clerk.submit(page, **TYPED, channel="hotline", foreign_number="12345-2026-0815")
    number = receipt.url.rpartition("/")[2]
    complaint = town.complaint(number)
    assert (complaint.channel, complaint.foreign_number) == ("hotline", "12345-2026-0815")
    assert complaint.entered_by == town.world.staff["clerk"].post_id
    assert "林女士" in receipt.heading
    other = town.browser()
    code = receipt.all("span", class_="code")[0].text
    assert other.submit(other.get("/follow"), number=number, code=code).url == f"/my/{number}"


def test_the_receipt_stays_with_the_clerk_for_half_an_hour(town: Town) -> None:
    clerk = town.officer("clerk")
    url = clerk.submit(clerk.get("/office/file"), **TYPED).url
    clock.move_to(town.world.at + timedelta(minutes=20))
    clerk.get(url)
    clerk.get(url.replace("0001", "0002"), status=404)
    clock.move_to(town.world.at + timedelta(minutes=40))
    clerk.get(url, status=404)


def test_without_the_callers_consent_nothing_is_taken_in(town: Town) -> None:
    clerk = town.officer("clerk")
    page = clerk.submit(clerk.get("/office/file"), status=422, **(TYPED | {"consent": None}))
    assert "同意" in page.errors[0]
    assert page.form()["text"] == TYPED["text"]


@pytest.mark.parametrize("login", ["reviewer", "handler", "admin"])
def test_nobody_but_a_clerk_files_for_others(town: Town, login: str) -> None:
    town.officer(login).get("/office/file", status=404)


def test_the_public_form_makes_no_entry_under_a_post(town: Town) -> None:
    page = town.file(town.officer("handler"))
    assert town.complaint(page.url.rpartition("/")[2]).entered_by is None


def test_the_clerks_desk_leads_to_the_form(town: Town) -> None:
    assert town.officer("clerk").get("/office/file").links["代录诉求"] == "/office/file"
