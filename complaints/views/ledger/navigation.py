"""Where the office finds the ledger."""

from __future__ import annotations

from flask import url_for

from app.actor import Actor
from app.web.navigation import Group, Item
from complaints import stewardship


def places(actor: Actor) -> list[Group]:
    """The ledger and the visits."""
    if not stewardship.may_read_ledger(actor):
        return []
    items = (Item("包抓台账", url_for("ledger.stewards")), Item("走访记录", url_for("ledger.visits")))
    return [Group("双包一解", items)]
