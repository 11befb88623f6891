"""A questionnaire: made, looked at, corrected, given its papers, published."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.database import db
from app.errors import Invalid, NotFound
from app.store.surveys import Survey
from app.web.forms import HouseForm
from app.web.once import once
from surveys import policy, profile, queries
from surveys.definition import Questionnaire
from surveys.findings import BadDefinition
from surveys.forms.office import FROM_TEXT, DefinitionForm, NewSurveyForm, PapersForm, PublishForm
from surveys.linting import lint, minutes
from surveys.operations import authoring
from surveys.operations.authoring import Papers
from surveys.shipped import shipped
from surveys.views.answer.section import Section, section_of
from surveys.views.office.blueprint import SURVEY, survey_pages


@survey_pages.route("/surveys/new", methods=["GET", "POST"])
@staff(*policy.MANAGERS)
def new() -> ResponseReturnValue:
    """From a template, a copy, or a text."""
    actor = current_actor()
    if not policy.may_manage(actor):  # the head of the unit above has the role, but not these questionnaires
        raise NotFound
    copies = db.session.execute(queries.surveys_for(actor).with_only_columns(Survey.id, Survey.title).order_by(Survey.id))
    form = NewSurveyForm([(code, one.title) for code, one in shipped().items()], [(str(id_), title) for id_, title in copies])

    def act() -> str:
        survey = authoring.make(_definition(form), actor, now(), form.title.data)
        flash("问卷建好了。先看一遍题目，再填表号，然后发布。")
        return url_for(".show", survey_id=survey.id)

    if request.method == "POST" and (done := once(form, act)):
        return done
    return render_template("surveys/office/new.html", form=form), 422 if form.errors else 200


def _definition(form: NewSurveyForm) -> str:
    kind, _, code = form.source.data.partition(":")
    if kind == FROM_TEXT:
        return _read(form.definition.data)
    if kind == "template":
        return profile.write(shipped()[code])
    return queries.found_survey(current_actor(), int(code)).definition


def _read(text: str) -> str:
    """The text, if it can be read; its faults beside the field."""
    try:
        profile.read(text)
    except BadDefinition as fault:
        raise Invalid(str(fault), definition=str(fault)) from None
    return text


@survey_pages.get(SURVEY)
@staff(*policy.MANAGERS)
def show(survey_id: int) -> ResponseReturnValue:
    """What it asks, what is wrong with it, its papers, versions and waves."""
    return _page(_survey(survey_id))


@survey_pages.get(f"{SURVEY}/definition.json")
@staff(*policy.MANAGERS)
def definition(survey_id: int) -> ResponseReturnValue:
    """The draft as a file."""
    answer = Response(_survey(survey_id).definition, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="survey-{survey_id}.json"'
    return answer


@survey_pages.post(f"{SURVEY}/definition")
@staff(*policy.MANAGERS)
def rewrite(survey_id: int) -> ResponseReturnValue:
    """Another definition in the place of the draft."""
    survey, form = _survey(survey_id), DefinitionForm()

    def act() -> str:
        authoring.rewrite(survey, _read(form.definition.data), current_actor(), now(), form.seen_version())
        return _led(survey, "改好了。已经发布的版本不受影响。")

    return once(form, act) or _page(_survey(survey_id), form)


@survey_pages.post(f"{SURVEY}/papers")
@staff(*policy.MANAGERS)
def papers(survey_id: int) -> ResponseReturnValue:
    """By what right it is asked."""
    survey, form = _survey(survey_id), PapersForm()

    def act() -> str:
        given = Papers(form.form_number.data, form.issuer.data, form.approval.data, form.valid_until.data, form.exemption.data)
        authoring.set_papers(survey, given, current_actor(), now(), form.seen_version())
        return _led(survey, "审批信息存好了。")

    return once(form, act) or _page(_survey(survey_id), form)


@survey_pages.post(f"{SURVEY}/publish")
@staff(*policy.MANAGERS)
def publish(survey_id: int) -> ResponseReturnValue:
    """The draft becomes the next version, which never changes."""
    survey, form = _survey(survey_id), PublishForm()

    def act() -> str:
        version = authoring.publish(survey, current_actor(), now(), form.seen_version())
        return _led(survey, f"第 {version.number} 版发布了，可以建一期发出去。")

    return once(form, act) or _page(_survey(survey_id), form)


def _survey(survey_id: int) -> Survey:
    return queries.found_survey(current_actor(), survey_id)


def _led(survey: Survey, said: str) -> str:
    flash(said)
    return url_for(".show", survey_id=survey.id)


def _page(survey: Survey, typed: HouseForm | None = None) -> ResponseReturnValue:
    questionnaire = profile.read(survey.definition)
    forms: dict[str, Any] = {
        "definition_form": DefinitionForm, "papers_form": PapersForm, "publish_form": PublishForm,
    }  # fmt: skip
    drawn = {name: typed if isinstance(typed, kind) else _drawn(kind, survey) for name, kind in forms.items()}
    page = render_template(
        "surveys/office/survey.html", survey=survey, questionnaire=questionnaire, sections=_sections(questionnaire),
        findings=lint(questionnaire), minutes=minutes(questionnaire), obstacles=authoring.obstacles(survey, now()),
        waves=queries.waves_of(survey), **drawn,
    )  # fmt: skip
    return page, 422 if typed is not None and typed.errors else 200


def _drawn(kind: type[HouseForm], survey: Survey) -> HouseForm:
    """A form that shows what the store holds."""
    form = kind(formdata=MultiDict())
    form.version.data = str(survey.version)
    for field in form:
        if hasattr(survey, field.name) and field.name != "version":
            field.data = getattr(survey, field.name)
    return form


def _sections(questionnaire: Questionnaire) -> list[Section]:
    """Every section as a phone shows it to someone who has answered nothing."""
    shown = questionnaire.pages
    return [section_of(questionnaire, {}, page.name, {}) for page in shown]
