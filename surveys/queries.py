"""What of surveys a person may find: closed by default, as `surveys.policy` says."""

from __future__ import annotations

from sqlalchemy import Select, false, func, select

from app.actor import Actor
from app.database import db
from app.errors import NotFound
from app.store.surveys import AnswerText, Invitation, Survey, SurveyCell, SurveyVersion, Wave
from surveys import policy
from surveys.promises import PROMISES
from surveys.suppression import FEWEST

MOST_TEXTS = 200


def surveys_for(actor: Actor) -> Select[Survey]:
    """Every questionnaire, for those who work on them."""
    query = select(Survey)
    return query if policy.may_manage(actor) else query.where(false())


def waves_for(actor: Actor) -> Select[Wave]:
    """Waves; readers of results see those that went out."""
    query = select(Wave)
    if policy.may_manage(actor):
        return query
    return query.where(Wave.launched_at.is_not(None) if policy.may_read_results(actor) else false())


def found_survey(actor: Actor, survey_id: int) -> Survey:
    """One questionnaire. Raises NotFound."""
    survey = db.session.scalar(surveys_for(actor).where(Survey.id == survey_id))
    if survey is None:
        raise NotFound
    return survey


def found_wave(actor: Actor, code: str) -> Wave:
    """One wave. Raises NotFound."""
    wave = db.session.scalar(waves_for(actor).where(Wave.code == code))
    if wave is None:
        raise NotFound
    return wave


def waves_of(survey: Survey) -> list[Wave]:
    """The waves of a questionnaire, newest first."""
    query = select(Wave).join(Wave.of_version).where(SurveyVersion.survey_id == survey.id).order_by(Wave.opens_at.desc())
    return list(db.session.scalars(query))


def invited(wave: Wave) -> int:
    """How many enterprises it asks."""
    return db.session.scalars(select(func.count()).select_from(Invitation).where(Invitation.wave_id == wave.id)).one()


def counted(wave: Wave) -> dict[str, int | None]:
    """How many responses count, by channel: from the counters; None where they are too few to be told."""
    cells = select(SurveyCell.channel, func.sum(SurveyCell.n)).where(SurveyCell.wave_id == wave.id, SurveyCell.item == "")
    found = {channel: int(n) for channel, n in db.session.execute(cells.group_by(SurveyCell.channel))}
    hides = PROMISES[wave.promise].hides
    return {channel: None if hides and 0 < n < FEWEST else n for channel, n in found.items()}


def texts_of(wave: Wave, channel: str) -> list[AnswerText]:
    """What was written to open questions, in no order that tells anything."""
    query = select(AnswerText).where(AnswerText.wave_id == wave.id, AnswerText.channel == channel)
    return list(db.session.scalars(query.order_by(AnswerText.id).limit(MOST_TEXTS)))
