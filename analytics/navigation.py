"""What the side navigation offers whoever reads figures."""

from __future__ import annotations

from flask import url_for

from analytics.policy import may_read_figures
from app.actor import Actor
from app.web.navigation import Group, Item


def places(actor: Actor) -> list[Group]:
    """The pages of figures."""
    if not actor.is_staff or not may_read_figures(actor):
        return []
    items = [Item("指标总览", url_for("figures.overview"))]
    items += [
        Item(label, url_for("figures.by", by=by))
        for by, label in (("units", "承办单位"), ("areas", "区县"), ("topics", "主题"))
    ]
    return [Group("指标", tuple(items))]
