"""A reply on its way to the enterprise, the enterprise's word on it, and what follows."""

from __future__ import annotations

from datetime import datetime

from app import taxonomy
from app.actor import Role
from app.auth.posts import actors
from app.clock import day_of
from complaints.demonstration import dated
from complaints.demonstration.model import Rating
from complaints.demonstration.stage import Life, Stage, complainant, move
from complaints.guards import CHARGE_TOPICS
from complaints.operations import handling, replying, reviewing, stewards
from complaints.operations.reviewing import Opinion

UNDERSTOOD = "回访企业：知道这件事超出本市的权限，对已经上报表示理解，要求有消息时当面告知。"
BEYOND_THE_CITY = "这件事要由上级决定，本市已经书面上报，承办单位的答复属实；上级有答复时，承办单位当面告知企业。"
SECOND_OPINION = "看过卷宗和回访记录，结论有依据，同意办结。"


def return_reply(stage: Stage, life: Life, at: datetime) -> None:
    """T22."""
    reason = taxonomy.codes("rework_reasons")[life.story.return_reason]
    reviewer = move(stage.intake(life, Role.REVIEWER), at, f"{reason.label}：{reason.note}。请改好再报。")
    replying.send_back(life.complaint, reason.code, reviewer)


def ask_countersign(stage: Stage, life: Life, at: datetime) -> None:
    """C12 starts."""
    replying.ask_countersign(life.complaint, move(stage.intake(life, Role.REVIEWER), at))


def countersign(stage: Stage, life: Life, at: datetime) -> None:
    """The enterprise's steward agrees, or the head where there is none."""
    steward = stewards.steward_of(life.complaint, day_of(at))
    signer = actors([steward], day_of(at))[0] if steward else stage.intake(life, Role.OFFICE_HEAD)
    replying.answer_countersign(life.complaint, "yes", move(signer, at, life.story.countersign))


def publish(stage: Stage, life: Life, at: datetime) -> None:
    """T23."""
    replying.publish(life.complaint, move(stage.intake(life, Role.REVIEWER), at))


def rate(_stage: Stage, life: Life, at: datetime) -> None:
    """T24 or T25, as the story has it."""
    assert life.story.rating
    _rate(life, life.story.rating, at)


def rate_again(_stage: Stage, life: Life, at: datetime) -> None:
    """The word on the second result."""
    assert life.story.second_rating
    _rate(life, life.story.second_rating, at)


def _rate(life: Life, said: Rating, at: datetime) -> None:
    opinion = Opinion(said.solved, said.level, said.reasons, said.text)
    if opinion.is_bad and not opinion.reasons:
        opinion = Opinion(said.solved, said.level, ("not_solved",), said.text)
    reviewing.rate(life.complaint, opinion, move(complainant(life), at))


def call_back(stage: Stage, life: Life, at: datetime) -> None:
    """A reviewer asks the enterprise itself."""
    reviewer = move(stage.intake(life, Role.REVIEWER, shift=1), at)
    text = dated(life.story.call_back or UNDERSTOOD, day_of(at))
    solved = "no" if "rework" in life.story.path else "partly"
    reviewing.call_back(life.complaint, "phone", "reached", solved, text, reviewer)


def rework(stage: Stage, life: Life, at: datetime) -> None:
    """T27."""
    reviewer = stage.intake(life, Role.REVIEWER, shift=1)
    reviewing.rework(life.complaint, move(reviewer, at, "回访确认问题没有解决，请重新办理。"))


def close_review(stage: Stage, life: Life, at: datetime) -> None:
    """T28; where money or conduct is in question a second reviewer has agreed first."""
    complaint = life.complaint
    if complaint.topic in CHARGE_TOPICS | taxonomy.conduct_topics():
        second = move(stage.intake(life, Role.REVIEWER, shift=2), at)
        handling.write_note(complaint, SECOND_OPINION, second, "second_opinion")
    conclusion = dated(life.story.conclusion.removeprefix("复核结论：") or BEYOND_THE_CITY, day_of(at))
    reviewing.close_review(complaint, conclusion, move(stage.intake(life, Role.REVIEWER, shift=1), at))


def reopen(_stage: Stage, life: Life, at: datetime) -> None:
    """T26."""
    reviewing.reopen(life.complaint, life.story.reopen, move(complainant(life), at))
