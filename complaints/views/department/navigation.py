"""What a department finds at the side of every page."""

from __future__ import annotations

from flask import url_for

from app.actor import DEPARTMENT, Actor, Role
from app.clock import now
from app.web.navigation import Group, Item
from complaints.operations import times
from complaints.views.department.lists import Desk
from complaints.views.department.shares import waiting_for


def department_places(actor: Actor) -> list[Group]:
    """The group 诉求办理 with its counts."""
    if not actor.is_staff or actor.role not in DEPARTMENT:
        return []
    desk = Desk.at_now(actor, now(), times.current_calendar(), mine=actor.role == Role.HANDLER)
    counts = desk.counts()
    parts = waiting_for(actor)
    items = (
        Item("待办诉求", url_for("department.desk"), counts["all"], _heat(counts)),
        Item("协办", url_for("department.co"), parts, "hot" if parts else ""),
        Item("办过的", url_for("department.done")),
        Item("常用语句", url_for("department.sentence_list")),
    )
    return [Group("诉求办理", items)]


def _heat(counts: dict[str, int]) -> str:
    if counts["late"]:
        return "burn"
    return "hot" if counts["near"] or counts["sign"] else ""
