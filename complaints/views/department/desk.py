"""The desk of a unit: what it leads and still works on, what is urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import request
from sqlalchemy.orm import joinedload, selectinload

from app import taxonomy
from app.actor import DEPARTMENT, Actor, Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import day_of
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.store.complaints import Assignment, Complaint
from app.store.people import Post
from complaints import workflow
from complaints.operations import times
from complaints.views.department import people
from complaints.views.department.facts import known
from complaints.views.department.headline import headline
from complaints.views.department.lists import Desk, has, is_own
from complaints.views.department.pages import department_pages
from complaints.views.department.rows import Row, rows_of
from complaints.views.department.why import Why, why_of

GROUPS = {"sign": "待签收", "late": "已超期", "near": "3 个工作日内到期", "rest": "其余在办", "wait": "等别人"}
CHOSEN = {**GROUPS, "urgent": "先办这些", "contact": "该联系企业", "asking": "等企业补充", "returned": "答复被退回"}
HANDED_OVER_IN = workflow.STEPS["T36"].sources
NOTES = {
    "late": "超期已记入办理记录，不能消除",
    "wait": "退单、裁定、答复审核和企业补充；轮到本单位时回到上面",
}
WITH_ROW = (
    selectinload(Complaint.assignments).joinedload(Assignment.of_unit),
    selectinload(Complaint.mentions),
    joinedload(Complaint.handler).joinedload(Post.person),
)


@department_pages.get("/desk")
@staff(*DEPARTMENT)
def desk() -> str:
    """What the unit leads."""
    return render_list(DESK, current_actor())


def is_department(actor: Actor) -> bool:
    """Whether a unit's lists are open to *actor*."""
    return actor.is_staff and actor.role in DEPARTMENT


def _desk(reader: Reader, *, mine: bool = False, word: str = "") -> Desk:
    return Desk.at_now(reader.actor, reader.at, times.current_calendar(), mine=mine, word=word)


def _sorts(reader: Reader) -> Any:
    whole = _desk(reader)
    urgent = Key(whole.band, "number"), Key(whole.due, "moment")
    filed = Key(Complaint.submitted_at.expression, "moment", is_falling=True)
    return (
        *both_ways(("due", "later"), ("急的在前", "不急的在前"), *urgent),
        *both_ways(("new", "old"), ("新的在前", "旧的在前"), filed),
    )


def _lines(reader: Reader, rows: Sequence[Complaint]) -> list[Row]:
    return rows_of(_desk(reader), rows, known(rows))


def _context(page: ListPage) -> dict[str, Any]:
    asked, group = _desk(page.reader, mine=page.word("scope") == "mine", word=page.word("q")), page.word("group")
    counts, first_sign = asked.counts(), asked.first_sign_due()
    return {
        "desk": asked,
        "counts": counts,
        "heading": headline(counts, first_sign, mine=asked.mine),
        "first_sign": first_sign,
        "group": group,
        "bundles": _bundles(page.lines, counts, grouped=page.sort.name == "due" and not group),
        "why": _asked_why(page),
        "preview": request.args.get("preview", ""),
    }


def _bundles(rows: Sequence[Row], counts: dict[str, int], *, grouped: bool) -> list[tuple[str, str, list[Row]]]:
    """The rows under their headings: (heading, note, rows); one bundle without heading in any other order."""
    if not grouped:
        return [("", "", list(rows))]
    return [
        (f"{GROUPS[name]}　{counts[name]} 件", NOTES.get(name, ""), list(part))
        for name, part in groupby(rows, key=lambda row: row.group)
    ]


def _asked_why(page: ListPage) -> tuple[str, Why] | None:
    """The reckoning of the one row that the address asks to be explained."""
    number = request.args.get("why", "")
    for complaint in (row.complaint for row in page.lines):
        if complaint.number == number:
            clock = known([complaint]).clock(complaint, "C2" if complaint.state == "dispatched" else "C4")
            return (number, why_of(complaint, clock, page.reader.at)) if clock else None
    return None


def _handlers(reader: Reader) -> dict[str, str]:
    return {str(post): words for post, words in people.of_unit(reader.actor.unit or "", day_of(reader.at))}


FILTERS = (
    Filter("q", "编号、标题、企业", lambda _reader, word: has(word), "text"),
    Filter("scope", "看谁的", lambda reader, scope: is_own(reader.actor) if scope == "mine" else None, place="own",
           options=lambda _reader: {"mine": "我的", "unit": "全单位"},
           usual=lambda reader: "mine" if reader.actor.role == Role.HANDLER else "unit"),
    Filter("handler", "经办人", lambda _reader, post: Complaint.handler_id == int(post), options=_handlers),
    Filter("group", "分组", lambda reader, group: _desk(reader).groups()[group], place="own", options=lambda _reader: CHOSEN),
)  # fmt: skip
COLUMNS = (
    Column("number", "编号", lambda row: row.complaint.number),
    Column("title", "标题", lambda row: row.complaint.title),
    Column("party", "企业", lambda row: row.party),
    Column("area", "区县", lambda row: row.area),
    Column("handler", "经办人", lambda row: row.handler),
    Column("state", "状态", lambda row: taxonomy.label("states", row.complaint.state)),
    Column("flags", "标记", lambda row: "、".join(words for words, _ in row.flags)),
    Column("day", "办结日", lambda row: row.day),
    Column("left", "时限", lambda row: row.left),
    Column("next", "下一步", lambda row: row.next.title),
    Column("until", "说明", lambda row: row.next.text),
    Column("submitted", "提交", lambda row: stamp(row.complaint.submitted_at)),
)
DESK = register(
    ListSpec(
        name="department.desk",
        title="待办诉求",
        endpoint="department.desk",
        template="complaints/department/desk.html",
        opens=is_department,
        query=lambda reader: _desk(reader).base(),
        id=Complaint.id.expression,
        options=WITH_ROW,
        lines=_lines,
        columns=COLUMNS,
        heads=(Head("诉求", ("new", "old")), Head("状态"), Head("办结日", ("due", "later")), Head("下一步")),
        sorts=_sorts,
        filters=FILTERS,
        context=_context,
        exports=is_department,
        selectable=lambda row: row.complaint.number if row.complaint.state in HANDED_OVER_IN else "",
        selects=lambda actor: actor.role in {Role.LIAISON, Role.DEPARTMENT_HEAD},
        empty=("本单位都办完了", "营商办派来的诉求会出现在这里，先签收再办。"),
    )
)
