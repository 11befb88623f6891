"""Which item hangs on which: the order in which conditions can be answered, and the circles in which they cannot."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from surveys.conditions import names_in, parse_or_none
from surveys.conditions.words import item_of
from surveys.definition import Item, Page, Questionnaire


def placed(questionnaire: Questionnaire) -> Iterator[tuple[Page, Item]]:
    """Every item with its page, in the order of asking."""
    return ((page, item) for page in questionnaire.pages for item in page.items)


def asked_by(condition: str, questionnaire: Questionnaire) -> set[str]:
    """The items for whose answers *condition* asks."""
    tree = parse_or_none(condition)
    found = (item_of(name.name, questionnaire) for name in names_in(tree)) if tree else ()
    return {item.name for item in found if item is not None}


@lru_cache(maxsize=64)
def needs(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """For each item, those whose answers decide whether it is shown."""
    found: dict[str, frozenset[str]] = {}
    for page, item in placed(questionnaire):
        both = asked_by(page.visible_if, questionnaire) | asked_by(item.visible_if, questionnaire)
        found[item.name] = found.get(item.name, frozenset()) | both
    return found


@lru_cache(maxsize=64)
def in_order(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The names, each after those that decide about it; in the order of asking where they go in circles."""
    if circle(questionnaire):
        return tuple(questionnaire.by_name)
    return tuple(TopologicalSorter(needs(questionnaire)).static_order())


def circle(questionnaire: Questionnaire) -> list[str]:
    """Items that wait for each other; nothing where there are none."""
    try:
        TopologicalSorter(needs(questionnaire)).prepare()
    except CycleError as error:
        return list(error.args[1][1:])
    return []


def behind(names: set[str], questionnaire: Questionnaire) -> set[str]:
    """*names* and all that decides about them, however far."""
    graph, found, waiting = needs(questionnaire), set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph.get(name, ())
    return found
