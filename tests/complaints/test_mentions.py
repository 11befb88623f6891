"""Units and people named in a text count as named; an addressee does not."""

from __future__ import annotations

from complaints.mentions import people_named, units_named

NAMES = {
    "office": ["市优化营商环境工作领导小组办公室", "营商办"],
    "tax": ["市税务局", "税务局", "税局"],
    "fire": ["消防支队", "消防"],
}


def test_a_unit_that_did_something_is_named() -> None:
    assert units_named("税务局的人收了两次费，消防也不管", NAMES) == {"tax", "fire"}


def test_a_unit_that_is_asked_or_thanked_is_not() -> None:
    assert units_named("请营商办协调，感谢市税务局", NAMES) == frozenset()


def test_asked_once_and_accused_once_is_named() -> None:
    assert units_named("请营商办管一管，营商办的人上次让我回去等", NAMES) == {"office"}


def test_the_longest_name_is_read_as_one() -> None:
    assert units_named("请市税务局帮忙", NAMES) == frozenset()


def test_a_text_without_names_names_nobody() -> None:
    assert units_named("", NAMES) == frozenset()
    assert people_named("没有人", {1: "何某岚"}) == frozenset()


def test_a_person_is_named_by_the_full_name() -> None:
    assert people_named("何某岚让我们送礼", {1: "何某岚", 2: "何"}) == {1}
