"""The model that reads now: kept in memory, read anew when the pointer on the disk changes."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from analytics.text import store
from analytics.text.model import Model

_log = logging.getLogger(__name__)
_lock = Lock()
_kept: tuple[Path, str, Model | None] | None = None


def active_model() -> Model | None:
    """The active model; None where none lives or the one pointed at is refused: then rules alone read."""
    global _kept
    under = store.folder()
    name = store.pointed(under)
    if name is None:
        return None
    with _lock:
        if _kept is None or _kept[:2] != (under, name):
            _kept = under, name, _loaded(under / name)
        return _kept[2]


def _loaded(place: Path) -> Model | None:
    try:
        return store.load(place)
    except store.BadModel as error:
        _log.error("reading with rules alone: %s", error)
        return None
