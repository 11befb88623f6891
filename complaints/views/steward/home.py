"""待我处理: what waits for his word first, then what he carries, then a visit to log."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.actor import Actor, Role
from app.auth.current import current_actor
from app.auth.forms import ActForm
from app.auth.stewards import tags_of
from app.clock import day_of, now
from app.errors import NotFound
from app.notices import operations as notices
from app.notices.queries import own
from app.web.once import once
from complaints.forms.steward import VisitForm
from complaints.views.carried import carried_rows
from complaints.views.steward import waiting
from complaints.views.steward.blueprint import steward_pages, stewards
from complaints.views.steward.mine import fresh_visit, leader_name, my_stewardships

NOTICE = "<int(max=9007199254740991):notice_id>"


@steward_pages.get("/steward")
@stewards
def home() -> ResponseReturnValue:
    """What waits for him."""
    return draw_home(current_actor())


def draw_home(actor: Actor, form: VisitForm | None = None) -> str:
    """The page, with a visit that was refused where there is one."""
    at = now()
    rows = carried_rows(actor, my_stewardships(actor, at), at)
    to_sign, drafts = waiting.to_sign(actor, at), waiting.to_send(actor)
    return render_template(
        "complaints/steward/home.html",
        is_steward=actor.role == Role.STEWARD,
        leader=leader_name(actor, day_of(at)),
        to_sign=to_sign,
        drafts=drafts,
        told=waiting.told(actor),
        instructed=waiting.instructed(actor, at),
        party=_parties(actor),
        enterprises=[one for one in rows if one.row.enterprise_id],
        projects=[one for one in rows if one.row.project_id],
        lacking=sum(one.duties.contact.is_open for one in rows),
        number=len(to_sign) + len(drafts),
        visit=form or fresh_visit(actor, at),
        visit_failed=form is not None,
    )


def _parties(actor: Actor) -> dict[str, str]:
    """Names behind opened confidential matters, by keyed hash."""
    names = waiting.enterprise_names(actor.enterprises)
    return {tag: names[id_] for tag, id_ in tags_of(actor.enterprises).items()} if actor.party_tags else {}


@steward_pages.post(f"/steward/told/{NOTICE}")
@stewards
def know(notice_id: int) -> ResponseReturnValue:
    """He has read it."""
    actor, form = current_actor(), ActForm()
    if own(actor, notice_id) is None:
        raise NotFound

    def act() -> str:
        notices.read_one(actor, notice_id, now())
        return url_for("steward.home")

    return once(form, act) or (draw_home(actor), 422)
