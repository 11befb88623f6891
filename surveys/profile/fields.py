"""Which property of SurveyJS is which attribute of an item, for which types, and what it may hold."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from surveys.conditions import portable
from surveys.definition import LISTED, WRITTEN, Choice, Item, ItemType, Row, Value, code_of

LONGEST = 4000
MOST_PARTS = 300
INPUTS = ("text", "tel", "number", "date")


class BadPart(ValueError):
    """A value that may not stand here; `path` leads on from the property."""

    def __init__(self, text: str, path: str = "") -> None:
        super().__init__(text)
        self.path = path


@dataclass(frozen=True)
class Field:
    """A property, the attribute that it fills, the types that have it, and how its value is read."""

    name: str
    attribute: str
    read: Callable[[object], object]
    types: frozenset[ItemType]


def text(value: object) -> str:
    """Words that can be shown and stored."""
    if not isinstance(value, str):
        raise BadPart("应当是文字")
    if len(value) > LONGEST:
        raise BadPart(f"太长，最多 {LONGEST} 个字")
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in value):
        raise BadPart("含有不能显示的字符")
    return value


def condition(value: object) -> str:
    """A condition, in a spelling that SurveyJS knows."""
    return portable(text(value))


def name(value: object) -> str:
    """Words that are there."""
    if not text(value).strip():
        raise BadPart("不能是空的")
    return text(value)


def flag(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise BadPart("应当是 true 或 false")
    return value


def whole(value: object) -> int:
    """A whole number of moderate size."""
    if type(value) is not int or abs(value) > 10**9:
        raise BadPart("应当是整数")
    return value


def scalar(value: object) -> Value:
    """A number, or words."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadPart("应当是文字或数")
    if isinstance(value, str):
        return name(value)
    if not math.isfinite(value) or abs(value) > 10**15:
        raise BadPart("数太大了")
    return value


def input_type(value: object) -> str:
    """One of the kinds of entry that we offer."""
    if value not in INPUTS:
        raise BadPart(f"只能是 {'、'.join(INPUTS)}")
    return str(value)


def choices(value: object) -> tuple[Choice, ...]:
    """Options: values, or values with words."""
    return tuple(Choice(code, said) for code, said in _parts(value))


def rows(value: object) -> tuple[Row, ...]:
    """Lines of a matrix."""
    return tuple(Row(code_of(code), said) for code, said in _parts(value))


def _parts(value: object) -> list[tuple[Value, str]]:
    if not isinstance(value, list):
        raise BadPart("应当是列表")
    if len(value) > MOST_PARTS:
        raise BadPart(f"太多，最多 {MOST_PARTS} 个")
    found = []
    for number, part in enumerate(value):
        try:
            found.append(_part(part))
        except BadPart as bad:
            raise BadPart(str(bad), f"[{number}]{bad.path}") from bad
    return found


def _part(part: object) -> tuple[Value, str]:
    if not isinstance(part, dict):
        code = scalar(part)
        return code, code_of(code)
    unknown = sorted(set(part) - {"value", "text"})
    if unknown:
        raise BadPart("不认得这个属性", f".{unknown[0]}")
    if "value" not in part:
        raise BadPart("缺 value")
    code = scalar(part["value"])
    return code, text(part["text"]) if "text" in part else code_of(code)


EVERY = frozenset(ItemType)
_CHECKBOX, _RATING = frozenset({ItemType.CHECKBOX}), frozenset({ItemType.RATING})
_BOOLEAN, _TEXT, _MATRIX = frozenset({ItemType.BOOLEAN}), frozenset({ItemType.TEXT}), frozenset({ItemType.MATRIX})

FIELDS = (
    Field("name", "name", name, EVERY),
    Field("title", "title", text, EVERY),
    Field("description", "description", text, EVERY),
    Field("isRequired", "is_required", flag, EVERY),
    Field("visibleIf", "visible_if", condition, EVERY),
    Field("requiredIf", "required_if", condition, EVERY),
    Field("choices", "choices", choices, LISTED),
    Field("columns", "choices", choices, _MATRIX),
    Field("rateValues", "choices", choices, _RATING),
    Field("rows", "rows", rows, _MATRIX),
    Field("eachRowRequired", "every_row", flag, _MATRIX),
    Field("showOtherItem", "has_other", flag, LISTED),
    Field("otherText", "other_text", text, LISTED),
    Field("showNoneItem", "has_none", flag, LISTED),
    Field("noneText", "none_text", text, LISTED),
    Field("minSelectedChoices", "min_selected", whole, _CHECKBOX),
    Field("maxSelectedChoices", "max_selected", whole, _CHECKBOX),
    Field("rateMin", "rate_min", whole, _RATING),
    Field("rateMax", "rate_max", whole, _RATING),
    Field("minRateDescription", "low_text", text, _RATING),
    Field("maxRateDescription", "high_text", text, _RATING),
    Field("labelTrue", "label_true", text, _BOOLEAN),
    Field("labelFalse", "label_false", text, _BOOLEAN),
    Field("inputType", "input_type", input_type, _TEXT),
    Field("min", "low", scalar, _TEXT),
    Field("max", "high", scalar, _TEXT),
    Field("maxLength", "max_length", whole, WRITTEN),
    Field("placeholder", "placeholder", text, WRITTEN),
)
EARLIER = {"hasOther": "showOtherItem", "hasNone": "showNoneItem", "isAllRowRequired": "eachRowRequired"}  # before SurveyJS 2
NAMES = {(type_, field.attribute): field.name for field in FIELDS for type_ in field.types}


def fields_of(type_: ItemType) -> dict[str, Field]:
    """The properties that items of a type have, by name."""
    return {field.name: field for field in FIELDS if type_ in field.types}


def default_of(attribute: str) -> object:
    """What an item has where nothing is said."""
    return getattr(Item("", ItemType.TEXT, ""), attribute)
