"""The window clerk files for a caller, a letter or a 12345 sheet, and hands over number and code."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.actor import Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.web.limits import hit
from app.web.once import once
from complaints.forms.enterprise import WindowForm
from complaints.views import uploads
from complaints.views.public.blueprint import public_pages
from complaints.views.public.filing import receipt_of, receipt_words, take_in

LIMIT = "60/10 minutes"
GOOD_FOR = timedelta(minutes=30)  # what he typed, until the receipt is handed over


@public_pages.route("/office/file", methods=["GET", "POST"])
@staff(Role.CLERK)
def window_file() -> ResponseReturnValue:
    """The same form, for somebody who cannot fill it in himself."""
    form, actor = WindowForm(), current_actor()
    if request.method == "POST":
        hit("filing", f"post {actor.post_id}", LIMIT)
        uploads.receive(form, anonymous=form.is_anonymous, post_id=actor.post_id)
        gone: list[str] = []

        def act() -> str:
            complaint = take_in(form, actor, gone, form.channel.data, form.foreign_number.data)
            return url_for("public.window_receipt", number=complaint.number)

        if answer := once(form, act):
            uploads.remove(gone)
            session["window"] = [answer.location.rpartition("/")[2], form.ticket.data]
            return answer
    page = render_template("complaints/public/window.html", form=form, kept=uploads.kept(form))
    return page, 422 if form.errors else 200


@public_pages.get("/office/file/<number>")
@staff(Role.CLERK)
def window_receipt(number: str) -> ResponseReturnValue:
    """Number and code to hand over, for half an hour."""
    kept, ticket = session.get("window", ["", ""])
    complaint, code = receipt_of(number, ticket if kept == number else "", now(), GOOD_FOR)
    return render_template("complaints/public/window_receipt.html", **receipt_words(complaint, code))
