"""Faults of shape: names, titles, options, rows and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from surveys.definition import COMMENT, LISTED, WRITTEN, Choice, Item, ItemType, Questionnaire, Row, code_of
from surveys.findings import Finding, Severity
from surveys.linting.places import Place, page_path, places

A_NAME = re.compile(r"[^\W\d][\w-]{0,59}")
CLOSED = LISTED | {ItemType.MATRIX}
MOST_STEPS = 11
UNANSWERABLE = {"empty-choices", "empty-rows", "bad-range"}


def shape_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """What is wrong without looking at conditions."""
    yield from _frame(questionnaire)
    seen: dict[str, int] = {}
    for place in places(questionnaire):
        found = [*_names(place, seen), *_options(place), *_bounds(place)]
        yield from found
        yield from _demands(place, found)


def _found(rule: str, path: str, text: str, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, path, text)


def _frame(questionnaire: Questionnaire) -> Iterator[Finding]:
    if not questionnaire.by_name:
        yield _found("no-items", "pages", "问卷里一道题也没有，请加题。")
    names: set[str] = set()
    for number, page in enumerate(questionnaire.pages):
        if not page.items and questionnaire.by_name:
            yield _found("empty-page", page_path(number), f"第 {number + 1} 节没有题目，请加题或删去这一节。")
        if page.name in names:
            yield _found("duplicate-page", f"{page_path(number)}.name", f"有两节都叫“{page.name}”，请改一个。")
        names.add(page.name)


def _names(place: Place, seen: dict[str, int]) -> Iterator[Finding]:
    item = place.item
    if not A_NAME.fullmatch(item.name) or item.name.endswith(COMMENT):
        yield _found(
            "bad-name",
            place.of("name"),
            f"{place.called}的题号名“{item.name}”不能用：用字母或汉字开头，只含字母、数字、汉字、下划线和连字符。",
        )
    first = seen.setdefault(item.name.lower(), place.number)
    if first != place.number:
        yield _found("duplicate-name", place.of("name"), f"{place.called}和第 {first} 题的题号名都是“{item.name}”，请改一个。")
    if not item.title.strip():
        yield _found("no-title", place.of("title"), f"{place.called}没有题目，请写上。")


def _options(place: Place) -> Iterator[Finding]:
    item = place.item
    if item.type not in CLOSED and not item.choices:
        return
    called = "列" if item.type == ItemType.MATRIX else "选项"
    if not item.choices:
        yield _found("empty-choices", place.of("choices"), f"{place.called}没有{called}，请加上。")
    elif len(item.options) == 1:
        yield _found("one-choice", place.of("choices"), f"{place.called}只有一个{called}，没有可选的。", "warning")
    yield from _twice(place, "choices", item.options, called)
    if item.type == ItemType.MATRIX:
        if not item.rows:
            yield _found("empty-rows", place.of("rows"), f"{place.called}的矩阵没有行，请加上。")
        yield from _twice(place, "rows", item.rows, "行")


def _twice(place: Place, attribute: str, parts: Iterable[Choice | Row], called: str) -> Iterator[Finding]:
    codes: set[str] = set()
    texts: set[str] = set()
    for number, part in enumerate(parts):
        code, said = code_of(part.value).strip().lower(), part.text.strip()
        path = place.of(attribute, number)
        if code in codes:
            yield _found("duplicate-code", path, f"{place.called}有两个{called}的代码都是“{part.value}”，请改一个。")
        elif not said:
            yield _found("empty-label", path, f"{place.called}第 {number + 1} 个{called}没有文字，请写上。")
        elif said in texts:
            yield _found("duplicate-label", path, f"{place.called}有两个{called}都写着“{said}”，答的人分不清，请改一个。")
        codes.add(code)
        texts.add(said)


def _bounds(place: Place) -> Iterator[Finding]:
    item = place.item
    if item.type == ItemType.RATING and not item.choices:
        if item.rate_min >= item.rate_max:
            yield _found(
                "bad-range",
                place.of("rate_max"),
                f"{place.called}的最高分 {item.rate_max} 不比最低分 {item.rate_min} 高，请改。",
            )
        elif item.rate_max - item.rate_min >= MOST_STEPS:
            yield _found("too-many-steps", place.of("rate_max"), f"{place.called}的分数多于 {MOST_STEPS} 档，请改少。")
    if item.type == ItemType.CHECKBOX:
        yield from _selected(place)
    if item.type in WRITTEN and item.max_length is not None and item.max_length < 1:
        yield _found("bad-range", place.of("max_length"), f"{place.called}最多写 {item.max_length} 个字，等于不能写，请改。")
    if item.type == ItemType.TEXT:
        yield from _limits(place)


def _selected(place: Place) -> Iterator[Finding]:
    item, most = place.item, len(place.item.choices) + place.item.has_other
    least = item.min_selected or 0
    if item.max_selected is not None and (item.max_selected < 1 or item.max_selected < least):
        yield _found(
            "bad-range",
            place.of("max_selected"),
            f"{place.called}最多选 {item.max_selected} 项，至少选 {least} 项，做不到，请改。",
        )
    elif least > most and item.choices:
        yield _found("bad-range", place.of("min_selected"), f"{place.called}至少选 {least} 项，可只有 {most} 项可选，请改。")


def _limits(place: Place) -> Iterator[Finding]:
    item = place.item
    wrong = [name for name in ("low", "high") if getattr(item, name) is not None and not _is_limit(item, getattr(item, name))]
    for name in wrong:
        yield _found("type-mismatch", place.of(name), f"{place.called}的界限“{getattr(item, name)}”和填的东西不是一类，请改。")
    if not wrong and item.low is not None and item.high is not None and not _in_order(item.low, item.high):
        yield _found("bad-range", place.of("high"), f"{place.called}的上限 {item.high} 比下限 {item.low} 还小，请改。")


def _is_limit(item: Item, limit: object) -> bool:
    if item.input_type == "number":
        return isinstance(limit, int | float)
    return item.input_type == "date" and isinstance(limit, str) and is_day(limit)


def is_day(text: str) -> bool:
    """Whether this is a day as 2026-03-05."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _in_order(low: object, high: object) -> bool:
    if isinstance(low, str) or isinstance(high, str):
        return str(low) <= str(high)
    return float(low) <= float(high)  # type: ignore[arg-type]  # both are numbers here


def _demands(place: Place, found: list[Finding]) -> Iterator[Finding]:
    item = place.item
    if item.is_required and item.required_if.strip():
        yield _found(
            "redundant", place.of("required_if"), f"{place.called}本来就必答，必答条件不起作用，请去掉一个。", "warning"
        )
    if (item.is_required or item.required_if.strip()) and any(one.rule in UNANSWERABLE for one in found):
        yield _found("unreachable-end", place.path, f"{place.called}必答，却没有一种答法，答卷走不到头。")
