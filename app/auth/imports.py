"""People and units from a sheet: all or nothing, and every fault named by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select

from app.actor import SYSTEM, Role
from app.auth import codes, staff, unit_rows
from app.auth.sheets import Fault, Tally, read_rows
from app.clock import day_of
from app.database import db
from app.errors import Denied, Invalid
from app.store.people import Person, Post, Unit
from app.web.labels import ROLES

PEOPLE_COLUMNS = ("姓名", "登录名", "单位", "角色")
UNIT_COLUMNS = ("代码", "名称", "简称", "类别")
START = "开始日期"
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
FIELDS = {"name": "姓名", "login": "登录名", "unit": "单位", "role": "角色", "to_on": START}


@dataclass
class PeopleImport:
    """The tally of a sheet of people, and the one-time code of everybody who is new."""

    tally: Tally = field(default_factory=Tally)
    codes: dict[str, str] = field(default_factory=dict)


def import_people(path: Path, at: datetime) -> PeopleImport:
    """Read a sheet of people into the running transaction; with errors the caller has to roll back."""
    done, units = PeopleImport(), units_by_name()
    for number, row in read_rows(path, PEOPLE_COLUMNS):
        done.tally.rows += 1
        take_row(done.tally, number, row, partial(_take_person, done, row, units, at))
    return done


def import_units(path: Path, at: datetime) -> Tally:
    """Read a sheet of units: unknown codes are added, known ones changed."""
    tally, rows = Tally(), list(read_rows(path, UNIT_COLUMNS))
    known = unit_rows.known_names().union(*((row["代码"].lower(), row["名称"], row["简称"]) for _, row in rows))
    for number, row in rows:
        tally.rows += 1
        take_row(tally, number, row, partial(unit_rows.take, row, known, at))
    unit_rows.set_superiors([(row["代码"].lower(), row.get("上级", "")) for _, row in rows] if not tally.errors else [])
    return tally


def take_row(
    tally: Tally, number: int, row: dict[str, str], take: Callable[[], bool], names: Mapping[str, str] = FIELDS
) -> None:
    """Take one row; a refusal becomes faults, the rest of the sheet is still read."""
    try:
        if take():
            tally.new += 1
        else:
            tally.same += 1
    except Invalid as refusal:
        faults = {names.get(name, name): reason for name, reason in refusal.fields.items()} or {"": str(refusal)}
        tally.errors += [Fault(number, column, row.get(column, ""), reason) for column, reason in faults.items()]
    except Denied as refusal:
        tally.errors.append(Fault(number, "", "", str(refusal)))


def _take_person(done: PeopleImport, row: dict[str, str], units: dict[str, str], at: datetime) -> bool:
    """Whether the row brought something new."""
    new, login = _grant_of(row, units, at), row["登录名"].lower()
    person = person_named(login, row["姓名"])
    if person is None:
        person = staff.add_person(SYSTEM, row["姓名"], login, at)
        done.codes[login] = staff.give_code(SYSTEM, person, codes.new_seed(), at)
    elif _has_post(person, new):
        return False
    staff.grant(SYSTEM, person, new, at)
    return True


def person_named(login: str, name: str) -> Person | None:
    """The person with *login*; raises Invalid where that is somebody with another name."""
    person = db.session.scalar(select(Person).where(Person.login == login))
    if person is not None and person.name != name:
        raise Invalid("登录名对不上。", login=f"这个登录名已经是{person.name}的")
    return person


def _has_post(person: Person, new: staff.Grant) -> bool:
    same = select(Post.id).where(Post.person_id == person.id, Post.unit == new.unit, Post.role == new.role.value)
    return db.session.scalar(same.where(Post.to_on.is_(None)).limit(1)) is not None


def _grant_of(row: dict[str, str], units: dict[str, str], at: datetime) -> staff.Grant:
    wrong = {}
    unit, role, from_on = units.get(row["单位"]), role_of(row["角色"]), day_in(row.get(START, "")) or day_of(at)
    if unit is None:
        wrong["unit"] = "没有这个单位：填代码、全称、简称或叫法"
    if role is None:
        wrong["role"] = f"没有这个角色，可以填：{'、'.join(ROLES.values())}"
    if row.get(START) and day_in(row[START]) is None:
        wrong["to_on"] = "日期看不懂，请写成 2026-10-15"
    if wrong or unit is None or role is None:
        raise Invalid("有地方填得不对。", **wrong)
    return staff.Grant(unit, role, from_on)


def role_of(text: str) -> Role | None:
    """The role by code or label."""
    if text in set(Role):
        return Role(text)
    return next((role for role, words in ROLES.items() if words == text), None)


def day_in(text: str) -> date | None:
    """A day as people write it; None if it is none."""
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def unit_by_name(text: str) -> str | None:
    """The code of the living unit that *text* means."""
    return units_by_name().get(text)


def units_by_name() -> dict[str, str]:
    """Codes of living units by code, name, short name and alias."""
    found: dict[str, str] = {}
    for unit in db.session.scalars(select(Unit).where(Unit.ended_on.is_(None)).order_by(Unit.position)):
        for name in (unit.code, unit.name, unit.short, *unit.aliases):
            found.setdefault(name, unit.code)
    return found
