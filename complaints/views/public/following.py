"""The way to a matter: number and query code, or an account; and the list of one's own matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import taxonomy
from app.auth import current
from app.auth.current import current_actor
from app.auth.doors import followers, public
from app.database import db
from app.errors import NotAllowed, NotFound
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.store.complaints import Complaint
from app.web.errors import denied
from app.web.limits import check, hit, source
from complaints import queries, workflow
from complaints.forms.following import NUMBER, ConfirmForm, FollowForm, normal_number
from complaints.operations import words
from complaints.views.public.blueprint import public_pages
from complaints.views.public.showing import Until, until_of
from complaints.views.public.words import STATES

TRIES = (("follow", "10/1 minute"), ("follow day", "100/1 day"))
WRONG = "编号和查询码对不上，请照回执再核对一遍。查询码不分大小写"
IDLE = "您太久没有操作，这一次没有发出去。请到“查进度”再填一次编号和查询码。"
STAGES = {"open": "还在办", "mine": "等我处理", "done": "已经结束"}
WAITING = tuple(code for code, state in STATES.items() if state.who == "您")


@public_pages.route("/follow", methods=["GET", "POST"])
@public
def follow() -> ResponseReturnValue:
    """Number and code; one answer for all that is wrong, in about the same time."""
    form = FollowForm()
    if request.method == "GET":
        number = normal_number(request.args.get("number", "")[:40])
        form.number.data = number if NUMBER.fullmatch(number) else ""
        return render_template("complaints/public/follow.html", form=form)
    for name, limit in TRIES:
        check(name, source(), limit)
    if form.validate():
        complaint = _opened(normal_number(form.number.data), form.code.data)
        if complaint is not None:
            current.follow(complaint.id, complaint.code_hash)
            return redirect(url_for("public.show", number=complaint.number), 303)
        for name, limit in TRIES:
            hit(name, source(), limit)
        form.add_error("code", WRONG)
    return render_template("complaints/public/follow.html", form=form), 422


def _opened(number: str, code: str) -> Complaint | None:
    """The matter that *code* opens. A code is reckoned for numbers that do not exist as well."""
    real = bool(NUMBER.fullmatch(number))
    complaint = db.session.scalar(select(Complaint).where(Complaint.number == number)) if real else None
    fits = words.code_fits(complaint or Complaint(number=number, code_hash=""), code)
    return complaint if fits else None


@public_pages.post("/follow/leave")
@public
def leave() -> ResponseReturnValue:
    """On a borrowed phone: forget which matter was followed here."""
    if ConfirmForm().validate():
        current.unfollow()
        flash("已经退出，这台设备上看不到您的诉求了。")
    return redirect(url_for("public.follow"), 303)


@public_pages.errorhandler(NotFound)
def to_the_code(refusal: NotFound) -> Response:
    """Whoever is not known here yet and opens the address of a matter is asked for its code, whether it exists or not."""
    if not request.path.startswith("/my") or current_actor().kind not in {"nobody", "staff"}:
        return denied(refusal)
    if request.method != "GET":
        return denied(NotAllowed(IDLE))
    return redirect(url_for("public.follow", number=(request.view_args or {}).get("number")))


@public_pages.get("/my")
@followers
def mine() -> ResponseReturnValue:
    """An account's own matters and those of its enterprise under 实名; or the one that is followed."""
    return render_list(MINE, current_actor())


@dataclass(frozen=True)
class Line:
    """A matter, and until when whoever has it now has it."""

    complaint: Complaint
    until: Until


def _lines(reader: Reader, rows: Sequence[Complaint]) -> list[Line]:
    return [Line(row, until_of(row, reader.at)) for row in rows]


def _stage(_reader: Reader, stage: str) -> ColumnElement[bool]:
    states = {"open": workflow.OPEN, "mine": WAITING, "done": tuple(set(STATES) - set(workflow.OPEN))}
    return Complaint.state.in_(states[stage])


def _says(_reader: Reader, word: str) -> ColumnElement[bool]:
    return Complaint.title.contains(word, autoescape=True) | Complaint.number.contains(word, autoescape=True)


def _context(page: ListPage) -> dict[str, Any]:
    return {"by_account": page.reader.actor.kind == "contact", "leave_form": ConfirmForm(MultiDict())}


MINE = register(
    ListSpec(
        name="public.mine",
        title="我的诉求",
        endpoint="public.mine",
        template="complaints/public/mine.html",
        opens=lambda actor: actor.kind in {"holder", "contact"},
        query=lambda reader: queries.listed(reader.actor),
        id=Complaint.id.expression,
        lines=_lines,
        columns=(
            Column("number", "编号", lambda line: line.complaint.number),
            Column("title", "诉求", lambda line: line.complaint.title),
            Column("state", "办到哪一步", lambda line: taxonomy.label("states", line.complaint.state)),
            Column("until", "什么时候", lambda line: line.until.words),
            Column("submitted", "提交", lambda line: stamp(line.complaint.submitted_at)),
        ),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Complaint.submitted_at.expression, "moment", is_falling=True)
        ),
        heads=(Head("诉求"), Head("办到哪一步"), Head("什么时候"), Head("提交", ("new", "old"))),
        filters=(
            Filter("state", "办到哪一步", _stage, options=lambda _reader: STAGES),
            Filter("word", "标题或编号里的字", _says, "text"),
        ),
        context=_context,
        empty=("还没有诉求", "遇到难处，随时提。"),
    )
)
