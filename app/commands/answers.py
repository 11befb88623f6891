"""How a command answers: JSON on standard output; 1 when something was refused or broken, 2 for wrong use."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import click


def tell(answer: dict[str, Any], *, ok: bool = True) -> None:
    """Print *answer* and leave with 0 or 1."""
    click.echo(json.dumps(answer, ensure_ascii=False, default=str))
    if not ok:
        raise SystemExit(1)


def refuse(sentence: str) -> NoReturn:
    """Print why nothing was done and leave with 1."""
    click.echo(json.dumps({"error": sentence}, ensure_ascii=False))
    raise SystemExit(1)
