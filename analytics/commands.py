"""`flask counters`: figures against the rows they come from."""

from __future__ import annotations

import click

from analytics import rebuilding
from analytics.counting import count
from app.commands.answers import tell
from app.database import db


@click.group()
def counters() -> None:
    """What figures are counted from."""


@counters.command()
@click.option("--check", is_flag=True, help="Only compare; exit 1 on a difference.")
def rebuild(check: bool) -> None:
    """Count everything anew, while people work. Writes {"matters", "facts", "cells"}: how many, and how many were off."""
    matters = facts = 0
    for ids in rebuilding.slices():
        matters += len(ids)
        facts += rebuilding.differing_facts(ids) if check else count(ids)
        db.session.commit()
    cells = len(rebuilding.differing_cells()) if check else rebuilding.right_cells()
    db.session.commit()
    tell({"matters": matters, "facts": facts, "cells": cells}, ok=not check or not (facts or cells))
