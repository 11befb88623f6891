"""`flask surveys lint` and `expression`: judged on the command line, without a store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from surveys.commands.definitions import expression, lint_file
from surveys.profile import write
from surveys.shipped import shipped


def _linted(path: Path, content: str) -> tuple[int, list[dict[str, str]]]:
    path.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(lint_file, [str(path)])
    return done.exit_code, json.loads(done.stdout)


def test_a_file_is_linted_with_rule_severity_place_and_sentence(tmp_path: Path) -> None:
    file = tmp_path / "survey.json"
    assert _linted(file, write(shipped()["closure"])) == (0, [])
    code, [found] = _linted(file, write(shipped()["closure"]).replace("{closure_rating} = 1", "{closure_ratin} = 1"))
    assert code == 1
    assert found == {
        "rule": "unknown-name", "severity": "error", "path": "pages[0].elements[2].requiredIf",
        "text": "第 3 题的条件问到“closure_ratin”，问卷里没有这道题，请改成已有的题。",
    }  # fmt: skip


@pytest.mark.parametrize("content", ["", "[1]", '{"pages": [{"name": "a", "elements": [{"type": "signaturepad"}]}]}'])
def test_a_file_that_is_no_definition_is_answered_in_the_same_shape(tmp_path: Path, content: str) -> None:
    code, found = _linted(tmp_path / "survey.json", content)
    assert code == 1
    assert found
    assert all(set(one) == {"rule", "severity", "path", "text"} for one in found)


def test_a_warning_alone_is_no_refusal(tmp_path: Path) -> None:
    one = {"elements": [{"type": "radiogroup", "name": "q", "title": "题", "choices": ["a"]}]}
    code, [found] = _linted(tmp_path / "survey.json", json.dumps(one))
    assert (code, found["rule"], found["severity"]) == (0, "one-choice", "warning")


def test_conditions_are_answered_line_by_line() -> None:
    asked = [
        {"expression": "{a} <= 2 and {b} contains 'x'", "values": {"a": "2", "b": ["x"]}},
        {"expression": "{m.row}", "values": {"m": {"row": "word"}}},
        {"expression": "({a} = 1", "values": {"a": 1}},
        "not json",
        '{"expression": "{a}", "values": {"a": "\\ud800"}}',
        {"values": {}},
        {"expression": "{a} empty"},
    ]
    told = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in asked)
    done = CliRunner().invoke(expression, input=told.encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert answers == [
        {"value": True, "truth": True, "error": None},
        {"value": "word", "truth": False, "error": None},
        {"value": None, "truth": None, "error": "第 1 个字：括号没有关上。"},
        {"line": 4, "error": "这一行不是 UTF-8 的 JSON。"},
        {"line": 5, "error": "这一行不是 UTF-8 的 JSON。"},
        {"line": 6, "error": "expression 须是文字。"},
        {"value": True, "truth": True, "error": None},
    ]
