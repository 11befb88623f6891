"""`flask people` and `flask units`: how a real office begins. JSON out; 1 when something was refused."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from app.actor import SYSTEM
from app.auth import codes, imports, staff, unit_rows
from app.auth.sheets import Tally
from app.clock import day_of, local, now
from app.database import db
from app.errors import Denied, Invalid

people_commands = AppGroup("people", help="People of the office and the departments, and their posts.")
units_commands = AppGroup("units", help="Units: office, departments, areas, public utilities.")
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@people_commands.command("add")
@click.argument("name")
@click.argument("login")
@click.argument("unit")
@click.argument("role")
def add(name: str, login: str, unit: str, role: str) -> None:
    """Add a person with a post and print a one-time code for the first sign-in.

    UNIT is a code or name, ROLE a code (clerk) or label (受理派单). For somebody who is on the list a post is
    added, and no code is given. Prints {"login", "unit", "role", "code", "until"}; exit 1 with {"error"}.
    """
    try:
        answer = _add(name, login.lower(), unit, role, now())
    except Denied as refusal:
        db.session.rollback()
        fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
        _leave({"error": "；".join(fields) or str(refusal)}, ok=False)
    db.session.commit()
    _leave(answer)


def _add(name: str, login: str, unit: str, role: str, at: datetime) -> dict[str, Any]:
    unit_code, role_code = imports.unit_by_name(unit), imports.role_of(role)
    if unit_code is None or role_code is None:
        raise Invalid(f"没有这个单位：{unit}" if unit_code is None else f"没有这个角色：{role}")
    person = imports.person_named(login, name)
    answer: dict[str, Any] = {"login": login, "unit": unit_code, "role": role_code.value}
    if person is None:
        person = staff.add_person(SYSTEM, name, login, at)
        answer["code"] = staff.give_code(SYSTEM, person, codes.new_seed(), at)
        answer["until"] = local(at + codes.ONE_TIME_GOOD_FOR).isoformat(timespec="minutes")
    staff.grant(SYSTEM, person, staff.Grant(unit_code, role_code, day_of(at)), at)
    return answer


@people_commands.command("import")
@click.argument("file", type=A_FILE)
@click.option("--rehearse", is_flag=True, help="Only say what would happen.")
@click.option("--codes", "with_codes", is_flag=True, help="Print one-time codes of the new people too.")
def import_people(file: Path, rehearse: bool, with_codes: bool) -> None:
    """Read people from a CSV with the columns 姓名, 登录名, 单位, 角色 and, if wanted, 开始日期; all or nothing.

    Prints {"rows", "new", "same", "errors": [{"row", "column", "value", "reason"}]}; exit 1 with errors.
    """
    try:
        done = imports.import_people(file, now())
    except Invalid as refusal:
        refuse_file(refusal)
    more = {"codes": done.codes} if with_codes and not rehearse and not done.tally.errors else {}
    close_import(done.tally, rehearse, more)


@units_commands.command("import")
@click.argument("file", type=A_FILE, required=False)
@click.option("--shipped", is_flag=True, help="Read the register that comes with the house instead of FILE.")
@click.option("--rehearse", is_flag=True, help="Only say what would happen.")
def import_units(file: Path | None, shipped: bool, rehearse: bool) -> None:
    """Read units from a CSV with the columns 代码, 名称, 简称, 类别 and, if wanted, 上级, 别名, 电话, 职责条款.

    Several aliases stand between 、 and several clauses on lines of their own ("office-01 text"). All or nothing.
    Prints {"rows", "new", "same", "errors": [{"row", "column", "value", "reason"}]}; exit 1 with errors.
    """
    if (file is None) != shipped:
        raise click.UsageError("name a FILE or say --shipped")
    try:
        tally = _shipped() if file is None else imports.import_units(file, now())
    except Invalid as refusal:
        refuse_file(refusal)
    close_import(tally, rehearse, {})


def _shipped() -> Tally:
    rows, new = unit_rows.load_shipped(now())
    return Tally(rows, new, rows - new)


def refuse_file(refusal: Invalid) -> NoReturn:
    """The file itself is no sheet of ours."""
    db.session.rollback()
    fault = {"row": 1, "column": "", "value": "", "reason": str(refusal)}
    _leave({"rows": 0, "new": 0, "same": 0, "errors": [fault]}, ok=False)


def close_import(tally: Tally, rehearse: bool, more: dict[str, Any]) -> None:
    """Keep what was read, if nothing was wrong and it was meant."""
    if tally.errors or rehearse:
        db.session.rollback()
    else:
        db.session.commit()
    _leave(dataclasses.asdict(tally) | more, ok=not tally.errors)


def _leave(answer: dict[str, Any], *, ok: bool = True) -> NoReturn:
    click.echo(json.dumps(answer, ensure_ascii=False))
    raise SystemExit(0 if ok else 1)
