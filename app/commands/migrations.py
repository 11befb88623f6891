"""`flask db`: the store's shape goes up and down."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app import schema
from app.database import db

db_commands = AppGroup("db", help="Migrations of the store.")


@db_commands.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the store up to REVISION (the newest). Doing it twice changes nothing."""
    schema.upgrade(revision)
    db.engine.dispose()


@db_commands.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the store back to REVISION, such as 0003; "base" takes everything away. Make a backup first."""
    schema.downgrade(revision)
    db.engine.dispose()


@db_commands.command("revision")
@click.argument("message")
@click.argument("number")
def revision(message: str, number: str) -> None:
    """Write migration NUMBER (0005) from the tables as coded. For developers; read it before it is kept."""
    schema.write_revision(message, number)
