"""Answering: from a link to a response. One link gives one response, whatever happens to the line, the phone or us."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from analytics.text.masking import mask
from app.clock import day_of
from app.database import db, insert
from app.errors import NotFound
from app.sealing import random_id
from app.store.enterprises import Enterprise
from app.store.surveys import AnswerText, Invitation, Response, SpentToken, Wave
from surveys import packing
from surveys.definition import COMMENT, WRITTEN, Answers, Questionnaire
from surveys.filling import fill
from surveys.operations import counting, drafts, links
from surveys.promises import ANONYMOUS, CONFIDENTIAL, NAMED
from surveys.strata import Stratum

PERSONAL, OPEN = "personal", "open"
UNKNOWN = "请核对邀请信上的网址，或者重新扫一次码。已经截止的问卷，链接也就不能用了。"


@dataclass(frozen=True)
class Visit:
    """Somebody with a link: which wave, from where in the city, and whether the link was used."""

    wave: Wave
    token: str
    channel: str
    stratum: Stratum
    invitation_id: int | None
    enterprise_id: int | None
    is_spent: bool

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return counting.questionnaire_of(self.wave.of_version.definition)

    def stage(self, at: datetime) -> str:
        """early, open, spent or late."""
        if self.is_spent:
            return "spent"
        return stage_of(self.wave, at)


def stage_of(wave: Wave, at: datetime) -> str:
    """early, open or late; a wave that was never sent out is early."""
    if wave.closed_at is not None or at >= wave.closes_at:
        return "late"
    return "open" if wave.launched_at is not None and at >= wave.opens_at else "early"


def visit(token: str) -> Visit:
    """Whoever comes with *token*. Raises NotFound where it is none of ours."""
    code = links.open_code(token)
    if code:
        wave = wave_of(code)
        return Visit(wave, token, OPEN, Stratum(), None, None, _is_spent(token))
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash.in_(links.hashes_of(token))))
    if found is None:
        raise NotFound(UNKNOWN)
    wave = db.session.get_one(Wave, found.wave_id)
    stratum = Stratum(found.area, found.size, found.trade)
    return Visit(wave, token, PERSONAL, stratum, found.id, found.enterprise_id, _is_spent(token))


def wave_of(code: str) -> Wave:
    """The wave *code* with an open channel. Raises NotFound."""
    wave = db.session.scalar(select(Wave).where(Wave.code == code, Wave.has_open_channel, Wave.launched_at.is_not(None)))
    if wave is None:
        raise NotFound(UNKNOWN)
    return wave


def _is_spent(token: str) -> bool:
    return db.session.scalar(select(SpentToken.id).where(SpentToken.tag.in_(links.spent_tags(token)))) is not None


def submit(visit: Visit, answers: Answers, at: datetime) -> bool:
    """Take in what was answered; False if the link was used a moment earlier, and then nothing is kept.

    The answers have passed `checking.check`. What is hidden is dropped here once more.
    """
    wave, questionnaire = visit.wave, visit.questionnaire
    is_anonymous = wave.promise == ANONYMOUS
    if not _spend(visit, at, is_stirred=not is_anonymous):
        return False
    kept = fill(questionnaire, answers).answers
    response = Response(
        id=random_id(), wave_id=wave.id, channel=visit.channel, **visit.stratum._asdict(),
        codes=packing.pack(questionnaire, kept), on=day_of(at), at=None if is_anonymous else at, is_counted=not is_anonymous,
    )  # fmt: skip
    response.answers = json.dumps(kept, ensure_ascii=False)
    if wave.promise == NAMED:
        response.enterprise_id = visit.enterprise_id
    elif wave.promise == CONFIDENTIAL and visit.enterprise_id is not None:
        response.party = str(visit.enterprise_id)
    db.session.add(response)
    drafts.drop(visit.token)
    if not is_anonymous:
        _note_answered(visit, at)
        add_texts(wave.id, questionnaire, visit.channel, kept, _names(visit))
        db.session.flush()
        counting.add(wave.id, counting.cells_of(questionnaire, [response]))
    return True


def _spend(visit: Visit, at: datetime, *, is_stirred: bool) -> bool:
    if _is_spent(visit.token):
        return False
    row = insert(SpentToken).values(
        id=random_id(), wave_id=visit.wave.id, tag=links.spent_tag(visit.token), on=day_of(at), is_stirred=is_stirred
    )
    done = db.session.execute(row.on_conflict_do_nothing(index_elements=["tag"]).returning(SpentToken.id)).first()
    return done is not None


def _note_answered(visit: Visit, at: datetime) -> None:
    if visit.invitation_id is not None:
        db.session.get_one(Invitation, visit.invitation_id).answered_on = day_of(at)


def _names(visit: Visit) -> tuple[str, ...]:
    """Whom the texts of this visit must not name."""
    enterprise = db.session.get(Enterprise, visit.enterprise_id) if visit.enterprise_id is not None else None
    return (enterprise.name,) if enterprise is not None else ()


def add_texts(wave_id: int, questionnaire: Questionnaire, channel: str, answers: Answers, names: tuple[str, ...] = ()) -> None:
    """Put what was written to open questions beside the responses, masked, without a way back."""
    for name, item in questionnaire.by_name.items():
        keys = (name,) if item.type in WRITTEN else (name + COMMENT,)
        for key in keys:
            said = answers.get(key)
            if isinstance(said, str) and said.strip():
                row = AnswerText(
                    id=random_id(), wave_id=wave_id, item=name, channel=channel, masked=mask(said, names).text, topic=""
                )
                db.session.add(row)
