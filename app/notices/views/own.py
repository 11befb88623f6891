"""One's own notices, and how one wants to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.forms import ActForm
from app.clock import day_of, now
from app.database import db
from app.errors import NotFound, WrongState
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Query, Reader
from app.lists.words import stamp
from app.notices import operations, queries
from app.notices.adapters.outgoing import hidden_address
from app.notices.forms import ChooseForm, ReadAllForm
from app.notices.kinds import WAYS, kinds
from app.notices.matters import matters, seen_by
from app.notices.reaching import Wish, address_of, choose, reach_of, wishes
from app.notices.views.blueprint import notice_pages
from app.notices.wording import sentence
from app.sealing import Look
from app.store.complaints import Complaint
from app.store.notices import Notice
from app.web.once import once

NOTICE = "<int(max=9007199254740991):notice_id>"
STALE = "提醒方式刚刚改过，请看新的再改。"


@dataclass(frozen=True)
class Line:
    """A notice as its reader reads it."""

    notice: Notice
    number: str
    title: str
    says: str
    url: str


def _lines(_reader: Reader, rows: Sequence[Notice]) -> list[Line]:
    """With numbers and titles, in one question for all of them."""
    ids = {row.complaint_id for row in rows}
    found = db.session.execute(select(Complaint.id, Complaint.number, Complaint.title).where(Complaint.id.in_(ids)))
    known = {id_: (number, title) for id_, number, title in found}
    return [_line(row, *known[row.complaint_id]) for row in rows]


def _line(row: Notice, number: str, title: str) -> Line:
    return Line(row, number, title, sentence(row), url_for(matters().page, number=number))


def _mine(reader: Reader) -> Query:
    return select(Notice).where(seen_by(reader.actor))


def _state(_reader: Reader, value: str) -> Any:
    return Notice.read_at.is_(None) if value == "unread" else Notice.read_at.is_not(None)


def _kinds(reader: Reader) -> Mapping[str, str]:
    return {code: kind.label for code, kind in kinds().items() if reader.actor.role in kind.roles}


def _context(page: ListPage) -> dict[str, Any]:
    actor = page.reader.actor
    return {"form": ReadAllForm(MultiDict({"up_to": str(queries.newest(actor))})), "unread": queries.unread(actor)}


LIST = register(
    ListSpec(
        name="notices",
        title="提醒",
        endpoint="notices.listing",
        template="notices/list.html",
        opens=lambda actor: actor.is_staff,
        query=_mine,
        id=Notice.id.expression,
        lines=_lines,
        columns=(
            Column("at", "时间", lambda line: stamp(line.notice.at)),
            Column("kind", "提醒", lambda line: kinds()[line.notice.kind].label),
            Column("says", "内容", lambda line: line.says),
            Column("number", "编号", lambda line: line.number),
            Column("title", "诉求", lambda line: line.title),
            Column("read", "看过", lambda line: "是" if line.notice.read_at else ""),
        ),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Notice.at.expression, "moment", is_falling=True)
        ),
        heads=(Head("时间", ("new", "old")), Head("提醒"), Head("诉求"), Head("处理", is_hidden=True)),
        filters=(
            Filter("read", "看过没有", _state, "seg", options=lambda _reader: {"unread": "没看过", "read": "看过"}),
            Filter("kind", "哪种提醒", lambda _reader, value: Notice.kind == value, options=_kinds),
        ),
        context=_context,
        exports=lambda actor: actor.is_staff,
        noun="提醒",
        unit="条",
        empty=("没有提醒", "有事要您办、时限快到了，会写在这里。"),
    )
)


@notice_pages.get("/notices")
@staff()
def listing() -> ResponseReturnValue:
    """The notices of this post whose matter it may see now."""
    return render_list(LIST, current_actor())


@notice_pages.post(f"/notices/{NOTICE}/read")
@staff()
def read(notice_id: int) -> ResponseReturnValue:
    """Mark one as read; what is not his is not there, whatever the form is worth."""
    actor, form = current_actor(), ActForm()
    if queries.own(actor, notice_id) is None:
        raise NotFound

    def act() -> str:
        operations.read_one(actor, notice_id, now())
        return url_for("notices.listing")

    return once(form, act) or (render_list(LIST, actor), 422)


@notice_pages.post("/notices/read")
@staff()
def read_every() -> ResponseReturnValue:
    """Mark all as read that the page showed."""
    actor, form = current_actor(), ReadAllForm()

    def act() -> str:
        operations.read_all(actor, form.newest(), now())
        return url_for("notices.listing")

    return once(form, act) or (render_list(LIST, actor), 422)


@notice_pages.route("/me/notices", methods=["GET", "POST"])
@staff()
def choose_page() -> ResponseReturnValue:
    """By which ways and when."""
    person = current_actor().person_id
    if person is None:
        raise NotFound
    wish, row = wishes([person], day_of(now()))[person], reach_of(person)
    form = ChooseForm.for_person(wish, row.version if row else 0)
    if request.method == "POST" and (done := once(form, lambda: _keep(person, wish, form))):
        flash("提醒方式改好了。")
        return done
    return render_template("notices/choose.html", form=form, left=_left(person, wish)), 422 if form.errors else 200


def _keep(person: int, wish: Wish, form: ChooseForm) -> str:
    row = reach_of(person)
    if form.seen_version() != (row.version if row else 0):
        raise WrongState(STALE)
    choose(person, form.choice(wish))
    return url_for("notices.choose_page")


def _left(person: int, wish: Wish) -> dict[str, str]:
    """His own addresses, hidden but for what lets him know them again."""
    look = Look("own address", str(person))
    return {way: hidden_address(way, address_of(person, way, look) if way in wish.addresses else "") for way in WAYS}
