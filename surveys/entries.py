"""From what a form sends to answers: texts become the options' own values and numbers; nothing is judged here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from surveys.definition import COMMENT, Answer, Item, ItemType, Value, code_of

Field = Callable[[str], Sequence[str]]  # a form's values by name, as `request.form.getlist`


def field_of(item: Item, row: str = "") -> str:
    """The name of a form field: the item's, or a matrix row's."""
    return f"{item.name}.{row}" if row else item.name


def from_form(items: Iterable[Item], field: Field) -> dict[str, Answer]:
    """The answers to *items* that a form sent; what was left empty is not among them."""
    found: dict[str, Answer] = {}
    for item in items:
        answer = _answer(item, field)
        if answer not in ("", [], {}):
            found[item.name] = answer
        said = "".join(field(item.name + COMMENT)[:1]).strip()
        if item.has_other and said:
            found[item.name + COMMENT] = said
    return found


def _answer(item: Item, field: Field) -> Answer:
    if item.type == ItemType.MATRIX:
        rows = {row.value: "".join(field(field_of(item, row.value))[:1]) for row in item.rows}
        return {row: _option(item, sent) for row, sent in rows.items() if sent}
    if item.type == ItemType.CHECKBOX:
        return [_option(item, sent) for sent in field(item.name) if sent]
    sent = "".join(field(item.name)[:1])
    if item.type in {ItemType.TEXT, ItemType.COMMENT}:
        return _written(item, sent)
    return _option(item, sent)


def _option(item: Item, sent: str) -> Value:
    return next((choice.value for choice in item.options if code_of(choice.value) == sent), sent)


def _written(item: Item, sent: str) -> Value:
    said = sent.replace("\r\n", "\n").strip()
    if item.type == ItemType.COMMENT or item.input_type == "text":
        return said
    narrow = unicodedata.normalize("NFKC", said)
    return _number(narrow) if item.input_type == "number" else narrow


def _number(said: str) -> Value:
    """The number that was typed; what is none stays as it is, to be shown again with its fault."""
    digits = said.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        return said
    return float(said) if "." in said else int(said)
