"""A section as its page draws it: questions with what was answered, progress, minutes left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.conditions import in_words, parse_or_none
from surveys.definition import COMMENT, WRITTEN, Answer, Answers, Item, ItemType, Page, Questionnaire, code_of
from surveys.entries import field_of
from surveys.filling import Filled, fill
from surveys.forms.answer import PREFIX

SECONDS = {ItemType.COMMENT: 30, ItemType.TEXT: 15, ItemType.CHECKBOX: 15}
USUAL_SECONDS = 9
FIVE = 5
MOST_SHORT = 6  # letters of an option that stands on a card of five
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Option:
    """A choice: `code` is sent."""

    code: str
    text: str
    chosen: bool

    @property
    def apart(self) -> bool:
        """Whether it stands below the levels."""
        return is_apart(self.text)


@dataclass(frozen=True)
class Line:
    """A row of a matrix, or the one row of every other question."""

    field: str
    text: str
    options: list[Option]


@dataclass(frozen=True)
class Question:
    """A question as it is drawn. `look`: five, scale, cards, boxes, list, rows, line or area."""

    item: Item
    number: int
    look: str
    lines: list[Line]
    written: str
    other_field: str
    other: str
    because: str
    is_required: bool
    fault: str

    @property
    def id(self) -> str:
        """Where the page is led to."""
        return f"q{self.number}"


@dataclass(frozen=True)
class Section:
    """A section with its place among those that are asked."""

    page: Page
    title: str
    questions: list[Question]
    place: int
    count: int
    percent: int
    minutes: int
    next_title: str

    @property
    def is_first(self) -> bool:
        return self.place == 1

    @property
    def is_last(self) -> bool:
        return self.place == self.count


def section_of(
    questionnaire: Questionnaire, answers: Answers, name: str, faults: Mapping[str, str], typed: Answers | None = None
) -> Section:
    """The section *name*, or the first that is asked."""
    filled = fill(questionnaire, answers)
    pages = [page for page in questionnaire.pages if page.name in filled.pages]
    page = next((one for one in pages if one.name == name), pages[0])
    at = pages.index(page)
    shown = [item for item in page.items if item.name in filled.visible]
    said = {**answers, **(typed or {})}
    return Section(
        page=page,
        title=_title(pages, at),
        questions=[_question(questionnaire, item, filled, said, faults) for item in shown],
        place=at + 1,
        count=len(pages),
        percent=round(100 * _seconds(pages[:at], filled) / max(1, _seconds(pages, filled))),
        minutes=max(1, math.ceil(_seconds(pages[at:], filled) / 60)),
        next_title=_title(pages, at + 1) if at + 1 < len(pages) else "",
    )


def _title(pages: Sequence[Page], at: int) -> str:
    if not pages[at].title:
        return ""
    number = f"{NUMERALS[at]}、" if at < len(NUMERALS) and not pages[at].title.startswith(tuple(NUMERALS)) else ""
    return number + pages[at].title


def _seconds(pages: Sequence[Page], filled: Filled) -> int:
    asked = [item for page in pages for item in page.items if item.name in filled.visible]
    return sum(SECONDS.get(item.type, USUAL_SECONDS) * max(1, len(item.rows)) for item in asked)


def _question(questionnaire: Questionnaire, item: Item, filled: Filled, said: Answers, faults: Mapping[str, str]) -> Question:
    answer = said.get(item.name)
    tree = parse_or_none(item.visible_if)
    return Question(
        item=item,
        number=questionnaire.numbers[item.name],
        look=_look(item),
        lines=_lines(item, answer),
        written=code_of(answer) if item.type in WRITTEN and answer is not None else "",
        other_field=PREFIX + item.name + COMMENT if item.has_other else "",
        other=str(said.get(item.name + COMMENT, "")),
        because=in_words(tree, questionnaire) if tree is not None else "",
        is_required=item.name in filled.required,
        fault=faults.get(item.name, ""),
    )


def _look(item: Item) -> str:
    looks = {
        ItemType.MATRIX: "rows", ItemType.CHECKBOX: "boxes", ItemType.DROPDOWN: "list", ItemType.TEXT: "line",
        ItemType.COMMENT: "area", ItemType.RATING: "scale",
    }  # fmt: skip
    if item.type == ItemType.RADIOGROUP and is_five(item):
        return "five"
    return looks.get(item.type, "cards")


def is_five(item: Item) -> bool:
    """Whether its options are five short levels, and perhaps one that says: not my business."""
    scored = [choice for choice in item.options if not is_apart(choice.text)]
    return len(scored) == FIVE and len(item.options) <= FIVE + 1 and all(len(one.text) <= MOST_SHORT for one in scored)


def is_apart(text: str) -> bool:
    """Whether an option stands apart from the levels."""
    return text.startswith(("不了解", "未办理", "没办过", "不清楚", "不适用"))


def _lines(item: Item, answer: Answer | None) -> list[Line]:
    if item.type == ItemType.MATRIX:
        given = answer if isinstance(answer, Mapping) else {}
        return [Line(PREFIX + field_of(item, row.value), row.text, _options(item, given.get(row.value))) for row in item.rows]
    return [Line(PREFIX + field_of(item), item.title, _options(item, answer))]


def _options(item: Item, answer: Answer | None) -> list[Option]:
    several = isinstance(answer, Sequence) and not isinstance(answer, str)
    chosen = {code_of(one) for one in answer} if several else {code_of(answer)} if answer is not None else set()  # type: ignore[union-attr]
    return [Option(code_of(one.value), one.text, code_of(one.value) in chosen) for one in item.options]
