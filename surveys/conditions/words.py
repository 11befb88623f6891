"""A condition in plain Chinese, for people who do not write conditions."""

from __future__ import annotations

from surveys.conditions.evaluation import equal
from surveys.conditions.syntax import Compare, Join, Listing, Literal, Name, Node, Not, Op, Presence, values_of
from surveys.definition import COMMENT, SINGLE, Item, ItemType, Questionnaire, code_of

LONGEST_TITLE = 24

PHRASES = {
    Op.EQUAL: "等于{}", Op.NOT_EQUAL: "不等于{}", Op.LESS: "低于{}", Op.AT_MOST: "低于或等于{}", Op.GREATER: "高于{}",
    Op.AT_LEAST: "高于或等于{}", Op.CONTAINS: "含有{}", Op.NOT_CONTAINS: "不含{}", Op.ANY_OF: "是{}其中之一",
    Op.ALL_OF: "同时有{}", Op.NONE_OF: "不是{}中的任何一个",
}  # fmt: skip
CHOSEN = {
    Op.EQUAL: "选{}", Op.NOT_EQUAL: "没有选{}", Op.CONTAINS: "选了{}", Op.NOT_CONTAINS: "没有选{}",
    Op.ANY_OF: "选了{}其中之一", Op.ALL_OF: "同时选了{}", Op.NONE_OF: "没有选{}中的任何一个",
}  # fmt: skip
MIRRORED = {Op.LESS: Op.GREATER, Op.GREATER: Op.LESS, Op.AT_MOST: Op.AT_LEAST, Op.AT_LEAST: Op.AT_MOST}
MIRRORS = frozenset({*MIRRORED, Op.EQUAL, Op.NOT_EQUAL})


def in_words(node: Node, questionnaire: Questionnaire) -> str:
    """What *node* says: 第 5 题“承诺的时间内办完”低于或等于“不满意”."""
    match node:
        case Join(is_both):
            return f"{_side(node.left, node, questionnaire)}{'，并且' if is_both else '，或者'}" + _side(
                node.right, node, questionnaire
            )
        case Not(operand):
            return f"不是（{in_words(operand, questionnaire)}）"
        case Presence(operand, is_empty):
            return f"{in_words(operand, questionnaire)}{'没有答' if is_empty else '答了'}"
        case Compare():
            return _comparison(node, questionnaire)
        case Name(name):
            return _called(name, questionnaire)
    return "、".join(_quoted(value, None) for value in values_of(node)) or "（空）"


def _side(node: Node, within: Join, questionnaire: Questionnaire) -> str:
    said = in_words(node, questionnaire)
    return f"（{said}）" if isinstance(node, Join) and node.is_both != within.is_both else said


def _comparison(node: Compare, questionnaire: Questionnaire) -> str:
    op, left, right = node.op, node.left, node.right
    if isinstance(right, Name) and not isinstance(left, Name) and op in MIRRORS:
        op, left, right = MIRRORED.get(op, op), right, left
    item = item_of(left.name, questionnaire) if isinstance(left, Name) else None
    phrase = PHRASES[op]
    if item is not None and (item.type in SINGLE | {ItemType.CHECKBOX, ItemType.MATRIX}):
        phrase = CHOSEN.get(op, phrase)
    is_plain = isinstance(right, Literal | Listing)
    said = "、".join(_quoted(value, item) for value in values_of(right)) if is_plain else in_words(right, questionnaire)
    return in_words(left, questionnaire) + phrase.format(said or "（空）")


def item_of(name: str, questionnaire: Questionnaire) -> Item | None:
    """The item that a name in a condition means, of a row its matrix, of 其他's words its list; None if there is none."""
    known = questionnaire.by_name
    if name in known:
        return known[name]
    listed, matrix = known.get(name.removesuffix(COMMENT)), known.get(name.rpartition(".")[0])
    if listed is not None and listed.has_other:
        return listed
    return matrix if matrix is not None and matrix.type == ItemType.MATRIX else None


def _called(name: str, questionnaire: Questionnaire) -> str:
    item = item_of(name, questionnaire)
    if item is None:
        return f"“{name}”（没有这道题）"
    if name == item.name + COMMENT:
        return f"第 {questionnaire.numbers[item.name]} 题“{item.other_text}”里的话"
    row = name.removeprefix(item.name).lstrip(".")
    title = next((one.text for one in item.rows if one.value == row), row) if row else item.title
    short = title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + "…"
    return f"第 {questionnaire.numbers[item.name]} 题“{short}”"


def _quoted(value: object, item: Item | None) -> str:
    if item is not None:
        for choice in item.options:
            if equal(choice.value, value):
                return f"“{choice.text}”"
    return f" {code_of(value)} " if isinstance(value, int | float) and not isinstance(value, bool) else f"“{code_of(value)}”"
