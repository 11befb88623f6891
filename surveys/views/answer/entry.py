"""The door of the open channel: what a QR code on a poster leads to."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.doors import public
from app.clock import now
from app.web.limits import hit, source
from surveys.forms.answer import StartForm
from surveys.operations import links
from surveys.operations.answering import stage_of, wave_of
from surveys.promises import PROMISES
from surveys.views.answer.blueprint import answer_pages, drawn

LIMIT = "60/10 minutes"


@answer_pages.route("/q/<wave_code>", methods=["GET", "POST"])
@public
def start(wave_code: str) -> ResponseReturnValue:
    """What it is about; a link of one's own is made by pressing the button, and written nowhere."""
    wave = wave_of(wave_code)
    form, stage = StartForm(), stage_of(wave, now())
    if request.method == "POST" and stage == "open" and form.validate():
        hit("survey start", source(), LIMIT)
        return redirect(url_for("answer.section", token=links.open_token(wave.code)), 303)
    page = drawn("start", wave=wave, form=form, stage=stage, promise=PROMISES[wave.promise])
    return page, 422 if form.errors else 200
