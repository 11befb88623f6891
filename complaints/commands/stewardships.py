"""`flask stewardships import`: the year's list of who carries which enterprise and project."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.auth.commands import A_FILE, close_import, refuse_file
from app.clock import now
from app.errors import Invalid
from complaints.commands.stewardship_rows import import_stewardships

stewardships_commands = AppGroup("stewardships", help="双包一解: leaders and what they carry.")


@stewardships_commands.command("import")
@click.argument("file", type=A_FILE)
@click.option("--rehearse", is_flag=True, help="Only say what would happen.")
def import_list(file: Path, rehearse: bool) -> None:
    """Read a list from XLSX or CSV with the columns 企业名称, 包抓领导.

    Further columns, if wanted: 统一社会信用代码, 项目, 牵头部门, 专班, 一企一策, 开始日期; an empty cell leaves what stands.
    包抓领导 is a name or login of somebody with a living post; units of 专班 stand between 、; 开始日期 as 2026-10-15.
    What is carried by somebody else is handed over. All or nothing.
    Prints {"rows", "new", "same", "errors": [{"row", "column", "value", "reason"}]}; exit 1 with errors.
    """
    try:
        tally = import_stewardships(file, now())
    except Invalid as refusal:
        refuse_file(refusal)
    close_import(tally, rehearse, {})
