"""`flask surveys rebuild-counters`: the counters of all waves counted anew from the packed codes."""

from __future__ import annotations

import json

import click

from app.database import db
from surveys.operations import counting


@click.command("rebuild-counters")
@click.option("--check", "only_check", is_flag=True, help="Only compare; exit 1 on a difference.")
def rebuild_counters(only_check: bool) -> None:
    """Count the responses of all waves anew.

    Prints JSON {"waves", "responses", "cells", "differences"}; 匿名 answers count from their stir on.
    """
    found = counting.rebuild(only_check=only_check)
    db.session.commit()
    click.echo(json.dumps(found))
    if only_check and found["differences"]:
        raise click.exceptions.Exit(1)
