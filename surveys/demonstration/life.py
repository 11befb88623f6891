"""Two waves as they were lived: made, sent out, answered day by day, stirred each night, the first one closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from app.actor import Actor, Role
from app.clock import at_local, day_of
from app.database import db
from app.store.people import Post
from app.store.surveys import Invitation, SurveyVersion, Wave
from surveys import profile
from surveys.demonstration.register import add_enterprises
from surveys.demonstration.respondents import answers_of
from surveys.operations import answering, authoring, counting, links, stirring, waves
from surveys.operations.answering import OPEN, PERSONAL, Visit
from surveys.operations.authoring import Papers
from surveys.operations.waves import Plan, Sample
from surveys.promises import ANONYMOUS, CONFIDENTIAL
from surveys.shipped import shipped
from surveys.strata import Stratum

HOURS = (9, 21)


def live(at: datetime) -> dict[str, int]:
    """What happened until *at*; the same for the same day."""
    dice = Random(f"anlan surveys {day_of(at)}")  # noqa: S311 - who answers what, not a secret
    add_enterprises(dice)
    officer = _officer()
    version = _published(officer, at - timedelta(days=75))
    over = _wave(version, officer, ("满意度调查（上一期）", ANONYMOUS), at - timedelta(days=62), at - timedelta(days=32))
    _answered(over, dice, at, share=0.62, scanned=70)
    running = _wave(version, officer, ("满意度调查（本期）", CONFIDENTIAL), at - timedelta(days=9), at + timedelta(days=21))
    _answered(running, dice, at, share=0.34, scanned=25)
    return {"waves": 2, "responses": counting.rebuild(only_check=True)["responses"]}


def _officer() -> Actor:
    post = db.session.scalars(select(Post).where(Post.role == Role.SURVEY_OFFICER).order_by(Post.id)).first()
    assert post is not None
    return Actor("staff", post.person_id, post.id, post.unit, Role.SURVEY_OFFICER, frozenset({post.unit}))


def _published(officer: Actor, at: datetime) -> SurveyVersion:
    survey = authoring.make(profile.write(shipped()["overall_2026"]), officer, at)
    until = day_of(at).replace(year=day_of(at).year + 1, month=12, day=31)
    papers = Papers("安营调 3 表", "安澜市营商环境办公室", f"安统批〔{day_of(at).year}〕12 号", until)
    authoring.set_papers(survey, papers, officer, at, None)
    return authoring.publish(survey, officer, at + timedelta(hours=1), None)


def _wave(version: SurveyVersion, officer: Actor, named: tuple[str, str], opens: datetime, closes: datetime) -> Wave:
    before = opens - timedelta(days=3)
    plan = Plan(
        f"{day_of(opens).year} 年营商环境{named[0]}", named[1], at_local(day_of(opens), "00:00"),
        at_local(day_of(closes), "18:00"), has_open_channel=True,
    )  # fmt: skip
    wave = waves.make(version, plan, officer, before)
    waves.invite_sampled(wave, Sample(640), officer, before)
    waves.launch(wave, officer, before + timedelta(hours=2), None)
    return wave


def _answered(wave: Wave, dice: Random, until: datetime, *, share: float, scanned: int) -> None:
    """Answers day by day in their order; the stir between the days, the closing at the end."""
    visits = _visits(wave, dice, share, scanned)
    last = min(until, wave.closes_at - timedelta(hours=1))
    days = max(1, (last - wave.opens_at).days)
    for day in range(days + 1):
        today = at_local(day_of(wave.opens_at + timedelta(days=day)), "09:00")
        for visit in visits[day * len(visits) // (days + 1) : (day + 1) * len(visits) // (days + 1)]:
            moment = today + timedelta(minutes=dice.randint(0, 60 * (HOURS[1] - HOURS[0])))
            answering.submit(visit, answers_of(visit.questionnaire, visit.stratum, dice), min(moment, last))
        if wave.promise == ANONYMOUS:
            stirring.stir_wave(wave, today + timedelta(hours=15))
    if wave.closes_at <= until:
        waves.close(wave, _officer(), wave.closes_at)


def _visits(wave: Wave, dice: Random, share: float, scanned: int) -> Sequence[Visit]:
    rows = db.session.scalars(select(Invitation).where(Invitation.wave_id == wave.id).order_by(Invitation.enterprise_id)).all()
    chosen = dice.sample(rows, round(share * len(rows)))
    found = [
        Visit(
            wave, links.token_of(wave, row), PERSONAL, Stratum(row.area, row.size, row.trade), row.id, row.enterprise_id, False
        )
        for row in chosen
    ]
    found += [Visit(wave, links.open_token(wave.code), OPEN, Stratum(), None, None, False) for _ in range(scanned)]
    dice.shuffle(found)
    return found
