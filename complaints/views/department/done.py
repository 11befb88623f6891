"""What the unit brought to its end; of what it had to give up the number only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import taxonomy
from app.actor import DEPARTMENT
from app.auth.current import current_actor
from app.auth.doors import staff
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.slices import capped
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.store.complaints import Complaint
from complaints import queries
from complaints.views.department.desk import is_department
from complaints.views.department.lists import DONE, done_by, has, left_by
from complaints.views.department.pages import department_pages


@department_pages.get("/desk/done")
@staff(*DEPARTMENT)
def done() -> str:
    """What was published, and what is closed."""
    return render_list(DONE_LIST, current_actor())


@department_pages.get("/desk/left")
@staff(*DEPARTMENT)
def left() -> str:
    """Numbers of what another unit has now."""
    return render_list(LEFT_LIST, current_actor())


def _context(page: ListPage) -> dict[str, Any]:
    actor = page.reader.actor
    counts = {"left_count": queries.count(left_by(actor)), "done_count": queries.count(done_by(actor))}
    return {"left": page.spec is LEFT_LIST, **{name: capped(number) for name, number in counts.items()}}


def _numbers(_reader: Reader, rows: Sequence[Complaint]) -> list[str]:
    """Nothing but the number goes to page and export."""
    return [complaint.number for complaint in rows]


def result_of(complaint: Complaint) -> str:
    """How it ended."""
    if complaint.closure_code:
        return taxonomy.label("closure_codes", complaint.closure_code)
    return taxonomy.label("end_reasons", complaint.end_reason)


WORD = Filter("q", "编号、标题、企业", lambda _reader, word: has(word), "text")
STATE = Filter(
    "state", "状态", lambda _reader, state: Complaint.state == state, place="own",
    options=lambda _reader: {state: taxonomy.label("states", state) for state in DONE},
)  # fmt: skip
DONE_LIST = register(
    ListSpec(
        name="department.done",
        title="办过的",
        endpoint="department.done",
        template="complaints/department/done.html",
        opens=is_department,
        query=lambda reader: done_by(reader.actor),
        id=Complaint.id.expression,
        columns=(
            Column("number", "编号", lambda one: one.number),
            Column("title", "标题", lambda one: one.title),
            Column("party", "企业", lambda one: one.enterprise_name or "" if one.mode == "named" else ""),
            Column("mode", "身份", lambda one: taxonomy.label("identity_modes", one.mode)),
            Column("state", "状态", lambda one: taxonomy.label("states", one.state)),
            Column("result", "结果", result_of),
            Column("submitted", "提交", lambda one: stamp(one.submitted_at)),
            Column("closed", "办结", lambda one: stamp(one.closed_at)),
        ),
        heads=(Head("诉求", ("new", "old")), Head("状态"), Head("结果"), Head("办结")),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Complaint.submitted_at.expression, "moment", is_falling=True)
        ),
        filters=(WORD, STATE),
        context=_context,
        exports=is_department,
        empty=("这里没有", "答复发给企业以后，诉求从待办移到这里。"),
    )
)
LEFT_LIST = register(
    ListSpec(
        name="department.left",
        title="改由别家办的",
        endpoint="department.left",
        template="complaints/department/done.html",
        opens=is_department,
        query=lambda reader: left_by(reader.actor),
        id=Complaint.id.expression,
        lines=_numbers,
        columns=(Column("number", "编号", str),),
        heads=(Head("编号", ("new", "old")),),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Complaint.number.expression, "text", is_falling=True)
        ),
        context=_context,
        exports=is_department,
        empty=("没有改由别家办的", "退单核准或改派以后，编号留在这里。"),
    )
)
