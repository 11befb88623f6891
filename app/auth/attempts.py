"""Guessing is slow: five tries per name and source, then doubling waits; then limits by name and by source."""

from __future__ import annotations

from datetime import UTC, datetime

from app.web.limits import TooMany, check, count, forgive, storage, tag

FREE = 5
FIRST_WAIT = 30
LONGEST_WAIT = 15 * 60
REMEMBERED = 24 * 3600
BY_NAME = "30/15 minutes"
BY_SOURCE = "100/15 minutes"


def wait_after(tries: int) -> int:
    """Seconds to wait after so many failures in a row."""
    return 0 if tries < FREE else int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - FREE, 10)))


def begin(name: str, source: str) -> None:
    """Count a try before it is looked at; raises TooMany."""
    store, pair = storage(), _pair(name, source)
    if store.get(f"wait:{pair}"):
        raise TooMany(datetime.fromtimestamp(store.get_expiry(f"wait:{pair}"), UTC))
    check("sign_in_name", name, BY_NAME)
    check("sign_in_source", source, BY_SOURCE)
    wait = wait_after(store.incr(f"tries:{pair}", REMEMBERED))
    if wait:
        store.hold(f"wait:{pair}", wait)


def failed(name: str, source: str) -> None:
    """The try was wrong."""
    count("sign_in_name", name, BY_NAME)
    count("sign_in_source", source, BY_SOURCE)


def succeeded(name: str, source: str) -> None:
    """The try was right: what was counted against this name here is forgotten."""
    pair = _pair(name, source)
    storage().clear(f"wait:{pair}")
    storage().clear(f"tries:{pair}")
    forgive("sign_in_name", name, BY_NAME)


def _pair(name: str, source: str) -> str:
    return tag("sign_in", f"{name}\n{source}")
