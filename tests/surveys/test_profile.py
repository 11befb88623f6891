"""A definition comes in whole or not at all, and goes out as it came in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import taxonomy
from surveys.definition import Choice, Questionnaire
from surveys.findings import BadDefinition
from surveys.profile import read, write
from surveys.shipped import shipped
from tests.surveys.making import questionnaires


@settings(max_examples=50, deadline=None)
@given(questionnaires())
def test_what_is_exported_comes_in_as_the_same(asked: Questionnaire) -> None:
    assert read(write(asked)) == asked


def test_a_matrix_row_may_belong_to_another_department() -> None:
    asked = shipped()["special_service"]
    matrix = asked.by_name["service_parts"]
    assert (matrix.binding_of("online").unit, matrix.binding_of("attitude").unit) == ("data", "approval")
    assert read(write(asked)) == asked


def test_spellings_of_earlier_surveyjs_and_pages_without_frame_are_understood() -> None:
    asked = read(json.dumps({"elements": [
        {"type": "checkbox", "name": "a", "title": "甲", "choices": ["x", 2, {"value": "y", "text": "乙"}], "hasOther": True},
        {"type": "matrix", "name": "m", "title": "表", "columns": [1, 2], "rows": ["r"], "isAllRowRequired": True},
    ]}))  # fmt: skip
    assert [item.name for item in asked.items] == ["a", "m"]
    assert asked.by_name["a"].has_other
    assert asked.by_name["a"].choices == (Choice("x", "x"), Choice(2, "2"), Choice("y", "乙"))
    assert asked.by_name["m"].every_row


def test_our_not_goes_out_as_surveyjs_knows_it() -> None:
    item = {"type": "text", "name": "a", "title": "甲", "visibleIf": "not {b} = 'not' or {c} empty", "requiredIf": "not ("}
    [read_back] = read(json.dumps({"elements": [item]})).items
    assert read_back.visible_if == "!({b} = 'not') or {c} empty"
    assert read_back.required_if == "not ("


ITEM = {"type": "text", "name": "a", "title": "甲"}


def _with(**more: object) -> str:
    return json.dumps({"pages": [{"name": "p", "elements": [ITEM | more]}]})


@pytest.mark.parametrize(
    ("source", "path", "word"),
    [
        ("", "", "不是 JSON"),
        ("[]", "", "JSON 对象"),
        ('{"pages": [', "", "第 1 行"),
        (b"\xff\xfe{}", "", "UTF-8"),
        ('{"title": 1}', "title", "应当是文字"),
        ('{"logo": "x.png"}', "logo", "不认得"),
        ('{"title": "a", "title": "b"}', "", "写了两次"),
        ('{"pages": {}}', "pages", "列表"),
        ('{"pages": [3]}', "pages[0]", "对象"),
        ('{"pages": [], "elements": []}', "elements", "只能有一个"),
        ('{"title": NaN}', "", "NaN"),
        ('{"title": ' + "9" * 5000 + "}", "", "太大"),
        ("[" * 100_000, "", "嵌套太深"),
        ('{"title": "\\ud800"}', "title", "不能显示"),
        ('{"title": "\\u0000"}', "title", "不能显示"),
        (_with(type="signaturepad"), "pages[0].elements[0].type", "signaturepad"),
        (_with(type=None), "pages[0].elements[0].type", "缺题型"),
        (_with(enableIf="1"), "pages[0].elements[0].enableIf", "不认得"),
        (_with(choices=["a"]), "pages[0].elements[0].choices", "不认得"),
        (_with(name=" "), "pages[0].elements[0].name", "空的"),
        (_with(isRequired="yes"), "pages[0].elements[0].isRequired", "true"),
        (_with(title={"default": "x"}), "pages[0].elements[0].title", "应当是文字"),
        (_with(maxLength=1.5), "pages[0].elements[0].maxLength", "整数"),
        (_with(type="radiogroup", choices=["a", {"text": "b"}]), "pages[0].elements[0].choices[1]", "缺 value"),
        (
            _with(type="radiogroup", choices=[{"value": "a", "visibleIf": "x"}]),
            "pages[0].elements[0].choices[0].visibleIf",
            "不认得",
        ),
        (_with(type="radiogroup", choices=[True]), "pages[0].elements[0].choices[0]", "文字或数"),
        (_with(type="radiogroup", choices="a"), "pages[0].elements[0].choices", "列表"),
        (_with(inputType="color"), "pages[0].elements[0].inputType", "只能是"),
        ('{"pages": [], "sidecar": {"q": {}}}', "sidecar.q", "没有这道题"),
        ('{"pages": [], "sidecar": 1}', "sidecar", "对象"),
        ('{"pages": [], "sidecar": {"q": {"scores": {"a": 120}}}}', "sidecar.q.scores.a", "0 和 100"),
        ('{"pages": [], "sidecar": {"q": {"owner": "x"}}}', "sidecar.q.owner", "不认得"),
    ],
)
def test_what_is_outside_the_profile_is_refused_with_its_place(source: str | bytes, path: str, word: str) -> None:
    with pytest.raises(BadDefinition, match=word) as refused:
        read(source)
    assert path in [one.path for one in refused.value.findings]


KEYS = ["pages", "elements", "type", "name", "choices", "rows", "sidecar", "title", "value", "text", "min"]
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(KEYS), parts, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30) | st.binary(max_size=30) | JSONS.map(json.dumps))
def test_any_file_is_read_or_refused(source: str | bytes) -> None:
    try:
        asked = read(source)
    except BadDefinition as refused:
        assert refused.findings
    else:
        assert read(write(asked)) == asked


def test_the_shipped_questionnaires_stand_on_the_indicators() -> None:
    overall = shipped()["overall_2026"]
    scored = [item for item in overall.items if item.binding.scores]
    assert len(list(overall.items)) == 20
    assert {item.binding.environment for item in scored} == set(taxonomy.environments())
    bound = [item.binding for asked in shipped().values() for item in asked.items if item.binding.scores]
    assert {one.indicator for one in bound} <= set(taxonomy.indicators())
    assert {one.unit for one in bound} <= set(taxonomy.units())
