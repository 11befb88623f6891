"""Conditions as a form asks for them: lines of item, comparison and value, all joined by 并且 or all by 或者.

`lines_of(text)` is None for what such a form cannot say (brackets, not): that is edited as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.conditions import parse_or_none, write
from surveys.conditions.evaluation import equal
from surveys.conditions.syntax import OF_LISTS, ORDERED, Compare, Join, Listing, Literal, Name, Node, Op, Presence, values_of
from surveys.conditions.words import item_of
from surveys.definition import SINGLE, WRITTEN, Item, ItemType, Questionnaire, Value

EMPTY, NOT_EMPTY = "empty", "notempty"
PRESENCE: Mapping[str, str] = {NOT_EMPTY: "答了", EMPTY: "没有答"}
WORDS: Mapping[str, str] = {
    Op.EQUAL: "是", Op.NOT_EQUAL: "不是", Op.AT_MOST: "低于或等于", Op.LESS: "低于", Op.AT_LEAST: "高于或等于",
    Op.GREATER: "高于", Op.CONTAINS: "有", Op.NOT_CONTAINS: "没有", Op.ANY_OF: "是其中之一", Op.ALL_OF: "同时有",
    Op.NONE_OF: "都不是",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One comparison: of which item (or row), how, and with what."""

    name: str
    op: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Lines:
    """All of them together, or one of them."""

    lines: tuple[Line, ...]
    is_both: bool = True


def comparisons(item: Item) -> dict[str, str]:
    """What can be asked of an item, with the words for it."""
    if item.type in SINGLE:
        has_order = any(isinstance(one.value, int | float) and not isinstance(one.value, bool) for one in item.options)
        ops = [Op.EQUAL, Op.NOT_EQUAL, Op.ANY_OF, Op.NONE_OF, *(sorted(ORDERED) if has_order else [])]
    elif item.type == ItemType.CHECKBOX:
        ops = [Op.CONTAINS, Op.NOT_CONTAINS, Op.ANY_OF, Op.ALL_OF, Op.NONE_OF]
    elif item.type == ItemType.MATRIX:
        ops = [Op.EQUAL, Op.NOT_EQUAL, Op.ANY_OF, *sorted(ORDERED)]
    elif item.type in WRITTEN and item.input_type in {"number", "date"}:
        ops = [Op.EQUAL, *sorted(ORDERED)]
    else:
        ops = [Op.CONTAINS, Op.NOT_CONTAINS]
    return {str(op): WORDS[op] for op in ops} | dict(PRESENCE)


def lines_of(text: str) -> Lines | None:
    """The lines that say what *text* says; None where lines cannot."""
    if not text.strip():
        return Lines(())
    tree = parse_or_none(text)
    if tree is None:
        return None
    is_both = tree.is_both if isinstance(tree, Join) else True
    found = [_line(node) for node in _flat(tree, is_both)]
    lines = tuple(line for line in found if line is not None)
    return Lines(lines, is_both) if len(lines) == len(found) else None


def _flat(node: Node, is_both: bool) -> list[Node]:
    if isinstance(node, Join) and node.is_both == is_both:
        return [*_flat(node.left, is_both), *_flat(node.right, is_both)]
    return [node]


def _line(node: Node) -> Line | None:
    if isinstance(node, Presence) and isinstance(node.operand, Name):
        return Line(node.operand.name, EMPTY if node.is_empty else NOT_EMPTY)
    if isinstance(node, Compare) and isinstance(node.left, Name) and isinstance(node.right, Literal | Listing):
        return Line(node.left.name, str(node.op), tuple(values_of(node.right)))
    return None


def text_of(lines: Lines) -> str:
    """The condition that *lines* say; nothing for none."""
    if not lines.lines:
        return ""
    tree = _node(lines.lines[0])
    for line in lines.lines[1:]:
        tree = Join(lines.is_both, tree, _node(line))
    return write(tree)


def _node(line: Line) -> Node:
    if line.op in PRESENCE:
        return Presence(Name(line.name), line.op == EMPTY)
    parts = tuple(Literal(value) for value in line.values)
    is_list = len(parts) != 1 or Op(line.op) in OF_LISTS - {Op.CONTAINS, Op.NOT_CONTAINS}
    return Compare(Op(line.op), Name(line.name), Listing(parts) if is_list else parts[0])


def typed(line: Line, questionnaire: Questionnaire) -> Line:
    """A line from a form, where every value is text, with the options' own values."""
    item = item_of(line.name, questionnaire)
    options = [choice.value for choice in item.options] if item else []
    values = tuple(next((option for option in options if equal(option, value)), value) for value in line.values)
    return Line(line.name, line.op, values)
