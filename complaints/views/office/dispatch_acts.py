"""A matter is given to a unit, taken back, and refusals are settled (T7 T11 T12 T14 T33)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app import taxonomy
from app.auth.doors import staff
from app.errors import Invalid
from complaints.forms.office.dispatch import AcceptRefusalForm, QuickDispatchForm, RecallForm, RejectRefusalForm
from complaints.operations import dispatching
from complaints.views.case.blueprint import MATTER
from complaints.views.office import drawn
from complaints.views.office.blueprint import office_pages
from complaints.views.office.proposals import Proposed, may_dispatch_at_once, parts_of, proposed_for
from complaints.views.office.settling import settle, settle_in_list
from complaints.views.queues import OFFICE_ROLES
from complaints.views.traffic import case, move


def first_of(proposed: Proposed) -> str | None:
    """The machine's first choice."""
    candidates = proposed.proposal.candidates
    return candidates[0].unit if candidates else None


def unit_name(code: str) -> str:
    """What the unit is called."""
    units = taxonomy.units()
    return units[code].name if code in units else code


@office_pages.post(f"{MATTER}/dispatch")
@staff(*OFFICE_ROLES)
def dispatch(number: str) -> ResponseReturnValue:
    """T7."""
    complaint = case(number)
    proposed = proposed_for(complaint)
    form = drawn.dispatch_form(complaint, proposed, typed=True)
    lead = form.chosen_lead()

    def do() -> None:
        untouched = parts_of(proposed).get(lead)  # a proposed co-handler that was made lead is no longer one
        co = {unit: part for unit, part in form.parts().items() if (unit, part) != (lead, untouched)}
        dispatching.dispatch(complaint, lead, co, first_of(proposed), move(form, form.reason.data))

    return settle(complaint, "dispatch", form, do, f"已派给{unit_name(lead)}，等它签收。")


@office_pages.post(f"{MATTER}/dispatch-as-proposed")
@staff(*OFFICE_ROLES)
def dispatch_as_proposed(number: str) -> ResponseReturnValue:
    """T7 to the first candidate, by one key from the queue."""
    complaint, form = case(number), QuickDispatchForm()

    def do() -> str:
        proposed = proposed_for(complaint)
        lead = first_of(proposed)
        if lead is None or not may_dispatch_at_once(complaint, proposed.proposal):
            raise Invalid("这件没有明确的建议，要您看过再派。")
        dispatching.dispatch(complaint, lead, parts_of(proposed), lead, move(form))
        return f"{number} 已派给{unit_name(lead)}。"

    return settle_in_list(complaint, "accepted", form, do)


@office_pages.post(f"{MATTER}/recall")
@staff(*OFFICE_ROLES)
def recall(number: str) -> ResponseReturnValue:
    """T33."""
    complaint, form = case(number), RecallForm()
    return settle(
        complaint, "recall", form, lambda: dispatching.recall(complaint, move(form, form.reason.data)), "派单已撤回，请改派。"
    )


@office_pages.post(f"{MATTER}/accept-refusal")
@staff(*OFFICE_ROLES)
def accept_refusal(number: str) -> ResponseReturnValue:
    """T11."""
    complaint, form = case(number), AcceptRefusalForm()

    def do() -> None:
        dispatching.accept_refusal(complaint, move(form, form.reason.data))

    return settle(complaint, "accept_refusal", form, do, "已同意退单，请改派。")


@office_pages.post(f"{MATTER}/reject-refusal")
@staff(*OFFICE_ROLES)
def reject_refusal(number: str) -> ResponseReturnValue:
    """T12."""
    complaint, form = case(number), RejectRefusalForm()

    def do() -> None:
        dispatching.reject_refusal(complaint, move(form, form.reason.data))

    return settle(complaint, "reject_refusal", form, do, "退单已驳回，仍由原单位办。")


@office_pages.post(f"{MATTER}/rule")
@staff(*OFFICE_ROLES)
def rule(number: str) -> ResponseReturnValue:
    """T14."""
    complaint = case(number)
    form = drawn.rule_form(complaint, proposed_for(complaint), typed=True)
    lead = form.chosen_lead()

    def do() -> None:
        dispatching.rule(complaint, lead, form.parts(), form.clause.data or "", move(form, form.reason.data))

    return settle(complaint, "rule", form, do, f"已裁定由{unit_name(lead)}牵头，不能再退。")
