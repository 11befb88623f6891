"""How long the long trials are: everyday they are short, so that all tests end in time; FULL_TRIALS=1 plays them whole."""

from __future__ import annotations

import os

import pytest

FULL = bool(os.environ.get("FULL_TRIALS"))


def everyday(engine: str) -> list[pytest.MarkDecorator]:
    """Marks of a module whose `served` house stands everyday on *engine* alone."""
    return [] if FULL else [pytest.mark.parametrize("served", [engine], indirect=True)]
