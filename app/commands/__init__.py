"""The ground's commands, each group in a file of its own."""

import click

from app.commands.assets import assets
from app.commands.audit import audit
from app.commands.backup import backup
from app.commands.doctor import doctor
from app.commands.keys import keys
from app.commands.migrations import db_commands

ground_commands: list[click.Command] = [db_commands, assets, audit, backup, keys, doctor]
