"""What a condition says of given answers, as SurveyJS would.

Where it differs is told in docs/conditions.md, for people who bring questionnaires.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from surveys.conditions.parsing import parse
from surveys.conditions.syntax import Compare, Join, Listing, Literal, Name, Node, Not, Op, Presence

Values = Mapping[str, object]
LONGEST_NUMBER = 15
LEADING_ZERO = re.compile(r"0\d")


def holds(text: str, values: Values) -> bool:
    """Whether the condition *text* holds. Raises BadCondition."""
    return truth(evaluate(parse(text), values))


def truth(value: object) -> bool:
    """Whether a whole condition with this value holds: SurveyJS asks whether it equals true."""
    return value is True or (isinstance(value, int | float) and value == 1) or value == "1"


def evaluate(node: Node, values: Values) -> object:
    """The value of *node*; None is missing."""
    match node:
        case Literal(value):
            return value
        case Listing(parts):
            return [evaluate(part, values) for part in parts]
        case Name(name):
            return lookup(name, values)
        case Join(is_both, left, right):
            first = evaluate(left, values)
            return evaluate(right, values) if _is_truthy(first) == is_both else first
    return _answer(node, values)


def _answer(node: Presence | Not | Compare, values: Values) -> bool:
    """Yes or no."""
    if isinstance(node, Compare):
        return ASKS[node.op](evaluate(node.left, values), evaluate(node.right, values))
    value = evaluate(node.operand, values)
    return not _is_truthy(value) if isinstance(node, Not) else is_missing(value) == node.is_empty


def lookup(name: str, values: Values) -> object:
    """The answer that *name* means: an item's, or a row's of a matrix."""
    if name in values:
        return _as_said(values[name])
    item, _, row = name.rpartition(".")
    rows = values.get(item)
    if isinstance(rows, Mapping):
        return _as_said(rows.get(row))
    lower = name.lower()  # SurveyJS finds names whatever their case
    return _as_said(next((value for key, value in values.items() if key.lower() == lower), None))


def _as_said(value: object) -> object:
    """An answer in text that spells yes, no or a number is taken as what it spells; 007 and long numbers stay text."""
    if not isinstance(value, str):
        return value
    if value.lower() in {"true", "false"}:
        return value.lower() == "true"
    digits = value.strip()
    number = None if len(digits) > LONGEST_NUMBER or LEADING_ZERO.match(digits) else _number(digits)
    return value if number is None else int(number) if number.is_integer() else number


def is_missing(value: object) -> bool:
    """Nothing, an empty text, an empty list, a matrix without an answer; 0 and false are answers."""
    if isinstance(value, Mapping):
        return all(is_missing(part) for part in value.values())
    return value is None or value in ("", [], ())


def _is_truthy(value: object) -> bool:
    return not (value is None or value in ("", 0))


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _number(value: object) -> float | None:
    """The number that a value is or spells."""
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e300 else None
    if not isinstance(value, str) or not value.strip().isascii() or "_" in value:
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def is_number(value: object) -> bool:
    """Whether a value is a number or spells one."""
    return not isinstance(value, bool) and _number(value) is not None


def equal(left: object, right: object) -> bool:
    """Numbers by value however spelt, texts without regard to case and outer blanks, lists in any order."""
    if is_missing(left) or is_missing(right):
        return is_missing(left) and is_missing(right)
    if isinstance(left, str) and isinstance(right, str):
        return left.strip().lower() == right.strip().lower()
    numbers = _number(left), _number(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    if _is_list(left) and _is_list(right):
        return _same_parts(list(left), list(right))  # type: ignore[call-overload]  # both are sequences
    if isinstance(left, bool) or isinstance(right, bool):
        return _text(left).lower() == _text(right).lower()
    return left == right


def _same_parts(left: list[object], right: list[object]) -> bool:
    if len(left) != len(right):
        return False
    return all(any(equal(one, other) for other in right) for one in left)


def greater(left: object, right: object) -> bool:
    """By number if one of them is a number, texts (and days) by their signs; nothing is more than nothing."""
    if is_missing(left) or is_missing(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return left > right
    one, other = _number(left), _number(right)
    return one is not None and other is not None and one > other


def contains(left: object, right: object) -> bool:
    """Every one of *right* in the list *left*; in a text, the words."""
    if is_missing(left):
        return False
    if _is_list(left):
        wanted = right if _is_list(right) else [right]
        return all(any(equal(one, other) for one in left) for other in wanted)  # type: ignore[attr-defined]
    if isinstance(left, Mapping):
        return False
    said = "" if is_missing(right) or right in (0, False) else _text(right)
    return bool(said) and said.lower() in _text(left).lower()


def _lacks(left: object, right: object) -> bool:
    if not _is_truthy(left) and not is_missing(right):
        return True
    if is_missing(left):
        return _is_list(left)
    if not _is_list(left) and (is_missing(right) or right in (0, False)):
        return False
    return not contains(left, right)


def any_of(left: object, right: object) -> bool:
    """One of *right* in *left*."""
    if is_missing(left) or is_missing(right):
        return is_missing(right)
    if not _is_list(left):
        return contains(right, left)
    return any(contains(left, one) for one in right) if _is_list(right) else contains(left, right)  # type: ignore[attr-defined]


def all_of(left: object, right: object) -> bool:
    """All of *right* in *left*."""
    if is_missing(left) and not is_missing(right):
        return False
    return all(contains(left, one) for one in right) if _is_list(right) else contains(left, right)  # type: ignore[attr-defined]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ",".join(map(_text, value)) if _is_list(value) else str(value)  # type: ignore[call-overload]


ASKS: dict[Op, Callable[[object, object], bool]] = {
    Op.EQUAL: equal,
    Op.NOT_EQUAL: lambda left, right: not equal(left, right),
    Op.GREATER: greater,
    Op.LESS: lambda left, right: greater(right, left),
    Op.AT_LEAST: lambda left, right: equal(left, right) or greater(left, right),
    Op.AT_MOST: lambda left, right: equal(left, right) or greater(right, left),
    Op.CONTAINS: contains,
    Op.NOT_CONTAINS: _lacks,
    Op.ANY_OF: any_of,
    Op.NONE_OF: lambda left, right: not any_of(left, right),
    Op.ALL_OF: all_of,
}
