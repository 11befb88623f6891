"""The office's page of enterprise accounts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import taxonomy
from app.actor import INTAKE
from app.auth import accounts, codes, policy
from app.auth.admin_forms import AccountForm, LookForm
from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.forms import ActForm
from app.auth.registers import ACCOUNTS
from app.auth.shown import show_once, take_shown
from app.clock import now
from app.database import db
from app.errors import NotFound
from app.lists.page import render_list
from app.store.enterprises import Contact
from app.web.once import once

bp = Blueprint("accounts", __name__, url_prefix="/office/accounts")
CONTACT = "<int(max=9007199254740991):contact_id>"


@bp.before_request
def _office_only() -> None:
    """The same roles exist in the unit that takes over where the office is accused; it opens no accounts."""
    if not policy.may_open_accounts(current_actor()):
        raise NotFound


@bp.get("")
@staff(*INTAKE)
def account_list() -> ResponseReturnValue:
    """All accounts, newest first."""
    return render_list(ACCOUNTS, current_actor())


@bp.route("/open", methods=["GET", "POST"])
@staff(*INTAKE)
def open_account() -> ResponseReturnValue:
    """An account after looking at papers; the one-time code is shown once."""
    form = AccountForm()
    if request.method == "POST" and (answer := once(form, lambda: _opened(form))):
        show_once("code", codes.one_time_code(form.ticket.data))
        return answer
    return render_template("admin/open_account.html", form=form), 422 if form.errors else 200


def _opened(form: AccountForm) -> str:
    code = form.credit_code.data.upper().replace(" ", "")
    opening = accounts.Opening(form.enterprise.data, code, form.name.data, form.phone.data)
    contact, _ = accounts.open_account(current_actor(), opening, form.ticket.data, now())
    flash("账号开好了。")
    return url_for("accounts.account", contact_id=contact.id)


@bp.get(f"/{CONTACT}")
@staff(*INTAKE)
def account(contact_id: int) -> ResponseReturnValue:
    """One account; name and telephone stay closed."""
    return _page(accounts.contact_of(contact_id), _look_form())


def _look_form() -> LookForm:
    return LookForm(purposes=[(code.code, code.label) for code in taxonomy.codes("look_purposes").values()])


def _page(contact: Contact, form: LookForm, person: tuple[str, str] | None = None) -> ResponseReturnValue:
    code = "".join(take_shown("code"))
    html = render_template("admin/account.html", contact=contact, form=form, code=code, person=person)
    return html, 422 if form.errors else 200


@bp.post(f"/{CONTACT}/look")
@staff(*INTAKE, fresh=True)
def look(contact_id: int) -> ResponseReturnValue:
    """Name and telephone, after the entry stands."""
    contact, form = accounts.contact_of(contact_id), _look_form()
    if not form.validate():
        return _page(contact, form)
    right = accounts.record_look(current_actor(), contact, form.purpose.data, now())
    db.session.commit()
    opened = tuple(secret.open(right) if secret else "" for secret in (contact.name, contact.phone))
    return _page(contact, form, (opened[0], opened[1]))


@bp.post(f"/{CONTACT}/code")
@staff(*INTAKE, fresh=True)
def give_code(contact_id: int) -> ResponseReturnValue:
    """Another one-time code."""
    contact, form = accounts.contact_of(contact_id), ActForm()
    answer = once(form, lambda: _code_given(contact, form.ticket.data))
    if answer is not None:
        show_once("code", codes.one_time_code(form.ticket.data))
    return answer or _back(contact_id)


def _code_given(contact: Contact, ticket: str) -> str:
    accounts.give_code(current_actor(), contact, ticket, now())
    flash("旧密码已作废，这个账号的登录都已退出。")
    return url_for("accounts.account", contact_id=contact.id)


@bp.post(f"/{CONTACT}/close")
@staff(*INTAKE, fresh=True)
def close(contact_id: int) -> ResponseReturnValue:
    """Nobody comes in with it any more."""
    contact = accounts.contact_of(contact_id)
    return once(ActForm(), lambda: _closed(contact)) or _back(contact_id)


def _closed(contact: Contact) -> str:
    accounts.close_account(current_actor(), contact, now())
    flash("账号已关闭。")
    return url_for("accounts.account", contact_id=contact.id)


def _back(contact_id: int) -> ResponseReturnValue:
    flash("这一页开得太久了，没有办成，请再点一次。", "near")
    return redirect(url_for("accounts.account", contact_id=contact_id), 303)
