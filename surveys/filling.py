"""A questionnaire with answers in it: what is shown, what must be answered, and which answers count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.conditions import evaluate, is_missing, parse_or_none, truth
from surveys.definition import COMMENT, Answer, Answers, Item, Questionnaire
from surveys.dependencies import in_order, placed


@dataclass(frozen=True)
class Filled:
    """What holds for one set of answers; `answers` are those that count, the rest is dropped at the end."""

    visible: frozenset[str]
    required: frozenset[str]
    pages: tuple[str, ...]
    answers: dict[str, Answer]


def fill(questionnaire: Questionnaire, given: Answers) -> Filled:
    """What is shown and what counts of *given*. Hidden means unanswered, also for the conditions that follow."""
    kept: dict[str, Answer] = {}
    visible: set[str] = set()
    homes = {item.name: (page, item) for page, item in reversed(list(placed(questionnaire)))}
    for name in in_order(questionnaire):
        page, item = homes[name]
        if _holds(page.visible_if, kept) and _holds(item.visible_if, kept):
            visible.add(name)
            _keep(item, given, kept)
    required = {name for name in visible if _is_required(homes[name][1], kept)}
    pages = tuple(page.name for page in questionnaire.pages if any(item.name in visible for item in page.items))
    order = [key for item in questionnaire.items for key in (item.name, item.name + COMMENT)]
    return Filled(frozenset(visible), frozenset(required), pages, {key: kept[key] for key in order if key in kept})


def _keep(item: Item, given: Answers, kept: dict[str, Answer]) -> None:
    for key in (item.name, item.name + COMMENT) if item.has_other else (item.name,):
        answer = given.get(key)
        if isinstance(answer, Mapping):
            answer = {row: value for row, value in answer.items() if not is_missing(value)}
        if answer is not None and not is_missing(answer):
            kept[key] = answer


def _holds(condition: str, answers: Mapping[str, Answer]) -> bool:
    """A broken condition hides nothing: the linter stops it before anyone else sees it."""
    tree = parse_or_none(condition)
    return tree is None or truth(evaluate(tree, answers))


def _is_required(item: Item, answers: Mapping[str, Answer]) -> bool:
    tree = parse_or_none(item.required_if)
    return item.is_required or (tree is not None and truth(evaluate(tree, answers)))
