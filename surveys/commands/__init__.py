"""Commands of the survey side."""

from __future__ import annotations

import click

from surveys.commands.definitions import COMMANDS


@click.group("surveys")
def surveys_group() -> None:
    """Questionnaires from the command line."""


for _command in COMMANDS:
    surveys_group.add_command(_command)
