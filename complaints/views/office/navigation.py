"""What the side navigation offers an officer of the office, with capped counts."""

from __future__ import annotations

from flask import g, url_for

from app.actor import Actor
from app.clock import now
from app.web.navigation import Group, Item
from complaints.views.queues import QUEUES, Queue, count_of, has_queues, queues_of


def places(actor: Actor) -> list[Group]:
    """The queues, the actor's own first, and the list of all matters."""
    if not has_queues(actor):
        return []
    mine = [queue for queue in queues_of(actor) if queue.name != "all"]
    queues = tuple(_item(queue, actor) for queue in mine)
    everything = Item(QUEUES["all"].label, url_for("office.queue", queue="all"))
    return [Group("诉求", queues), Group("看全局", (everything,))]


def _item(queue: Queue, actor: Actor) -> Item:
    number = counts(actor).get(queue.name, 0)
    hot = "burn" if queue.name == "late" else "hot" if queue.owner == actor.role else ""
    return Item(queue.label, url_for("office.queue", queue=queue.name), number, hot if number else "")


def counts(actor: Actor) -> dict[str, int]:
    """How many matters lie in each queue but the list of all; counted once a request."""
    if "queue_counts" not in g:
        at = now()
        g.queue_counts = {queue.name: count_of(queue, actor, at) for queue in queues_of(actor) if queue.name != "all"}
    found: dict[str, int] = g.queue_counts
    return found
