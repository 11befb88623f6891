"""`flask backup`: make, look through, take back."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import backup as backups
from app.commands.answers import refuse, tell
from app.config import Settings
from app.database import reading

backup = AppGroup("backup", help="One tar file with the store of one moment and its files; never the key ring.")
FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


def _settings() -> Settings:
    settings = current_app.extensions["qisheng"]
    assert isinstance(settings, Settings)
    return settings


@backup.command("make")
@FILE
def make(path: Path) -> None:
    """Write a backup to FILE, which must not exist yet; people may go on working.

    Prints {"file", "bytes", "files", "checkpoint", "rows": {table: count}}.
    """
    try:
        tell(backups.make(_settings(), path))
    except (backups.BrokenBackup, OSError) as error:
        refuse(str(error))


@backup.command("verify")
@FILE
def verify(path: Path) -> None:
    """Look through FILE: every hash, the copy of the store and its chain. Needs the key ring of its time.

    Prints {"engine", "made_at", "revision", "checkpoint", "files", "entries", "broken": [text]}; exit 1 if broken.
    """
    reading.set(True)
    try:
        found = backups.verify(_settings(), path)
    except backups.BrokenBackup as error:
        refuse(str(error))
    tell(found, ok=not found["broken"])


@backup.command("restore")
@FILE
def restore(path: Path) -> None:
    """Fill an empty data folder and database from FILE, bring it to the newest migration and verify it.

    Numbers jump ahead by 1000, so that none is given twice. Prints {"made_at", "files", "entries", "broken"}.
    """
    try:
        done = backups.restore(_settings(), path)
    except backups.BrokenBackup as error:
        refuse(str(error))
    tell(done, ok=not done["broken"])
