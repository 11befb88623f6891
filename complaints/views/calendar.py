"""The calendar that all clocks run on: a year to look at, changes with a preview before they count."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.actor import Actor, Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import day_of, now
from app.database import db
from app.errors import Invalid
from app.store.people import Person, Post
from app.web.labels import due
from app.web.navigation import Group, Item, add_navigation
from app.web.once import once
from complaints.forms.calendar import LABELS, ConfirmForm, DayForm, YearForm, lines_of
from complaints.operations import calendar as days
from complaints.operations import times
from complaints.operations.calendar import Change
from complaints.views.calendar_months import months_of
from complaints.views.traffic import led_to

calendar_pages = Blueprint("calendar", __name__)
BEFORE, AFTER = 2, 2  # years that can be leafed through around this one
SHOWN = 200


@calendar_pages.get("/admin/calendar")
@staff(Role.ADMIN, Role.OFFICE_HEAD)
def year() -> str:
    """Twelve months, and what the office has entered itself."""
    return _year(DayForm(MultiDict()), YearForm(MultiDict()))


def _year(day_form: DayForm, year_form: YearForm) -> str:
    today, calendar = day_of(now()), times.current_calendar()
    shown = _asked_year(today.year)
    own = days.own_days(shown)
    return render_template(
        "complaints/calendar/year.html",
        year=shown,
        years=range(today.year - BEFORE, today.year + AFTER + 1),
        months=months_of(shown, calendar, today),
        provisional=calendar.is_provisional(shown),
        own=own,
        names=_names([day.entered_by for day in own if day.entered_by]),
        labels=LABELS,
        day_form=day_form,
        year_form=year_form,
        may_change=current_actor().role == Role.ADMIN,
    )


def _asked_year(this: int) -> int:
    text = request.args.get("year", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this
    return min(max(asked, this - BEFORE), this + AFTER)


def _names(posts: list[int]) -> dict[int, str]:
    query = select(Post.id, Person.name).join(Person, Person.id == Post.person_id).where(Post.id.in_(posts))
    return {post: name for post, name in db.session.execute(query)}


@calendar_pages.post("/admin/calendar/day")
@staff(Role.ADMIN)
def preview_day() -> ResponseReturnValue:
    """What one day would change."""
    form = DayForm()
    return _previewed(form) or (_year(form, YearForm(MultiDict())), 422)


@calendar_pages.post("/admin/calendar/whole-year")
@staff(Role.ADMIN)
def preview_year() -> ResponseReturnValue:
    """What a pasted year would change."""
    form = YearForm()
    return _previewed(form) or (_year(DayForm(MultiDict()), form), 422)


@calendar_pages.post("/admin/calendar/without")
@staff(Role.ADMIN)
def preview_removal() -> ResponseReturnValue:
    """What taking an own day away would change."""
    form = ConfirmForm()
    if not form.validate():
        raise Invalid("这一页开得太久了，请回到工作日历再点一次。")
    return _preview(Change(removed=form.days()))


def _previewed(form: DayForm | YearForm) -> str | None:
    """The preview of a form that can be read; None: draw it again with its errors."""
    if not form.validate():
        return None
    try:
        return _preview(Change(form.rules()))
    except Invalid as refusal:
        form.add_error("lines" if isinstance(form, YearForm) else "hours", str(refusal))
        return None


def _preview(change: Change) -> str:
    moved = days.moved_under(change, current_actor())
    form = ConfirmForm(MultiDict())
    form.lines.data, form.removed.data = lines_of(change.rules), " ".join(on.isoformat() for on in change.removed)
    return render_template("complaints/calendar/preview.html", form=form, **_told(change, moved))


def _told(change: Change, moved: list[days.Moved]) -> dict[str, Any]:
    years = sorted({on.year for on in change.days})
    return {
        "change": change,
        "labels": LABELS,
        "moved": moved[:SHOWN],
        "total": len(moved),
        "matters": len({row.number for row in moved}),
        "published": days.published_by(change),
        "back": url_for("calendar.year", year=years[0]) if years else url_for("calendar.year"),
        "due": due,
    }


@calendar_pages.post("/admin/calendar")
@staff(Role.ADMIN)
def confirm() -> ResponseReturnValue:
    """Now it counts."""
    form = ConfirmForm()

    def act() -> str:
        change = Change(form.rules(), form.days())
        moved = days.enter(change, current_actor(), now())
        said = f"日历已改，{moved} 个时限跟着移动。" if moved else "日历已改，没有时限因此移动。"
        return led_to("calendar.year", said, year=min(change.days).year)

    if answer := once(form, act):
        return answer
    raise Invalid("这一页开得太久了，请回到工作日历再预览一次。")


def calendar_places(actor: Actor) -> list[Group]:
    """The calendar in the side navigation of those who may look at it."""
    if actor.is_staff and actor.role in {Role.ADMIN, Role.OFFICE_HEAD}:
        return [Group("日历", (Item("工作日历", url_for("calendar.year")),))]
    return []


add_navigation(calendar_places, order=95)
