"""What is typed oddly is read plainly, and every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.text.normalise import normalise


@given(st.text())
def test_each_character_keeps_its_place(text: str) -> None:
    assert len(normalise(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１３８００１３８０００", "13800138000"),
        ("幺三八零零一三八零零零", "13800138000"),
        ("𝟏𝟑𝟖", "138"),
        ("Ａｂ＠ｑｑ．ｃｏｍ", "Ab@qq.com"),
        ("請幫忙辦證", "请帮忙办证"),
        ("拖欠三百二十万", "拖欠三百二十万"),
        ("您好，请问？", "您好，请问？"),
        ("甲\x00乙\ud800丙\u200b丁", "甲 乙 丙 丁"),
        ("①办照", "①办照"),
    ],
)
def test_odd_characters_become_plain_ones(typed: str, read: str) -> None:
    assert normalise(typed) == read
