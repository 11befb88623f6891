"""The year's list of who carries what, row by row: taken on, handed over, changed, or as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import or_, select

from app.actor import SYSTEM, Role
from app.auth.imports import day_in, take_row, units_by_name
from app.auth.posts import living
from app.auth.sheets import Tally, read_rows
from app.clock import day_of
from app.database import db
from app.errors import Invalid
from app.store.enterprises import Enterprise
from app.store.people import Person, Post
from app.store.stewardships import Project, Stewardship
from complaints.operations import stewardships
from complaints.operations.steps import Move
from complaints.operations.stewardships import Target, Terms

COLUMNS = ("企业名称", "包抓领导")
CODE, PROJECT, LEAD, FORCE, PLAN, START = "统一社会信用代码", "项目", "牵头部门", "专班", "一企一策", "开始日期"
NAMES = {"enterprise": "企业名称", "code": CODE, "post": "包抓领导", "lead_unit": LEAD, "force": FORCE, "from_on": START}
HANDED = "按年度名单调整"


@dataclass
class Reading:
    """What is known while a list is read: units by every name, and the rows in which things were named before."""

    at: datetime
    units: dict[str, str]
    tally: Tally = field(default_factory=Tally)
    seen: dict[Target, int] = field(default_factory=dict)


def import_stewardships(path: Path, at: datetime) -> Tally:
    """Read a list into the running transaction; with errors the caller has to roll back."""
    reading = Reading(at, units_by_name())
    for number, row in read_rows(path, COLUMNS):
        reading.tally.rows += 1
        take_row(reading.tally, number, row, partial(_take, reading, number, row), NAMES)
    return reading.tally


def _take(reading: Reading, number: int, row: dict[str, str]) -> bool:
    """Whether the row brought something new."""
    wrong: dict[str, str] = {}
    enterprise, post, terms = (
        _enterprise(row, wrong),
        _post(row["包抓领导"], day_of(reading.at), wrong),
        _terms(reading, row, wrong),
    )
    from_on = _start(row, reading.at, wrong)
    if wrong or enterprise is None or post is None:
        raise Invalid("有地方填得不对。", **wrong)
    target = _target(enterprise, row.get(PROJECT, ""))
    if target in reading.seen:
        raise Invalid("重复了。", enterprise=f"和第 {reading.seen[target]} 行说的是同一个，只留一行")
    reading.seen[target] = number
    return _settle(stewardships.open_one(target), target, post, terms, from_on, Move(SYSTEM, reading.at, reason=HANDED))


def _settle(known: Stewardship | None, target: Target, post: int, terms: Terms, from_on: date, move: Move) -> bool:
    if known is None:
        stewardships.take_on(target, post, terms, from_on, move)
        return True
    moved = known.post_id != post
    row = stewardships.hand_over(known, post, move) if moved else known
    kept = Terms(terms.lead_unit or row.lead_unit, terms.task_force or tuple(row.task_force), terms.plan or row.plan)
    changed = (row.lead_unit, tuple(row.task_force), row.plan) != (kept.lead_unit, kept.task_force, kept.plan)
    if changed:
        stewardships.amend(row, kept, move)
    return moved or changed


def _enterprise(row: dict[str, str], wrong: dict[str, str]) -> Enterprise | None:
    code, name = row.get(CODE, "").upper(), row["企业名称"]
    same = Enterprise.credit_code == code if code else Enterprise.name == name
    found = db.session.scalars(select(Enterprise).where(same).limit(2)).all()
    if len(found) == 1:
        return found[0]
    place = "code" if code else "enterprise"
    wrong[place] = "企业库里没有这家企业" if not found else "有两家同名的企业，请填统一社会信用代码"
    return None


def _post(word: str, day: date, wrong: dict[str, str]) -> int | None:
    """By name or login, among the leaders in office."""
    query = select(Post.id).join(Person, Person.id == Post.person_id).where(Post.role == Role.STEWARD, living(day))
    found = db.session.scalars(query.where(or_(Person.name == word, Person.login == word.lower())).limit(2)).all()
    if len(found) == 1:
        return found[0]
    wrong["post"] = "没有这位在岗的包抓领导，请先由管理员加上岗位" if not found else "有两位同名的领导，请填登录名"
    return None


def _terms(reading: Reading, row: dict[str, str], wrong: dict[str, str]) -> Terms:
    lead, force = (
        row.get(LEAD, ""),
        [word for word in row.get(FORCE, "").replace(",", "、").replace("，", "、").split("、") if word],
    )
    if lead and lead not in reading.units:
        wrong["lead_unit"] = "没有这个单位：填代码、全称、简称或叫法"
    if unknown := [word for word in force if word not in reading.units]:
        wrong["force"] = f"没有这些单位：{'、'.join(unknown)}"
    lead_code = reading.units.get(lead)
    codes = {reading.units[word] for word in force if word in reading.units} - {lead_code}
    return Terms(lead_code, tuple(sorted(code for code in codes if code)), row.get(PLAN, ""))


def _start(row: dict[str, str], at: datetime, wrong: dict[str, str]) -> date:
    text = row.get(START, "")
    day = day_in(text) if text else day_of(at)
    if day is None or day > day_of(at):
        wrong["from_on"] = "日期要写成 2026-10-15，不能晚于今天"
    return day or day_of(at)


def _target(enterprise: Enterprise, name: str) -> Target:
    """The enterprise, or its project, which is written down where it is new."""
    if not name:
        return Target(enterprise=enterprise.id)
    project = db.session.scalar(select(Project).where(Project.name == name))
    if project is not None and project.enterprise_id != enterprise.id:
        raise Invalid("项目对不上。", enterprise=f"项目“{name}”是另一家企业的")
    if project is None:
        project = Project(enterprise_id=enterprise.id, name=name, area=enterprise.area, stage="")
        db.session.add(project)
        db.session.flush()
    return Target(project=project.id)
