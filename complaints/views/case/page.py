"""The one page of a matter for staff: what he may see on the left, what he can do now on the right."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import taxonomy
from app.actor import Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.shown import take_shown
from app.clock import day_of, now
from app.database import db
from app.errors import NotFound
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.people import Unit
from app.web.days import day_cells
from complaints import deadlines, policy, queries
from complaints.forms.steps import StepForm
from complaints.forms.words import IdentityForm, MessageForm, NoteForm, OriginalForm
from complaints.operations import times
from complaints.operations.likeness import same_matters
from complaints.operations.looks import looks_at
from complaints.views.case import matter, text, timing
from complaints.views.case.blueprint import MATTER, case_pages
from complaints.views.case.history import Item, public_history, whole_history
from complaints.views.case.sight import Sight, sight_of
from complaints.views.clock_words import row_of
from complaints.views.panels import panel_for
from complaints.views.queues import QUEUES, Queue, neighbours
from complaints.views.traffic import case


@case_pages.get(MATTER)
@staff()
def show(number: str) -> ResponseReturnValue:
    """A matter."""
    return draw(case(number))


def redrawn(complaint: Complaint, **tried: StepForm) -> tuple[str, int]:
    """The page with a form that was refused, what was typed still in it."""
    return draw(complaint, **tried), 422


def draw(complaint: Complaint, **tried: StepForm) -> str:
    """The page; *tried* are forms by name that replace the fresh ones."""
    actor = current_actor()
    sight = sight_of(actor, complaint)
    shorts = {code: short for code, short in db.session.execute(select(Unit.code, Unit.short))}
    context = {"complaint": complaint, "actor": actor, "sight": sight, "shorts": shorts, **_where(complaint, actor)}
    if not sight.row:
        entries = public_history(complaint) if sight.entries else []
        return render_template("complaints/case/number.html", history=entries, **context)
    context |= _left(complaint, actor, sight, shorts) | _panel(complaint, actor)
    for name, form in tried.items():
        place = context["words"] if name in context["words"] else context["forms"]
        place[name] = context["failed"] = form
    return render_template("complaints/case/show.html", **context)


def _where(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """The queue that he came from and the matters beside this one in it."""
    queue = _origin(actor)
    if queue is None:
        return {"origin": None, "carried": {}, "before": "", "after": ""}
    before, after = neighbours(queue, actor, complaint, now())
    carried: dict[str, Any] = {"from": queue.name}
    links = [url_for("case.show", number=number, **carried) if number else "" for number in (before, after)]
    return {"origin": queue, "carried": carried, "before": links[0], "after": links[1]}


def carried() -> dict[str, Any]:
    """What every address of this page carries along: the queue that he came from."""
    queue = _origin(current_actor())
    return {} if queue is None else {"from": queue.name}


def _origin(actor: Actor) -> Queue | None:
    queue = QUEUES.get(request.args.get("from", ""))
    return queue if queue is not None and actor.role in queue.roles else None


def _left(complaint: Complaint, actor: Actor, sight: Sight, shorts: dict[str, str]) -> dict[str, Any]:
    reading = queries.reading_of(complaint.id) if sight.text else None
    return {
        "lines": text.paragraphs(complaint, reading) if sight.text else [],
        "reading": text.read_of(reading) if reading is not None and sight.machine else None,
        "baselines": text.baselines_of(complaint.id) if sight.machine else [],
        "party": matter.party_facts(complaint, shorts),
        "files": matter.files_of(actor, complaint) if sight.files else [],
        "same": queries.same_enterprise(actor, complaint) if sight.same_enterprise else [],
        "alike": same_matters(actor, complaint) if sight.machine else [],
        "talk": matter.talk_of(complaint, is_internal=False) if sight.text else [],
        "notes": matter.talk_of(complaint, is_internal=True) if sight.notes else [],
        "contacts": matter.contacts_of(complaint) if sight.whole_record else [],
        "refusals": matter.refusals_of(complaint) if sight.whole_record else [],
        "replies": matter.replies_of(complaint, sight) if sight.text else [],
        "instructions": matter.instructions_of(complaint) if sight.instructions else [],
        "ratings": matter.ratings_of(complaint) if sight.rating else [],
        "history": _history(complaint, sight, shorts),
        "looks": looks_at(complaint) if sight.is_office else [],
        "lookers": matter.names_of({look.post_id for look in looks_at(complaint)}) if sight.is_office else {},
        "timing": timing.timing_of(complaint, shorts, now()),
        "accused": [shorts[code] for code in sorted(policy.accused_units(complaint))] if sight.is_office else [],
        "words": _word_forms(complaint, sight),
        "shown_code": take_shown(f"code {complaint.id}"),
        "failed": None,
    }


def _history(complaint: Complaint, sight: Sight, shorts: dict[str, str]) -> list[Item]:
    if not sight.entries:
        return []
    return whole_history(complaint, shorts) if sight.whole_record else public_history(complaint)


def _word_forms(complaint: Complaint, sight: Sight) -> dict[str, StepForm]:
    wanted: list[tuple[str, type[StepForm], bool]] = [
        ("original", OriginalForm, sight.original in {"s", "r"}),
        ("identity", IdentityForm, sight.identity in {"s", "r"}),
        ("message", MessageForm, sight.may_message),
        ("note", NoteForm, sight.may_note),
    ]
    return {name: form.drawn(complaint) for name, form, is_shown in wanted if is_shown}


def _panel(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    panel = panel_for(actor, complaint)
    if panel is None:
        return {"panel": "", "forms": {}}
    return {"panel": panel.template, "forms": {}} | panel.context(complaint, actor)


@case_pages.get(f"{MATTER}/clocks/<kind>/<int(max=1000):number_of_round>")
@staff()
def clock(number: str, kind: str, number_of_round: int) -> ResponseReturnValue:
    """How a due moment was reckoned, day by day."""
    complaint = case(number)
    if kind not in taxonomy.clock_rules() or not policy.may_see(current_actor(), complaint, "row"):
        raise NotFound
    query = select(Clock).where(Clock.complaint_id == complaint.id, Clock.kind == kind, Clock.round == number_of_round)
    row = db.session.scalar(query)
    if row is None:
        abort(404)
    calendar, running = times.current_calendar(), times.running(row)
    in_days = row.unit == "wd" and not row.pauses
    return render_template(
        "complaints/case/clock.html",
        complaint=complaint,
        row=row_of(row, now(), calendar),
        label=taxonomy.clock_rules()[kind].label,
        steps=deadlines.explain(running, calendar),
        cells=day_cells(calendar.day, day_of(row.started_at), day_of(row.due_at), day_of(now())) if in_days else [],
        started_at=row.started_at,
    )
