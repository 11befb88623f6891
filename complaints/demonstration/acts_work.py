"""What the departments do: sign, refuse, speak with the enterprise, do their parts, reply."""

from __future__ import annotations

import re
from datetime import datetime

from app import taxonomy
from app.actor import Role
from app.clock import day_of
from app.store.complaints import Complaint
from complaints.demonstration import dated
from complaints.demonstration.model import Refusal
from complaints.demonstration.stage import Life, Stage, complainant, move
from complaints.guards import CHARGE_TOPICS
from complaints.operations import dispatching, handling, looks, replying
from complaints.operations.replying import Draft

LOOKED_UP = 2  # every second handler opens the telephone number before calling
TRIED_FIRST = 6  # every sixth call is not answered at first
WAYS = (
    ("visit", r"到厂|到店|现场|上门|取样|抽查"),
    ("office_visit", r"来访|到访"),
    ("meeting", r"面谈|见面|会商|线上短会|座谈"),
)
GREETING = "您好，您反映的事已经开始办理。还有材料可以直接在这里补充，我们看不到您是谁。"
LAWS = re.compile(r"《[^》]+》(?:第[一二三四五六七八九十百]+条)?")
REFUNDED = re.compile(r"(?:退还|退费|退回)[^，。]*?([\d,]+(?:\.\d+)?)(万?)元")


def refuse(stage: Stage, life: Life, at: datetime) -> None:
    """T10."""
    assert life.story.refusal
    _refuse(stage, life, life.story.refusal, at)


def refuse_again(stage: Stage, life: Life, at: datetime) -> None:
    """T10 by the unit that had been proposed; T13 follows by itself."""
    assert life.story.second_refusal
    _refuse(stage, life, life.story.second_refusal, at)


def _refuse(stage: Stage, life: Life, refusal: Refusal, at: datetime) -> None:
    liaison = move(stage.unit(life, Role.LIAISON), at, refusal.reason)
    dispatching.refuse(life.complaint, refusal.ground, refusal.clause, refusal.proposed, liaison)


def acknowledge(stage: Stage, life: Life, at: datetime) -> None:
    """T8; where the time had signed already, the liaison still names the handler."""
    liaison, handler = stage.unit(life, Role.LIAISON), stage.unit(life, Role.HANDLER)
    assert handler.post_id
    sign = handling.acknowledge if life.complaint.state == "dispatched" else handling.hand_to
    sign(life.complaint, handler.post_id, move(liaison, at))
    if life.story.mode == "named" and life.number % TRIED_FIRST == 0:
        handling.log_contact(life.complaint, "phone", "tried", "签收后马上打过去，没有人接。", move(handler, at))


def contact(stage: Stage, life: Life, at: datetime) -> None:
    """The first contact of a round: a call or visit, or a message where nobody may know who it is."""
    complaint, handler, story = life.complaint, stage.handler(life), life.story
    if story.mode != "named":
        handling.send_message(complaint, GREETING, move(handler, at))
        handling.write_note(complaint, story.contact_note, move(handler, at))
        return
    if life.number % LOOKED_UP == 0:
        looks.look(complaint, "identity", "contact", move(handler, at))
    way = next((way for way, sign in WAYS if re.search(sign, story.contact_note)), "phone")
    handling.log_contact(complaint, way, "reached", dated(story.contact_note, day_of(at)), move(handler, at))


def ask(stage: Stage, life: Life, at: datetime) -> None:
    """T15."""
    handling.ask(life.complaint, life.story.ask, move(stage.handler(life), at))


def answer(_stage: Stage, life: Life, at: datetime) -> None:
    """T16."""
    handling.answer(life.complaint, dated(life.story.answer, day_of(at)), (), move(complainant(life), at))


def parts(stage: Stage, life: Life, at: datetime) -> None:
    """Every co-handler answers."""
    _answer_parts(stage, life.complaint, at, leave_open=0)


def some_parts(stage: Stage, life: Life, at: datetime) -> None:
    """All but one answer, so that there is still one to wait for."""
    _answer_parts(stage, life.complaint, at, leave_open=1)


def _answer_parts(stage: Stage, complaint: Complaint, at: datetime, *, leave_open: int) -> None:
    waiting = [s for s in complaint.assignments if s.role == "co_handler" and s.to_at is None and s.answered_at is None]
    for share in waiting[: len(waiting) - leave_open]:
        handler = stage.city.one(share.unit, Role.HANDLER)
        text = f"“{share.part}”这一部分已经办完，材料送{taxonomy.units()[complaint.lead or ''].short}，要到现场可以随时叫我们。"
        handling.answer_part(complaint, text, move(handler, at))


def reply(stage: Stage, life: Life, at: datetime) -> None:
    """T21."""
    _reply(stage, life, life.story.closure, life.story.reply, at)


def better_reply(stage: Stage, life: Life, at: datetime) -> None:
    """T21 of the next round; what was explained or denied at first is mended now."""
    fits = taxonomy.codes("closure_codes")["resolved"].more["kinds"]
    closure = "resolved" if life.story.kind in fits else life.story.closure
    _reply(stage, life, closure, life.story.better_reply, at)


def _reply(stage: Stage, life: Life, closure: str, text: str, at: datetime) -> None:
    public = dated(text, day_of(at))
    draft = Draft(closure, public, life.story.internal, _evidence(public), _refunded(life, closure, public))
    replying.reply(life.complaint, draft, move(stage.handler(life), at))


def _evidence(public: str) -> str:
    laws = "、".join(dict.fromkeys(LAWS.findall(public)))
    return f"办理凭证存本单位卷宗；依据{laws}。" if laws else "办理凭证和现场记录存本单位卷宗。"


def _refunded(life: Life, closure: str, public: str) -> int | None:
    """Fen paid back, where a charge was complained about."""
    if life.story.topic not in CHARGE_TOPICS:
        return None
    paid = REFUNDED.search(public) if closure == "resolved" else None
    return round(float(paid[1].replace(",", "")) * (1_000_000 if paid[2] else 100)) if paid else 0
