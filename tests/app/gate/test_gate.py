"""The gate in its child: honest files pass, live ones do not, and the sentence names the file."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from app.errors import Invalid, Unavailable
from app.gate import Passed, check, door
from tests.app.gate import samples

CANARY = "CANARY-Xi-An-7731"


def let_in(content: bytes, name: str) -> Passed:
    return check(content, name, max_mb=20)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Invalid) as refused:
        check(content, name, max_mb=20)
    assert f"“{name}”" in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_an_honest_picture_is_drawn_anew(kind: str) -> None:
    passed = let_in(samples.picture(kind), f"现场照片.{kind}")
    assert (passed.kind, passed.mime, passed.name) == (kind, f"image/{kind}", f"现场照片.{kind}")
    assert passed.clean is not None
    assert Image.open(io.BytesIO(passed.clean)).size == (60, 40)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (samples.pdf(), "批复.PDF", "pdf"),
        (samples.office("docx"), "情况说明.docx", "docx"),
        (samples.office("xlsx"), "缴费 明细.xlsx", "xlsx"),
        (samples.office("pptx"), "汇报.pptx", "pptx"),
    ],
)
def test_an_honest_document_is_kept_as_it_is(content: bytes, name: str, kind: str) -> None:
    passed = let_in(content, name)
    assert (passed.kind, passed.clean, passed.name) == (kind, None, name)


def test_where_a_photo_was_taken_does_not_pass_and_it_stands_upright() -> None:
    photo = samples.photo_with_place(CANARY)
    assert CANARY.encode() in photo
    clean = let_in(photo, "IMG_0001.jpg").clean or b""
    image = Image.open(io.BytesIO(clean))
    assert CANARY.encode() not in clean
    assert not image.getexif()
    assert image.size == (32, 64)
    red, _, blue = image.getpixel((16, 4))  # type: ignore[misc]
    assert red > 200 > 60 > blue


def test_what_hangs_behind_a_picture_is_cut_off() -> None:
    script = b"<script>alert(1)</script>"
    clean = let_in(samples.picture("png") + script, "图.png").clean or b""
    assert script not in clean


def test_a_picture_under_the_name_of_another_kind_gets_its_own() -> None:
    assert let_in(samples.picture("png"), "微信图片.jpg").name == "微信图片.png"
    assert let_in(samples.picture("jpeg"), "image 31").name == "image 31.jpg"


def test_a_large_picture_is_refused_before_it_is_opened() -> None:
    assert "4000 万像素" in refusal(samples.png_header(10_000, 5_000), "航拍.png")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "空.pdf", "是空的"),
        (samples.picture("png")[:-30], "半张.png", "没有传完整"),
        (samples.picture("jpeg", (400, 400))[:700], "半张.jpg", "没有传完整"),
        (samples.pdf()[:-12], "半份.pdf", "没有传完整"),
        (samples.office()[:-40], "半份.docx", "没有传完整"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "图.png", "对不上"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "图.svg", "不是能收的"),
        (b"<html><script>alert(1)</script></html>", "页.html", "不是能收的"),
        (b"MZ\x90\0" + b"\0" * 500, "发票.pdf", "对不上"),
        (b"MZ\x90\0" + b"\0" * 500, "发票.pdf.exe", "不是能收的"),
        (samples.picture("jpeg"), "照片.exe", "不是能收的"),
        (samples.picture("jpeg"), "照片.docx", "对不上"),
        (samples.office(), "包.zip", "解压"),
        (b"Rar!\x1a\x07\0", "包.rar", "解压"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "旧.doc", "另存为 docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "密.docx", "去掉密码"),
        (b"\0\0\0\x18ftypheic", "IMG.heic", "JPG"),
        (samples.office(), "宏.docm", "宏"),
        (samples.pdf() + samples.office(), "两面.pdf", "对不上"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content: bytes, name: str, says: str) -> None:
    assert says in refusal(content, name)


def test_a_file_above_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(Invalid, match=r"“大\.pdf”有 2 MB，每个文件不超过 1 MB"):
        check(b"%PDF-" + b" " * (1024 * 1024), "大.pdf", max_mb=1)


def test_a_bad_name_is_read_out_clean() -> None:
    passed = let_in(samples.picture("png"), "../../etc/\u202egnp.合同\0.png")
    assert passed.name == "gnp.合同.png"
    with pytest.raises(Invalid, match=r"“合同\.exe”"):
        let_in(b"MZ", "..\\合同\u200f.exe")


def test_the_child_gets_no_secret_and_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QISHENG_KEYS", "top secret")
    seen: dict[str, object] = {}
    real = subprocess.run

    def watch(*call: object, **options: object) -> object:
        seen.update(options)
        return real(*call, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(door.subprocess, "run", watch)
    let_in(samples.pdf(), "a.pdf")
    assert "QISHENG_KEYS" not in seen["env"]  # type: ignore[operator]
    limits = "import app.gate.child as c, resource as r; c._give_up_rights(); print(r.getrlimit(r.RLIMIT_AS)[1] >> 20)"
    assert real([sys.executable, "-c", limits], capture_output=True, text=True).stdout == "512\n"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import time; time.sleep(60)", "太复杂"),
        ("import os; os.kill(os.getpid(), 9)", "太复杂"),
        ("raise KeyError", "没有传完整"),
        ("print('junk')", "没有传完整"),
        ('print(\'{"refused": "no such code"}\')', "没有传完整"),
    ],
)
def test_a_child_that_fails_costs_a_sentence_only(code: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.run
    monkeypatch.setattr(door, "SECONDS", 1)
    monkeypatch.setattr(door.subprocess, "run", lambda _argv, **options: real([sys.executable, "-c", code], **options))
    assert says in refusal(samples.pdf(), "a.pdf")


def test_a_machine_without_room_for_a_child_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_call: object, **_options: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(door.subprocess, "run", no_room)
    with pytest.raises(Unavailable, match="都还在"):
        let_in(samples.pdf(), "a.pdf")


def test_the_web_process_never_opens_a_picture_itself() -> None:
    code = "import sys, app.gate; sys.exit('PIL' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=door.HOME)
