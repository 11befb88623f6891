"""The second factor: set it up with a square code, show it, keep the recovery codes."""

from __future__ import annotations

import io

import segno
from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth import second_factor, sessions
from app.auth.codes import grouped
from app.auth.current import Visit, current_visit, swap
from app.auth.doors import members, safe_next
from app.auth.forms import ActForm, FactorForm
from app.auth.shell import go_on
from app.auth.shown import show_once, take_shown
from app.auth.views.signing_in import bp
from app.clock import now
from app.database import db
from app.errors import Invalid, NotFound
from app.store.people import Person, SecondFactor
from app.web.limits import hit

TRIES = "10/15 minutes"


def _person_visit() -> tuple[Visit, int]:
    """The session of a person; raises NotFound for anybody else."""
    visit = current_visit()
    if visit is None or visit.person_id is None:
        raise NotFound
    return visit, visit.person_id


@bp.route("/second-factor", methods=["GET", "POST"])
@members
def prove() -> ResponseReturnValue:
    """Six digits of the telephone, at sign-in and before what must be fresh."""
    visit, person_id = _person_visit()
    if not second_factor.is_set(person_id):
        return redirect(url_for("auth.set_up", next=safe_next(request.args.get("next"))), 303)
    form = FactorForm()
    if request.method == "GET":
        form.next.data = safe_next(request.args.get("next")) or ""
    elif form.validate() and _is_proved(form, visit, person_id):
        return go_on(form.next.data)
    return render_template("auth/prove.html", form=form), 422 if form.errors else 200


def _is_proved(form: FactorForm, visit: Visit, person_id: int) -> bool:
    hit("second_factor", str(person_id), TRIES)
    if second_factor.prove(person_id, form.code.data, now()):
        _mark(visit)
        return True
    second_factor.refuse(person_id, now())
    db.session.commit()
    form.add_error("code", second_factor.WRONG)
    return False


def _mark(visit: Visit) -> None:
    """The session has shown the factor and goes on under a fresh token."""
    second_factor.mark(visit.sign_in_id, now())
    token = sessions.renew(visit.sign_in_id)
    db.session.commit()
    swap(token)


@bp.post("/second-factor/begin")
@members
def begin_factor() -> ResponseReturnValue:
    """Make the key that the telephone is to hold."""
    _, person_id = _person_visit()
    form = ActForm()
    if form.validate():
        second_factor.begin(person_id)
        db.session.commit()
    return redirect(url_for("auth.set_up", next=safe_next(form.next.data)), 303)


@bp.route("/second-factor/set-up", methods=["GET", "POST"])
@members
def set_up() -> ResponseReturnValue:
    """The key and its square code, then the telephone's digits confirm it."""
    visit, person_id = _person_visit()
    form, factor = FactorForm(), second_factor.of(person_id)
    if factor is not None and factor.confirmed_at is not None:
        return redirect(url_for("auth.prove", next=safe_next(request.args.get("next"))), 303)
    if request.method == "GET":
        form.next.data = safe_next(request.args.get("next")) or ""
    elif form.validate() and _is_confirmed(form, visit, person_id):
        return redirect(url_for("auth.recovery", next=safe_next(form.next.data)), 303)
    key = grouped(second_factor.secret_of(factor)) if factor else ""
    return render_template("auth/set_up.html", form=form, key=key), 422 if form.errors else 200


def _is_confirmed(form: FactorForm, visit: Visit, person_id: int) -> bool:
    hit("second_factor", str(person_id), TRIES)
    try:
        fresh = second_factor.confirm(person_id, form.code.data, now())
    except Invalid as refusal:
        db.session.rollback()
        form.add_error("code", str(refusal))
        return False
    _mark(visit)
    show_once("recovery", *fresh)
    return True


@bp.get("/second-factor/key.svg")
@members
def key_picture() -> ResponseReturnValue:
    """The key as a square code, until it is confirmed."""
    _, person_id = _person_visit()
    factor = second_factor.of(person_id)
    if factor is None or factor.confirmed_at is not None:
        raise NotFound
    return Response(_square(factor), mimetype="image/svg+xml")


def _square(factor: SecondFactor) -> bytes:
    login = db.session.get_one(Person, factor.person_id).login
    picture = io.BytesIO()
    segno.make(second_factor.address_of(factor, login), error="m").save(
        picture, kind="svg", scale=5, border=4, light="#ffffff", xmldecl=False
    )
    return picture.getvalue()


@bp.get("/second-factor/recovery")
@members
def recovery() -> ResponseReturnValue:
    """The recovery codes, once."""
    target = safe_next(request.args.get("next"))
    shown = take_shown("recovery")
    if not shown:
        return go_on(target)
    return render_template("auth/recovery.html", codes=shown, target=target or url_for("auth.go"))


@bp.get("/go")
@members
def go() -> ResponseReturnValue:
    """To the desk of the post."""
    return go_on(None)
