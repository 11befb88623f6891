"""The auditor's page: entries, grants and looks of a day, and the last walk over the chain."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actor import Role
from app.auth import trail, verification
from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.forms import ActForm
from app.auth.registers import ENTRIES
from app.clock import day_of, now
from app.lists.page import render_list
from app.web.once import once

YEARS = range(2000, 2101)
bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
@staff(Role.AUDITOR)
def entries() -> ResponseReturnValue:
    """Entries, newest first."""
    return render_list(ENTRIES, current_actor())


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year in YEARS else None


@bp.get("/day")
@staff(Role.AUDITOR)
def day() -> ResponseReturnValue:
    """Grants and looks of one day."""
    on = _day(request.args.get("day", "")) or day_of(now())
    grants = trail.lines(trail.grants_of(on))
    return render_template("admin/audit_day.html", on=on, grants=grants, looks=trail.looks_of(current_actor(), on))


@bp.post("/verify")
@staff(Role.AUDITOR)
def verify() -> ResponseReturnValue:
    """Have the whole history walked."""
    return once(ActForm(), _asked) or redirect(url_for("audit.entries"), 303)


def _asked() -> str:
    verification.ask(current_actor(), now())
    flash("已经开始核对全部记录。一百万条约一分钟，结果会显示在这一页。")
    return url_for("audit.entries")
