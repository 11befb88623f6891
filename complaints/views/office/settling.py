"""How every act of the office ends: on the page of the matter, or in its form again with the sentence by the field."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.store.complaints import Complaint
from app.web.once import once
from complaints.forms.steps import StepForm
from complaints.views.case.page import carried, redrawn
from complaints.views.traffic import led_to

LIST_WORDS = ("word", "group", "area", "unit", "clarity", "kind", "urgency", "mode", "sort", "size", "after", "before")


def settle(complaint: Complaint, name: str, form: StepForm, do: Callable[[], object], said: str) -> ResponseReturnValue:
    """Do it once and say *said* on the page of the matter; *name* is the form's place on that page."""
    number = complaint.number

    def act() -> str:
        do()
        return led_to("case.show", said, number=number, **carried())

    return once(form, act) or redrawn(complaint, **{name: form})


def settle_in_list(complaint: Complaint, queue: str, form: StepForm, do: Callable[[], str]) -> ResponseReturnValue:
    """Do it once and go on in the list as it was filtered; what needs a person's eye leads to the matter."""
    number = complaint.number

    def act() -> str:
        flash(do())
        return f"{url_for('office.queue', queue=queue)}?{list_words()}".rstrip("?")

    answer = once(form, act)
    if answer is not None:
        return answer
    flash(next((sentence for errors in form.errors.values() for sentence in errors), "这件要您看过再定。"))
    return redirect(url_for("case.show", number=number, **{"from": queue}), 303)  # type: ignore[arg-type]


def list_words() -> str:
    """The filters of a list as they stand in the address."""
    kept: MultiDict[str, str] = request.args
    return urlencode([(name, kept[name]) for name in LIST_WORDS if kept.get(name)])
