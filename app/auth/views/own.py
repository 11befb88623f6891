"""One's own account: password, sessions."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth import demonstration, passwords, sessions, sign_in
from app.auth.current import Visit, current_visit, leave, swap
from app.auth.doors import members
from app.auth.forms import ActForm, ChangePasswordForm
from app.auth.views.signing_in import bp
from app.clock import now
from app.database import db
from app.errors import Invalid, NotFound
from app.mode import is_demo
from app.web.limits import hit

TRIES = "10/15 minutes"
SESSION = "<int(max=9007199254740991):sign_in_id>"


def _finished_visit() -> Visit:
    """The session, once nothing of the second factor is missing; raises NotFound."""
    visit = current_visit()
    if visit is None or visit.missing:
        raise NotFound
    return visit


@bp.get("/me")
@members
def me() -> ResponseReturnValue:
    """Posts, sessions, and the ways to change password and post."""
    visit = _finished_visit()
    living = sessions.living_of(visit.person_id, visit.contact_id, now())
    posts = {post.id: post for post in visit.posts}
    return render_template("auth/me.html", visit=visit, sessions=living, posts=posts, factor_is_off=is_demo())


@bp.post(f"/me/sessions/{SESSION}/end")
@members
def end_session(sign_in_id: int) -> ResponseReturnValue:
    """End one session of one's own."""
    visit = _finished_visit()
    if ActForm().validate():
        sessions.end_own(sign_in_id, visit.person_id, visit.contact_id, now())
        db.session.commit()
        flash("那一处已经退出登录。")
    return redirect(url_for("auth.me"), 303)


@bp.post("/me/sessions/end")
@members
def end_sessions() -> ResponseReturnValue:
    """End all sessions of one's own, this one too."""
    visit = _finished_visit()
    if not ActForm().validate():
        return redirect(url_for("auth.me"), 303)
    sessions.end_all(now(), person_id=visit.person_id, contact_id=visit.contact_id)
    db.session.commit()
    leave()
    flash("所有地方都已退出登录。")
    return redirect(url_for("auth.sign_in_page"), 303)


@bp.route("/me/password", methods=["GET", "POST"])
@members
def change_password() -> ResponseReturnValue:
    """Another password; all other sessions end."""
    visit, form = _finished_visit(), ChangePasswordForm()
    who = _claimant(visit)
    if request.method == "POST" and form.validate() and _change(who, form, visit):
        flash("密码改好了，别处都已退出登录。")
        return redirect(url_for("auth.me"), 303)
    return render_template("auth/change_password.html", form=form, login=who.login), 422 if form.errors else 200


def _claimant(visit: Visit) -> sign_in.Claimant:
    kind, id_ = ("contact", visit.contact_id) if visit.contact_id else ("person", visit.person_id)
    who = sign_in.claimant_of(kind, id_ or 0)
    if who is None:
        raise NotFound
    return who


def _change(who: sign_in.Claimant, form: ChangePasswordForm, visit: Visit) -> bool:
    """Whether the new password stands; sent twice it is changed once."""
    hit("change_password", f"{who.kind}:{who.id}", TRIES)
    if passwords.is_right(form.new_password.data, who.password):
        return True
    if not passwords.is_right(form.password.data, who.password):
        form.add_error("password", "现在的密码不对，请重填")
        return False
    try:
        easy = demonstration.demo_password() if is_demo() else ""
        sign_in.change_password(who, form.new_password.data, now(), easy=easy, but=visit.sign_in_id)
    except Invalid as refusal:
        db.session.rollback()
        form.add_error("new_password", str(refusal))
        return False
    token = sessions.renew(visit.sign_in_id)
    db.session.commit()
    swap(token)
    return True
