"""What is recorded of the work on surveys; never an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app import chain
from app.actor import Actor
from app.chain import Act, Who

VERBS = {
    "survey_made": "新建问卷",
    "survey_changed": "修改问卷",
    "survey_papers": "填问卷审批信息",
    "survey_published": "发布问卷",
    "wave_made": "新建一期",
    "wave_invited": "加邀请对象",
    "wave_launched": "发出一期",
    "wave_closed": "截止一期",
}


def record(stream: str, verb: str, actor: Actor, at: datetime, reason: str = "", **after: Any) -> None:
    """Add an act to *stream* ("survey:1", "wave:2")."""
    who = Who("staff", actor.person_id, actor.post_id) if actor.is_staff else chain.SYSTEM
    chain.append(stream, who, Act(verb, reason, after=after), at)
