"""Search by telephone number, for an enterprise that calls and has lost its number: an answer to a POST, never kept."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.actor import INTAKE
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.database import db
from app.errors import Invalid
from app.store.complaints import Complaint
from app.store.people import Unit
from app.web.limits import hit
from complaints.forms.search import PhoneSearchForm
from complaints.operations import words
from complaints.operations.phone_search import by_phone
from complaints.operations.steps import Move
from complaints.views.search.blueprint import search_pages

LIMIT = "30/day"


@search_pages.get("/search/phone")
@staff(*INTAKE)
def phone() -> ResponseReturnValue:
    """The form."""
    return _page(PhoneSearchForm(MultiDict()))


@search_pages.post("/search/phone")
@staff(*INTAKE, fresh=True)
def find_phone() -> ResponseReturnValue:
    """What the number has filed, as far as the one who asks may see it."""
    form = PhoneSearchForm()
    if not form.validate():
        return _page(form)
    hit("phone search", f"person {current_actor().person_id}", LIMIT)
    move = Move(current_actor(), now(), None, words.masked(form.reason.data))
    try:
        found = by_phone(form.phone.data, form.purpose.data, move)
    except Invalid as refusal:
        db.session.rollback()
        for name, sentence in refusal.fields.items():
            form.add_error(name, sentence)
        return _page(form)
    db.session.commit()
    return _page(PhoneSearchForm(MultiDict()), found)


def _page(form: PhoneSearchForm, found: list[Complaint] | None = None) -> ResponseReturnValue:
    shorts = {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}
    status = 422 if form.errors else 200
    return render_template("complaints/search/phone.html", form=form, found=found, shorts=shorts), status
