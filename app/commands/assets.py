"""`flask assets`: style sheets and scripts, bundled and compressed."""

from __future__ import annotations

import click

from app.commands.answers import tell
from app.web.assets import build_assets


@click.command("assets")
def assets() -> None:
    """Bundle and compress the static files. Prints {"name asked for": "name served"}."""
    tell(dict(build_assets()))
