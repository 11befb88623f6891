"""Making a questionnaire: from a template, a copy or a file; its papers; and publishing, after which it never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from analytics.text.masking import mask
from app.actor import Actor
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotAllowed, WrongState
from app.store.surveys import Survey, SurveyVersion
from surveys import policy, profile
from surveys.linting import kept_findings, lint
from surveys.operations.records import record

STALE = "这份问卷刚刚有人改过，请看最新的再改。"
FEW_PAPERS = "发布前要填齐表号、制定机关、批准文号和有效期限；不需要的，写明原因。"


@dataclass(frozen=True)
class Papers:
    """By what right enterprises are asked; `exemption`: why none is needed."""

    form_number: str = ""
    issuer: str = ""
    approval: str = ""
    valid_until: date | None = None
    exemption: str = ""


def make(definition: str, actor: Actor, at: datetime, title: str = "") -> Survey:
    """A new questionnaire as *definition* says. Raises BadDefinition."""
    _check(actor)
    questionnaire = profile.read(definition)
    survey = Survey(
        title=title or questionnaire.title, definition=profile.write(questionnaire), made_by=actor.post_id, made_at=at,
        changed_at=at,
    )  # fmt: skip
    db.session.add(survey)
    db.session.flush()
    record(f"survey:{survey.id}", "survey_made", actor, at)
    return survey


def rewrite(survey: Survey, definition: str, actor: Actor, at: datetime, seen: int | None) -> None:
    """Put another definition in the place of the draft. Raises BadDefinition."""
    _check(actor)
    _check_seen(survey, seen)
    questionnaire = profile.read(definition)
    survey.definition = profile.write(questionnaire)
    survey.title, survey.changed_at = questionnaire.title, at
    record(f"survey:{survey.id}", "survey_changed", actor, at)


def set_papers(survey: Survey, papers: Papers, actor: Actor, at: datetime, seen: int | None) -> None:
    """Note by what right it is asked."""
    _check(actor)
    _check_seen(survey, seen)
    survey.form_number, survey.issuer, survey.approval = papers.form_number, papers.issuer, papers.approval
    survey.valid_until, survey.exemption, survey.changed_at = papers.valid_until, mask(papers.exemption).text, at
    record(f"survey:{survey.id}", "survey_papers", actor, at, survey.exemption)


def obstacles(survey: Survey, at: datetime) -> list[str]:
    """What still stands in the way of publishing, in sentences."""
    draft = profile.read(survey.definition)
    last = _last(survey)
    kept = kept_findings(profile.read(last.definition), draft) if last else []
    found = [f"{one.path}：{one.text}" for one in (*lint(draft), *kept) if one.severity == "error"]
    if not survey.title.strip():
        found.append("问卷没有标题，请写一个。")
    papers = (survey.form_number, survey.issuer, survey.approval, survey.valid_until)
    if not all(papers) and not survey.exemption:
        found.append(FEW_PAPERS)
    if survey.valid_until is not None and survey.valid_until < day_of(at):
        found.append("有效期限已经过了，请换成批准的新期限。")
    return found


def publish(survey: Survey, actor: Actor, at: datetime, seen: int | None) -> SurveyVersion:
    """Make the draft the next version. Raises Invalid with whatever stands in the way."""
    _check(actor)
    _check_seen(survey, seen)
    if standing := obstacles(survey, at):
        raise Invalid("；".join(one.rstrip("。") for one in standing) + "。")
    last = _last(survey)
    version = SurveyVersion(
        survey_id=survey.id, number=last.number + 1 if last else 1, title=survey.title, definition=survey.definition,
        form_number=survey.form_number, issuer=survey.issuer, approval=survey.approval, valid_until=survey.valid_until,
        exemption=survey.exemption, published_by=actor.post_id, published_at=at,
    )  # fmt: skip
    db.session.add(version)
    survey.changed_at = at
    db.session.flush()
    record(f"survey:{survey.id}", "survey_published", actor, at, number=version.number)
    return version


def _last(survey: Survey) -> SurveyVersion | None:
    query = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number.desc())
    return db.session.scalars(query).first()


def _check(actor: Actor) -> None:
    if not policy.may_manage(actor):
        raise NotAllowed("问卷由营商办的调查岗位和负责人管理。")


def _check_seen(survey: Survey, seen: int | None) -> None:
    if seen is not None and seen != survey.version:
        raise WrongState(STALE)
