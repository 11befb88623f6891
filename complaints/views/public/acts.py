"""What an enterprise does with its own matter: add, answer, write, rate, withdraw, restore, reopen, hide."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.current import current_actor
from app.auth.doors import followers
from app.clock import now
from app.store.complaints import Complaint
from app.web.forms import HouseForm
from app.web.limits import hit, source
from app.web.once import once
from complaints import workflow
from complaints.forms.fields import FilesForm
from complaints.forms.following import AddForm, ConfirmForm, MessageForm, RateForm, ReopenForm
from complaints.operations import filer, handling, reviewing
from complaints.operations.reviewing import Opinion
from complaints.views import uploads
from complaints.views.public.blueprint import public_pages
from complaints.views.public.matter import matter_page, own
from complaints.views.public.showing import matter_of, steps_for
from complaints.views.traffic import led_to, move

MESSAGES = "30/10 minutes"
NOT_NOW = "这一步现在不用做，最新情况在下面。"


def _may_not(complaint: Complaint, *steps: str) -> bool:
    """Whether a page for *steps* makes no sense now: the matter has gone on."""
    return request.method == "GET" and not steps_for(current_actor(), complaint, now()) & set(steps)


def _back(complaint: Complaint) -> ResponseReturnValue:
    flash(NOT_NOW, "info")
    return redirect(url_for("public.show", number=complaint.number))


def _done(complaint: Complaint, said: str) -> str:
    return led_to("public.show", said, number=complaint.number)


def _seen_version(form: HouseForm, complaint: Complaint) -> None:
    """Bind what is decided to what was seen."""
    if request.method == "GET":
        form.version.data = str(complaint.version)


@public_pages.post("/my/<number>/message")
@followers
def message(number: str) -> ResponseReturnValue:
    """A sentence to those who handle it."""
    hit("message", source(), MESSAGES)
    complaint, form = own(number), MessageForm()

    def act() -> str:
        handling.send_message(complaint, form.text.data, move(form))
        return _done(complaint, "已发给办这件事的人，回复会写在“说句话”下面。") + "#talk"

    return once(form, act) or matter_page(complaint, form, 422)


@public_pages.route("/my/<number>/amend", methods=["GET", "POST"])
@followers
def amend(number: str) -> ResponseReturnValue:
    """T3."""
    return _add(number, "T3", filer.amend, "已收到您的补充，接着看是否受理。")


@public_pages.route("/my/<number>/answer", methods=["GET", "POST"])
@followers
def answer(number: str) -> ResponseReturnValue:
    """T16."""
    return _add(number, "T16", handling.answer, "已收到您的回复，接着办理。")


def _add(number: str, step: str, operation: Callable[..., None], said: str) -> ResponseReturnValue:
    complaint, form = own(number), AddForm()
    if _may_not(complaint, step):
        return _back(complaint)
    anonymous, gone = complaint.mode == "anonymous", list[str]()
    if request.method == "POST":
        _take_files(form, anonymous=anonymous)
        complaint = own(number)

        def act() -> str:
            files, originals = uploads.take(form, anonymous=anonymous)
            gone.extend(originals)
            operation(complaint, form.text.data, files, move(form))
            return _done(complaint, said)

        if done := once(form, act):
            uploads.remove(gone)
            return done
    talk = matter_of(current_actor(), complaint, now()).talk
    asked = next((row for row in reversed(talk) if not row["mine"] and row["topic"] != "reminder"), None)
    page = render_template(
        "complaints/public/add.html", complaint=complaint, form=form, kept=uploads.kept(form), step=step, asked=asked,
        anonymous=anonymous,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _take_files(form: FilesForm, *, anonymous: bool) -> None:
    hit("message", source(), MESSAGES)
    uploads.receive(form, anonymous=anonymous)


@public_pages.route("/my/<number>/rate", methods=["GET", "POST"])
@followers
def rate(number: str) -> ResponseReturnValue:
    """T24, or T25 where it is not solved or somebody is dissatisfied. A GET rates nothing."""
    complaint, form = own(number), RateForm()
    if _may_not(complaint, "T24", "T25"):
        return _back(complaint)
    _seen_version(form, complaint)

    def act() -> str:
        opinion = Opinion(form.solved.data, form.level.data, tuple(form.reasons.data or ()), form.text.data)
        reviewing.rate(complaint, opinion, move(form))
        said = "已转复核，3 个工作日内联系您。" if opinion.is_bad else "谢谢您的评价，这件事办结了。"
        return _done(complaint, said)

    if request.method == "POST" and (done := once(form, act)):
        return done
    shown = matter_of(current_actor(), complaint, now())
    return render_template("complaints/public/rate.html", matter=shown, complaint=complaint, form=form), _status(form)


def _status(form: HouseForm) -> int:
    return 422 if form.errors else 200


@public_pages.route("/my/<number>/reopen", methods=["GET", "POST"])
@followers
def reopen(number: str) -> ResponseReturnValue:
    """T26."""
    complaint, form = own(number), ReopenForm()
    if _may_not(complaint, "T26"):
        return _back(complaint)
    _seen_version(form, complaint)

    def act() -> str:
        reviewing.reopen(complaint, form.text.data, move(form))
        return _done(complaint, "已转复核，3 个工作日内联系您。")

    if request.method == "POST" and (done := once(form, act)):
        return done
    return render_template("complaints/public/reopen.html", complaint=complaint, form=form), _status(form)


def _confirmed(
    number: str, name: str, fits: Callable[[Complaint], bool], operation: Callable[..., None], said: str
) -> ResponseReturnValue:
    """A page that says what will happen, and the button that does it."""
    complaint, form = own(number), ConfirmForm()
    if request.method == "GET" and not fits(complaint):
        return _back(complaint)
    _seen_version(form, complaint)

    def act() -> str:
        operation(complaint, move(form))
        return _done(complaint, said)

    if request.method == "POST" and (done := once(form, act)):
        return done
    return render_template(f"complaints/public/{name}.html", complaint=complaint, form=form), _status(form)


@public_pages.route("/my/<number>/withdraw", methods=["GET", "POST"])
@followers
def withdraw(number: str) -> ResponseReturnValue:
    """T30."""
    return _confirmed(number, "withdraw", lambda c: not _may_not(c, "T30"), filer.withdraw, "已按您的要求撤回。")


@public_pages.route("/my/<number>/restore", methods=["GET", "POST"])
@followers
def restore(number: str) -> ResponseReturnValue:
    """T37."""
    return _confirmed(number, "restore", lambda c: not _may_not(c, "T37"), filer.restore, "已恢复，接着看是否受理。")


@public_pages.route("/my/<number>/hide", methods=["GET", "POST"])
@followers
def hide(number: str) -> ResponseReturnValue:
    """实名 becomes 保密."""
    said = "已改为保密，从现在起承办单位看不到您是谁。"
    return _confirmed(number, "hide", _may_hide, filer.hide_identity, said)


def _may_hide(complaint: Complaint) -> bool:
    return complaint.mode == "named" and complaint.state in workflow.OPEN
