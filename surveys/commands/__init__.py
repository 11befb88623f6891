"""Commands of the survey side."""

from __future__ import annotations

import click

from surveys.commands import definitions, files
from surveys.commands.counters import rebuild_counters


@click.group("surveys")
def surveys_group() -> None:
    """Questionnaires from the command line."""


for _command in (*definitions.COMMANDS, *files.COMMANDS, rebuild_counters):
    surveys_group.add_command(_command)
