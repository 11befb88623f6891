"""Search by words: everything that the reader may see, the best fit and the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app import taxonomy
from app.actor import DEPARTMENT, INTAKE, STEWARDING, Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.database import db
from app.lists import slices
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, Sort, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.search.index import FEW, GRAM, Sought
from app.store.complaints import Assignment, Complaint
from app.store.people import Unit
from app.store.search import SearchText
from app.web.limits import hit
from complaints import queries
from complaints.views.office.filters import OF_ALL
from complaints.views.search.blueprint import SEARCHERS, may_search, search_pages
from complaints.views.search.found import hits_of

LIMIT = "60/minute"
NOTHING_TO_FIND = "“{}”里没有可以查的字，请写编号、企业、单位、地点或正文里的字。"


@search_pages.get("/search")
@staff(*SEARCHERS)
def find() -> ResponseReturnValue:
    """What stands in the masked texts."""
    hit("search", f"person {current_actor().person_id}", LIMIT)
    return render_list(SEARCH, current_actor())


def _query(reader: Reader) -> Select[Complaint]:
    """All that the reader may see, each with its place in the index."""
    actor, query = reader.actor, queries.listed(reader.actor)
    if actor.role in DEPARTMENT:  # says nothing new, but lets the engine begin with the unit's own
        query = query.where(Complaint.id.in_(_shares(actor)))
    query = query.join(SearchText, SearchText.complaint_id == Complaint.id)
    return query.join(GRAM, GRAM.c.rowid == SearchText.id)


def _shares(actor: Actor) -> Select[int]:
    return select(Assignment.complaint_id).where(Assignment.unit == actor.unit, Assignment.to_at.is_(None))


def _has(reader: Reader, words: str) -> ColumnElement[bool]:
    return _condition(reader.actor, Sought.of(words))


def _condition(actor: Actor, sought: Sought) -> ColumnElement[bool]:
    """Whoever sees only some matters has these read; for all others the index is asked."""
    if actor.role in STEWARDING:
        return sought.reads()
    if actor.role in DEPARTMENT and slices.count(_shares(actor), Assignment.complaint_id.expression, FEW) <= FEW:
        return sought.reads()
    return sought.hits()


def _ranks(reader: Reader, values: Mapping[str, Any]) -> tuple[Sort, ...]:
    """By fit, where something is asked and what is found is few enough to be put in order."""
    sought = Sought.of(values.get("q", ""))
    if not sought:
        return ()
    number = slices.count(_query(reader).where(_condition(reader.actor, sought)), GRAM.c.rowid, FEW)
    best = Key(_fit(sought), "number", is_falling=True)
    return (Sort("fit", "最相符的在前", (best, NEWEST)),) if number <= FEW else ()


def _fit(sought: Sought) -> ColumnElement[int]:
    """3: in the number or the enterprise's name; 2: in the title; 1: elsewhere."""

    def has(column: Any) -> ColumnElement[bool]:
        return and_(*(func.lower(column).contains(run, autoescape=True) for run in sought.runs))

    named = and_(Complaint.mode == "named", func.coalesce(has(Complaint.enterprise_name), False))
    return case((or_(has(Complaint.number), named), 3), (has(Complaint.title), 2), else_=1)


def _context(page: ListPage) -> dict[str, Any]:
    words = page.word("q")
    sought = Sought.of(words)
    shorts = {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}
    return {
        "hits": hits_of(sought, page.lines, shorts),
        "asked": words,
        "advice": NOTHING_TO_FIND.format(words) if words and not sought else "",
        "by_phone": page.reader.actor.role in INTAKE,
    }


def _unit_of(complaint: Complaint) -> str:
    unit = taxonomy.units().get(complaint.lead or "")
    return unit.name if unit else ""


def _place_of(complaint: Complaint) -> str:
    area = taxonomy.areas().get(complaint.area or "")
    return area.name if area else ""


KNOWN = {one.name: one for one in OF_ALL}
NEWEST = Key(GRAM.c.rowid, "number", is_falling=True)
SEARCH = register(
    ListSpec(
        name="search",
        title="搜索",
        endpoint="search.find",
        template="complaints/search/find.html",
        opens=may_search,
        query=_query,
        id=GRAM.c.rowid,
        columns=(
            Column("number", "编号", lambda one: one.number),
            Column("title", "标题", lambda one: one.title),
            Column("party", "企业", lambda one: one.enterprise_name or "" if one.mode == "named" else ""),
            Column("mode", "身份", lambda one: taxonomy.label("identity_modes", one.mode)),
            Column("area", "区县", _place_of),
            Column("lead", "牵头单位", _unit_of),
            Column("state", "状态", lambda one: taxonomy.label("states", one.state)),
            Column("submitted", "提交", lambda one: stamp(one.submitted_at)),
        ),
        heads=(Head("诉求", ("new", "old")), Head("牵头单位"), Head("状态"), Head("提交")),
        sorts=lambda _reader: both_ways(("new", "old"), ("新的在前", "旧的在前"), NEWEST),
        ranks=_ranks,
        filters=(
            Filter("q", "找什么", _has, "text", placeholder="编号、企业、单位、地点、正文里的字"),
            KNOWN["state"],
            *(replace(KNOWN[name], place="more") for name in ("area", "lead", "kind", "submitted")),
        ),
        context=_context,
        exports=lambda actor: actor.is_staff and actor.role in INTAKE | DEPARTMENT,
        empty=("这里还没有诉求", "您能看的诉求都能在这里找到。"),
    )
)
