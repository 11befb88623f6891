"""What is shown once: a one-time code, recovery codes. It travels in the signed cookie to the next page and no further."""

from __future__ import annotations

from flask import session


def show_once(name: str, *values: str) -> None:
    """Let the next page that asks for *name* see *values*."""
    session[f"shown_{name}"] = list(values)


def take_shown(name: str) -> list[str]:
    """What was to be shown once; a second asking finds nothing."""
    found: list[str] = session.pop(f"shown_{name}", [])
    return found
