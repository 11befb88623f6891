"""What can never happen, found by trying: every way to answer that a condition can tell apart, hidden items unanswered.

The trial is exact as long as it ends within `MOST_STEPS`; beyond that nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.conditions import evaluate, in_words, parse_or_none, truth
from surveys.definition import Answer, Answers, Item, Page, Questionnaire
from surveys.dependencies import asked_by, behind, circle, in_order, placed
from surveys.findings import Finding
from surveys.linting.places import Condition, conditions
from surveys.linting.ways import Mentioned, ways

MOST_STEPS = 8_000  # for one condition
MOST_IN_ALL = 40_000  # for a questionnaire: about a second

Way = dict[str, Answer]


@dataclass(frozen=True)
class _Stop:
    """An item on the way: when it is shown, and how it can be answered on a whole sheet and on one not yet whole."""

    conditions: tuple[str, ...]
    whole: list[Way]
    partial: list[Way]


@dataclass
class _Trial:
    """Goes through the ways to answer some items; knows whether a condition came out true and came out false."""

    stops: list[_Stop]
    condition: str
    around: str
    left: int
    is_whole: bool = True
    outcomes: set[bool] = field(default_factory=set)

    def run(self) -> set[bool] | None:
        """The truths of the condition where *around* holds; None where there are too many ways to try.

        What a whole sheet can make true may be true; what a sheet on the way can make false is no idle condition.
        """
        self._step(0, {})
        if self.left > 0 and self.outcomes == {True}:
            self.is_whole = False
            self._step(0, {})
        return self.outcomes if self.left > 0 or len(self.outcomes) == 2 else None

    def _step(self, at: int, answers: Way) -> None:
        self.left -= 1
        if self.left <= 0 or len(self.outcomes) == 2:
            return
        if at == len(self.stops):
            if holds(self.around, answers):
                self.outcomes.add(holds(self.condition, answers))
            return
        stop = self.stops[at]
        if not all(holds(condition, answers) for condition in stop.conditions):
            self._step(at + 1, answers)
            return
        for way in stop.whole if self.is_whole else stop.partial:
            answers.update(way)
            self._step(at + 1, answers)
            for key in way:
                del answers[key]


def holds(condition: str, answers: Answers) -> bool:
    """Whether a condition holds; an empty one does."""
    tree = parse_or_none(condition)
    return tree is None or truth(evaluate(tree, answers))


def reach_findings(questionnaire: Questionnaire, broken: set[str]) -> Iterator[Finding]:
    """Items and sections that nobody can get to see, and conditions that say nothing. *broken*: places with faults."""
    if circle(questionnaire) or len(questionnaire.by_name) < sum(1 for _ in questionnaire.items):
        return
    every = list(conditions(questionnaire))
    homes = {item.name: (page, item) for page, item in placed(questionnaire)}
    faulty = {one.owner for one in every if one.path in broken} | _of_broken_pages(questionnaire, broken)
    order, left = in_order(questionnaire), MOST_IN_ALL
    for condition in every:
        around = _around(condition, homes)
        names = behind(asked_by(condition.text, questionnaire) | asked_by(around, questionnaire), questionnaire)
        if condition.path in broken or names & faulty or left <= 0:
            continue
        mentioned = Mentioned.of(one for one in every if one is condition or not one.owner or one.owner in names)
        stops = [_stop(*homes[name], mentioned) for name in order if name in names]
        trial = _Trial(stops, condition.text, around, min(left, MOST_STEPS))
        before = trial.left
        outcomes = trial.run()
        left -= before - max(trial.left, 0)
        yield from _judged(condition, outcomes, questionnaire)


def _stop(page: Page, item: Item, mentioned: Mentioned) -> _Stop:
    shown = tuple(text for text in (page.visible_if, item.visible_if) if text.strip())
    return _Stop(shown, ways(item, mentioned, is_whole=True), ways(item, mentioned, is_whole=False))


def _of_broken_pages(questionnaire: Questionnaire, broken: set[str]) -> set[str]:
    pages = enumerate(questionnaire.pages)
    return {item.name for number, page in pages if f"pages[{number}].visibleIf" in broken for item in page.items}


def _around(condition: Condition, homes: Mapping[str, tuple[Page, Item]]) -> str:
    """What must hold for the condition to be asked at all: an item's section, and the item where it is about requiring."""
    if not condition.owner:
        return ""
    page, item = homes[condition.owner]
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
