"""Changing a draft, one act at a time: each takes a questionnaire and gives a new one, or refuses with a sentence.

An item that others hang on is not taken away under them, and a name that changes changes in every condition: logic never
breaks by editing. `lint` says what is still to be done; these acts keep the draft readable, not sound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from app.errors import Invalid
from surveys.conditions import names_in, parse_or_none, write
from surveys.conditions.syntax import Name, Node, rebuilt
from surveys.definition import COMMENT, SINGLE, Choice, Item, ItemType, Page, Questionnaire, Row
from surveys.dependencies import asked_by

NEW_CHOICES = (Choice("a", "选项一"), Choice("b", "选项二"))
NEW_ROWS = (Row("row1", "第一行"), Row("row2", "第二行"))


def blank(kind: ItemType, questionnaire: Questionnaire) -> Item:
    """A new item of *kind* under a name that is free."""
    needs_choices = kind in (SINGLE | {ItemType.CHECKBOX, ItemType.MATRIX}) - {ItemType.RATING, ItemType.BOOLEAN}
    return Item(
        _free_name("q", questionnaire), kind, "新题目", choices=NEW_CHOICES if needs_choices else (),
        rows=NEW_ROWS if kind == ItemType.MATRIX else (),
    )  # fmt: skip


def add(questionnaire: Questionnaire, page: str, item: Item) -> Questionnaire:
    """With *item* at the end of a section."""
    if item.name.lower() in {name.lower() for name in questionnaire.by_name}:
        raise Invalid(f"已经有一道题叫“{item.name}”，请换一个题号名。")
    return _pages(questionnaire, lambda one: replace(one, items=(*one.items, item)) if one.name == page else one)


def put(questionnaire: Questionnaire, name: str, item: Item) -> Questionnaire:
    """With *item* in the place of the one called *name*; conditions follow where its name is another."""
    changed = _pages(
        questionnaire, lambda page: replace(page, items=tuple(item if one.name == name else one for one in page.items))
    )
    if item.name == name:
        return changed
    if item.name.lower() in {other.lower() for other in questionnaire.by_name if other != name}:
        raise Invalid(f"已经有一道题叫“{item.name}”，请换一个题号名。")
    return _renamed(changed, name, item.name)


def copy(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """With a second one like it, right after it."""
    twin = replace(_found(questionnaire, name), name=_free_name(f"{name}_", questionnaire))
    return _pages(questionnaire, lambda page: replace(page, items=tuple(_after(page.items, name, twin))))


def remove(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Without it; refused while a condition asks for it."""
    number = questionnaire.numbers[_found(questionnaire, name).name]
    users = _users(questionnaire, name)
    if users:
        raise Invalid(f"{'、'.join(users)}的条件用到第 {number} 题，请先改那里，再删这一题。")
    return _pages(questionnaire, lambda page: replace(page, items=tuple(one for one in page.items if one.name != name)))


def move(questionnaire: Questionnaire, name: str, *, is_up: bool) -> Questionnaire:
    """One place up or down; at the edge of a section into the next one."""
    item = _found(questionnaire, name)
    on = next(number for number, page in enumerate(questionnaire.pages) if item in page.items)
    within = questionnaire.pages[on].items.index(item)
    step = -1 if is_up else 1
    items = [list(page.items) for page in questionnaire.pages]
    if 0 <= within + step < len(items[on]):
        items[on].insert(within + step, items[on].pop(within))
    elif 0 <= on + step < len(items):
        items[on].pop(within)
        items[on + step].insert(len(items[on + step]) if is_up else 0, item)
    pages = (replace(page, items=tuple(kept)) for page, kept in zip(questionnaire.pages, items, strict=True))
    return replace(questionnaire, pages=tuple(pages))


def add_page(questionnaire: Questionnaire, title: str) -> Questionnaire:
    """With another section at the end."""
    names = {page.name for page in questionnaire.pages}
    name = next(name for number in count(len(names) + 1) if (name := f"page{number}") not in names)
    return replace(questionnaire, pages=(*questionnaire.pages, Page(name, (), title)))


def remove_page(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Without a section, which has to be empty."""
    if any(page.name == name and page.items for page in questionnaire.pages):
        raise Invalid("这一节里还有题目，请先移走或删去。")
    return replace(questionnaire, pages=tuple(page for page in questionnaire.pages if page.name != name))


def _found(questionnaire: Questionnaire, name: str) -> Item:
    if name not in questionnaire.by_name:
        raise Invalid("没有这道题，可能刚被删去，请看最新的问卷。")
    return questionnaire.by_name[name]


def _free_name(stem: str, questionnaire: Questionnaire) -> str:
    taken = {name.lower() for name in questionnaire.by_name}
    return next(name for number in count(1) if (name := f"{stem}{number}").lower() not in taken)


def _pages(questionnaire: Questionnaire, change: Callable[[Page], Page]) -> Questionnaire:
    return replace(questionnaire, pages=tuple(map(change, questionnaire.pages)))


def _after(items: Sequence[Item], name: str, twin: Item) -> list[Item]:
    at = next((number for number, one in enumerate(items, start=1) if one.name == name), None)
    return list(items) if at is None else [*items[:at], twin, *items[at:]]


def _users(questionnaire: Questionnaire, name: str) -> list[str]:
    """Who asks for an item, as people call them."""
    pages = enumerate(questionnaire.pages, start=1)
    sections = [f"第 {number} 节" for number, page in pages if name in asked_by(page.visible_if, questionnaire)]
    items = [item for item in questionnaire.items if item.name != name]
    hanging = [
        one for one in items if name in asked_by(one.visible_if, questionnaire) | asked_by(one.required_if, questionnaire)
    ]
    return sections + [f"第 {questionnaire.numbers[one.name]} 题" for one in hanging]


def _renamed(questionnaire: Questionnaire, old: str, new: str) -> Questionnaire:
    def item(one: Item) -> Item:
        return replace(one, visible_if=_with_name(one.visible_if, old, new), required_if=_with_name(one.required_if, old, new))

    return _pages(
        questionnaire,
        lambda page: replace(
            page, visible_if=_with_name(page.visible_if, old, new), items=tuple(map(item, page.items))
        ),
    )  # fmt: skip


def _with_name(condition: str, old: str, new: str) -> str:
    tree = parse_or_none(condition)
    if tree is None or not any(_is_of(name.name, old) for name in names_in(tree)):
        return condition

    def change(node: Node) -> Node:
        is_meant = isinstance(node, Name) and _is_of(node.name, old)
        return Name(new + node.name[len(old) :]) if isinstance(node, Name) and is_meant else node

    return write(rebuilt(tree, change))


def _is_of(name: str, item: str) -> bool:
    return name in (item, item + COMMENT) or name.startswith(f"{item}.")
