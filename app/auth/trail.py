"""What the auditor sees of the entries: who did what when, numbers and states, never a text that is not public."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select

from app import taxonomy
from app.actor import Actor
from app.auth.queries import like
from app.clock import at_local
from app.database import db
from app.store.complaints import Complaint, LookRecord
from app.store.entries import Entry
from app.store.people import Person, Post, Unit
from app.web.labels import role_label

KINDS = {
    "complaint": "诉求",
    "person": "人员和岗位",
    "contact": "企业账号",
    "sign_in": "没登录成功的",
    "units": "单位",
    "stewardship": "双包一解",
    "settings": "设置",
    "audit": "核对",
    "export": "导出",
    "survey": "问卷",
    "wave": "各期调查",
}
VERBS: dict[str, str] = {
    "sign_in_failed": "登录没成功",
    "signed_in": "登录",
    "password_set": "设置密码",
    "second_factor_set": "启用动态码",
    "second_factor_failed": "动态码没对上",
    "second_factor_reset": "重置动态码",
    "recovery_used": "用了备用码",
    "person_added": "新增人员",
    "code_given": "发一次性代码",
    "sessions_ended": "退出其所有登录",
    "post_granted": "加上岗位",
    "post_ended": "停用岗位",
    "unit_changed": "修改单位",
    "unit_added": "新增单位",
    "unit_ended": "撤并单位",
    "account_opened": "开企业账号",
    "account_closed": "关企业账号",
    "contact_looked": "看账号联系人",
    "audit_asked": "要求核对记录",
    "audit_verified": "核对记录",
}
GRANTS = ("post_granted", "post_ended", "account_opened", "account_closed", "code_given", "second_factor_reset")
TABLES = {"state": "states", "purpose": "look_purposes"}
SAID = {
    "from": "{}起",
    "to": "{}停用",
    "successor": "接手：{}",
    "sessions": "{} 处",
    "left": "还剩 {} 个",
    "broken": "{} 处对不上",
    "rows": "{} 行",
}
SHOWN = ("unit", "role", "from", "to", "successor", "state", "sessions", "left", "purpose", "broken", "list", "filters", "rows")

Hidden = Callable[[Actor], Select[int]]
_hidden: list[Hidden] = []


def name_verbs(labels: dict[str, str]) -> None:
    """Tell the page what the verbs of a feature are called."""
    VERBS.update(labels)


def hide_matters(hidden: Hidden) -> None:
    """Let a feature name the complaints (ids) of which an auditor may find no trace: those from which he is recused."""
    if hidden not in _hidden:
        _hidden.append(hidden)


@dataclass(frozen=True)
class Line:
    """An entry as the auditor reads it."""

    id: int
    at: datetime
    stream: str
    seq: int
    who: str
    did: str
    details: str
    public_text: str


def entries(actor: Actor) -> Select[Entry]:
    """All entries; what features keep from *actor* is left out."""
    query = select(Entry)
    for hidden in _hidden:
        ids = hidden(actor).subquery()
        query = query.where(Entry.stream.not_in(select(literal("complaint:") + cast(ids.c[0], String))))
    return query


def of_kind(kind: str) -> ColumnElement[bool]:
    """Entries of the streams of *kind*."""
    return or_(Entry.stream == kind, Entry.stream.like(f"{kind}:%"))


def by_person(word: str) -> ColumnElement[bool]:
    """Entries of people by a part of the name or by the login."""
    same = or_(Person.name.like(like(word), escape="\\"), Person.login == word.lower())
    return Entry.person_id.in_(select(Person.id).where(same))


def on_day(day: date) -> ColumnElement[bool]:
    """Entries of *day*."""
    return _on(Entry.at, day)


def _on(column: Any, day: date) -> ColumnElement[bool]:
    return and_(column >= at_local(day, "00:00"), column < at_local(day + timedelta(days=1), "00:00"))


def lines(rows: Sequence[Entry]) -> list[Line]:
    """*rows* with numbers, names and labels, in four questions for all of them."""
    numbers, people, posts = _numbers(rows), _names(rows), _posts(rows)
    units = {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}
    return [
        Line(
            row.id, row.at, _stream(row.stream, numbers, people), row.seq, _who(row, people, posts),
            VERBS.get(row.verb, row.verb), _details(row, units), row.public_text,
        )
        for row in rows
    ]  # fmt: skip


def _ids(rows: Sequence[Entry], kind: str) -> set[int]:
    return {int(row.stream.partition(":")[2]) for row in rows if row.stream.startswith(f"{kind}:")}


def _numbers(rows: Sequence[Entry]) -> dict[int, str]:
    query = select(Complaint.id, Complaint.number).where(Complaint.id.in_(_ids(rows, "complaint")))
    return {id_: number for id_, number in db.session.execute(query)}


def _names(rows: Sequence[Entry]) -> dict[int, str]:
    wanted = _ids(rows, "person") | {row.person_id for row in rows if row.person_id}
    return {id_: name for id_, name in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))}


def _posts(rows: Sequence[Entry]) -> dict[int, str]:
    wanted = {row.post_id for row in rows if row.post_id}
    query = select(Post.id, Unit.short, Post.role).join(Unit, Unit.code == Post.unit).where(Post.id.in_(wanted))
    return {id_: f"{short} {role_label(role)}" for id_, short, role in db.session.execute(query)}


def _stream(stream: str, numbers: dict[int, str], people: dict[int, str]) -> str:
    kind, _, id_ = stream.partition(":")
    if kind == "complaint":
        return numbers.get(int(id_), stream)
    if kind == "person":
        return people.get(int(id_), stream)
    return f"{KINDS.get(kind, kind)} {id_}".strip()


def _who(row: Entry, people: dict[int, str], posts: dict[int, str]) -> str:
    if row.actor == "staff":
        return f"{people.get(row.person_id or 0, '')}　{posts.get(row.post_id or 0, '')}".strip("　")
    return {"enterprise": "企业", "system": "系统"}.get(row.actor, row.actor)


def _details(row: Entry, units: dict[str, str]) -> str:
    """What changed, before → after, of the few codes that tell no text."""
    parts = []
    for key in SHOWN:
        old, new = (_words(key, values.get(key), units) for values in (row.before, row.after))
        if old or new:
            parts.append(f"{old} → {new}" if old and new else old or new)
    return "　".join(parts)


def _words(key: str, value: Any, units: dict[str, str]) -> str:
    """A code as people read it."""
    if value is None:
        return ""
    if key == "role":
        return role_label(str(value))
    if key in TABLES:
        return taxonomy.label(TABLES[key], str(value))
    return SAID.get(key, "{}").format(units.get(str(value), value))


def grants_of(day: date) -> list[Entry]:
    """What was granted, ended and given out on *day*."""
    query = select(Entry).where(_on(Entry.at, day), Entry.verb.in_(GRANTS))
    return list(db.session.scalars(query.order_by(Entry.id.desc()).limit(500)))


def looks_of(actor: Actor, day: date) -> list[tuple[str, str, int, int]]:
    """Looks at originals, identities and files on *day*, by person and post: how many, and with a written reason."""
    reasons = func.count().filter(LookRecord.reason != "")
    query = (
        select(Person.name, Unit.short, func.count(), reasons)
        .join(Person, Person.id == LookRecord.person_id)
        .join(Post, Post.id == LookRecord.post_id)
        .join(Unit, Unit.code == Post.unit)
        .where(LookRecord.on_day == day, *(LookRecord.complaint_id.not_in(hidden(actor)) for hidden in _hidden))
        .group_by(Person.id, Person.name, Unit.short)
        .order_by(func.count().desc(), Person.name)
    )
    return [(name, short, n, with_reason) for name, short, n, with_reason in db.session.execute(query)]
