"""The lists of the office: its queues, and all matters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app import taxonomy
from app.actor import INTAKE, Actor, Role
from app.auth.current import current_actor
from app.auth.doors import staff
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.slices import capped
from app.lists.sorting import Key, Sort, both_ways
from app.lists.spec import Head, ListSpec, Reader
from app.store.complaints import Complaint
from complaints.forms.office.dispatch import QuickDispatchForm
from complaints.forms.office.intake import QuickAcceptForm
from complaints.forms.steps import StepForm
from complaints.routing import WARNING_WORDS
from complaints.views.office import proposals
from complaints.views.office.blueprint import QUEUE, office_pages
from complaints.views.office.columns import columns_of
from complaints.views.office.filters import OF_A_QUEUE, OF_ALL, READ_ONLY, of_the_machine
from complaints.views.office.navigation import counts
from complaints.views.office.rows import MIDDLES, Line, lines_of
from complaints.views.office.settling import list_words
from complaints.views.queues import QUEUES, Queue, due_of, matters_in, queues_of

MACHINE = {"received", "accepted"}  # queues in which the machine's answers stand beside the matter
READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD, Role.LEADER)


@office_pages.get(f"/office/{QUEUE}")
@staff(*READERS)
def queue(queue: str) -> ResponseReturnValue:
    """The matters of a queue, with filters, sorting and keys."""
    return render_list(SPECS[queue], current_actor())


def _spec(chosen: Queue) -> ListSpec:
    is_read, is_all = chosen.name in MACHINE, chosen.name == "all"
    return register(
        ListSpec(
            name=f"office.{chosen.name}",
            title=chosen.label,
            endpoint="office.queue",
            values=(("queue", chosen.name),),
            template="complaints/office/queue.html",
            opens=lambda actor: actor.is_staff and actor.role in chosen.roles,
            query=lambda reader: matters_in(chosen, reader.actor, reader.at),
            id=Complaint.id.expression,
            lines=partial(_lines, chosen),
            columns=columns_of(chosen),
            heads=_heads(chosen),
            sorts=partial(_sorts, chosen),
            filters=READ_ONLY if is_read else OF_ALL if is_all else OF_A_QUEUE,
            sieve=of_the_machine if is_read else lambda _values: None,
            context=partial(_context, chosen),
            exports=lambda actor: actor.is_staff and actor.role in INTAKE,
            selectable=(lambda line: str(line.complaint.number)) if chosen.name == "accepted" else None,
            selects=lambda actor: actor.role == Role.CLERK,
            empty=(chosen.good_news, chosen.source),
        )
    )


def _heads(chosen: Queue) -> tuple[Head, ...]:
    by_due = () if chosen.name == "all" else ("due", "later")
    return Head("诉求", ("new", "old")), Head(MIDDLES[chosen.name]), Head("时限", by_due), Head("处理")


def _sorts(chosen: Queue, reader: Reader) -> tuple[Sort, ...]:
    by_filing = Key(Complaint.number.expression, "text", is_falling=True)
    filed = both_ways(("new", "old"), ("新的在前", "旧的在前"), by_filing)
    if chosen.name == "all":
        return filed
    return *both_ways(("due", "later"), ("先到期的在前", "后到期的在前"), Key(due_of(chosen, reader.at), "moment")), *filed


def _lines(chosen: Queue, reader: Reader, rows: Sequence[Complaint]) -> list[Line]:
    with_machine = proposals.proposals_for(rows) if chosen.name in MACHINE else {}
    return lines_of(chosen, rows, with_machine, reader.at)


def _context(chosen: Queue, page: ListPage) -> dict[str, Any]:
    actor = page.reader.actor
    return {
        "queue": chosen,
        "tabs": _tabs(chosen, actor),
        "clear": sum(_is_clear(line) for line in page.lines),
        "keys": {line.complaint.id: key_form(chosen, line, actor) for line in page.lines},
        "words": list_words(),
        "preview": request.args.get("preview", ""),
        "shorts": {code: unit.short for code, unit in taxonomy.units().items()},
        "unit_names": {code: unit.name for code, unit in taxonomy.units().items()},
        "clause_texts": {id_: clause.text for id_, clause in taxonomy.clauses().items()},
        "warning_words": WARNING_WORDS,
    }


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


SPECS = {name: _spec(chosen) for name, chosen in QUEUES.items()}
