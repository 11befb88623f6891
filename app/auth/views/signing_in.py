"""Coming in and leaving: sign in, first password, choose a post, sign out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.auth import attempts, demonstration, sessions, sign_in
from app.auth.current import current_visit, enter, leave, swap
from app.auth.doors import members, public, safe_next
from app.auth.forms import ChoosePostForm, NewPasswordForm, SignInForm, SignOutForm
from app.auth.shell import go_on
from app.clock import day_of, now
from app.database import db
from app.errors import Invalid, NotFound
from app.mode import is_demo
from app.web.limits import TooMany, hit, source, tag

bp = Blueprint("auth", __name__)
TRIES = "10/15 minutes"
WRONG = "账号和密码对不上。密码分大小写；一次性代码 24 小时内有效"


@bp.get("/sign-in")
@public
def sign_in_page() -> ResponseReturnValue:
    """The one form for officers and enterprises."""
    target = safe_next(request.args.get("next"))
    if current_visit() is not None:
        return go_on(target)
    form = SignInForm()
    form.next.data = target or ""
    return _sign_in_page(form)


def _sign_in_page(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    form.password.data = ""
    shown = {}
    if is_demo():
        accounts, firm = demonstration.demo_accounts(day_of(now())), demonstration.demo_enterprise()
        shown = {"accounts": accounts, "firm": firm, "password": demonstration.demo_password()}
    return render_template("auth/sign_in.html", form=form, **shown), status


@bp.post("/sign-in", endpoint="sign_in")
@public
def sign_in_post() -> ResponseReturnValue:
    """Check the secret outside any transaction, then open a session."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, 422)
    name = sign_in.counted_as(form.login.data)
    try:
        attempts.begin(name, source())
    except TooMany as refusal:
        form.add_error("login", str(refusal))
        return _sign_in_page(form, refusal.status)
    who = sign_in.claimant(name)
    db.session.rollback()  # the writers' turn is not held while argon2 works
    proof = sign_in.prove(who, form.password.data, now())
    if who is None or proof is None:
        return _refuse(form, who, name)
    attempts.succeeded(name, source())
    if proof == "one_time":
        return _to_first_password(form, who)
    enter(sign_in.admit(who, now()))
    db.session.commit()
    return go_on(form.next.data)


def _refuse(form: SignInForm, who: sign_in.Claimant | None, name: str) -> ResponseReturnValue:
    attempts.failed(name, source())
    sign_in.refuse(who, tag("name", name), tag("source", source()), now())
    db.session.commit()
    form.add_error("password", WRONG)
    return _sign_in_page(form, 422)


def _to_first_password(form: SignInForm, who: sign_in.Claimant) -> ResponseReturnValue:
    session.clear()
    session["claim"] = [who.kind, who.id, who.one_time]
    return redirect(url_for("auth.first_password", next=safe_next(form.next.data)), 303)


def _claimed() -> sign_in.Claimant | None:
    """Who has shown a one-time code in this browser; None once it is spent; raises NotFound."""
    kind, id_, code = session.get("claim", ("person", 0, ""))
    who = sign_in.claimant_of(kind, id_)
    if who is None or (who.one_time or code) != code or not code:
        raise NotFound
    return who if who.one_time else None


@bp.route("/first-password", methods=["GET", "POST"])
@public
def first_password() -> ResponseReturnValue:
    """Whoever came with a one-time code sets a password."""
    who, form = _claimed(), NewPasswordForm()
    if who is None:  # also the second click: whoever is in by then is led on from there
        return redirect(url_for("auth.sign_in_page"), 303)
    if request.method == "GET":
        form.next.data = safe_next(request.args.get("next")) or ""
    elif form.validate():
        hit("first_password", f"{who.kind}:{who.id}", TRIES)
        try:
            easy = demonstration.demo_password() if is_demo() else ""
            sign_in.set_first_password(who, form.new_password.data, now(), easy=easy)
        except Invalid as refusal:
            db.session.rollback()
            form.add_error("new_password", str(refusal))
        else:
            enter(sign_in.admit(who, now()))
            db.session.commit()
            flash("密码设好了。")
            return go_on(form.next.data)
    return render_template("auth/first_password.html", form=form, login=who.login), 422 if form.errors else 200


@bp.route("/post", methods=["GET", "POST"])
@members
def choose_post() -> ResponseReturnValue:
    """Under which post to act; also the way to another post later."""
    visit, form = current_visit(), ChoosePostForm()
    if visit is None or visit.person_id is None or visit.missing:
        raise NotFound
    if request.method == "GET":
        form.next.data = safe_next(request.args.get("next")) or ""
    elif form.validate():
        chosen = [post.id for post in visit.posts if str(post.id) == form.post.data]
        if chosen:
            swap(sessions.choose_post(visit.sign_in_id, chosen[0]))
            db.session.commit()
            return go_on(form.next.data)
        form.add_error("post", "这个岗位已经停用，请选别的岗位")
    return render_template("auth/choose_post.html", form=form, visit=visit), 422 if form.errors else 200


@bp.post("/sign-out")
@members
def sign_out() -> ResponseReturnValue:
    """End this session here and in the store."""
    visit, form = current_visit(), SignOutForm()
    if form.validate() and visit is not None:
        sessions.end(visit.sign_in_id, now())
        db.session.commit()
        leave()
        flash("您已退出登录。")
    return redirect(url_for("auth.sign_in_page"), 303)
