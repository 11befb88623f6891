"""The administrator's pages of units."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth import queries, units
from app.auth.admin_forms import EndUnitForm, UnitForm
from app.auth.current import current_actor
from app.auth.registers import UNITS
from app.auth.views.people import admin_act, admin_page, bp
from app.clock import day_of, now
from app.errors import NotFound, WrongState
from app.lists.page import render_list
from app.store.people import Unit
from app.web.errors import STALE
from app.web.once import once


@bp.get("/units")
@admin_page
def unit_list() -> ResponseReturnValue:
    """All units in register order."""
    return render_list(UNITS, current_actor())


@bp.route("/units/<code>", methods=["GET", "POST"])
@admin_act
def unit(code: str) -> ResponseReturnValue:
    """Names, telephone, aliases and superior of a unit."""
    found = _living(code)
    form = UnitForm(units=queries.unit_choices(but=code))
    if request.method == "GET":
        form.name.data, form.short.data, form.phone.data = found.name, found.short, found.phone
        form.aliases.data, form.superior.data = "\n".join(found.aliases), found.superior or ""
        form.version.data = found.version
    elif answer := once(form, lambda: _changed(found, form)):
        return answer
    return render_template("admin/unit.html", form=form, unit=found), 422 if form.errors else 200


def _living(code: str) -> Unit:
    found = units.unit_of(code)
    if found.ended_on is not None:
        raise NotFound
    return found


def _changed(found: Unit, form: UnitForm) -> str:
    if form.seen_version() != found.version:
        raise WrongState(STALE)
    facts = units.UnitFacts(form.name.data, form.short.data, form.phone.data, form.names(), form.superior.data or None)
    units.change_unit(current_actor(), found, facts, now())
    flash(f"{found.short}改好了。")
    return url_for("admin.unit_list")


@bp.route("/units/<code>/end", methods=["GET", "POST"])
@admin_act
def end_unit(code: str) -> ResponseReturnValue:
    """The unit is no more; another carries on."""
    found = _living(code)
    form = EndUnitForm(units=queries.unit_choices(but=code))
    if request.method == "POST" and (answer := once(form, lambda: _ended(found, form))):
        return answer
    people = queries.people_per_unit(day_of(now())).get(code, 0)
    return render_template("admin/end_unit.html", form=form, unit=found, people=people), 422 if form.errors else 200


def _ended(found: Unit, form: EndUnitForm) -> str:
    successor = units.unit_of(form.successor.data)
    units.end_unit(current_actor(), found, successor, now())
    flash(f"{found.short}已撤并到{successor.short}。")
    return url_for("admin.unit_list")
