"""Filing as an enterprise does it: nothing typed is lost, nothing is counted twice, nobody is known who did not want to."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.database import db
from app.files import FileStore
from app.sealing import Look
from app.store.complaints import Attachment, Complaint
from tests.app.gate.samples import office
from tests.complaints.town import TYPED, Town, count, photo
from tests.pages import Page

LOOK = Look("test", "test")


def files_of(complaint: Complaint) -> list[Attachment]:
    return list(db.session.scalars(select(Attachment).where(Attachment.complaint_id == complaint.id).order_by(Attachment.at)))


def test_a_filed_matter_gives_a_number_and_a_code_that_opens_it(town: Town) -> None:
    receipt = town.file()
    assert receipt.heading == "已收到，林女士。"
    assert "10月20日 周二" in receipt.main  # three working days after Thursday
    number = receipt.url.rpartition("/")[2]
    code = receipt.all("span", class_="code")[0].text
    other = town.browser()
    page = other.submit(other.get(f"/follow?number={number}"), code=code.lower())
    assert page.url == f"/my/{number}"


def test_what_was_typed_stands_sealed_and_normal_in_the_store(town: Town) -> None:
    complaint = town.filed(area="chengxi", amount="1.2万元", happened="9月30日", kind="grievance")
    assert (complaint.kind, complaint.mode, complaint.area, complaint.amount_fen) == (
        "grievance",
        "named",
        "chengxi",
        1_200_000,
    )
    assert complaint.phone is not None
    assert complaint.phone.open(LOOK) == "19900000001"
    assert complaint.channel == "web"


def test_the_same_form_sent_again_gives_the_same_receipt(town: Town) -> None:
    form = town.phone.get("/file").form() | TYPED
    first = town.phone.post("/file", form)
    again = town.phone.post("/file", form)
    assert again.url == first.url
    assert again.all("span", class_="code")[0].text == first.all("span", class_="code")[0].text
    assert count(Complaint) == 1


def test_a_retry_shows_the_receipt_even_if_the_first_answer_never_arrived(town: Town) -> None:
    form = town.phone.get("/file").form() | TYPED
    town.phone.post("/file", form)
    with town.phone.client.session_transaction() as cookie:
        del cookie["receipts"]
    assert town.phone.post("/file", form).all("span", class_="code")


def test_the_same_ticket_with_other_words_is_refused_and_shows_them(town: Town) -> None:
    form = town.phone.get("/file").form() | TYPED
    town.phone.post("/file", form)
    page = town.phone.post("/file", form | {"text": "另外再说一件完全不同的事情，请看看。"}, status=409)
    assert "另外再说一件完全不同的事情" in page.text
    assert count(Complaint) == 1


def test_a_receipt_is_shown_in_its_own_browser_for_a_day(town: Town) -> None:
    url = town.file().url
    town.browser().get(url, status=404)
    town.phone.get(url)
    clock.move_to(town.world.at + timedelta(hours=25))
    town.phone.get(url, status=404)


def test_a_rejected_form_keeps_everything_typed_and_the_files(town: Town) -> None:
    page = town.file(status=422, phone="1990000000", kind="enquiry", area="linhu", files=photo(), mode="confidential")
    assert page.errors == ["手机号应为 11 位，您填了 10 位"]
    kept = page.form()
    assert {name: kept[name] for name in ("kind", "area", "text", "mode", "phone", "consent")} == {
        "kind": "enquiry", "area": "linhu", "text": TYPED["text"], "mode": "confidential",
        "phone": "1990000000", "consent": "y",
    }  # fmt: skip
    assert "门头.png" in page.main
    receipt = town.phone.submit(page, phone="19900000001")
    complaint = town.complaint(receipt.url.rpartition("/")[2])
    assert [file.name.open(LOOK) for file in files_of(complaint) if file.name] == ["门头.png"]
    assert count(Attachment) == 1


def test_all_that_is_missing_is_said_at_once(town: Town) -> None:
    page = town.file(status=422, text="太短", enterprise_name="", phone="", consent=None, credit_code="91610000", amount="很多")
    assert len(page.errors) == 6
    assert "还差 6 处" in page.main


def test_a_file_that_does_not_pass_is_named_and_the_others_stay(town: Town) -> None:
    page = town.file(status=422, files=[photo("好的.png"), (io.BytesIO(b"MZ..."), "坏的.exe")])
    assert "“坏的.exe”" in page.errors[0]
    assert "好的.png" in page.all(class_="files")[0].text
    assert "坏的.exe" not in page.all(class_="files")[0].text


@pytest.mark.parametrize("token", ["", "20991231235959##" + "0" * 40])
def test_files_of_a_forged_form_are_neither_opened_nor_kept(town: Town, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.views.uploads.check", lambda *_, **__: pytest.fail("the gate was asked"))
    town.phone.submit(town.phone.get("/file"), status=422, **{**TYPED, "files": photo(), "csrf_token": token})
    assert count(Attachment) == 0


def test_files_of_a_form_that_grew_old_are_kept(town: Town) -> None:
    page = town.phone.get("/file")
    clock.move_to(clock.now() + timedelta(days=4))
    town.phone.submit(page, status=422, **{**TYPED, "files": photo()})
    assert count(Attachment) == 1


def test_a_kept_file_can_be_taken_away(town: Town) -> None:
    page = town.file(status=422, phone="", files=[photo("一.png"), photo("二.png")])
    boxes = page.all("input", name="drop")
    complaint = town.complaint(town.phone.submit(page, phone="19900000001", drop=boxes[0]["value"]).url.rpartition("/")[2])
    assert [file.name.open(LOOK) for file in files_of(complaint) if file.name] == ["二.png"]
    assert count(Attachment) == 1


def test_somebody_elses_waiting_file_cannot_be_taken_away(town: Town) -> None:
    theirs = town.file(status=422, phone="", files=photo()).all("input", name="drop")[0]["value"]
    other = town.browser()
    town.file(other, status=422, phone="", drop=theirs)
    assert count(Attachment) == 1


def test_six_files_are_enough(town: Town) -> None:
    page = town.file(status=422, files=[photo(f"{n}.png") for n in range(1, 8)])
    assert "“7.png”没有收：最多 6 个文件" in page.errors[0]
    assert len(page.all("input", name="drop")) == 6


def test_an_anonymous_matter_keeps_neither_name_nor_original(town: Town) -> None:
    page = town.file(status=422, phone="12", files=photo("我家门头.png"))  # still under 实名
    complaint = town.complaint(town.phone.submit(page, mode="anonymous", phone="19900000001").url.rpartition("/")[2])
    assert (complaint.phone, complaint.contact_name, complaint.enterprise_name, complaint.party) == (None, None, None, None)
    (file,) = files_of(complaint)
    assert file.original is None
    assert file.name is not None
    assert file.name.open(LOOK) == "照片 1.png"
    store = FileStore(town.app.extensions["qisheng"].uploads)
    assert file.clean is not None
    assert len([path for path in store.folder.glob("*/*") if path.is_file()]) == 1


def test_an_anonymous_matter_takes_pictures_only_and_says_why(town: Town) -> None:
    page = town.file(status=422, mode="anonymous", files=(io.BytesIO(office()), "合同.docx"))
    assert "“合同.docx”没有收：匿名只收照片" in page.errors[0]
    assert not page.all("input", name="drop")


def test_a_document_that_waited_under_real_name_does_not_slip_into_an_anonymous_matter(town: Town) -> None:
    page = town.file(status=422, phone="", files=(io.BytesIO(office()), "合同.docx"))
    page = town.phone.submit(page, status=422, mode="anonymous")
    assert "合同.docx" in page.errors[0]
    box = page.all("input", name="drop")[0]["value"]
    assert town.phone.submit(page, mode="anonymous", drop=box).url.startswith("/receipt/")


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "tip_off"},
        {"text": "窗口的人暗示要好处费，不送就一直拖着不批，请查一查。"},
    ],
)
def test_who_accuses_by_name_is_advised_once_to_be_confidential(town: Town, typed: dict[str, Any]) -> None:
    page = town.file(status=422, **typed)
    assert page.form()["mode"] == "confidential"
    assert "已替您改选“保密”" in page.errors[0]
    complaint = town.complaint(town.phone.submit(page, mode="named").url.rpartition("/")[2])
    assert complaint.mode == "named"


def test_an_ordinary_complaint_is_not_advised(town: Town) -> None:
    assert town.filed(kind="grievance").mode == "named"


def test_a_confidential_matter_hides_the_enterprise_from_every_clear_column(town: Town) -> None:
    complaint = town.filed(mode="confidential", text=TYPED["text"] + "我们安澜青穗食品有限公司的电话 19900000001。")
    clear = [str(getattr(complaint, column.name)) for column in Complaint.__table__.columns]
    assert not [text for text in clear if "青穗" in text or "19900000001" in text or "林女士" in text]


@pytest.mark.parametrize(
    ("phone", "fine"),
    [
        ("13800138000", True), ("+86 138 0013 8000", True), ("029-88881234", True), ("０２９８８８８１２３４转801", True),
        ("4008001234", True), ("12345", False), ("22800138000", False), ("请打我微信", False),
    ],
)  # fmt: skip
def test_mobile_and_landline_numbers_however_they_are_typed(town: Town, phone: str, fine: bool) -> None:
    page = town.file(status=200 if fine else 422, phone=phone)
    assert bool(page.errors) is not fine


def test_too_many_forms_from_one_source_are_told_when_to_try_again(town: Town) -> None:
    form = town.phone.get("/file").form() | TYPED | {"phone": ""}
    for _ in range(20):
        town.phone.post("/file", form, status=422)
    page = town.phone.post("/file", form, status=429)
    assert "请在" in page.heading
    assert TYPED["text"] in page.text


@pytest.mark.parametrize(
    "typed",
    [
        {"text": "事" * 100_000},
        {"text": "😀" * 12, "enterprise_name": "😀\x00公司", "happened": "\x00" * 30},
        {"text": b"\xed\xa0\x80\xff\xfe" * 20, "contact_name": b"\xed\xb0\x80"},
        {"kind": "nonsense", "mode": "", "area": "atlantis", "about_unit": "nobody"},
        {"drop": ["9" * 400, "-1", "x"], "ticket": "a.b.c", "advised": "\x00"},
        {"amount": "9" * 300, "credit_code": "\u202e" * 18, "phone": "1" * 40},
        {"amount": "1e999999"},
        {"version": "9" * 30, "csrf_token": "nonsense"},
    ],
)
def test_wild_input_comes_back_as_a_form_and_never_as_a_fault(town: Town, typed: dict[str, Any]) -> None:
    answer = town.phone.client.post("/file", data=town.phone.get("/file").form() | TYPED | typed)
    assert answer.status_code in {200, 303, 422}


def test_the_qr_code_is_a_picture_of_our_own(town: Town) -> None:
    receipt = town.file()
    picture = town.phone.client.get(receipt.all("img")[0]["src"])
    assert picture.mimetype == "image/svg+xml"
    assert town.phone.client.get("/receipt/%3Cscript%3E/qr.svg").status_code == 404


def test_an_address_can_choose_the_kind(town: Town) -> None:
    form = town.phone.get("/file?kind=tip_off").form()
    assert (form["kind"], form["mode"]) == ("tip_off", "confidential")
    assert town.phone.get("/file?kind=nonsense").form()["kind"] == "help"


def test_a_body_that_is_too_large_is_a_plain_page(town: Town) -> None:
    told = {"CONTENT_LENGTH": str(200 * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = town.phone.client.post("/file", environ_overrides=told)
    assert answer.status_code == 413
    assert "太大了" in Page(answer.get_data(as_text=True)).heading
