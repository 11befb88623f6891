"""The forms of the office with their choices, fresh or as they were typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flask import request
from sqlalchemy import select
from wtforms import SelectChoice

from app import taxonomy
from app.database import db
from app.store.complaints import Complaint
from app.store.people import Person, Unit
from complaints import policy
from complaints.forms.office.dispatch import DispatchForm, RuleForm, SharedForm
from complaints.forms.office.intake import AcceptForm, CorrectForm, MaskForm, ProposeDeclineForm, fill
from complaints.forms.steps import StepForm
from complaints.views.case.matter import refusals_of
from complaints.views.office import register
from complaints.views.office.proposals import Proposed, parts_of, proposed_for

Form = TypeVar("Form", bound=StepForm)
THINK_FIRST = {"recusal", "tip_off"}


def started(form: type[Form], complaint: Complaint, *, typed: bool) -> Form:
    """The form as it was sent, or a fresh one."""
    return form() if typed else form.drawn(complaint)


def living_units(without: frozenset[str] = frozenset()) -> list[SelectChoice]:
    """Units that a matter may be given to."""
    query = select(Unit.code, Unit.name).where(Unit.ended_on.is_(None)).order_by(Unit.position, Unit.code)
    return [SelectChoice(code, name) for code, name in db.session.execute(query) if code not in without]


def accept_form(complaint: Complaint, *, typed: bool = False) -> AcceptForm:
    """T6 with the filer's and the machine's answers put in beforehand."""
    form = started(AcceptForm, complaint, typed=typed)
    fill(form)
    named = dict.fromkeys(mention.unit for mention in complaint.mentions if mention.unit)
    people = [mention.person_id for mention in complaint.mentions if mention.person_id]
    form.accused.choices = _named_first(named)
    form.people.choices = _people(people)
    if not typed:
        _put_answers(form, complaint, proposed_for(complaint))
        form.accused.data, form.people.data = list(named), [str(id_) for id_ in people]
    _offer_register(form, complaint, typed=typed)
    if complaint.mode == "named":
        del form.masked_confirmed
    if not people:
        del form.people
    return form


def _offer_register(form: AcceptForm | CorrectForm, complaint: Complaint, *, typed: bool) -> None:
    """Only a named matter is matched with the register: what is not shown is not asked."""
    if complaint.mode != "named":
        del form.enterprise, form.enterprise_search
        return
    form.enterprise.choices = register.choices_for(complaint)
    if not typed:
        known = register.exact_match(complaint) if isinstance(form, AcceptForm) else complaint.enterprise_id
        form.enterprise.data = str(known or "")


def _put_answers(form: AcceptForm, complaint: Complaint, proposed: Proposed) -> None:
    answers = proposed.reading.answers if proposed.reading else {}
    form.kind.data = complaint.kind
    form.topic.data = answers.get("topic")
    form.urgency.data = answers.get("urgency", complaint.urgency)
    form.area.data = complaint.area or read_area(answers)
    form.risks.data = [code for code in taxonomy.risks() if code in {*complaint.risks, *answers.get("risks", ())}]


def read_area(answers: dict[str, object]) -> str:
    """The one area that the text names; "" where it names none or several."""
    entities = answers.get("entities", ())
    texts = {e["text"] for e in entities if e["type"] == "area"} if isinstance(entities, list) else set()
    found = [code for code, unit in taxonomy.areas().items() if texts & {unit.name, unit.short, *unit.aliases}]
    return found[0] if len(found) == 1 else ""


def _named_first(named: Iterable[str]) -> list[SelectChoice]:
    every = {choice.value: choice for choice in living_units()}
    first = [every[code] for code in named if code in every]
    return first + [choice for choice in every.values() if choice not in first]


def _people(ids: list[int]) -> list[SelectChoice]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return [SelectChoice(str(id_), name) for id_, name in rows]


def mask_form(complaint: Complaint, *, typed: bool = False) -> MaskForm:
    """The masked text to blank out more of."""
    return MaskForm() if typed else MaskForm.drawn(complaint, masked=complaint.masked)


def propose_decline_form(complaint: Complaint, *, typed: bool = False) -> ProposeDeclineForm:
    """T5's first half with the legal grounds."""
    form = started(ProposeDeclineForm, complaint, typed=typed)
    grounds = taxonomy.codes("decline_grounds")
    form.ground.choices = [SelectChoice("", "请选"), *(SelectChoice(code, row.label) for code, row in grounds.items())]
    return form


def correct_form(complaint: Complaint, *, typed: bool = False) -> CorrectForm:
    """T34 with what stands now."""
    form = started(CorrectForm, complaint, typed=typed)
    fill(form)
    form.topic.choices = [SelectChoice("", "还没有定"), *form.topic.choices]
    if not typed:
        form.topic.data, form.urgency.data, form.area.data = complaint.topic or "", complaint.urgency, complaint.area or ""
    _offer_register(form, complaint, typed=typed)
    return form


def dispatch_form(complaint: Complaint, proposed: Proposed, *, typed: bool = False) -> DispatchForm:
    """T7 with the machine's three candidates; one that came from the queue is chosen already."""
    form = started(DispatchForm, complaint, typed=typed)
    candidates = [candidate.unit for candidate in proposed.proposal.candidates]
    _offer(form, complaint, candidates)
    if not typed:
        asked = request.args.get("lead", "")
        careful = THINK_FIRST & set(proposed.proposal.warnings)
        form.lead.data = asked if asked in candidates else candidates[0] if candidates and not careful else None
        form.share({unit: part for unit, part in parts_of(proposed).items() if unit != form.lead.data})
    return form


def rule_form(complaint: Complaint, proposed: Proposed, *, typed: bool = False) -> RuleForm:
    """T14: those who refused, those whom they proposed, and the machine's candidates."""
    form = started(RuleForm, complaint, typed=typed)
    refusals = refusals_of(complaint)
    disputed = [unit for row in refusals for unit in (row.unit, row.proposed) if unit]
    candidates = list(dict.fromkeys([*disputed, *(c.unit for c in proposed.proposal.candidates)]))
    _offer(form, complaint, candidates)
    form.clause.choices = [SelectChoice("", "请选条款"), *_clauses(candidates)]
    return form


def _offer(form: SharedForm, complaint: Complaint, candidates: list[str]) -> None:
    units = living_units(policy.accused_units(complaint))
    names = {choice.value: choice for choice in units}
    form.offer([names[code] for code in candidates if code in names], units)


def _clauses(first: list[str]) -> list[SelectChoice]:
    """All duty clauses under their unit, those of *first* at the top."""
    units = taxonomy.units()
    ordered = [*(code for code in first if code in units), *(code for code in units if code not in first)]
    return [
        SelectChoice(clause.id, f"{clause.id}　{clause.text}", optgroup=units[code].short)
        for code in ordered
        for clause in units[code].clauses
    ]
