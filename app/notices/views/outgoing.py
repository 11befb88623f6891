"""What went outside and needs a decision: for the administrator, without a word of any matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.actor import Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.forms import ActForm
from app.auth.policy import may_administer
from app.clock import now
from app.database import db
from app.errors import NotFound
from app.lists.filters import Filter
from app.lists.page import render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.notices import operations
from app.notices.kinds import DUTY, kinds
from app.notices.queries import TO_DECIDE
from app.notices.rendering import DIGEST
from app.notices.views.blueprint import notice_pages
from app.store.notices import Sending
from app.store.people import Person
from app.web.once import once

SENDING = "<int(max=9007199254740991):sending_id>"
STATES = {
    "doubtful": "不知道发出没有",
    "failed": "没发出去",
    "waiting": "等着发",
    "reserved": "正在发",
    "sent": "已发出",
    "dropped": "不用发了",
}
WAY_LABELS = {"mail": "邮件", "sms": "短信"}
OTHERS = {DIGEST: "汇总", DUTY: "值班电话"}


@dataclass(frozen=True)
class Line:
    """A message: by which way, to whom, what became of it."""

    row: Sending
    what: str
    who: str
    state: str
    may_decide: bool


def _lines(_reader: Reader, rows: Sequence[Sending]) -> list[Line]:
    people = {row.person_id for row in rows if row.person_id}
    query = select(Person.id, Person.name).where(Person.id.in_(people))
    names = {id_: name for id_, name in db.session.execute(query)}
    return [_line(row, names) for row in rows]


def _line(row: Sending, names: dict[int, str]) -> Line:
    kind = kinds().get(row.kind)
    what = kind.label if kind else OTHERS.get(row.kind, "给企业的短信")
    who = names[row.person_id] if row.person_id else "值班电话" if row.kind == DUTY else "企业"
    return Line(row, what, who, STATES[row.state], row.state in TO_DECIDE)


def _states(_reader: Reader) -> Mapping[str, str]:
    return {"open": "要处理的", **STATES}


def _in_state(_reader: Reader, value: str) -> Any:
    return Sending.state.in_(TO_DECIDE) if value == "open" else Sending.state == value


LIST = register(
    ListSpec(
        name="outgoing",
        title="发出的邮件和短信",
        endpoint="notices.outgoing",
        template="notices/outgoing.html",
        opens=may_administer,
        query=lambda _reader: select(Sending),
        id=Sending.id.expression,
        lines=_lines,
        columns=(
            Column("at", "时间", lambda line: stamp(line.row.created_at)),
            Column("way", "方式", lambda line: WAY_LABELS[line.row.way]),
            Column("what", "内容", lambda line: line.what),
            Column("who", "发给", lambda line: line.who),
            Column("state", "结果", lambda line: line.state),
            Column("error", "原因", lambda line: line.row.error or ""),
        ),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Sending.created_at.expression, "moment", is_falling=True)
        ),
        heads=(Head("时间", ("new", "old")), Head("内容"), Head("发给"), Head("结果"), Head("处理", is_hidden=True)),
        filters=(
            Filter("state", "结果", _in_state, options=_states),
            Filter("way", "方式", lambda _reader, value: Sending.way == value, options=lambda _reader: WAY_LABELS),
        ),
        context=lambda _page: {"way_labels": WAY_LABELS},
        exports=may_administer,
        noun="邮件和短信",
        unit="条",
        empty=("还没有发出过邮件和短信", "设置了邮件或短信通道，发出的会列在这里。"),
    )
)


@notice_pages.get("/admin/outgoing")
@staff(Role.ADMIN)
def outgoing() -> ResponseReturnValue:
    """Every message, those that need a decision under a filter of their own."""
    return render_list(LIST, current_actor())


@notice_pages.post(f"/admin/outgoing/{SENDING}/again")
@staff(Role.ADMIN)
def again(sending_id: int) -> ResponseReturnValue:
    """Send a message that failed or is in doubt once more."""
    return _decide(operations.send_again, sending_id)


@notice_pages.post(f"/admin/outgoing/{SENDING}/leave")
@staff(Role.ADMIN)
def leave(sending_id: int) -> ResponseReturnValue:
    """Let a message be that failed or is in doubt."""
    return _decide(operations.leave_be, sending_id)


def _decide(decide: Callable[[int, datetime], None], sending_id: int) -> ResponseReturnValue:
    if db.session.get(Sending, sending_id) is None:
        raise NotFound

    def act() -> str:
        decide(sending_id, now())
        return url_for("notices.outgoing", state="open")

    return once(ActForm(), act) or (render_list(LIST, current_actor()), 422)
