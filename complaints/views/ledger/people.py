"""A leader in the ledger: what he carries, all of it handed over at once, and his secretary."""

from __future__ import annotations

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.actor import Role
from app.auth.current import current_actor
from app.auth.posts import is_living
from app.clock import day_of, now
from app.database import db
from app.errors import NotFound
from app.lists.spec import Reader
from app.store.people import Post
from app.store.stewardships import Secretariat
from app.web.once import once
from complaints import stewardship
from complaints.forms.ledger import HandOverForm, SecretaryForm
from complaints.forms.steps import StepForm
from complaints.operations import stewardships
from complaints.operations.steps import Move
from complaints.views.ledger.acts import require_ledger
from complaints.views.ledger.blueprint import POST, keepers, ledger_pages, readers
from complaints.views.ledger.choices import posts_with
from complaints.views.ledger.rows import leader_lines


def _leader(post_id: int) -> Post:
    require_ledger()
    post = db.session.get(Post, post_id)
    if post is None or post.role != Role.STEWARD:
        raise NotFound
    return post


def _secretary_of(post: Post) -> Post | None:
    query = select(Post).join(Secretariat, Secretariat.secretary_id == Post.id).where(Secretariat.steward_id == post.id)
    return db.session.scalar(query)


@ledger_pages.get(f"/office/stewards/{POST}")
@readers
def leader(post_id: int) -> ResponseReturnValue:
    """One leader."""
    return draw(_leader(post_id))


def draw(post: Post, **tried: StepForm) -> str:
    """The page; *tried* are forms that were refused."""
    actor, at = current_actor(), now()
    line = leader_lines(Reader(actor, at), [post])[0]
    return render_template(
        "complaints/ledger/leader.html",
        post=post,
        line=line,
        secretary=_secretary_of(post),
        forms=_forms(post, carries=bool(line.rows)) | tried,
        failed=next(iter(tried.values()), None),
    )


def _forms(post: Post, *, carries: bool) -> dict[str, StepForm]:
    if not stewardship.may_keep_ledger(current_actor()):
        return {}
    forms: dict[str, StepForm] = {}
    if carries:
        forms["hand_over"] = over = HandOverForm.drawn(post)
        over.offer_posts(posts_with(Role.STEWARD, day_of(now()), but=post.id))
    if is_living(post, day_of(now())):
        held = _secretary_of(post)
        forms["secretary"] = chosen = SecretaryForm.drawn(post, secretary=held.id if held else 0)
        chosen.offer(posts_with(Role.SECRETARY, day_of(now())))
    return forms


@ledger_pages.post(f"/office/stewards/{POST}/hand-over")
@keepers
def hand_all_over(post_id: int) -> ResponseReturnValue:
    """Everything that he carries, to one successor."""
    post, form = _leader(post_id), HandOverForm()
    form.offer_posts(posts_with(Role.STEWARD, day_of(now()), but=post.id))

    def act() -> str:
        move = Move(current_actor(), now(), reason=form.reason.data)
        rows = stewardships.of_post(post.id)
        for row in rows:
            stewardships.hand_over(row, form.post.data, move)
        flash(f"{len(rows)} 家（个）已交接，在办的诉求、批示和会签一并转过去。")
        return url_for("ledger.leader", post_id=form.post.data)

    return once(form, act) or (draw(post, hand_over=form), 422)


@ledger_pages.post(f"/office/stewards/{POST}/secretary")
@keepers
def set_secretary(post_id: int) -> ResponseReturnValue:
    """Who enters for him."""
    post, form = _leader(post_id), SecretaryForm()
    form.offer(posts_with(Role.SECRETARY, day_of(now())))

    def act() -> str:
        stewardships.set_secretary(post.id, form.chosen(), Move(current_actor(), now()))
        flash("领导联络员已定好。")
        return url_for("ledger.leader", post_id=post.id)

    return once(form, act) or (draw(post, secretary=form), 422)
