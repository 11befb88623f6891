"""The way to a matter: number and query code, or an account; and the list of one's own matters."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from app.auth import current
from app.auth.current import current_actor
from app.auth.doors import followers, public
from app.clock import now
from app.database import db
from app.errors import NotAllowed, NotFound
from app.store.complaints import Complaint
from app.web.errors import denied
from app.web.limits import check, hit, source
from app.web.paging import pages_of
from complaints import queries, workflow
from complaints.forms.following import NUMBER, ConfirmForm, FollowForm, MineFilter, normal_number
from complaints.operations import words
from complaints.views.public.blueprint import public_pages
from complaints.views.public.showing import until_of
from complaints.views.public.words import STATES

TRIES = (("follow", "10/1 minute"), ("follow day", "100/1 day"))
WRONG = "编号和查询码对不上，请照回执再核对一遍。查询码不分大小写"
IDLE = "您太久没有操作，这一次没有发出去。请到“查进度”再填一次编号和查询码。"
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
    form = MineFilter(request.args)
    found = _filtered(queries.listed(current_actor()), form)
    pages = pages_of(queries.count(found))
    rows = list(db.session.scalars(found.limit(pages.size).offset(pages.offset)))
    at = now()
    return render_template(
        "complaints/public/mine.html",
        form=form,
        pages=pages,
        rows=[(row, until_of(row, at)) for row in rows],
        is_filtered=bool(form.chosen() or form.word.data),
        by_account=current_actor().kind == "contact",
        leave_form=ConfirmForm(),
    )


def _filtered(query: Select[Complaint], form: MineFilter) -> Select[Complaint]:
    states = {"open": workflow.OPEN, "mine": WAITING, "done": tuple(set(STATES) - set(workflow.OPEN))}
    if chosen := form.chosen():
        query = query.where(Complaint.state.in_(states[chosen]))
    if word := form.word.data:
        query = query.where(Complaint.title.contains(word, autoescape=True) | Complaint.number.contains(word, autoescape=True))
    return query.order_by(Complaint.submitted_at.desc(), Complaint.id.desc())
