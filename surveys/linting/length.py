"""How long it takes to answer: reading at an easy pace, and a little for each act."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.definition import Item, ItemType, Questionnaire
from surveys.findings import Finding

SIGNS_A_SECOND = 7
ACT = {ItemType.CHECKBOX: 6.0, ItemType.TEXT: 8.0, ItemType.COMMENT: 20.0, ItemType.DROPDOWN: 4.0}
CHOICE = 3.0
MOST_MINUTES = 5.0


def seconds(item: Item) -> float:
    """How long one item takes."""
    reading = (len(item.title) + len(item.description)) / SIGNS_A_SECOND
    if item.type == ItemType.MATRIX:
        return reading + sum(len(row.text) / SIGNS_A_SECOND + CHOICE for row in item.rows)
    return reading + ACT.get(item.type, CHOICE)


def minutes(questionnaire: Questionnaire) -> tuple[float, float]:
    """The shortest way and the longest, in minutes: without everything that hangs on a condition, and with it."""
    shortest = longest = 0.0
    for page in questionnaire.pages:
        for item in page.items:
            longest += seconds(item) / 60
            shortest += 0.0 if page.visible_if.strip() or item.visible_if.strip() else seconds(item) / 60
    return shortest, longest


def length_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Whether it asks for too much patience."""
    _, longest = minutes(questionnaire)
    if longest > MOST_MINUTES:
        yield Finding("too-long", "warning", "pages", f"最长要答 {longest:.1f} 分钟，超过 5 分钟，请减题或分两次问。")
