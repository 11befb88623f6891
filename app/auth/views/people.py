"""The administrator's pages of people and posts."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actor import Role
from app.auth import codes, policy, queries, second_factor, staff
from app.auth.admin_forms import EndPostForm, PersonForm, PostForm
from app.auth.current import current_actor
from app.auth.doors import staff as staff_door
from app.auth.forms import ActForm
from app.auth.handing import open_of
from app.auth.posts import is_living
from app.auth.registers import PEOPLE
from app.auth.shown import show_once, take_shown
from app.clock import day_of, now
from app.errors import WrongState
from app.lists.page import render_list
from app.mode import is_demo
from app.store.people import Person, Post
from app.web.errors import STALE
from app.web.labels import role_label
from app.web.once import once

bp = Blueprint("admin", __name__, url_prefix="/admin")
PERSON = "<int(max=9007199254740991):person_id>"
POST = "<int(max=9007199254740991):post_id>"
admin_page = staff_door(Role.ADMIN)
admin_act = staff_door(Role.ADMIN, fresh=True)


@bp.get("/people")
@admin_page
def people() -> ResponseReturnValue:
    """Everybody, with filters in the address."""
    return render_list(PEOPLE, current_actor())


@bp.route("/people/add", methods=["GET", "POST"])
@admin_act
def add_person() -> ResponseReturnValue:
    """A person, the first post, and the one-time code for the first sign-in."""
    form = PersonForm(units=queries.unit_choices())
    if request.method == "GET":
        form.from_on.data = day_of(now())
    elif answer := once(form, lambda: _add(form)):
        show_once("code", codes.one_time_code(form.ticket.data))
        return answer
    return render_template("admin/add_person.html", form=form), 422 if form.errors else 200


def _add(form: PersonForm) -> str:
    actor, at = current_actor(), now()
    person = staff.add_person(actor, form.name.data, form.login.data, at)
    staff.grant(actor, person, _grant_of(form), at)
    staff.give_code(actor, person, form.ticket.data, at)
    flash(f"{person.name}的账号建好了。")
    return url_for("admin.person", person_id=person.id)


def _grant_of(form: PersonForm) -> staff.Grant:
    return staff.Grant(form.unit.data, Role(form.role.data), form.from_on.data, form.to_on.data)


@bp.get(f"/people/{PERSON}")
@admin_page
def person(person_id: int) -> ResponseReturnValue:
    """One person: posts, sessions, codes."""
    found = staff.person_of(person_id)
    return render_template(
        "admin/person.html",
        person=found,
        code="".join(take_shown("code")),
        today=day_of(now()),
        is_living=partial(is_living, day=day_of(now())),
        sessions=queries.sessions_of(person_id, now()),
        has_factor=second_factor.is_set(person_id),
        factor_is_off=is_demo(),
        may_grant=policy.may_grant_to(current_actor(), person_id),
    )


@bp.post(f"/people/{PERSON}/code")
@admin_act
def give_code(person_id: int) -> ResponseReturnValue:
    """Another one-time code, shown once."""
    found, form = staff.person_of(person_id), ActForm()
    answer = once(form, lambda: _code_given(found, form.ticket.data))
    if answer is not None:
        show_once("code", codes.one_time_code(form.ticket.data))
    return answer or _back(person_id)


def _code_given(found: Person, ticket: str) -> str:
    staff.give_code(current_actor(), found, ticket, now())
    flash("旧密码已作废，所有登录都已退出。")
    return url_for("admin.person", person_id=found.id)


@bp.post(f"/people/{PERSON}/sessions/end")
@admin_act
def end_sessions(person_id: int) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    found = staff.person_of(person_id)
    return once(ActForm(), lambda: _sessions_ended(found)) or _back(person_id)


def _sessions_ended(found: Person) -> str:
    ended = staff.end_sessions(current_actor(), found, now())
    flash(f"已退出 {ended} 处登录。")
    return url_for("admin.person", person_id=found.id)


@bp.post(f"/people/{PERSON}/second-factor/reset")
@admin_act
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    """The telephone is lost."""
    found = staff.person_of(person_id)
    return once(ActForm(), lambda: _factor_reset(found)) or _back(person_id)


def _factor_reset(found: Person) -> str:
    staff.reset_second_factor(current_actor(), found, now())
    flash("动态码已重置，下次登录时重新扫码。")
    return url_for("admin.person", person_id=found.id)


def _back(person_id: int) -> ResponseReturnValue:
    flash("这一页开得太久了，没有办成，请再点一次。", "near")
    return redirect(url_for("admin.person", person_id=person_id), 303)


@bp.route(f"/people/{PERSON}/posts/add", methods=["GET", "POST"])
@admin_act
def grant(person_id: int) -> ResponseReturnValue:
    """A further post."""
    found, form = staff.person_of(person_id), PostForm(units=queries.unit_choices())
    if request.method == "GET":
        form.from_on.data = day_of(now())
    elif answer := once(form, lambda: _granted(found, form)):
        return answer
    return render_template("admin/grant.html", form=form, person=found), 422 if form.errors else 200


def _granted(found: Person, form: PostForm) -> str:
    staff.grant(current_actor(), found, _grant_of(form), now())
    flash(f"已给{found.name}加上岗位。")
    return url_for("admin.person", person_id=found.id)


@bp.route(f"/posts/{POST}/end", methods=["GET", "POST"])
@admin_act
def end_post(post_id: int) -> ResponseReturnValue:
    """The last day of a post, and who takes over."""
    post = staff.post_of(post_id)
    form = EndPostForm(posts=_successors(post))
    if request.method == "GET":
        form.to_on.data, form.version.data = day_of(now()), post.version
    elif answer := once(form, lambda: _ended(post, form)):
        return answer
    things = open_of(current_actor(), post)
    return render_template("admin/end_post.html", form=form, post=post, things=things), 422 if form.errors else 200


def _successors(post: Post) -> list[tuple[str, str]]:
    """Of the same unit; what a leader carries can go to any leader."""
    of_unit = queries.posts_of_unit(post.unit, day_of(now()), but=post.id)
    leaders = queries.posts_of_role(post.role, day_of(now()), but=post.id) if post.role == Role.STEWARD else ()
    others = {one.id: one for one in (*leaders, *of_unit)}.values()
    return [(str(one.id), f"{one.person.name}　{role_label(one.role)}") for one in others]


def _ended(post: Post, form: EndPostForm) -> str:
    if form.seen_version() != post.version:
        raise WrongState(STALE)
    chosen = form.successor.data
    successor = None if chosen == "none" else staff.post_of(int(chosen))
    staff.end_post(current_actor(), post, form.to_on.data, successor, now())
    flash("岗位停用日期已记下。")
    return url_for("admin.person", person_id=post.person_id)
