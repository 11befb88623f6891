"""Every fault is found before anyone is asked, with its place; a sound questionnaire is left in peace."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from surveys.findings import BadDefinition
from surveys.linting import lint, minutes
from surveys.profile import read
from surveys.shipped import shipped

SOUND = sorted((Path(__file__).parent / "sound").glob("*.json"))
YES_NO = [{"value": "yes", "text": "是"}, {"value": "no", "text": "否"}]

# A sound questionnaire into which each fault is sown, one at a time.
BED: dict[str, Any] = {
    "title": "苗圃",
    "pages": [
        {"name": "one", "elements": [
            {"type": "radiogroup", "name": "done", "title": "办过事吗？", "isRequired": True, "choices": YES_NO},
            {"type": "rating", "name": "ease", "title": "容易吗？", "isRequired": True},
            {"type": "checkbox", "name": "why", "title": "为什么？", "choices": ["slow", "rude", "far"], "isRequired": True},
            {"type": "matrix", "name": "m", "title": "分项", "columns": [1, 2, 3], "rows": ["time", "people"]},
            {"type": "text", "name": "days", "title": "几天？", "inputType": "number", "min": 0, "max": 99},
            {"type": "text", "name": "on", "title": "哪天？", "inputType": "date"},
        ]},
        {"name": "two", "elements": [
            {"type": "comment", "name": "words", "title": "请说说", "visibleIf": "{done} = 'yes'"},
            {"type": "boolean", "name": "call", "title": "可以联系您吗？"},
        ]},
    ],
    "sidecar": {"ease": {"indicator": "paying_taxes", "environment": "government", "unit": "tax",
                         "scores": {"5": 100, "1": 0}, "followUp": True}},
}  # fmt: skip
WORDS = "pages[1].elements[0].visibleIf"
FIRST = "pages[0].elements"

# rule, place of the finding, where the fault is sown, the fault
SOWN: list[tuple[str, str, str, object]] = [
    ("unknown-name", WORDS, WORDS, "{gone} = 1"),
    ("later-name", WORDS, WORDS, "{call} = true"),
    ("later-name", "pages[0].visibleIf", "pages[0].visibleIf", "{call} = true"),
    ("self-reference", WORDS, WORDS, "{words} notempty"),
    ("cycle", f"{FIRST}[0].visibleIf", f"{FIRST}[0].visibleIf", "{words} notempty"),
    ("unknown-row", WORDS, WORDS, "{m.price} = 1"),
    ("never-visible", WORDS, WORDS, "{done} = 'yes' and {done} = 'no'"),
    ("never-visible", WORDS, WORDS, "{ease} > 4 and {ease} < 2"),
    ("never-visible", WORDS, WORDS, "{ease} > 5"),
    ("never-visible", WORDS, WORDS, "{days} > 99"),
    ("never-visible", WORDS, WORDS, "{on} < '2026-01-01' and {on} > '2026-02-01'"),
    ("never-visible", "pages[1].visibleIf", "pages", [
        {"name": "zero", "elements": [{"type": "boolean", "name": "b", "title": "?"}]},
        {"name": "one", "visibleIf": "{b} = true and {b} = false",
         "elements": [{"type": "comment", "name": "c", "title": "说"}]},
        {"name": "two", "elements": [{"type": "comment", "name": "d", "title": "说说"}]},
    ]),
    ("unreachable-end", "pages[1].visibleIf", "pages[1].visibleIf", "{done} empty"),
    ("unreachable-end", f"{FIRST}[2]", f"{FIRST}[2].minSelectedChoices", 4),
    ("always-visible", WORDS, WORDS, "{done} = 'yes' or {done} <> 'yes'"),
    ("never-required", "pages[1].elements[0].requiredIf", "pages[1].elements[0].requiredIf", "{done} = 'no'"),
    ("always-required", "pages[1].elements[0].requiredIf", "pages[1].elements[0].requiredIf", "{done} = 'yes'"),
    ("redundant", f"{FIRST}[2].requiredIf", f"{FIRST}[2].requiredIf", "{ease} < 3"),
    ("constant", WORDS, WORDS, "1 = 1"),
    ("syntax", WORDS, WORDS, "({done} = 'yes'"),
    ("syntax", WORDS, WORDS, "{done} = 'yes"),
    ("syntax", WORDS, WORDS, "{done = 'yes'"),
    ("syntax", WORDS, WORDS, "｛done｝ ＝ 'yes'"),
    ("syntax", WORDS, WORDS, "{done} = 'yes' {ease} > 3"),
    ("syntax", WORDS, WORDS, "{done} ="),
    ("syntax", WORDS, WORDS, "iif({done}, 1, 2)"),
    ("unknown-option", WORDS, WORDS, "{done} = 'maybe'"),
    ("unknown-option", WORDS, WORDS, "{why} contains 'dear'"),
    ("unknown-option", WORDS, WORDS, "{m.time} = 7"),
    ("type-mismatch", WORDS, WORDS, "{done} > 3"),
    ("type-mismatch", WORDS, WORDS, "{why} = 'slow'"),
    ("type-mismatch", WORDS, WORDS, "{m} = 1"),
    ("type-mismatch", WORDS, WORDS, "{days} > 'many'"),
    ("type-mismatch", WORDS, WORDS, "{on} > '昨天'"),
    ("type-mismatch", WORDS, WORDS, "{done} = ['yes', 'no']"),
    ("type-mismatch", WORDS, WORDS, "{ease}"),
    ("type-mismatch", f"{FIRST}[4].min", f"{FIRST}[4].min", "零"),
    ("duplicate-name", f"{FIRST}[1].name", f"{FIRST}[1].name", "Done"),
    ("duplicate-page", "pages[1].name", "pages[1].name", "one"),
    ("duplicate-code", f"{FIRST}[2].choices[1]", f"{FIRST}[2].choices", ["slow", {"value": "slow", "text": "慢吞吞"}, "far"]),
    ("duplicate-code", f"{FIRST}[2].choices[3]", f"{FIRST}[2]", {"choices": ["slow", "rude", "none"], "showNoneItem": True}),
    ("duplicate-code", f"{FIRST}[3].rows[1]", f"{FIRST}[3].rows", ["time", "time"]),
    ("duplicate-label", f"{FIRST}[0].choices[1]", f"{FIRST}[0].choices", [YES_NO[0], {"value": "no", "text": "是"}]),
    ("empty-choices", f"{FIRST}[2].choices", f"{FIRST}[2].choices", []),
    ("empty-choices", f"{FIRST}[3].columns", f"{FIRST}[3].columns", []),
    ("empty-rows", f"{FIRST}[3].rows", f"{FIRST}[3].rows", []),
    ("one-choice", f"{FIRST}[2].choices", f"{FIRST}[2].choices", ["slow"]),
    ("empty-label", f"{FIRST}[0].choices[1]", f"{FIRST}[0].choices", [YES_NO[0], {"value": "no", "text": " "}]),
    ("bad-range", f"{FIRST}[1].rateMax", f"{FIRST}[1].rateMax", 1),
    ("bad-range", f"{FIRST}[2].maxSelectedChoices", f"{FIRST}[2]", {"minSelectedChoices": 3, "maxSelectedChoices": 2}),
    ("bad-range", f"{FIRST}[4].max", f"{FIRST}[4].max", -1),
    ("too-many-steps", f"{FIRST}[1].rateMax", f"{FIRST}[1].rateMax", 100),
    ("bad-name", f"{FIRST}[4].name", f"{FIRST}[4].name", "几 天{}"),
    ("no-title", f"{FIRST}[4].title", f"{FIRST}[4].title", " "),
    ("empty-page", "pages[0]", "pages[0].elements", []),
    ("no-items", "pages", "pages", []),
    ("unknown-indicator", "sidecar.ease.indicator", "sidecar.ease.indicator", "happiness"),
    ("unknown-environment", "sidecar.ease.environment", "sidecar.ease.environment", "weather"),
    ("unknown-unit", "sidecar.ease.unit", "sidecar.ease.unit", "nobody"),
    ("unknown-score", "sidecar.ease.scores", "sidecar.ease.scores", {"9": 100}),
    ("scored-silence", "sidecar.m.scores", "", {"sidecar": {"m": {"indicator": "paying_taxes", "scores": {"1": 50}}},
     "pages": [{"name": "p", "elements": [{"type": "matrix", "name": "m", "title": "表", "rows": ["a"],
                                           "columns": [{"value": 1, "text": "不了解"}, 2]}]}]}),
    ("follow-up", "sidecar.ease.followUp", "sidecar.ease.scores", {}),
    ("no-indicator", "sidecar.ease.indicator", "sidecar.ease.indicator", ""),
    ("too-long", "pages", "pages[1].elements", [
        {"type": "comment", "name": f"c{n}", "title": "请说说您在这一方面遇到过的困难和建议，越具体越好"} for n in range(16)]),
]  # fmt: skip


def _sown(place: str, fault: object) -> dict[str, Any]:
    grown = copy.deepcopy(BED)
    steps = [int(step) if step.isdigit() else step for step in place.replace("[", ".").replace("]", "").split(".") if step]
    bed: Any = grown
    for step in steps[:-1]:
        bed = bed[step]
    if isinstance(fault, dict) and (not steps or isinstance(steps[-1], int)):
        (bed[steps[-1]] if steps else bed).update(fault)
    else:
        bed[steps[-1]] = fault
    if '"ease"' not in json.dumps(grown["pages"]):
        grown["sidecar"].pop("ease", None)
    return grown


def test_the_bed_is_sound() -> None:
    assert lint(read(json.dumps(BED))) == []


@pytest.mark.parametrize(("rule", "path", "place", "fault"), SOWN, ids=[f"{n}-{row[0]}" for n, row in enumerate(SOWN)])
def test_a_sown_fault_is_found_at_its_place(rule: str, path: str, place: str, fault: object) -> None:
    found = lint(read(json.dumps(_sown(place, fault))))
    assert (rule, path) in [(one.rule, one.path) for one in found]
    assert all(one.text.endswith("。") for one in found)


# Faults that cannot be sown into a definition of ours: the profile refuses them.
@pytest.mark.parametrize(
    ("path", "place", "fault"),
    [(f"{FIRST}[0].type", f"{FIRST}[0].type", "imagemap"), (f"{FIRST}[0].enableIf", f"{FIRST}[0].enableIf", "{ease} = 1")],
)
def test_what_is_outside_the_profile_never_reaches_the_linter(path: str, place: str, fault: object) -> None:
    with pytest.raises(BadDefinition) as refused:
        read(json.dumps(_sown(place, fault)))
    assert path in [one.path for one in refused.value.findings]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_questionnaire_is_left_in_peace(path: Path) -> None:
    assert lint(read(path.read_bytes())) == []


def test_the_shipped_questionnaires_are_sound_and_short() -> None:
    assert len(SOUND) == 20
    assert {code: lint(asked) for code, asked in shipped().items()} == {code: [] for code in shipped()}
    assert all(minutes(asked)[1] < 4 for asked in shipped().values())


def test_a_full_width_condition_comes_with_its_repair() -> None:
    [found] = lint(read(json.dumps(_sown(WORDS, "（{done} ＝ “yes”）"))))
    assert (found.at, found.repair) == (0, '({done} = "yes")')


def test_a_contradiction_is_told_in_words() -> None:
    [found] = lint(read(json.dumps(_sown(WORDS, "{done} = 'yes' and {done} = 'no'"))))
    assert found.text == (
        "第 7 题永远不会出现：没有一种答法能让“第 1 题“办过事吗？”选“是”，并且第 1 题“办过事吗？”选“否””成立，请改条件。"
    )
