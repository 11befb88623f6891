"""What the one who looks carries: himself, or through his leader."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import SelectChoice

from app.actor import Actor, Role
from app.auth.stewards import leader_of, open_on
from app.clock import day_of
from app.database import db
from app.errors import NotFound
from app.store.people import Post
from app.store.stewardships import Project, Stewardship
from complaints.forms.steward import VisitForm
from complaints.operations.visits import carries


def steward_post(actor: Actor, day: date) -> int | None:
    """Whose stewardships they are."""
    return actor.post_id if actor.role == Role.STEWARD else leader_of(actor.post_id or 0, day)


def my_stewardships(actor: Actor, at: datetime) -> list[Stewardship]:
    """What is carried today, enterprises first."""
    day = day_of(at)
    query = select(Stewardship).where(Stewardship.post_id == steward_post(actor, day), open_on(day))
    loaded = query.options(
        joinedload(Stewardship.enterprise),
        joinedload(Stewardship.project).joinedload(Project.enterprise),
        joinedload(Stewardship.lead),
    )
    return list(db.session.scalars(loaded.order_by(Stewardship.project_id.is_not(None), Stewardship.id)))


def mine(actor: Actor, stewardship_id: int) -> Stewardship:
    """One of them; raises NotFound."""
    row = db.session.get(Stewardship, stewardship_id)
    if row is None or row.to_on is not None or not carries(actor, row):
        raise NotFound
    return row


def leader_name(actor: Actor, day: date) -> str:
    """The leader's name; nothing for a secretary without one."""
    post = db.session.get(Post, steward_post(actor, day) or 0)
    return post.person.name if post else ""


def fresh_visit(actor: Actor, at: datetime) -> VisitForm:
    """The form of a visit as it is first shown: today, at an enterprise, issues become matters."""
    form = VisitForm.empty()
    offer(form, actor, at)
    form.on.data, form.way.data, form.files.data = day_of(at), "visit", True
    return form


def offer(form: VisitForm, actor: Actor, at: datetime) -> None:
    """Let him choose among what he carries."""
    form.carried.choices = [
        SelectChoice(row.id, row.name, optgroup="项目" if row.project_id else "企业") for row in my_stewardships(actor, at)
    ]
