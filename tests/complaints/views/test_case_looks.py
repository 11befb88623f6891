"""Opening what is sealed: by POST, with a purpose or a reason, recorded first and shown to the enterprise."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from app.database import db
from app.gate import Passed
from app.store.complaints import Attachment, LookRecord
from complaints.operations import looks, uploads
from complaints.views.uploads import file_store
from tests.app.gate.samples import picture
from tests.complaints.town import Town, count
from tests.complaints.world import entries_of

PHONE = "19900000001"


def test_a_purpose_opens_a_named_identity_once_and_the_enterprise_sees_it(town: Town) -> None:
    number = town.matter("handling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert PHONE not in page.html
    opened = clerk.submit(page, "/identity", purpose="contact")
    assert (PHONE in opened.main, "林女士" in opened.main) == (True, True)
    assert opened.response.headers["Cache-Control"] == "no-store"
    assert PHONE not in clerk.get(f"/complaints/{number}").html
    clerk.submit(clerk.get(f"/complaints/{number}"), "/identity", purpose="contact")
    assert count(LookRecord) == 1
    assert [entry.verb for entry in entries_of(town.complaint(number))].count("look") == 1
    assert "联系企业" in town.follow(number).main


def test_a_confidential_identity_asks_for_a_written_reason(town: Town) -> None:
    number = town.matter("handling", mode="confidential")
    clerk = town.officer("clerk")
    page = clerk.submit(clerk.get(f"/complaints/{number}"), "/identity", status=422, purpose="contact")
    assert any("请写明理由" in error for error in page.errors)
    assert count(LookRecord) == 0
    opened = clerk.submit(page, "/identity", reason="企业要我们打电话核对地址。")
    assert "安澜青穗食品有限公司" in opened.main


def test_nobody_opens_an_anonymous_identity_because_there_is_none(town: Town) -> None:
    number = town.matter("handling", mode="anonymous", phone="", enterprise_name="", contact_name="")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    fields = {"csrf_token": page.form("/sign-out")["csrf_token"], "purpose": "contact", "reason": "想知道是谁写的。"}
    for thing in ("identity", "original"):
        clerk.post(f"/complaints/{number}/{thing}", fields, status=404)


@pytest.mark.parametrize(("login", "mode", "status"), [("handler", "named", 200), ("handler", "confidential", 404)])
def test_the_handler_sees_who_it_is_only_in_a_named_matter(town: Town, login: str, mode: str, status: int) -> None:
    number = town.matter("handling", mode=mode)
    officer = town.officer(login)
    fields = {"csrf_token": officer.get("/desk").form("/sign-out")["csrf_token"], "purpose": "handle"}
    page = officer.post(f"/complaints/{number}/identity", fields, status=status)
    assert (PHONE in page.html) == (status == 200)


def test_the_original_opens_with_what_was_added_later(town: Town) -> None:
    number = town.matter("received", text="我叫林晓穗，电话19900000001，消防验收三次都没有约上。")
    town.play(number, "T2", "T3")
    clerk = town.officer("clerk")
    assert PHONE not in clerk.get(f"/complaints/{number}").html
    opened = clerk.submit(clerk.get(f"/complaints/{number}"), "/original", purpose="verify_enterprise")
    assert PHONE in opened.main
    assert "后来补充的" in opened.main


def test_a_look_that_cannot_be_recorded_shows_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    number = town.matter("handling")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    town.app.testing = False
    engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: fail() if "INSERT INTO look" in args[2] else None)
    answer = clerk.client.post(f"/complaints/{number}/identity", data={**page.form("/identity"), "purpose": "contact"})
    assert answer.status_code == 500
    assert PHONE not in answer.get_data(as_text=True)


def attach(town: Town, number: str, mime: str = "image/png", clean: bool = True) -> int:
    """A file of the enterprise, as the gate let it through."""

    def act() -> int:
        content = picture()
        passed = Passed("png", mime, content if clean else None, "林晓穗的合同.png")
        row = uploads.keep(passed, content, file_store(), town.world.at, clean_only=False)
        row.complaint_id = town.complaint(number).id
        db.session.add(row)
        db.session.flush()
        return row.id

    return int(town.behind(act))


def test_a_file_is_listed_without_its_name_and_opens_for_a_purpose(town: Town) -> None:
    number = town.matter("handling")
    file_id = attach(town, number)
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    assert "附件 1 照片" in page.main
    assert "林晓穗" not in page.html
    asked = clerk.get(f"/complaints/{number}/files/{file_id}")
    answer = clerk.client.post(asked.url, data={**asked.form(), "purpose": "handle"})
    assert answer.data == picture()
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert count(LookRecord) == 1


def test_other_kinds_are_handed_over_to_be_kept_and_never_shown(town: Town) -> None:
    number = town.matter("handling")
    file_id = attach(town, number, "application/pdf", clean=False)
    clerk = town.officer("clerk")
    asked = clerk.get(f"/complaints/{number}/files/{file_id}")
    answer = clerk.client.post(asked.url, data={**asked.form(), "purpose": "handle"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    clerk.get(f"/complaints/{number}/files/{file_id}?as=original", status=404)


def test_the_original_picture_asks_for_a_reason_and_only_of_the_office(town: Town) -> None:
    number = town.matter("handling")
    file_id = attach(town, number)
    clerk = town.officer("clerk")
    asked = clerk.get(f"/complaints/{number}/files/{file_id}?as=original")
    answer = clerk.client.post(asked.url, data={**asked.form(), "purpose": "handle"})
    assert answer.status_code == 422
    town.officer("handler").get(f"/complaints/{number}/files/{file_id}?as=original", status=404)


def test_a_confidential_file_reaches_the_department_only_after_the_office_let_it_through(town: Town) -> None:
    number = town.matter("handling", mode="confidential")
    file_id = attach(town, number)
    url = f"/complaints/{number}/files/{file_id}"
    clerk, handler = town.officer("clerk"), town.officer("handler")
    handler.get(url, status=404)
    page = clerk.get(f"/complaints/{number}")
    early = clerk.submit(page, "/release", status=422)
    assert "请先打开附件看过，再放行。" in early.main
    asked = clerk.get(url)
    clerk.client.post(url, data={**asked.form(), "purpose": "handle"})
    assert "已放行" in clerk.submit(clerk.get(f"/complaints/{number}"), "/release").main
    assert db.session.get_one(Attachment, file_id).released_at is not None
    assert handler.get(url).heading == "打开附件"


def test_a_file_of_another_matter_is_not_found_here(town: Town) -> None:
    mine, other = town.matter("handling"), town.matter("handling")
    file_id = attach(town, other)
    clerk = town.officer("clerk")
    clerk.get(f"/complaints/{mine}/files/{file_id}", status=404)
    clerk.get(f"/complaints/{mine}/files/9007199254740991", status=404)


def test_more_than_twenty_reasoned_looks_a_day_need_the_head(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "A_DAY", 1)
    first, second = town.matter("handling", mode="confidential"), town.matter("handling", mode="confidential")
    clerk = town.officer("clerk")
    given = {"purpose": "contact", "reason": "企业要我们打电话核对地址。"}
    clerk.submit(clerk.get(f"/complaints/{first}"), "/identity", **given)
    refused = clerk.submit(clerk.get(f"/complaints/{second}"), "/identity", status=403, **given)
    assert "请找营商办负责人" in refused.heading
