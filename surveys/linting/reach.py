"""What can never happen, found by trying: every way to answer that a condition can tell apart, hidden items unanswered.

The trial is exact as long as the ways are at most `MOST_WAYS`; beyond that nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.conditions import evaluate, in_words, parse_or_none, truth
from surveys.definition import Answer, Answers, Item, Page, Questionnaire
from surveys.dependencies import asked_by, behind, circle, in_order
from surveys.findings import Finding
from surveys.linting.places import Condition, conditions
from surveys.linting.ways import Mentioned, ways

MOST_WAYS = 5_000


@dataclass
class _Trial:
    """Goes through the ways to answer some items; knows whether a condition came out true and came out false."""

    questionnaire: Questionnaire
    order: list[str]
    mentioned: Mentioned
    left: int = MOST_WAYS
    is_whole: bool = True
    outcomes: set[bool] = field(default_factory=set)

    def run(self, condition: str, shown_with: str) -> set[bool] | None:
        """The truths of *condition* where *shown_with* holds; None where there are too many ways to try.

        What a whole sheet can make true may be true; what a sheet on the way can make false is no idle condition.
        """
        outcomes = self._tried(condition, shown_with, is_whole=True)
        return self._tried(condition, shown_with, is_whole=False) if outcomes == {True} else outcomes

    def _tried(self, condition: str, shown_with: str, *, is_whole: bool) -> set[bool] | None:
        self.outcomes, self.left, self.is_whole = set(), MOST_WAYS, is_whole
        self._step(0, {}, condition, shown_with)
        return self.outcomes if self.left > 0 or len(self.outcomes) == 2 else None

    def _step(self, at: int, answers: dict[str, Answer], condition: str, shown_with: str) -> None:
        if self.left <= 0 or len(self.outcomes) == 2:
            return
        if at == len(self.order):
            self.left -= 1
            if holds(shown_with, answers):
                self.outcomes.add(holds(condition, answers))
            return
        page, item = home(self.order[at], self.questionnaire)
        is_shown = holds(page.visible_if, answers) and holds(item.visible_if, answers)
        for way in ways(item, self.mentioned, is_whole=self.is_whole) if is_shown else ({},):
            self._step(at + 1, answers | way, condition, shown_with)


def home(name: str, questionnaire: Questionnaire) -> tuple[Page, Item]:
    """The page of an item, and the item."""
    return next((page, item) for page in questionnaire.pages for item in page.items if item.name == name)


def holds(condition: str, answers: Answers) -> bool:
    """Whether a condition holds; an empty one does."""
    tree = parse_or_none(condition)
    return tree is None or truth(evaluate(tree, answers))


def reach_findings(questionnaire: Questionnaire, broken: set[str]) -> Iterator[Finding]:
    """Items and sections that nobody can get to see, and conditions that say nothing. *broken*: places with faults."""
    if circle(questionnaire) or len(questionnaire.by_name) < sum(1 for _ in questionnaire.items):
        return
    every = {one.path: one for one in conditions(questionnaire)}
    faulty = {one.owner for one in every.values() if one.path in broken} | _of_broken_pages(questionnaire, broken)
    for condition in every.values():
        around = _around(condition, questionnaire)
        names = behind(asked_by(condition.text, questionnaire) | asked_by(around, questionnaire), questionnaire)
        if condition.path in broken or names & faulty:
            continue
        order = [name for name in in_order(questionnaire) if name in names]
        near = [one for one in every.values() if one is condition or not one.owner or one.owner in names]
        outcomes = _Trial(questionnaire, order, Mentioned.of(near)).run(condition.text, around)
        yield from _judged(condition, outcomes, questionnaire)


def _of_broken_pages(questionnaire: Questionnaire, broken: set[str]) -> set[str]:
    pages = enumerate(questionnaire.pages)
    return {item.name for number, page in pages if f"pages[{number}].visibleIf" in broken for item in page.items}


def _around(condition: Condition, questionnaire: Questionnaire) -> str:
    """What must hold for the condition to be asked at all: an item's section, and the item where it is about requiring."""
    if not condition.owner:
        return ""
    page, item = home(condition.owner, questionnaire)
    both = [text for text in (page.visible_if, item.visible_if if condition.is_required_if else "") if parse_or_none(text)]
    return " and ".join(f"({text})" for text in both)


def _judged(condition: Condition, outcomes: set[bool] | None, questionnaire: Questionnaire) -> Iterator[Finding]:
    if outcomes is None or outcomes == {True, False} or (not outcomes and condition.owner):
        return  # can be both; or its section never shows, which is said of the section
    tree = parse_or_none(condition.text)
    said = f"没有一种答法能让“{in_words(tree, questionnaire)}”成立" if tree else ""
    rules: Mapping[tuple[bool, bool], tuple[str, str]] = {
        (False, False): ("never-visible", f"永远不会出现：{said}，请改条件。"),
        (False, True): ("always-visible", "总会出现，条件不起作用，请去掉或改。"),
        (True, False): ("never-required", f"永远不会必答：{said}，请改条件。"),
        (True, True): ("always-required", "出现了就总要答，条件不起作用，请直接设为必答。"),
    }
    is_true = outcomes == {True}
    rule, text = rules[condition.is_required_if, is_true]
    if not condition.owner and not is_true:
        is_last = condition.path == f"pages[{len(questionnaire.pages) - 1}].visibleIf"
        rule = "unreachable-end" if is_last else "never-visible"
    severity = "warning" if is_true else "error"
    yield Finding(rule, "error" if severity == "error" else "warning", condition.path, condition.called + text)
