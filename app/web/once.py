"""Forms that act: one ticket, one transaction, one result; a repeat is led to the first result."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request
from werkzeug.wrappers import Response

from app.clock import now
from app.database import db
from app.errors import Denied, Invalid, WrongState
from app.web import tickets
from app.web.forms import TOO_OLD, HouseForm

CHANGED = "这张表刚才已经交过一次，已经收到的是前一次的内容。您这次改动的文字在下面，可以补充留言。"


def once(form: HouseForm, act: Callable[[], str]) -> Response | None:
    """Run *act* (it returns where to go) and commit; None means: draw the form again with its errors.

    `Invalid` from the act goes to the fields of the form; other refusals become their own page.
    """
    earlier = tickets.spent(form.ticket.data or "", request.form)
    if earlier is not None:
        return _first_result(earlier)
    if not form.validate():
        return None
    if not form.had_good_ticket:
        form.form_errors.append(TOO_OLD)
        return None
    if not tickets.spend(form.ticket.data, form.form_name(), request.form, now()):
        db.session.rollback()
        earlier = tickets.spent(form.ticket.data, request.form)
        if earlier is None:
            raise WrongState(TOO_OLD)
        return _first_result(earlier)
    return _act(form, act)


def _act(form: HouseForm, act: Callable[[], str]) -> Response | None:
    try:
        location = act()
    except Invalid as refusal:
        db.session.rollback()
        for name, sentence in (refusal.fields or {"": str(refusal)}).items():
            form.add_error(name, sentence)
        return None
    except Denied:
        db.session.rollback()
        raise
    tickets.keep_result(form.ticket.data, location)
    db.session.commit()
    return redirect(location, 303)


def _first_result(earlier: tickets.Spent) -> Response:
    if not earlier.same_body:
        raise WrongState(CHANGED)
    return redirect(earlier.location or "/", 303)
