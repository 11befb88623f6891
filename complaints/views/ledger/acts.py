"""Taken on, with its terms; handed over with what is open; ended."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.actor import Role
from app.auth.current import current_actor
from app.auth.posts import is_living
from app.clock import day_of, now
from app.database import db
from app.errors import NotFound
from app.lists.spec import Reader
from app.store.complaints import Complaint
from app.store.people import Unit
from app.store.stewardships import Stewardship, Visit
from app.web.once import once
from complaints import queries, stewardship, workflow
from complaints.forms.ledger import EndForm, HandOverForm, TakeOnForm, TermsForm
from complaints.forms.steps import StepForm
from complaints.operations import stewardships
from complaints.operations.steps import Move
from complaints.operations.stewardships import Terms
from complaints.views.carried import carried_rows, difficulty
from complaints.views.ledger.blueprint import STEWARDSHIP, keepers, ledger_pages, readers
from complaints.views.ledger.choices import posts_with, target_of, unit_choices
from complaints.views.ledger.rows import LOADED
from complaints.views.visit_rows import visit_lines

SHOWN = 20


def require_ledger() -> None:
    """The office's own: other units have clerks and heads too."""
    if not stewardship.may_read_ledger(current_actor()):
        raise NotFound


def found(stewardship_id: int) -> Stewardship:
    """The row; raises NotFound."""
    require_ledger()
    row = db.session.scalar(select(Stewardship).where(Stewardship.id == stewardship_id).options(*LOADED))
    if row is None:
        raise NotFound
    return row


@ledger_pages.route("/office/stewardships/add", methods=["GET", "POST"])
@keepers
def add() -> ResponseReturnValue:
    """A leader takes on an enterprise or a project."""
    require_ledger()
    form = TakeOnForm() if request.method == "POST" else TakeOnForm(MultiDict())
    form.offer_units(unit_choices())
    form.offer_posts(posts_with(Role.STEWARD, day_of(now())))
    if request.method == "GET":
        form.from_on.data, form.name.data = day_of(now()), request.args.get("name", "")[:80]
        form.thing.data = "project" if request.args.get("thing") == "project" else "enterprise"
    elif answer := once(form, lambda: _taken(form)):
        return answer
    return render_template("complaints/ledger/add.html", form=form), 422 if form.errors else 200


def _taken(form: TakeOnForm) -> str:
    row = stewardships.take_on(target_of(form), form.post.data, terms_of(form), form.from_on.data, _move(form))
    flash(f"已登记：{row.post.person.name}包抓{row.name}。")
    return url_for("ledger.show", stewardship_id=row.id)


def terms_of(form: TermsForm) -> Terms:
    """As the operation takes them."""
    return Terms(form.lead_unit.data or None, tuple(form.task_force.data or ()), form.plan.data)


def _move(form: StepForm, reason: str = "") -> Move:
    return Move(current_actor(), now(), form.seen_version(), reason)


@ledger_pages.get(f"/office/stewardships/{STEWARDSHIP}")
@readers
def show(stewardship_id: int) -> ResponseReturnValue:
    """One stewardship: terms, what is open, visits, who carried it before."""
    return draw(found(stewardship_id))


def draw(row: Stewardship, **tried: StepForm) -> str:
    """The page; *tried* are forms that were refused."""
    actor, at = current_actor(), now()
    its = Complaint.enterprise_id == row.enterprise_id if row.enterprise_id else Complaint.project_id == row.project_id
    same = Stewardship.enterprise_id == row.enterprise_id if row.enterprise_id else Stewardship.project_id == row.project_id
    matters = queries.listed(actor).where(its, difficulty(), Complaint.state.in_(workflow.OPEN))
    earlier = select(Stewardship).where(same, Stewardship.id != row.id).options(*LOADED).order_by(Stewardship.id.desc())
    visits = select(Visit).join(Stewardship).where(same).order_by(Visit.on.desc(), Visit.id.desc()).limit(SHOWN)
    return render_template(
        "complaints/ledger/show.html",
        row=row,
        one=carried_rows(actor, [row], at)[0],
        is_left=row.to_on is None and not is_living(row.post, day_of(at)),
        matters=db.session.scalars(matters.order_by(Complaint.submitted_at, Complaint.id)).all(),
        others=db.session.scalars(earlier).all(),
        visits=visit_lines(Reader(actor, at), db.session.scalars(visits).all()),
        force=_shorts(row.task_force),
        forms=_forms(row) | tried,
        failed=next(iter(tried.values()), None),
    )


def _shorts(codes: list[Any]) -> list[str]:
    return list(db.session.scalars(select(Unit.short).where(Unit.code.in_(codes)).order_by(Unit.position)))


def _forms(row: Stewardship) -> dict[str, StepForm]:
    if row.to_on is not None or not stewardship.may_keep_ledger(current_actor()):
        return {}
    terms = TermsForm.drawn(row, lead_unit=row.lead_unit or "", plan=row.plan, task_force=list(row.task_force))
    over = HandOverForm.drawn(row)
    _offer(row, terms, over)
    return {"terms": terms, "hand_over": over, "end": EndForm.drawn(row)}


def _offer(row: Stewardship, terms: TermsForm | None = None, over: HandOverForm | None = None) -> None:
    if terms is not None:
        terms.offer_units(unit_choices())
    if over is not None:
        over.offer_posts(posts_with(Role.STEWARD, day_of(now()), but=row.post_id))


@ledger_pages.post(f"/office/stewardships/{STEWARDSHIP}/terms")
@keepers
def change_terms(stewardship_id: int) -> ResponseReturnValue:
    """Lead unit, task force, plan."""
    row, form = found(stewardship_id), TermsForm()
    _offer(row, form)

    def act() -> str:
        stewardships.amend(row, terms_of(form), _move(form))
        flash("牵头部门、专班和一企一策已改好。")
        return url_for("ledger.show", stewardship_id=row.id)

    return once(form, act) or (draw(row, terms=form), 422)


@ledger_pages.post(f"/office/stewardships/{STEWARDSHIP}/hand-over")
@keepers
def hand_over(stewardship_id: int) -> ResponseReturnValue:
    """To another leader, with what is open."""
    row, form = found(stewardship_id), HandOverForm()
    _offer(row, over=form)

    def act() -> str:
        new = stewardships.hand_over(row, form.post.data, _move(form, form.reason.data))
        flash(f"{new.name}已交给{new.post.person.name}，在办的诉求、批示和会签一并转过去。")
        return url_for("ledger.show", stewardship_id=new.id)

    return once(form, act) or (draw(row, hand_over=form), 422)


@ledger_pages.post(f"/office/stewardships/{STEWARDSHIP}/end")
@keepers
def end(stewardship_id: int) -> ResponseReturnValue:
    """Nobody carries it any more."""
    row, form = found(stewardship_id), EndForm()

    def act() -> str:
        stewardships.end(row, _move(form, form.reason.data))
        flash(f"{row.name}不再包抓，原因已记下。")
        return url_for("ledger.show", stewardship_id=row.id)

    return once(form, act) or (draw(row, end=form), 422)
