"""The lists of the administration: people, units, accounts of enterprises, and the auditor's entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import contains_eager, selectinload

from app.auth import policy, queries, trail, verification
from app.auth.posts import is_living
from app.clock import day_of
from app.lists.filters import Filter
from app.lists.page import ListPage
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Query, Reader
from app.lists.words import iso_day, stamp
from app.store.enterprises import Contact, Enterprise
from app.store.entries import Entry
from app.store.people import Person, Post, Unit
from app.web.labels import ROLES, UNIT_KINDS, moment, role_label, unit_kind


@dataclass(frozen=True)
class PersonLine:
    """A person with the posts that are in use and how the signing in stands."""

    person: Person
    posts: list[Post]
    sign_in: str
    needs_code: bool


def _people(reader: Reader, rows: Sequence[Person]) -> list[PersonLine]:
    return [_person(row, reader.at) for row in rows]


def _person(row: Person, at: datetime) -> PersonLine:
    posts = [post for post in row.posts if is_living(post, day_of(at))]
    if row.password:
        return PersonLine(row, posts, "已设密码", needs_code=False)
    if row.one_time_until is not None and row.one_time_until > at:
        return PersonLine(row, posts, f"等首次登录，代码 {moment(row.one_time_until)}前有效", needs_code=False)
    return PersonLine(row, posts, "要重发一次性代码", needs_code=True)


def _posts_in_words(line: PersonLine) -> str:
    return "；".join(f"{post.of_unit.short} {role_label(post.role)}" for post in line.posts)


def _roles(_reader: Reader) -> Mapping[str, str]:
    return {role.value: words for role, words in ROLES.items()}


def _units(_reader: Reader) -> Mapping[str, str]:
    return dict(queries.unit_choices())


PEOPLE = register(
    ListSpec(
        name="admin.people",
        title="人员和岗位",
        endpoint="admin.people",
        template="admin/people.html",
        opens=policy.may_administer,
        query=lambda _reader: select(Person),
        id=Person.id.expression,
        options=(selectinload(Person.posts).joinedload(Post.of_unit),),
        lines=_people,
        columns=(
            Column("name", "姓名", lambda line: line.person.name),
            Column("login", "账号", lambda line: line.person.login),
            Column(
                "posts", "在用的岗位", lambda line: "；".join(f"{p.of_unit.short} {role_label(p.role)}" for p in line.posts)
            ),
            Column("sign_in", "登录", lambda line: line.sign_in),
        ),
        sorts=lambda _reader: both_ways(
            ("name", "name_down"), ("按姓名排", "按姓名倒着排"), Key(Person.name.expression, "text")
        ),
        heads=(Head("姓名", ("name", "name_down")), Head("账号"), Head("在用的岗位"), Head("登录")),
        narrow=lambda reader, values: queries.people_conditions(values, day_of(reader.at)),
        filters=(
            Filter("word", "姓名或账号", kind="text"),
            Filter("unit", "单位", options=_units, every="全部单位"),
            Filter(
                "role", "岗位", options=lambda _reader: {role.value: words for role, words in ROLES.items()}, every="全部岗位"
            ),
            Filter("state", "在岗", options=lambda _reader: {"living": "在岗", "none": "没有在用的岗位"}),
        ),
        exports=policy.may_administer,
        noun="人员",
        unit="人",
        empty=("还没有人员", "点“新增人员”建账号，或者在服务器上用 flask people import 导入。"),
    )
)


@dataclass(frozen=True)
class UnitLine:
    """A unit, its superior and successor by their short names, and how many people work there."""

    unit: Unit
    superior: str
    successor: str
    people: int


def _unit_lines(reader: Reader, rows: Sequence[Unit]) -> list[UnitLine]:
    shorts, people = queries.unit_shorts(), queries.people_per_unit(day_of(reader.at))
    return [
        UnitLine(row, shorts.get(row.superior or "", ""), shorts.get(row.successor or "", ""), people.get(row.code, 0))
        for row in rows
    ]


def _is_ended() -> ColumnElement[int]:
    return case((Unit.ended_on.is_(None), 0), else_=1)


def _unit_says(_reader: Reader, word: str) -> ColumnElement[bool]:
    return Unit.name.contains(word, autoescape=True) | Unit.short.contains(word, autoescape=True)


UNITS = register(
    ListSpec(
        name="admin.units",
        title="单位",
        endpoint="admin.unit_list",
        template="admin/units.html",
        opens=policy.may_administer,
        query=lambda _reader: select(Unit),
        id=Unit.code.expression,
        lines=_unit_lines,
        columns=(
            Column("code", "代码", lambda line: line.unit.code),
            Column("short", "简称", lambda line: line.unit.short),
            Column("name", "全称", lambda line: line.unit.name),
            Column("kind", "类别", lambda line: unit_kind(line.unit.kind)),
            Column("phone", "值守电话", lambda line: line.unit.phone),
            Column("superior", "上级", lambda line: line.superior),
            Column("people", "在岗人数", lambda line: line.people),
            Column("ended", "撤并", lambda line: iso_day(line.unit.ended_on)),
            Column("successor", "接手", lambda line: line.successor),
        ),
        sorts=lambda _reader: both_ways(
            ("register", "register_down"),
            ("按名录排", "按名录倒着排"),
            Key(_is_ended(), "number"),
            Key(Unit.position.expression, "number"),
        ),
        heads=(
            Head("单位", ("register", "register_down")), Head("类别"), Head("值守电话"), Head("上级"), Head("在岗", css="n"),
            Head("处理", is_hidden=True),
        ),
        filters=(
            Filter("word", "名称", _unit_says, "text"),
            Filter("kind", "类别", lambda _reader, kind: Unit.kind == kind, options=lambda _reader: UNIT_KINDS),
        ),
        exports=policy.may_administer,
        noun="单位",
        unit="个",
        empty=("还没有单位", "在服务器上用 flask units import 导入。"),
    )
)  # fmt: skip


def _account_state(contact: Contact) -> str:
    if contact.closed_at:
        return "已关闭"
    return "已设密码" if contact.password else "等首次登录"


def _accounts(_reader: Reader) -> Query:
    return select(Contact).join(Contact.enterprise)


def _closed(_reader: Reader, state: str) -> ColumnElement[bool]:
    return Contact.closed_at.is_not(None) if state == "closed" else Contact.closed_at.is_(None)


ACCOUNTS = register(
    ListSpec(
        name="office.accounts",
        title="企业账号",
        endpoint="accounts.account_list",
        template="admin/accounts.html",
        opens=policy.may_open_accounts,
        query=_accounts,
        id=Contact.id.expression,
        options=(contains_eager(Contact.enterprise),),
        columns=(
            Column("enterprise", "企业", lambda contact: contact.enterprise.name),
            Column("code", "统一社会信用代码", lambda contact: contact.enterprise.credit_code or ""),
            Column("opened", "开账号", lambda contact: stamp(contact.opened_at)),
            Column("state", "登录", _account_state),
        ),
        sorts=lambda _reader: (
            *both_ways(
                ("new", "old"), ("新开的在前", "早开的在前"), Key(Contact.opened_at.expression, "moment", is_falling=True)
            ),
            *both_ways(("name", "name_down"), ("按企业名称排", "按企业名称倒着排"), Key(Enterprise.name.expression, "text")),
        ),
        heads=(Head("企业", ("name", "name_down")), Head("信用代码"), Head("开账号", ("new", "old")), Head("登录")),
        filters=(
            Filter("word", "企业名称或信用代码", lambda _reader, word: queries.enterprise_is(word), "text"),
            Filter(
                "state", "账号", _closed, options=lambda _reader: {"open": "在用", "closed": "已关闭"}, place="own",
                usual=lambda _reader: "open",
            ),
        ),
        exports=policy.may_open_accounts,
        noun="账号",
        unit="个",
        empty=("还没有企业账号", "企业来开账号时，点“开一个账号”。"),
    )
)  # fmt: skip


def _entries_page(_page: ListPage) -> dict[str, Any]:
    return {"result": verification.last_result()}


ENTRIES = register(
    ListSpec(
        name="audit.entries",
        title="全部记录",
        endpoint="audit.entries",
        template="admin/audit.html",
        opens=policy.may_audit,
        query=lambda reader: trail.entries(reader.actor).where(Entry.at < reader.at),  # an export is an entry itself
        id=Entry.id.expression,
        lines=lambda _reader, rows: trail.lines(rows),
        columns=(
            Column("at", "时间", lambda line: stamp(line.at)),
            Column("stream", "哪件事", lambda line: line.stream),
            Column("seq", "第几条", lambda line: line.seq),
            Column("who", "谁", lambda line: line.who),
            Column("did", "做了什么", lambda line: line.did),
            Column("public", "告诉企业", lambda line: line.public_text),
            Column("details", "变化", lambda line: line.details),
        ),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Entry.id.expression, "number", is_falling=True)
        ),
        heads=(Head("时间", ("new", "old")), Head("哪件事"), Head("谁"), Head("做了什么"), Head("变化")),
        filters=(
            Filter("stream", "哪一类", lambda _reader, kind: trail.of_kind(kind), options=lambda _reader: trail.KINDS),
            Filter("person", "谁（姓名或账号）", lambda _reader, word: trail.by_person(word), "text"),
            Filter("day", "哪一天", lambda _reader, day: trail.on_day(day), "day"),
        ),
        context=_entries_page,
        exports=policy.may_audit,
        noun="记录",
        unit="条",
        empty=("还没有记录", "每办一步，这里就多一条。"),
    )
)
