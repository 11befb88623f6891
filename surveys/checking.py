"""Whether answers may stand: a sentence for each item that is not in order, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from app.sealing import MOBILE
from surveys.definition import (
    COMMENT,
    LISTED,
    NONE,
    OTHER,
    WRITTEN,
    Answer,
    Answers,
    Item,
    ItemType,
    Questionnaire,
    code_of,
)
from surveys.filling import fill

LONGEST = {ItemType.TEXT: 200, ItemType.COMMENT: 2000}
LONGEST_OTHER = 200


def check(questionnaire: Questionnaire, given: Answers, page: str | None = None) -> dict[str, str]:
    """A sentence by item name for every visible item, of all or of one page, that is not in order."""
    filled = fill(questionnaire, given)
    shown = [item for one in questionnaire.pages if page in (None, one.name) for item in one.items]
    wrong: dict[str, str] = {}
    for item in shown:
        if item.name in filled.visible:
            sentence = check_item(item, filled.answers, is_required=item.name in filled.required)
            wrong |= {item.name: sentence} if sentence else {}
    return wrong


def check_item(item: Item, answers: Answers, *, is_required: bool) -> str:
    """What is wrong with the answer to one item; nothing if it may stand."""
    answer = answers.get(item.name)
    if answer is None:
        return _missing(item) if is_required else ""
    wrong = _CHECKS[item.type](item, answer)
    return wrong or (_other(item, answer, answers.get(item.name + COMMENT)) if item.type in LISTED else "")


def _missing(item: Item) -> str:
    if item.type in WRITTEN:
        return "这一题要填，请写在框里"
    return "这一题要答，请至少选一项" if item.type == ItemType.CHECKBOX else "这一题要答，请选一项"


def _is_option(item: Item, value: object) -> bool:
    return any(type(choice.value) is type(value) and choice.value == value for choice in item.options)


def _one(item: Item, answer: Answer) -> str:
    return "" if _is_option(item, answer) else "这个选项不在题里，请重新选"


def _several(item: Item, answer: Answer) -> str:
    if not isinstance(answer, Sequence) or isinstance(answer, str):
        return "这一题可以选几项，请重新选"
    if not all(_is_option(item, value) for value in answer) or len(set(map(code_of, answer))) < len(answer):
        return "有的选项不在题里或重复了，请重新选"
    if item.has_none and NONE in answer:
        return f"选了“{item.none_text}”，就不能再选别的，请去掉一边" if len(answer) > 1 else ""
    return _amount(item, len(answer))


def _amount(item: Item, number: int) -> str:
    if item.max_selected is not None and number > item.max_selected:
        return f"最多选 {item.max_selected} 项，您选了 {number} 项，请去掉 {number - item.max_selected} 项"
    if item.min_selected is not None and number < item.min_selected:
        return f"至少选 {item.min_selected} 项，您选了 {number} 项，还差 {item.min_selected - number} 项"
    return ""


def _rows(item: Item, answer: Answer) -> str:
    if not isinstance(answer, Mapping):
        return "这一题要逐行选，请重新选"
    known = {row.value: row.text for row in item.rows}
    if any(row not in known or not _is_option(item, value) for row, value in answer.items()):
        return "有的行或选项不在题里，请重新选"
    left = [said for row, said in known.items() if row not in answer]
    return f"还有 {len(left)} 行没有选：{'、'.join(left)}" if item.every_row and left else ""


def _other(item: Item, answer: Answer, said: object) -> str:
    chosen = answer if isinstance(answer, Sequence) and not isinstance(answer, str) else [answer]
    if not item.has_other or OTHER not in chosen:
        return ""
    if not isinstance(said, str) or not said.strip():
        return f"选了“{item.other_text}”，请写明是什么"
    return f"“{item.other_text}”最多写 {LONGEST_OTHER} 个字，您写了 {len(said)} 个" if len(said) > LONGEST_OTHER else ""


def _said(item: Item, answer: Answer) -> str:
    if item.input_type == "number" and item.type == ItemType.TEXT:
        return _number(item, answer)
    if not isinstance(answer, str):
        return "这一题要写字，请重新填"
    longest = item.max_length or LONGEST[item.type]
    if len(answer) > longest:
        return f"最多写 {longest} 个字，您写了 {len(answer)} 个"
    return _SPECIAL[item.input_type](item, answer) if item.type == ItemType.TEXT else ""


def _number(item: Item, answer: Answer) -> str:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return "这一题要填数，请只写数字"
    bounds = [
        _BOUND[name].format(code_of(limit)) for name, limit in (("low", item.low), ("high", item.high)) if limit is not None
    ]
    is_inside = _within(item, answer)
    return "" if is_inside else f"应{'、'.join(bounds)}，您填了 {code_of(answer)}"


_BOUND = {"low": "不小于 {}", "high": "不大于 {}"}


def _within(item: Item, answer: float) -> bool:
    low = item.low if isinstance(item.low, int | float) else answer
    high = item.high if isinstance(item.high, int | float) else answer
    return low <= answer <= high


def _day(item: Item, answer: str) -> str:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return "日期应写成 2026-03-05 的样子"
    if answer != day.isoformat():
        return "日期应写成 2026-03-05 的样子"
    if (item.low and answer < str(item.low)) or (item.high and answer > str(item.high)):
        return "日期应" + "，".join(
            said for said in (f"不早于 {item.low}" * bool(item.low), f"不晚于 {item.high}" * bool(item.high)) if said
        )
    return ""


def _telephone(item: Item, answer: str) -> str:
    digits = answer.replace(" ", "").replace("-", "")
    if MOBILE.fullmatch(digits) or (digits.isdigit() and digits.startswith("0") and 10 <= len(digits) <= 12):
        return ""
    return f"手机号应为 11 位，您填了 {len(digits)} 位" if len(digits) != 11 else "电话号码不对，请核对"


def _free(item: Item, answer: str) -> str:
    return ""


_SPECIAL: dict[str, Callable[[Item, str], str]] = {"text": _free, "tel": _telephone, "date": _day}
_CHECKS: dict[ItemType, Callable[[Item, Answer], str]] = {
    ItemType.RADIOGROUP: _one, ItemType.DROPDOWN: _one, ItemType.RATING: _one, ItemType.BOOLEAN: _one,
    ItemType.CHECKBOX: _several, ItemType.MATRIX: _rows, ItemType.TEXT: _said, ItemType.COMMENT: _said,
}  # fmt: skip
