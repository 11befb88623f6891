"""Answers: what is hidden does not count, what is wrong is said kindly, and codes and counters lose nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.checking import check
from surveys.definition import COMMENT, Answer, Choice, Item, ItemType, Page, Questionnaire, code_of
from surveys.entries import from_form
from surveys.filling import fill
from surveys.linting import lint
from surveys.packing import ANSWERED, HIDDEN, SILENT, pack, slots, tallies
from surveys.shipped import shipped
from tests.surveys.making import ANSWERS, conditional

SPECIAL = shipped()["special_service"]
CLOSURE = shipped()["closure"]
ROWS = {"told_once": 4, "on_time": 1, "attitude": 5, "online": "na"}
WHOLE: dict[str, Answer] = {
    "visited": "yes", "channel": ["window", "other"], "channel" + COMMENT: "熟人带路", "matter": "land", "service_parts": ROWS,
    "waited": "说 5 天，等了 19 天", "days": 19, "online": 4, "recommend": 7, "consent": True,
}  # fmt: skip


def test_a_question_appears_because_of_an_answer() -> None:
    assert "waited" in fill(SPECIAL, WHOLE).visible
    assert "waited" not in fill(SPECIAL, WHOLE | {"service_parts": ROWS | {"on_time": 4}}).visible


def test_hidden_means_unanswered_through_the_whole_chain() -> None:
    filled = fill(SPECIAL, WHOLE | {"visited": "no"})
    assert filled.answers == {"visited": "no", "online": 4, "recommend": 7, "consent": True}
    assert filled.pages == ("visit", "end")


def test_what_is_required_may_depend_on_an_answer() -> None:
    assert "rating_reasons" in fill(CLOSURE, {"closure_solved": "no", "closure_rating": 1}).required
    assert "rating_reasons" not in fill(CLOSURE, {"closure_solved": "no", "closure_rating": 2}).required


def test_a_whole_answer_sheet_is_in_order() -> None:
    assert check(SPECIAL, WHOLE) == {}
    assert check(CLOSURE, {"closure_solved": "yes", "closure_rating": 4}) == {}


@pytest.mark.parametrize(
    ("more", "name", "sentence"),
    [
        ({"visited": None}, "visited", "这一题要答，请选一项"),
        ({"visited": "maybe"}, "visited", "这个选项不在题里，请重新选"),
        ({"channel": []}, "channel", "这一题要答，请至少选一项"),
        ({"channel": ["window", "window"]}, "channel", "有的选项不在题里或重复了，请重新选"),
        ({"channel": "window"}, "channel", "这一题可以选几项，请重新选"),
        ({"channel" + COMMENT: ""}, "channel", "选了“其他”，请写明是什么"),
        (
            {"service_parts": {"on_time": 1}},
            "service_parts",
            "还有 3 行没有选：一次说清要什么材料、窗口人员的态度、网上能办成，不用再跑",
        ),
        ({"service_parts": ROWS | {"gone": 1}}, "service_parts", "有的行或选项不在题里，请重新选"),
        ({"service_parts": 3}, "service_parts", "这一题要逐行选，请重新选"),
        ({"waited": "等" * 2001}, "waited", "最多写 2000 个字，您写了 2001 个"),
        ({"days": 501}, "days", "应不小于 0、不大于 500，您填了 501"),
        ({"days": "两天"}, "days", "这一题要填数，请只写数字"),
        ({"recommend": 11}, "recommend", "这个选项不在题里，请重新选"),
        ({"consent": 1}, "consent", "这个选项不在题里，请重新选"),
    ],
)
def test_what_is_wrong_is_said_at_the_item(more: dict[str, Answer], name: str, sentence: str) -> None:
    given = {key: value for key, value in (WHOLE | more).items() if value is not None}
    assert check(SPECIAL, given) == {name: sentence}


def _asked(*items: Item) -> Questionnaire:
    return Questionnaire("问", (Page("p", items),))


@pytest.mark.parametrize(
    ("item", "answer", "sentence"),
    [
        (Item("d", ItemType.TEXT, "日", input_type="date", low="2026-01-01"), "2025-12-31", "日期应不早于 2026-01-01"),
        (Item("d", ItemType.TEXT, "日", input_type="date"), "3月5日", "日期应写成 2026-03-05 的样子"),
        (Item("d", ItemType.TEXT, "日", input_type="date"), "2026-03-05", ""),
        (Item("t", ItemType.TEXT, "电话", input_type="tel"), "1390000111", "手机号应为 11 位，您填了 10 位"),
        (Item("t", ItemType.TEXT, "电话", input_type="tel"), "139 0000 1111", ""),
        (Item("t", ItemType.TEXT, "电话", input_type="tel"), "0411-88001234", ""),
        (
            Item(
                "c", ItemType.CHECKBOX, "选", choices=tuple(Choice(n, str(n)) for n in range(5)), max_selected=3, has_none=True
            ),
            [0, 1, 2, 3],
            "最多选 3 项，您选了 4 项，请去掉 1 项",
        ),
        (
            Item("c", ItemType.CHECKBOX, "选", choices=(Choice("a", "甲"),), has_none=True),
            ["a", "none"],
            "选了“以上都没有”，就不能再选别的，请去掉一边",
        ),
    ],
)
def test_each_kind_of_entry_has_its_own_sentence(item: Item, answer: Answer, sentence: str) -> None:
    assert check(_asked(item), {item.name: answer}).get(item.name, "") == sentence


def test_a_form_gives_the_options_own_values() -> None:
    sent = {
        "visited": ["yes"], "channel": ["window", "other"], "channel-Comment": [" 熟人带路 "], "service_parts.on_time": ["1"],
        "service_parts.online": ["na"],
        "days": ["１９"], "online": [""], "recommend": ["7"], "consent": ["true"], "waited": ["一\r\n二"],
    }  # fmt: skip
    answers = from_form(SPECIAL.items, lambda name: sent.get(name, []))
    assert answers == {
        "visited": "yes", "channel": ["window", "other"], "channel" + COMMENT: "熟人带路", "days": 19, "recommend": 7,
        "service_parts": {"on_time": 1, "online": "na"}, "consent": True, "waited": "一\n二",
    }  # fmt: skip


@st.composite
def _sheets(draw: st.DrawFn) -> dict[str, Answer]:
    given: dict[str, Answer] = {}
    for item in SPECIAL.items:
        codes = [choice.value for choice in item.options]
        if draw(st.integers(0, 4)) == 0:
            continue
        if item.type == ItemType.CHECKBOX:
            given[item.name] = draw(st.lists(st.sampled_from(codes), unique=True))
        elif item.type == ItemType.MATRIX:
            given[item.name] = draw(st.dictionaries(st.sampled_from([row.value for row in item.rows]), st.sampled_from(codes)))
        else:
            given[item.name] = draw(st.sampled_from(codes)) if codes else "写了"
    return given


def _counted(given: dict[str, Answer]) -> Counter[tuple[str, str]]:
    """The cells of a sheet, counted another way: from the answers that count."""
    filled, found = fill(SPECIAL, given), Counter[tuple[str, str]]()
    for item in SPECIAL.items:
        answer = filled.answers.get(item.name)
        if item.type == ItemType.MATRIX:
            assert answer is None or isinstance(answer, dict)
            parts = {f"{item.name}.{row.value}": (answer or {}).get(row.value) for row in item.rows}
        else:
            parts = {item.name: answer}
        for key, part in parts.items():
            chosen = part if isinstance(part, list) else [part]
            if item.name not in filled.visible:
                found[key, HIDDEN] += 1
            elif part is None:
                found[key, SILENT] += 1
            else:
                found.update((key, f"={code_of(one)}") for one in chosen if item.options)
                found[key, ANSWERED] += isinstance(part, list) or not item.options
    return Counter({cell: number for cell, number in found.items() if number})


@settings(max_examples=30, deadline=None)
@given(st.lists(_sheets(), min_size=1, max_size=4))
def test_counters_from_packed_codes_equal_a_recount_of_the_answers(sheets: list[dict[str, Answer]]) -> None:
    packed = [pack(SPECIAL, sheet) for sheet in sheets]
    assert {len(codes) for codes in packed} == {len(slots(SPECIAL))}
    assert sum((tallies(SPECIAL, codes) for codes in packed), Counter()) == sum(map(_counted, sheets), Counter())


def test_one_sign_stands_for_one_option() -> None:
    many = _asked(Item("q", ItemType.DROPDOWN, "选", choices=tuple(Choice(n, str(n)) for n in range(300))))
    assert len({pack(many, {"q": n}) for n in range(300)}) == 300
    assert pack(many, {}) == SILENT


@settings(max_examples=30, deadline=None)
@given(conditional(), ANSWERS)
def test_whatever_is_asked_and_sent_is_judged_and_never_breaks(asked: Questionnaire, sent: dict[str, Answer]) -> None:
    assert all(found.path and found.text.endswith("。") for found in lint(asked))
    assert check(asked, sent).keys() <= fill(asked, sent).visible
    codes = pack(asked, sent)
    assert len(codes) == len(slots(asked))
    assert tallies(asked, codes).keys() >= {(slot.key, HIDDEN) for slot in slots(asked) if codes[slot.position] == HIDDEN}
