"""`flask keys`: a fresh key, and old secrets closed under it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from app.commands.answers import refuse, tell
from app.commands.resealing import reseal_files, reseal_rows
from app.config import Settings
from app.keys import PURPOSES, KeyRing, Purpose

keys = AppGroup("keys", help="The key ring.")
ADD = ["keys", "add"]


def make_first_ring(settings: Settings) -> None:
    """Before the house can be built at all: `flask keys add` makes the ring that QISHENG_KEYS names and nobody wrote."""
    path = ring_path(settings)
    if sys.argv[1:3] == ADD and settings.keys and path is not None and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        KeyRing.new().write(path)


def ring_path(settings: Settings) -> Path | None:
    """The file the ring lies in; None if it stands in the environment itself."""
    if settings.keys is None:
        return settings.folder / "keys.json"
    return None if settings.keys.lstrip().startswith("{") else Path(settings.keys).absolute()


@keys.command("add")
@click.argument("purpose", type=click.Choice(PURPOSES))
def add(purpose: str) -> None:
    """Add a fresh key for PURPOSE and use it from now on; old ones go on opening what they closed.

    The first use makes the whole ring in the file that QISHENG_KEYS names. Restart web and worker afterwards, then
    `flask keys reseal`. Prints {"purpose", "kid", "keys"}.
    """
    path = ring_path(current_app.extensions["qisheng"])
    if path is None:
        refuse("the ring stands in QISHENG_KEYS itself; put it into a file and name that")
    if not os.access(path.parent, os.W_OK):
        refuse(f"{path.parent} cannot be written")
    ring = KeyRing.read(path).add(cast("Purpose", purpose))
    ring.write(path)
    tell({"purpose": purpose, "kid": ring.current(cast("Purpose", purpose)).kid, "keys": len(ring.keys)})


@keys.command("reseal")
def reseal() -> None:
    """Close every sealed column and file under the current key; goes on where it stopped, people may work.

    Prints {"rows": {"table.column": count}, "files": count, "broken": [places that did not open]}.
    """
    settings: Settings = current_app.extensions["qisheng"]
    broken: list[str] = []
    rows = reseal_rows(broken)
    files = reseal_files(settings.uploads, broken)
    tell({"rows": rows, "files": files, "broken": broken}, ok=not broken)
