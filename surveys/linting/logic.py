"""Faults of conditions: broken text, names that are not there or come later, circles, and things that cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.conditions import BadCondition, names_in, pairs_in, parse
from surveys.conditions.evaluation import equal, is_number
from surveys.conditions.syntax import OF_LISTS, ORDERED, Compare, Literal, Name, Node, Op
from surveys.conditions.words import item_of
from surveys.definition import COMMENT, SINGLE, Item, ItemType, Questionnaire, Value, code_of
from surveys.dependencies import circle
from surveys.findings import Finding
from surveys.linting.places import Condition, conditions, places
from surveys.linting.shape import is_day


def logic_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """What is wrong with conditions, each on its own, and with all of them together."""
    turning = circle(questionnaire)
    if len(set(turning)) > 1:
        yield _circle(turning, questionnaire)
    for condition in conditions(questionnaire):
        try:
            tree = parse(condition.text)
        except BadCondition as bad:
            yield Finding("syntax", "error", condition.path, f"{condition.called}的条件：{bad}", bad.at, bad.repair)
        else:
            yield from _Judge(questionnaire, condition, turning).findings(tree)


def _circle(turning: list[str], questionnaire: Questionnaire) -> Finding:
    """One finding for the whole circle, at the item of it that is asked first."""
    numbers = {name: questionnaire.numbers[name] for name in turning}
    said = "、".join(f"第 {number} 题" for number in sorted(numbers.values()))
    first = next(place for place in places(questionnaire) if place.item.name == min(numbers, key=lambda name: numbers[name]))
    return Finding("cycle", "error", first.of("visible_if"), f"{said}互相等对方先显示，谁也出不来，请断开一处。")


class _Judge:
    """Looks at one condition that could be read."""

    def __init__(self, questionnaire: Questionnaire, condition: Condition, turning: list[str]) -> None:
        self.questionnaire = questionnaire
        self.condition = condition
        self.turning = turning

    def findings(self, tree: Node) -> Iterator[Finding]:
        names = names_in(tree)
        if not names:
            yield self.found("constant", 0, "没有问到任何题目，答什么都一样，请改。")
        yield from self.bare(tree)
        known = True
        for name in names:
            for one in self.name(name):
                known = False
                yield one
        if known:
            for name, comparison, values in pairs_in(tree):
                yield from self.pair(name, comparison, values)

    def found(self, rule: str, at: int, text: str) -> Finding:
        return Finding(rule, "error", self.condition.path, f"{self.condition.called}的条件{text}", at)

    def bare(self, tree: Node) -> Iterator[Finding]:
        """A condition that is only a value holds where it is true, and nothing but a yes-or-no item is."""
        item = item_of(tree.name, self.questionnaire) if isinstance(tree, Name) else None
        if item is not None and item.type != ItemType.BOOLEAN:
            yield self.found("type-mismatch", 0, f"只写了第 {self.number(item)} 题，没有说和什么比，请补上。")

    def number(self, item: Item) -> int:
        return self.questionnaire.numbers[item.name]

    def name(self, name: Name) -> Iterator[Finding]:
        item = item_of(name.name, self.questionnaire)
        if item is None:
            yield self.found("unknown-name", name.at, f"问到“{name.name}”，问卷里没有这道题，请改成已有的题。")
            return
        row = name.name.removeprefix(f"{item.name}.") if item.type == ItemType.MATRIX and name.name != item.name else ""
        if row and row not in {one.value for one in item.rows}:
            yield self.found("unknown-row", name.at, f"问到第 {self.number(item)} 题的“{row}”，那里没有这一行，请改。")
        if item.name == self.condition.owner:
            yield self.found("self-reference", name.at, "问到了这道题自己，请改成前面的题。")
        elif self.number(item) > self.condition.before and item.name not in self.turning:
            where = "本节里" if not self.condition.owner else "后面"
            yield self.found("later-name", name.at, f"问到{where}的第 {self.number(item)} 题，那时还没有答，请移到前面。")

    def pair(self, name: Name, comparison: Compare, values: list[Value]) -> Iterator[Finding]:
        item = item_of(name.name, self.questionnaire)
        if item is None or name.name.endswith(COMMENT):
            return
        wrong = _mismatch(item, name.name != item.name, comparison)
        if wrong:
            yield self.found("type-mismatch", comparison.at, f"拿第 {self.number(item)} 题{wrong}，请改。")
            return
        for value in values:
            said = _stranger(item, comparison.op, value)
            if said:
                rule = "unknown-option" if item.options else "type-mismatch"
                yield self.found(rule, comparison.at, f"拿第 {self.number(item)} 题和“{code_of(value)}”比，{said}，请改。")


def _mismatch(item: Item, is_row: bool, comparison: Compare) -> str:
    """Why an item cannot be asked this, whatever the value."""
    op, right = comparison.op, comparison.right
    if item.type == ItemType.MATRIX and not is_row:
        return "整个矩阵去比，它要逐行问，如 {题.行}"
    if item.type == ItemType.CHECKBOX:
        is_one = op in {Op.EQUAL, Op.NOT_EQUAL} and isinstance(right, Literal)
        return "比大小或相等，它是多选题，要用 contains 或 anyof" if op in ORDERED or is_one else ""
    if op in {Op.EQUAL, Op.NOT_EQUAL} | ORDERED and not isinstance(right, Literal | Name):
        return "和一列值比，它只有一个答案，要用 anyof" if not isinstance(comparison.left, Literal) else ""
    if op in ORDERED:
        return "" if _has_order(item) else "比大小，它的答案没有大小"
    is_number = item.type == ItemType.TEXT and item.input_type != "text"
    return "去找字句，它填的不是字句" if op in {Op.CONTAINS, Op.NOT_CONTAINS} and is_number else ""


def _has_order(item: Item) -> bool:
    if item.options:
        return item.type != ItemType.BOOLEAN and any(is_number(choice.value) for choice in item.options)
    return item.type == ItemType.TEXT and item.input_type in {"number", "date"}


def _stranger(item: Item, op: Op, value: Value) -> str:
    """Why an item never has anything to do with this value."""
    if item.options:
        if op in ORDERED:
            return "" if is_number(value) else "它不是数"
        is_part = op in {Op.CONTAINS, Op.NOT_CONTAINS} and item.type in SINGLE and isinstance(value, str)
        is_known = any(equal(choice.value, value) for choice in item.options)
        return "" if is_known or value == "" else "找字句，它是单选题，要用 = 或 anyof" if is_part else "那里没有这个选项"
    if item.type == ItemType.TEXT and item.input_type == "number":
        return "" if is_number(value) or value == "" else "它不是数"
    if item.type == ItemType.TEXT and item.input_type == "date":
        return "" if isinstance(value, str) and (is_day(value) or value == "") else "它不是 2026-03-05 这样的日期"
    return "它不是文字" if op in OF_LISTS and isinstance(value, bool) else ""
