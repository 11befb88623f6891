"""A questionnaire as it is asked: pages of items, frozen; what stands in one published version never changes.

How it is used (all of it pure: no Flask, no store, no clock):

* `surveys.profile.read(text) -> Questionnaire` reads SurveyJS-profile JSON (`Invalid` with Chinese places otherwise), and
  `surveys.profile.write(questionnaire) -> str` writes it again: that text is what a version keeps.
* `surveys.linting.lint(questionnaire) -> list[Finding]`: a version is published only without errors among them.
* `surveys.editing`: acts on a draft that break no condition; `surveys.plain`: conditions as lines of a form.
* `surveys.filling.fill(questionnaire, answers) -> Filled`: what is visible and required, and the answers that count
  (hidden means unanswered); `surveys.checking.check(questionnaire, answers) -> dict[str, str]`: a Chinese sentence by item.
* `surveys.entries.from_form(items, request.form.getlist)`: the answers that a form sent.
* `surveys.packing.slots(questionnaire)`, `pack(questionnaire, answers) -> str`, `tallies(questionnaire, codes)`: the packed
  codes of a response and the cells that it adds to the counters.
* `surveys.suppression.release…`: what may be shown of a 保密 or 匿名 wave; `surveys.comparing.verdicts`: what changed.
* `surveys.conditions.parse/in_words/evaluate`: the language of `visible_if` and `required_if`.

An item's `name` is its stable id over all versions; renaming changes `title` only. Conditions are kept as they were
written and parsed where they are used, so that a draft with a broken one can be stored, shown and corrected.
Answers are a mapping from item name to a value: one value, a list (checkbox), or a mapping of row to column (matrix);
the words of 其他 stand beside it under `name + COMMENT`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Value = str | int | float | bool
Answer = Value | Sequence[Value] | Mapping[str, Value]
Answers = Mapping[str, Answer]

COMMENT = "-Comment"  # as SurveyJS names the text beside an answer
OTHER, NONE = "other", "none"


class ItemType(StrEnum):
    """What kind of question it is, by its SurveyJS name."""

    RADIOGROUP = "radiogroup"
    RATING = "rating"
    CHECKBOX = "checkbox"
    DROPDOWN = "dropdown"
    BOOLEAN = "boolean"
    TEXT = "text"
    COMMENT = "comment"
    MATRIX = "matrix"


SINGLE = frozenset({ItemType.RADIOGROUP, ItemType.RATING, ItemType.DROPDOWN, ItemType.BOOLEAN})
WRITTEN = frozenset({ItemType.TEXT, ItemType.COMMENT})
LISTED = frozenset({ItemType.RADIOGROUP, ItemType.DROPDOWN, ItemType.CHECKBOX})  # may have 其他 and 以上都没有


def code_of(value: object) -> str:
    """A value as counters and keys of JSON spell it: true and false, 3 and not 3.0."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@dataclass(frozen=True)
class Choice:
    """An option: the code that is stored and the words that are shown."""

    value: Value
    text: str


@dataclass(frozen=True)
class Binding:
    """What SurveyJS does not know of an item: where its figure belongs and who follows a bad answer up.

    `scores`: points 0–100 by the option's code (`code_of`); an option without points (不了解/未办理) is counted and
    never scored.
    `is_restricted`: only the office and the discipline unit see its results.
    """

    indicator: str = ""
    environment: str = ""
    unit: str = ""
    scores: tuple[tuple[str, float], ...] = ()
    follow_up: bool = False
    is_restricted: bool = False

    def score(self, value: object) -> float | None:
        """The points of an answer, None where it is not scored."""
        return dict(self.scores).get(code_of(value))


@dataclass(frozen=True)
class Row:
    """A line of a matrix; without a binding of its own it has the item's."""

    value: str
    text: str
    binding: Binding | None = None


@dataclass(frozen=True)
class Item:
    """A question. `choices` are the options, of a matrix its columns; `low` and `high` bound a number or a date."""

    name: str
    type: ItemType
    title: str
    description: str = ""
    is_required: bool = False
    visible_if: str = ""
    required_if: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    every_row: bool = False
    has_other: bool = False
    other_text: str = "其他"
    has_none: bool = False
    none_text: str = "以上都没有"
    min_selected: int | None = None
    max_selected: int | None = None
    rate_min: int = 1
    rate_max: int = 5
    low_text: str = ""
    high_text: str = ""
    label_true: str = "是"
    label_false: str = "否"
    input_type: str = "text"
    low: Value | None = None
    high: Value | None = None
    max_length: int | None = None
    placeholder: str = ""
    binding: Binding = field(default_factory=Binding)

    @property
    def options(self) -> tuple[Choice, ...]:
        """Everything that can be chosen, in the order shown; nothing where words are written."""
        if self.type == ItemType.RATING:
            return self.choices or tuple(Choice(n, str(n)) for n in range(self.rate_min, self.rate_max + 1))
        if self.type == ItemType.BOOLEAN:
            return Choice(True, self.label_true), Choice(False, self.label_false)
        extra = [Choice(NONE, self.none_text)] * self.has_none + [Choice(OTHER, self.other_text)] * self.has_other
        return (*self.choices, *extra)

    def text_of(self, value: object) -> str:
        """The words of an option; what is no option is shown as itself."""
        return next((choice.text for choice in self.options if code_of(choice.value) == code_of(value)), str(value))

    def binding_of(self, row: str) -> Binding:
        """The binding of a matrix row."""
        return next((one.binding for one in self.rows if one.value == row and one.binding), self.binding)


@dataclass(frozen=True)
class Page:
    """A section: what is asked on one screen."""

    name: str
    items: tuple[Item, ...]
    title: str = ""
    description: str = ""
    visible_if: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """All of it, in the order of asking."""

    title: str
    pages: tuple[Page, ...]
    description: str = ""

    @property
    def items(self) -> Iterator[Item]:
        """Every item in order."""
        return (item for page in self.pages for item in page.items)

    @cached_property
    def by_name(self) -> dict[str, Item]:
        """Items by name; the first where a name stands twice."""
        found: dict[str, Item] = {}
        for item in self.items:
            found.setdefault(item.name, item)
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number that people read before each item."""
        return {name: number for number, name in enumerate(self.by_name, start=1)}
