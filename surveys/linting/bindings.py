"""Faults of bindings: indicators, environments and departments that do not exist, and points that fit no option."""

from __future__ import annotations

from collections.abc import Iterator

from app import taxonomy
from surveys.definition import Binding, Item, Questionnaire, code_of
from surveys.findings import Finding, Severity
from surveys.linting.places import Place, places

Fault = tuple[str, str, str]  # rule, attribute, sentence
UNSCORED = ("不了解", "未办理", "说不清", "不愿回答", "没办过", "不清楚", "不适用")


def binding_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """What is wrong with what the sidecar says."""
    for place in places(questionnaire):
        yield from _judged(place, place.item.binding, place.item.name)
        for row in place.item.rows:
            if row.binding is not None:
                yield from _judged(place, row.binding, f"{place.item.name}.{row.value}")


def _judged(place: Place, binding: Binding, key: str) -> Iterator[Finding]:
    faults = [*_unknown(binding), *_points(place.item, binding), *_following(place.item, binding)]
    for rule, attribute, text in faults:
        severity: Severity = "warning" if rule == "no-indicator" else "error"
        yield Finding(rule, severity, f"sidecar.{key}.{attribute}", place.called + text)


def _unknown(binding: Binding) -> Iterator[Fault]:
    known = (
        ("indicator", "指标", binding.indicator, taxonomy.indicators()),
        ("environment", "环境", binding.environment, taxonomy.environments()),
        ("unit", "单位", binding.unit, taxonomy.units()),
    )
    for attribute, called, code, table in known:
        if code and code not in table:
            yield f"unknown-{attribute}", attribute, f"的{called}“{code}”不在册，请改。"


def _points(item: Item, binding: Binding) -> Iterator[Fault]:
    options = {code_of(choice.value): choice.text for choice in item.options}
    for code, _ in binding.scores:
        if code not in options:
            yield "unknown-score", "scores", f"给“{code}”记分，可没有这个选项，请改。"
        elif any(word in options[code] for word in UNSCORED):
            yield "scored-silence", "scores", f"给“{options[code]}”记了分；不了解、未办理不计分，请去掉。"
    if binding.scores and not binding.indicator:
        yield "no-indicator", "indicator", "计分却没有指标，结果进不了指标，请补上。"


def _following(item: Item, binding: Binding) -> Iterator[Fault]:
    is_scored = binding.scores or any(row.binding and row.binding.scores for row in item.rows)
    if binding.follow_up and not is_scored:
        yield "follow-up", "followUp", "要跟进差评，可各选项没有分数，分不出差评，请补上分数。"
    if binding.follow_up and not binding.unit:
        yield "follow-up", "followUp", "要跟进差评，可没有责任单位，请补上。"
