"""The questionnaires that come with the software, to begin from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from surveys.definition import Questionnaire
from surveys.profile import read

_FOLDER = Path(__file__).parent / "templates_shipped"
CODES = ("overall_2026", "special_service", "closure", "window")  # in the order in which they are offered


@cache
def shipped() -> dict[str, Questionnaire]:
    """The templates by code."""
    return {code: read((_FOLDER / f"{code}.json").read_bytes()) for code in CODES}
