"""The unit's parts in what others lead: those that wait for it, and those it has answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import joinedload

from app import taxonomy
from app.actor import DEPARTMENT, Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.lists import slices
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.store.complaints import Assignment, Complaint
from complaints.views.department.desk import is_department
from complaints.views.department.facts import known
from complaints.views.department.lists import has, shares_of
from complaints.views.department.pages import department_pages


@dataclass(frozen=True)
class Part:
    """A unit's part, the matter, and until when the whole is due."""

    share: Assignment
    complaint: Complaint
    due: datetime | None

    @property
    def lead(self) -> str:
        """Who leads it."""
        return self.complaint.lead_unit.short if self.complaint.lead_unit else "正在核定"


@department_pages.get("/desk/co")
@staff(*DEPARTMENT)
def co() -> str:
    """What others wait for."""
    return render_list(WAITING, current_actor())


@department_pages.get("/desk/co/answered")
@staff(*DEPARTMENT)
def answered() -> str:
    """What the unit has said."""
    return render_list(ANSWERED, current_actor())


def waiting_for(actor: Actor) -> int:
    """How many parts wait for the unit."""
    return slices.count(shares_of(actor, answered=False), Assignment.id.expression)


def _lines(_reader: Reader, rows: Sequence[tuple[Assignment, Complaint]]) -> list[Part]:
    facts = known([complaint for _, complaint in rows])
    return [Part(share, complaint, facts.due(complaint, "C4")) for share, complaint in rows]


def _context(page: ListPage) -> dict[str, Any]:
    return {"answered": page.spec.name == "department.answered", "waiting": waiting_for(page.reader.actor)}


COLUMNS = (
    Column("number", "编号", lambda part: part.complaint.number),
    Column("title", "标题", lambda part: part.complaint.title),
    Column("state", "状态", lambda part: taxonomy.label("states", part.complaint.state)),
    Column("part", "本单位负责的部分", lambda part: part.share.part),
    Column("lead", "牵头单位", lambda part: part.lead),
    Column("due", "办结日", lambda part: stamp(part.due) or "计时已停"),
)
ANSWERS = (
    Column("answered_at", "答复时间", lambda part: stamp(part.share.answered_at)),
    Column("answer", "答复", lambda part: part.share.answer),
)


def _spec(name: str, *, is_answered: bool) -> ListSpec:
    at: ColumnElement[Any] = Assignment.from_at.expression
    words = ("先派来的在前", "后派来的在前")
    if is_answered:
        at, words = func.coalesce(Assignment.answered_at, Assignment.from_at), ("后答的在前", "先答的在前")
    key = Key(at, "moment", is_falling=is_answered)
    return register(
        ListSpec(
            name=f"department.{name}",
            title="答过的协办" if is_answered else "协办",
            endpoint=f"department.{name}",
            template="complaints/department/co.html",
            opens=is_department,
            query=lambda reader: shares_of(reader.actor, answered=is_answered),
            id=Assignment.id.expression,
            options=(joinedload(Complaint.lead_unit),),
            lines=_lines,
            columns=(*COLUMNS, *ANSWERS) if is_answered else COLUMNS,
            heads=(
                Head("诉求", ("first", "last")), Head("本单位负责的部分"), Head("牵头单位"), Head("办结日"),
                Head("答复" if is_answered else "下一步"),
            ),
            sorts=lambda _reader: both_ways(("first", "last"), words, key),
            filters=(Filter("q", "编号、标题、企业", lambda _reader, word: has(word), "text"),),
            context=_context,
            exports=is_department,
            empty=("还没有答过协办意见", "派单时请本单位协办的，答完以后在这里。") if is_answered
            else ("没有等您答的", "派单或裁定时请本单位协办的诉求会出现在这里。"),
        )
    )  # fmt: skip


WAITING = _spec("co", is_answered=False)
ANSWERED = _spec("answered", is_answered=True)
