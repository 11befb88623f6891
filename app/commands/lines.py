"""Lines of JSON in, lines of JSON out: a bad line is answered with its number, and the rest goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click

from app.errors import Invalid

Answer = dict[str, Any]


def answer_lines(answer: Callable[[Answer], Answer]) -> None:
    """Answer every line of standard input; leave with 1 if one was refused. An answer with an "error" is a refusal too."""
    refused = False
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        if not raw.strip():
            continue
        try:
            found = answer(_question(raw))
        except Invalid as error:
            found = {"line": number, "error": str(error)}
        refused = refused or bool(found.get("error"))
        click.echo(json.dumps(found, ensure_ascii=False).encode())
    if refused:
        raise click.exceptions.Exit(1)


def _question(raw: bytes) -> Answer:
    try:
        question = json.loads(raw.decode("utf-8-sig"))
        json.dumps(question, ensure_ascii=False).encode()  # half of a pair of surrogates can be read and never be written
    except (ValueError, RecursionError) as error:
        raise Invalid("这一行不是 UTF-8 的 JSON。") from error
    if not isinstance(question, dict):
        raise Invalid("这一行不是 JSON 对象。")
    return question
