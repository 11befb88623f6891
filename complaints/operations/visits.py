"""A visit logged in a minute; what was said there becomes complaints, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import chain
from app.actor import Actor
from app.chain import Act
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotFound
from app.sealing import random_id
from app.store.complaints import Complaint
from app.store.stewardships import Stewardship, Visit
from complaints import stewardship
from complaints.guards import SHORTEST
from complaints.operations import filing, words
from complaints.operations.filing import Filing
from complaints.operations.steps import Move, who

MOST_ISSUES = 10


@dataclass(frozen=True)
class Logged:
    """Where, when, how, and what was said; a line of `text` is a matter if `files` is set. `ticket` gives the codes."""

    on: date
    way: str
    text: str = ""
    files: bool = False
    ticket: str = ""


def log(row: Stewardship, said: Logged, move: Move) -> tuple[Visit, list[Complaint]]:
    """The steward, or his secretary, writes down a contact with what he carries."""
    if not carries(move.actor, row) or row.to_on is not None:
        raise NotFound
    issues = _issues(said)
    _check(row, said, issues, day_of(move.at))
    visit = Visit(
        id=random_id(), stewardship_id=row.id, post_id=move.actor.post_id, on=said.on, way=said.way,
        masked="", issues=len(issues), at=move.at,
    )  # fmt: skip
    if not issues:  # what became a matter is kept there only: its enterprise may hide later
        visit.masked, visit.text = words.masked(said.text), said.text or None
    db.session.add(visit)
    db.session.flush()
    after = {"visit": visit.id, "way": said.way, "on": said.on.isoformat(), "issues": len(issues)}
    chain.append(f"stewardship:{row.id}", who(move.actor), Act(verb="visited", after=after), move.at)
    return visit, [_file(row, visit, line, f"{said.ticket}:{n}", move) for n, line in enumerate(issues)]


def carries(actor: Actor, row: Stewardship) -> bool:
    """Whether it is his, or his leader's."""
    return row.enterprise_id in actor.enterprises or row.project_id in actor.projects


def code_of(ticket: str, number: int) -> str:
    """The query code of the matter in line *number* of what was logged with *ticket*."""
    return words.code_of(f"{ticket}:{number}")


def _issues(said: Logged) -> list[str]:
    return [line.strip() for line in said.text.splitlines() if line.strip()] if said.files else []


def _check(row: Stewardship, said: Logged, issues: list[str], today: date) -> None:
    if said.way not in stewardship.WAYS:
        raise Invalid("请选方式。", way="请选是到企业、打电话还是座谈会。")
    if not max(row.from_on, today - stewardship.LOGGED_LATE) <= said.on <= today:
        raise Invalid("日期不对。", on="日期不能晚于今天，也不能早于一个月前或开始包抓的那天。")
    if said.files and not issues:
        raise Invalid("没有写企业提了什么。", text="请一件事写一行；企业没提什么事，就不勾“转成诉求”。")
    if len(issues) > MOST_ISSUES:
        raise Invalid("一次最多转 10 件。", text=f"一次最多转 {MOST_ISSUES} 件，您写了 {len(issues)} 行。")
    short = next((n for n, line in enumerate(issues, start=1) if len(line) < SHORTEST), None)
    if short:
        raise Invalid("有一件没说清。", text=f"第 {short} 行不到 {SHORTEST} 个字，请写清是什么事。")


def _file(row: Stewardship, visit: Visit, line: str, ticket: str, move: Move) -> Complaint:
    enterprise = row.enterprise or (row.project.enterprise if row.project else None)
    assert enterprise
    area = (row.project.area if row.project else "") or enterprise.area
    return filing.submit(
        Filing(
            kind="help", text=line, mode="named", ticket=ticket, enterprise_name=enterprise.name, area=area,
            credit_code=enterprise.credit_code or "", owner_enterprise=enterprise.id, channel="visit", consent=True,
            project=row.project_id, visit=visit.id,
        ),
        move.actor,
        move.at,
    )  # fmt: skip
