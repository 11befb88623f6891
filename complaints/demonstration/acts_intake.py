"""Filing, and what the office does with it until a unit has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app import taxonomy
from app.actor import Role
from app.clock import day_of
from complaints import queries
from complaints.demonstration import dated
from complaints.demonstration.model import Story
from complaints.demonstration.stage import Life, Stage, complainant, move
from complaints.operations import dispatching, filer, filing, handling, intake, looks
from complaints.operations.filing import Filing
from complaints.operations.intake import Fixed

LOOKED_AT = 3  # every third named matter is checked against the register with an eye on the original


def submit(stage: Stage, life: Life, at: datetime) -> None:
    """T1."""
    story, account = life.story, stage.account(life)
    book = next((row for row in taxonomy.city()["enterprises"] if row["code"] == story.enterprise), None)
    form = Filing(
        kind=story.kind, text=dated(story.text, day_of(at)), mode=story.mode, ticket=f"demonstration:{story.slug}",
        enterprise_name=book["name"] if book else story.name, credit_code=book["uscc"] if book else "",
        contact_name=story.contact, phone=stage.city.phones.get((story.enterprise or story.name, story.contact), ""),
        area=story.area, channel=story.channel, owner=account,
        owner_enterprise=stage.city.enterprises[story.enterprise] if account else None, consent=True,
        foreign_number=f"AL{day_of(at):%Y%m%d}{life.number:04d}" if story.channel == "hotline" else "",
    )  # fmt: skip
    life.complaint_id = filing.submit(form, stage.filer(life), at).id
    if stage.machine:
        stage.machine.read(life.complaint_id, at)


def ask_amend(stage: Stage, life: Life, at: datetime) -> None:
    """T2."""
    intake.ask_amend(life.complaint, life.story.amend.removeprefix("请补充"), move(stage.intake(life, Role.CLERK), at))


def restore(_stage: Stage, life: Life, at: datetime) -> None:
    """T37, with what had been missing."""
    holder = move(complainant(life), at)
    filer.restore(life.complaint, holder)
    handling.send_message(life.complaint, life.story.amended, holder)


def propose_decline(stage: Stage, life: Life, at: datetime) -> None:
    """The clerk's half of T5."""
    proposal = life.story.decline
    assert proposal
    clerk = move(stage.intake(life, Role.CLERK), at)
    intake.propose_decline(life.complaint, proposal.ground, proposal.text, proposal.elsewhere, clerk)


def decline(stage: Stage, life: Life, at: datetime) -> None:
    """T5."""
    intake.decline(life.complaint, move(stage.intake(life, Role.OFFICE_HEAD), at))


def accept(stage: Stage, life: Life, at: datetime) -> None:
    """T6: the story says what a person fixes, the reading what the machine had proposed."""
    story, complaint, clerk = life.story, life.complaint, stage.intake(life, Role.CLERK)
    if story.mode == "named" and life.number % LOOKED_AT == 0:
        looks.look(complaint, "original", "verify_enterprise", move(clerk, at))
    keeps_risks = story.path != "withdrawn"  # a clerk had struck what would have forbidden it
    fixed = Fixed(
        kind=story.kind, topic=story.topic, urgency=story.urgency, area=story.area,
        enterprise=stage.city.enterprises.get(story.enterprise), accused=story.accused,
        risks=tuple(complaint.risks) if keeps_risks else (), masked_confirmed=story.mode != "named",
        proposed=_proposed(life.complaint_id),
    )  # fmt: skip
    intake.accept(complaint, fixed, move(clerk, at))


def _proposed(complaint_id: int) -> tuple[tuple[str, str], ...]:
    row = queries.reading_of(complaint_id)
    answers: dict[str, Any] = row.answers if row else {}
    return tuple((name, answers[name]) for name in ("kind", "topic", "urgency", "area") if answers.get(name))


def dispatch(stage: Stage, life: Life, at: datetime) -> None:
    """T7 to the unit that is right."""
    _send(stage, life, life.story.lead, at)


def send_astray(stage: Stage, life: Life, at: datetime) -> None:
    """T7 to the unit that will not have it."""
    _send(stage, life, life.story.first_lead or life.story.lead, at)


def send_on(stage: Stage, life: Life, at: datetime) -> None:
    """T7 to the unit that the first one proposed."""
    assert life.story.refusal
    _send(stage, life, life.story.refusal.proposed, at)


def _send(stage: Stage, life: Life, lead: str, at: datetime) -> None:
    proposed = stage.machine.first_choice(life.complaint) if stage.machine else None
    reason = f"按职责条款，这件事由{taxonomy.units()[lead].short}牵头。" if proposed not in {None, lead} else ""
    clerk = move(stage.intake(life, Role.CLERK, shift=1), at, reason)
    dispatching.dispatch(life.complaint, lead, _co(life.story, lead), proposed, clerk)


def _co(story: Story, lead: str) -> dict[str, str]:
    return {part.unit: part.part for part in story.co if part.unit != lead}


def recall(stage: Stage, life: Life, at: datetime) -> None:
    """T33."""
    clerk = move(stage.intake(life, Role.CLERK, shift=1), at, "单位选错了，收回重派。")
    dispatching.recall(life.complaint, clerk)


def accept_refusal(stage: Stage, life: Life, at: datetime) -> None:
    """T11."""
    dispatching.accept_refusal(life.complaint, move(stage.intake(life, Role.CLERK), at, "理由成立，改派。"))


def reject_refusal(stage: Stage, life: Life, at: datetime) -> None:
    """T12."""
    reason = f"按职责清单，这件事属于{taxonomy.units()[life.story.lead].short}，请按时签收。"
    dispatching.reject_refusal(life.complaint, move(stage.intake(life, Role.CLERK), at, reason))


def rule(stage: Stage, life: Life, at: datetime) -> None:
    """T14."""
    ruling = life.story.ruling
    assert ruling
    head = move(stage.intake(life, Role.OFFICE_HEAD), at, ruling.text)
    dispatching.rule(life.complaint, ruling.lead, _co(life.story, ruling.lead), ruling.clause, head)


def withdraw(_stage: Stage, life: Life, at: datetime) -> None:
    """T30, with a word why."""
    holder = move(complainant(life), at)
    handling.send_message(life.complaint, life.story.withdraw, holder)
    filer.withdraw(life.complaint, holder)


def end_as_mistaken(stage: Stage, life: Life, at: datetime) -> None:
    """T35."""
    head = move(stage.intake(life, Role.OFFICE_HEAD), at, "窗口代录时误存，来人没有提诉求。")
    intake.end_as_mistaken(life.complaint, head)
