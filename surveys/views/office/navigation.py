"""What the side navigation offers of surveys."""

from __future__ import annotations

from flask import url_for

from app.actor import Actor
from app.web.navigation import Group, Item, add_navigation
from surveys import policy


def places(actor: Actor) -> list[Group]:
    """Waves for whoever reads results, questionnaires for whoever makes them."""
    if not policy.may_read_results(actor):
        return []
    items = [Item("各期调查", url_for("surveys.waves"))]
    if policy.may_manage(actor):
        items.append(Item("问卷", url_for("surveys.listing")))
    return [Group("满意度调查", tuple(items))]


add_navigation(places, order=60)
