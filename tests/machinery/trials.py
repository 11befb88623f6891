"""How long the long trials are: everyday they are short, so that all tests end in time; FULL_TRIALS=1 plays them whole."""

from __future__ import annotations

import os

FULL = bool(os.environ.get("FULL_TRIALS"))
