"""Places in a definition, as its JSON names them, and the numbers by which people call its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.definition import Item, Page, Questionnaire
from surveys.profile import NAMES


@dataclass(frozen=True)
class Place:
    """An item where it stands."""

    page: Page
    item: Item
    path: str
    number: int

    @property
    def called(self) -> str:
        """What people call it."""
        return f"第 {self.number} 题"

    def of(self, attribute: str, *more: object) -> str:
        """The path of one of its properties."""
        return f"{self.path}.{NAMES[self.item.type, attribute]}" + "".join(f"[{number}]" for number in more)


@dataclass(frozen=True)
class Condition:
    """A condition where it stands: whose it is, its text and path, and how many items were asked before it."""

    owner: str
    called: str
    text: str
    path: str
    before: int
    is_required_if: bool = False


def page_path(number: int) -> str:
    """The path of a page, counted from 0."""
    return f"pages[{number}]"


def places(questionnaire: Questionnaire) -> Iterator[Place]:
    """Every item in order."""
    number = 0
    for on, page in enumerate(questionnaire.pages):
        for within, item in enumerate(page.items):
            number += 1
            yield Place(page, item, f"{page_path(on)}.elements[{within}]", number)


def conditions(questionnaire: Questionnaire) -> Iterator[Condition]:
    """Every condition that was written, of pages and of items."""
    before = 0
    for on, page in enumerate(questionnaire.pages):
        path = page_path(on)
        if page.visible_if.strip():
            yield Condition("", f"第 {on + 1} 节", page.visible_if, f"{path}.visibleIf", before)
        before += len(page.items)
    for place in places(questionnaire):
        for attribute in ("visible_if", "required_if"):
            text = getattr(place.item, attribute)
            if text.strip():
                is_required = attribute == "required_if"
                yield Condition(
                    place.item.name, place.called, text, place.of(attribute), place.number - 1, is_required
                )  # fmt: skip


def order_of(path: str) -> list[tuple[int, str]]:
    """For sorting paths: numbers by value."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"[\[\].]+", path)]
