"""Turns of phrase kept as a table, loaded once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_BOOK = Path(__file__).with_name("phrases.toml")


@cache
def book() -> dict[str, Any]:
    """Patterns that give a kind away ("kinds") and that make a message heated ("heat")."""
    return tomllib.loads(_BOOK.read_text(encoding="utf-8"))
