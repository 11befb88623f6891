"""A wave: planned, given whom it asks, sent out, ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app import taxonomy
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import at_local, now
from app.database import db
from app.errors import NotFound
from app.store.surveys import SurveyVersion, Wave
from app.web.forms import HouseForm
from app.web.once import once
from surveys import policy, queries
from surveys.forms.office import HINTS, CloseForm, LaunchForm, ListedForm, SampleForm, WaveForm
from surveys.operations import waves
from surveys.operations.answering import OPEN, PERSONAL, stage_of
from surveys.operations.waves import Plan, Sample
from surveys.promises import PROMISES
from surveys.views.office.blueprint import SURVEY, WAVE, survey_pages

OPENS, CLOSES = "00:00", "18:00"


@survey_pages.route(f"{SURVEY}/wave", methods=["GET", "POST"])
@staff(*policy.MANAGERS)
def plan(survey_id: int) -> ResponseReturnValue:
    """A wave of the newest version."""
    survey, form = queries.found_survey(current_actor(), survey_id), WaveForm()
    newest = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number.desc()).limit(1)
    version = db.session.scalar(newest)
    if version is None:
        raise NotFound("这份问卷还没有发布过，先发布再建一期。")
    if request.method == "GET":
        form.title.data = version.title

    def act() -> str:
        given = Plan(
            form.title.data, form.promise.data, at_local(form.opens_on.data, OPENS), at_local(form.closes_on.data, CLOSES),
            form.has_open_channel.data,
        )  # fmt: skip
        wave = waves.make(version, given, current_actor(), now())
        return _led(wave, "这一期建好了。加上邀请对象，再发出。")

    if request.method == "POST" and (done := once(form, act)):
        return done
    page = render_template("surveys/office/plan.html", survey=survey, version=version, form=form, hints=HINTS)
    return page, 422 if form.errors else 200


@survey_pages.get(WAVE)
@staff(*policy.READERS)
def wave(wave_code: str) -> ResponseReturnValue:
    """How far it is, and what can be done next."""
    return _page(_wave(wave_code))


@survey_pages.post(f"{WAVE}/listed")
@staff(*policy.MANAGERS)
def invite_listed(wave_code: str) -> ResponseReturnValue:
    """Ask the enterprises of a list."""
    found, form = _wave(wave_code), ListedForm()

    def act() -> str:
        number = waves.invite_listed(found, form.lines.data.splitlines(), current_actor(), now())
        return _led(found, f"加了 {number} 家。")

    return once(form, act) or _page(_wave(wave_code), form)


@survey_pages.post(f"{WAVE}/sampled")
@staff(*policy.MANAGERS)
def invite_sampled(wave_code: str) -> ResponseReturnValue:
    """Ask a sample of the register."""
    found, form = _wave(wave_code), _sample_form()

    def act() -> str:
        sample = Sample(int(form.number.data), form.area.data, form.size.data)
        number = waves.invite_sampled(found, sample, current_actor(), now())
        return _led(found, f"抽了 {number} 家。")

    return once(form, act) or _page(_wave(wave_code), form)


@survey_pages.post(f"{WAVE}/launch")
@staff(*policy.MANAGERS)
def launch(wave_code: str) -> ResponseReturnValue:
    """Links and QR codes open from now on."""
    found, form = _wave(wave_code), LaunchForm()

    def act() -> str:
        waves.launch(found, current_actor(), now(), form.seen_version())
        return _led(found, "发出了。邀请信和海报可以打印了。")

    return once(form, act) or _page(_wave(wave_code), form)


@survey_pages.post(f"{WAVE}/close")
@staff(*policy.MANAGERS)
def close(wave_code: str) -> ResponseReturnValue:
    """The end, before its time."""
    found, form = _wave(wave_code), CloseForm()

    def act() -> str:
        waves.close_by_hand(found, current_actor(), now(), form.seen_version())
        return _led(found, "截止了，之后的不再收。")

    return once(form, act) or _page(_wave(wave_code), form)


def _wave(code: str) -> Wave:
    return queries.found_wave(current_actor(), code)


def _led(found: Wave, said: str) -> str:
    flash(said)
    return url_for(".wave", wave_code=found.code)


def _sample_form(formdata: Any = None) -> SampleForm:
    return SampleForm([(code, unit.name) for code, unit in taxonomy.areas().items()], formdata)


def _page(found: Wave, typed: HouseForm | None = None) -> ResponseReturnValue:
    at = now()
    forms: dict[str, Any] = {
        "listed_form": lambda: ListedForm(formdata=MultiDict()), "launch_form": lambda: LaunchForm(formdata=MultiDict()),
        "close_form": lambda: CloseForm(formdata=MultiDict()), "sample_form": lambda: _sample_form(MultiDict()),
    }  # fmt: skip
    drawn = {name: make() for name, make in forms.items()}
    for name, form in drawn.items():
        form.version.data = str(found.version)
        if typed is not None and type(typed) is type(form):
            drawn[name] = typed
    counted, actor = queries.counted(found), current_actor()
    promise, stage = PROMISES[found.promise], "unsent" if found.launched_at is None else stage_of(found, at)
    page = render_template(
        "surveys/office/wave.html", wave=found, version=found.of_version, promise=promise,
        stage=stage, invited=queries.invited(found),
        personal=counted.get(PERSONAL, 0), scanned=counted.get(OPEN, 0), may_manage=policy.may_manage(actor),
        may_read=stage != "unsent" and policy.may_read_now(actor, hides=promise.hides, is_over=stage == "late"),
        steps=_steps(found, at), **drawn,
    )  # fmt: skip
    return page, 422 if typed is not None and typed.errors else 200


def _steps(found: Wave, at: datetime) -> list[dict[str, str]]:
    """Where it stands on its way."""
    stage = stage_of(found, at)
    done = [True, queries.invited(found) > 0 or found.has_open_channel, found.launched_at is not None, stage == "late"]
    labels = ("问卷", "邀请对象", "发出", "回收", "结果")
    now_at = next((n for n, is_done in enumerate(done) if not is_done), len(done))
    return [{"label": label, "kind": "ok" if n < now_at else "now" if n == now_at else ""} for n, label in enumerate(labels)]
