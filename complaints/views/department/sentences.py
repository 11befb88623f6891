"""The unit's sentences for replies: kept on a page, put into a reply by a button."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actor import DEPARTMENT
from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.forms import ActForm
from app.clock import now
from app.web.forms import TOO_OLD
from app.web.once import once
from complaints.forms.sentences import SentenceForm
from complaints.operations import sentences
from complaints.views.department.pages import department_pages

SENTENCE = "<int(max=9007199254740991):sentence_id>"
BOTH = ["GET", "POST"]


@department_pages.route("/desk/sentences", methods=BOTH)
@staff(*DEPARTMENT)
def sentence_list() -> ResponseReturnValue:
    """All of them, and a form for another."""
    actor, form = current_actor(), SentenceForm()

    def act() -> str:
        row = sentences.add(actor, form.name.data, form.text.data, now())
        return _said(f"存好了“{row.name}”，写答复时可以插入。")

    return _answered(form, act) or _page("complaints/department/sentences.html", form, rows=sentences.of_unit(actor))


@department_pages.route(f"/desk/sentences/{SENTENCE}", methods=BOTH)
@staff(*DEPARTMENT)
def sentence(sentence_id: int) -> ResponseReturnValue:
    """One to be changed."""
    actor, form = current_actor(), SentenceForm()
    row = sentences.own(actor, sentence_id)
    if request.method == "GET":
        form.name.data, form.text.data, form.version.data = row.name, row.text, row.version

    def act() -> str:
        sentences.change(row, actor, form.name.data, form.text.data, now(), form.seen_version())
        return _said(f"“{row.name}”改好了。")

    return _answered(form, act) or _page("complaints/department/sentence.html", form, row=row)


@department_pages.post(f"/desk/sentences/{SENTENCE}/drop")
@staff(*DEPARTMENT)
def drop_sentence(sentence_id: int) -> ResponseReturnValue:
    """One that is not needed any more."""
    row = sentences.own(current_actor(), sentence_id)

    def act() -> str:
        name = row.name
        sentences.drop(row)
        return _said(f"已删掉“{name}”。")

    answer = once(ActForm(), act)
    if answer is None:
        flash(TOO_OLD, "near")
    return answer or redirect(url_for("department.sentence_list"), 303)


def _said(words: str) -> str:
    flash(words)
    return url_for("department.sentence_list")


def _answered(form: SentenceForm, act: Callable[[], str]) -> ResponseReturnValue | None:
    return once(form, act) if request.method == "POST" else None


def _page(template: str, form: SentenceForm, **more: object) -> ResponseReturnValue:
    return render_template(template, form=form, **more), 422 if form.errors else 200
