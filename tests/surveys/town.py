"""A city that is asked: enterprises of the register, waves of the shipped short questionnaire, and whoever answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.actor import Actor, Role
from app.clock import at_local
from app.database import db
from app.store.enterprises import Enterprise
from app.store.people import Person, Post
from app.store.surveys import Invitation, Response, Wave
from surveys import profile
from surveys.definition import Questionnaire
from surveys.operations import answering, authoring, links, waves
from surveys.operations.authoring import Papers
from surveys.operations.waves import Plan
from surveys.shipped import shipped
from tests.complaints.world import THURSDAY

AREAS = ("chengdong", "jingkai")
TRADES = ("食品制造", "软件开发")
ANSWERS: dict[str, Any] = {"window_rating": 4}
BAD: dict[str, Any] = {"window_rating": 1, "rating_reasons": ["too_slow"], "comment": "等了十九天，电话 19900001234 没人回。"}


@dataclass
class Asked:
    """A wave that went out, with the links of those who were asked."""

    wave: Wave
    officer: Actor
    at: datetime
    questionnaire: Questionnaire

    @property
    def tokens(self) -> list[str]:
        rows = db.session.scalars(
            select(Invitation).where(Invitation.wave_id == self.wave.id).order_by(Invitation.enterprise_id)
        )
        return [links.token_of(self.wave, row) for row in rows]

    def answer(self, token: str, answers: dict[str, Any] | None = None, at: datetime | None = None) -> bool:
        return answering.submit(answering.visit(token), answers or ANSWERS, at or self.at)

    def responses(self) -> Sequence[Response]:
        db.session.flush()
        return db.session.scalars(select(Response).where(Response.wave_id == self.wave.id)).all()


def officer() -> Actor:
    """The survey officer of the staffed house."""
    post = db.session.scalars(select(Post).join(Person).where(Person.login == "survey_officer")).one()
    return Actor("staff", post.person_id, post.id, "office", Role.SURVEY_OFFICER, frozenset({"office"}))


def register(number: int) -> list[Enterprise]:
    """Enterprises of two areas, two sizes and two sectors in turn."""
    rows = [
        Enterprise(name=f"安澜{n}号有限公司", area=AREAS[n % 2], size=("small", "large")[n // 2 % 2], trade=TRADES[n // 4 % 2])
        for n in range(number)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def planned(
    number: int, promise: str = "anonymous", at: datetime = THURSDAY, code: str = "window", *, has_open: bool = True
) -> Asked:
    """A wave that will ask *number* enterprises, not yet sent out."""
    actor, before = officer(), at - timedelta(days=2)
    survey = authoring.make(profile.write(shipped()[code]), actor, before)
    authoring.set_papers(survey, Papers(exemption="内部试填，不对外公布"), actor, before, None)
    version = authoring.publish(survey, actor, before, None)
    plan = Plan("十月窗口服务调查", promise, at_local(before.date(), "00:00"), at + timedelta(days=20), has_open)
    wave = waves.make(version, plan, actor, before)
    if number:
        waves.invite_listed(wave, [one.name for one in register(number)], actor, before)
    return Asked(wave, actor, at, shipped()[code])


def asked(number: int, promise: str = "anonymous", at: datetime = THURSDAY, code: str = "window") -> Asked:
    """The same, sent out and open."""
    found = planned(number, promise, at, code)
    waves.launch(found.wave, found.officer, at - timedelta(days=2), None)
    db.session.flush()
    return found
