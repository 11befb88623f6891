"""Units as rows of a sheet or of the shipped register."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app import taxonomy
from app.actor import SYSTEM
from app.auth.record import record, who_of
from app.auth.units import STREAM
from app.database import db
from app.errors import Invalid
from app.store.people import Unit
from app.web.labels import UNIT_KINDS

CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")
BETWEEN_NAMES = re.compile(r"[、，,;；|\n]+")
BETWEEN_CLAUSES = re.compile(r"[|\n]+")
CLAUSE = re.compile(r"([a-z0-9_]+-\d+)[\s:：]+(.+)", re.DOTALL)
FACTS = ("name", "short", "kind", "phone", "aliases", "clauses")

Facts = dict[str, Any]


def known_names() -> set[str]:
    """By what a unit of the store can be named as a superior: code, full and short name."""
    rows = db.session.execute(select(Unit.code, Unit.name, Unit.short))
    return {name for row in rows for name in row}


def take(row: dict[str, str], known: set[str], at: datetime) -> bool:
    """Add or change the unit of a row of a sheet; whether anything is new. Superiors follow when all units are there."""
    code = row["代码"].lower()
    if wrong := _objections(row, code, known):
        raise Invalid("有地方填得不对。", **wrong)
    unit = db.session.get(Unit, code)
    return write(code, _facts_of(row, code, unit), at)


def write(code: str, facts: Facts, at: datetime) -> bool:
    """Let the unit *code* be as *facts* say; whether that is new."""
    unit = db.session.get(Unit, code)
    if unit is None:
        db.session.add(Unit(code=code, position=_next_position(), superior=None, **facts))
        db.session.flush()
        record(STREAM, who_of(SYSTEM), "unit_added", at, after={"unit": code})
        return True
    changed = [name for name in FACTS if getattr(unit, name) != facts[name]]
    for name in changed:
        setattr(unit, name, facts[name])
    if changed:
        record(STREAM, who_of(SYSTEM), "unit_changed", at, before={"unit": code}, after={"fields": changed})
    return bool(changed)


def set_superiors(pairs: list[tuple[str, str]]) -> None:
    """Hang each unit under its superior, given by code or name."""
    db.session.flush()
    units, above = list(db.session.scalars(select(Unit))), dict(pairs)
    by_name = {name: unit.code for unit in units for name in (unit.short, unit.name, unit.code)}
    for unit in units:
        if above.get(unit.code):
            unit.superior = by_name[above[unit.code]]


def _objections(row: dict[str, str], code: str, known: set[str]) -> dict[str, str]:
    wrong = {}
    if not CODE.fullmatch(code):
        wrong["代码"] = "代码用小写字母开头，后面是字母、数字或下划线，2 到 32 位"
    if not 2 <= len(row["名称"]) <= 60:
        wrong["名称"] = "名称 2 到 60 个字"
    if not 2 <= len(row["简称"]) <= 20:
        wrong["简称"] = "简称 2 到 20 个字"
    if _kind_of(row["类别"]) is None:
        wrong["类别"] = f"类别可以填：{'、'.join(UNIT_KINDS.values())}"
    above = row.get("上级", "")
    if above and (above not in known or above in {code, row["名称"], row["简称"]}):
        wrong["上级"] = "没有这个单位，或者是它自己：填上级的代码、全称或简称"
    return wrong


def _kind_of(text: str) -> str | None:
    if text in UNIT_KINDS:
        return text
    return next((code for code, words in UNIT_KINDS.items() if words == text), None)


def _facts_of(row: dict[str, str], code: str, unit: Unit | None) -> Facts:
    """What the row says; a column that the sheet does not have stays as it is."""
    aliases = [name.strip() for name in BETWEEN_NAMES.split(row.get("别名", "")) if name.strip()]
    return {
        "name": row["名称"],
        "short": row["简称"],
        "kind": _kind_of(row["类别"]),
        "phone": row.get("电话", unit.phone if unit else ""),
        "aliases": list(dict.fromkeys(aliases)) if "别名" in row else (list(unit.aliases) if unit else []),
        "clauses": _clauses_of(row["职责条款"], code) if "职责条款" in row else (list(unit.clauses) if unit else []),
    }


def _clauses_of(text: str, code: str) -> list[dict[str, str]]:
    """One clause a line (or between bars), with its id in front or numbered here."""
    found = []
    for place, line in enumerate(filter(None, map(str.strip, BETWEEN_CLAUSES.split(text))), start=1):
        named = CLAUSE.fullmatch(line)
        found.append({"id": named[1], "text": named[2].strip()} if named else {"id": f"{code}-{place:02}", "text": line})
    return found


def _next_position() -> int:
    last = db.session.scalar(select(func.max(Unit.position)))
    return 0 if last is None else last + 1


def load_shipped(at: datetime) -> tuple[int, int]:
    """Write the register that the house ships; how many units it has and how many of them were new or changed."""
    entries = taxonomy.units().values()
    changed = 0
    for entry in entries:
        unit = db.session.get(Unit, entry.code)
        facts = {
            "name": entry.name, "short": entry.short, "kind": entry.kind, "phone": unit.phone if unit else "",
            "aliases": list(entry.aliases), "clauses": [asdict(clause) for clause in entry.clauses],
        }  # fmt: skip
        changed += write(entry.code, facts, at)
    set_superiors([(entry.code, entry.superior) for entry in entries if entry.superior])
    return len(entries), changed
