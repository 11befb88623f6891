"""File names are for reading only."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gate.names import LONGEST, clean_name, extension_of


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("情况说明（终稿） 2.docx", "情况说明（终稿） 2.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\资料\\合同.PDF", "合同.PDF"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("合\u200b同\u2066.pdf", "合同.pdf"),
        ("a\0b\r\nc\u2028.pdf", "abc.pdf"),
        ("...pdf", "pdf"),
        (".", "未命名"),
        ("", "未命名"),
        ("/", "未命名"),
        ("e\u0301.pdf", "é.pdf"),
        ("\ud800a.pdf", "a.pdf"),
        ("长" * 200 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=300) | st.text(alphabet="a.\u202e /\\é\u0301长\n ", max_size=300))
def test_a_clean_name_is_short_seen_and_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} or letter in "/\\" for letter in clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_name(clean) == clean


@pytest.mark.parametrize(("name", "extension"), [("a.PDF", "pdf"), ("a.tar.7z", "7z"), ("报告2026.3", ""), ("图片 1", "")])
def test_the_extension_is_what_stands_last(name: str, extension: str) -> None:
    assert extension_of(name) == extension
