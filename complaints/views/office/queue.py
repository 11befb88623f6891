"""The page of a queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from app import taxonomy
from app.actor import Actor, Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.errors import NotFound
from app.store.complaints import Complaint
from complaints import queries
from complaints.forms.office.dispatch import QuickDispatchForm
from complaints.forms.office.intake import QuickAcceptForm
from complaints.forms.steps import StepForm
from complaints.routing import WARNING_WORDS
from complaints.views.office import proposals
from complaints.views.office.blueprint import QUEUE, office_pages
from complaints.views.office.filters import SIZES, FilterForm
from complaints.views.office.navigation import counts
from complaints.views.office.rows import Line, lines_of
from complaints.views.office.settling import list_words
from complaints.views.office.slices import Order, Slice, by_moment, by_number, slice_of
from complaints.views.queues import QUEUES, Queue, capped, due_of, matters_in, queues_of

MACHINE = {"received", "accepted"}  # queues in which the machine's answers stand beside the matter
READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD, Role.LEADER)


@office_pages.get(f"/office/{QUEUE}")
@staff(*READERS)
def queue(queue: str) -> ResponseReturnValue:
    """The matters of a queue, with filters, sorting and keys."""
    actor, chosen = current_actor(), QUEUES[queue]
    if actor.role not in chosen.roles:
        raise NotFound
    return render_template("complaints/office/queue.html", **_context(chosen, actor, now()))


@dataclass(frozen=True)
class Asked:
    """What the address asks of a list."""

    order: Order
    orders: tuple[Order, ...]
    size: int
    after: str
    before: str


def _context(chosen: Queue, actor: Actor, at: datetime) -> dict[str, Any]:
    form = FilterForm(request.args, is_read=chosen.name in MACHINE, is_all=chosen.name == "all")
    asked = _asked(chosen, at)
    query = form.narrow(matters_in(chosen, actor, at))
    found = _slice(query, form, asked)
    with_machine = proposals.proposals_for(found.rows) if chosen.name in MACHINE else {}
    lines = lines_of(chosen, found.rows, with_machine, at)
    return {
        "queue": chosen,
        "tabs": _tabs(chosen, actor),
        "filters": form,
        "asked": asked,
        "lines": lines,
        "clear": sum(_is_clear(line) for line in lines),
        "keys": {line.complaint.id: key_form(chosen, line, actor) for line in lines},
        "total": _total(query, form, found),
        "slice": found,
        "link": _link,
        "sizes": SIZES,
        "words": list_words(),
        "shorts": {code: unit.short for code, unit in taxonomy.units().items()},
        "unit_names": {code: unit.name for code, unit in taxonomy.units().items()},
        "clause_texts": {id_: clause.text for id_, clause in taxonomy.clauses().items()},
        "warning_words": WARNING_WORDS,
    }


def _asked(chosen: Queue, at: datetime) -> Asked:
    by_due = by_moment("due", "先到期的在前", due_of(chosen, at))
    filed = (by_number("new", "新的在前", is_falling=True), by_number("old", "旧的在前", is_falling=False))
    orders: tuple[Order, ...] = filed if chosen.name == "all" else (by_due, *filed)
    order = next((one for one in orders if one.name == request.args.get("sort")), orders[0])
    size = next((size for size in SIZES if str(size) == request.args.get("size")), SIZES[0])
    return Asked(order, orders, size, request.args.get("after", ""), request.args.get("before", ""))


def _slice(query: Select[Complaint], form: FilterForm, asked: Asked) -> Slice:
    def fits(batch: list[Complaint]) -> set[int]:
        found = proposals.proposals_for(batch)
        return {id_ for id_, one in found.items() if form.fits(one.topic, one.proposal)}

    return slice_of(query, asked.order, asked.size, asked.after, asked.before, fits if form.asks_the_machine() else None)


def _total(query: Select[Complaint], form: FilterForm, found: Slice) -> str:
    """The count in words; what the machine must be asked for is not counted beyond the page."""
    if form.asks_the_machine():
        return f"{len(found.rows)}{'+' if found.after or found.before else ''}"
    return capped(queries.count(query))


def _tabs(chosen: Queue, actor: Actor) -> list[dict[str, Any]]:
    numbers, mine = counts(actor), {queue.name for queue in queues_of(actor)}
    return [
        {
            "label": one.label,
            "url": url_for("office.queue", queue=one.name),
            "count": capped(numbers[one.name]) if one.name in numbers else None,
            "current": one is chosen,
        }
        for one in QUEUES.values()
        if one.name in mine and (one.name != "all" or one is chosen)
    ]


def _is_clear(line: Line) -> bool:
    return line.proposed is not None and proposals.may_dispatch_at_once(line.complaint, line.proposed.proposal)


def key_form(chosen: Queue, line: Line, actor: Actor) -> StepForm | None:
    """The form of the one key that settles this row; None where a person must look."""
    if actor.role != Role.CLERK or line.proposed is None:
        return None
    if chosen.name == "accepted" and _is_clear(line):
        return QuickDispatchForm.drawn(line.complaint)
    if chosen.name == "received" and proposals.may_accept_at_once(line.complaint, line.proposed.reading):
        return QuickAcceptForm.drawn(line.complaint)
    return None


def _link(**changed: str) -> str:
    """This list with something changed in its address; a new order begins on the first page."""
    kept = {name: value for name, value in request.args.items() if name not in {"after", "before"}}
    merged = {name: value for name, value in {**kept, **changed}.items() if value}
    return f"?{urlencode(merged)}" if merged else "?"
