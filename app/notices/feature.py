"""What notices hand to the roof: pages, the bell, work of the worker."""

from __future__ import annotations

from flask import url_for

from app.actor import Actor
from app.auth import policy
from app.feature import Feature
from app.notices.jobs import PERIODIC, WORKS
from app.notices.queries import undecided
from app.notices.views import notice_pages
from app.notices.views.bell import bell_context
from app.web.navigation import Group, Item, add_navigation


def places(actor: Actor) -> list[Group]:
    """The administrator's list of what went outside."""
    if not policy.may_administer(actor):
        return []
    waiting = undecided()
    return [Group("发出去的", (Item("邮件和短信", url_for("notices.outgoing"), waiting or None, "hot" if waiting else ""),))]


add_navigation(places, order=95)
notice_pages.app_context_processor(bell_context)

notices_feature = Feature(name="notices", blueprints=(notice_pages,), works=WORKS, periodic=PERIODIC)
