"""`flask surveys lint` and `flask surveys expression`: questionnaires and conditions judged without a store."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.commands.lines import answer_lines
from app.errors import Invalid
from surveys.conditions import BadCondition, evaluate, parse, truth
from surveys.findings import BadDefinition, Finding
from surveys.linting import lint
from surveys.profile import read

DEFINITION = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("lint")
@click.argument("file", type=DEFINITION)
def lint_file(file: Path) -> None:
    """What is wrong with the questionnaire in FILE (SurveyJS-profile JSON)?

    Prints [{"rule", "severity": "error" or "warning", "path": place in the JSON, "text": Chinese sentence}], [] where
    nothing is wrong. Exit 1 if there is an error among them: it could not be imported or published.
    """
    try:
        findings: Sequence[Finding] = lint(read(file.read_bytes()))
    except BadDefinition as bad:
        findings = bad.findings
    rows = [{"rule": one.rule, "severity": one.severity, "path": one.path, "text": one.text} for one in findings]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    if any(one.severity == "error" for one in findings):
        raise click.exceptions.Exit(1)


@click.command("expression")
def expression() -> None:
    """What does a condition say of given answers?

    Reads lines {"expression": text, "values": {item: answer}}, writes for each {"value", "truth": whether a condition of
    this text holds, "error": null or a Chinese sentence with the place}; both null where there is an error. Exit 1 if
    there was one.
    """
    answer_lines(_judged)


def _judged(question: dict[str, Any]) -> dict[str, Any]:
    text, values = question.get("expression"), question.get("values", {})
    if not isinstance(text, str):
        raise Invalid("expression 须是文字。")
    if not isinstance(values, dict):
        raise Invalid("values 须是对象。")
    try:
        value = evaluate(parse(text), values)
    except BadCondition as bad:
        return {"value": None, "truth": None, "error": str(bad)}
    is_number = not isinstance(value, float) or math.isfinite(value)
    return {"value": value if is_number else None, "truth": truth(value), "error": None}


COMMANDS: list[click.Command] = [lint_file, expression]
