"""How every act of the office ends: on the page of the matter, or in its form again with the sentence by the field."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.actor import Role
from app.auth.current import current_actor
from app.errors import NotAllowed, WrongState
from app.store.complaints import Complaint
from app.web.once import once
from complaints import workflow
from complaints.forms.steps import StepForm
from complaints.operations.steps import STALE
from complaints.views.case.page import carried, redrawn
from complaints.views.office.filters import OF_A_QUEUE, READ_ONLY
from complaints.views.queues import OFFICE_ROLES
from complaints.views.traffic import led_to

LIST_WORDS = (*dict.fromkeys(one.name for one in (*READ_ONLY, *OF_A_QUEUE)), "sort", "after", "before")

# Form → the step of the table that it takes.
STEP_OF = {
    "accept": "T6", "amend": "T2", "decline": "T5", "drop_decline": "T5", "dispatch": "T7", "accept_refusal": "T11",
    "reject_refusal": "T12", "rule": "T14", "publish": "T23", "send_back": "T22", "rework": "T27", "close_review": "T28",
    "recall": "T33", "correct": "T34", "mistaken": "T35",
}  # fmt: skip
# Form → whose it is and in which states it stands on the page, where it is no step of the table.
BESIDE_STEPS: dict[str, tuple[tuple[Role, ...], tuple[str, ...]]] = {
    "mask": (OFFICE_ROLES, workflow.OPEN),
    "release": (OFFICE_ROLES, ()),
    "propose_decline": ((Role.CLERK,), ("received",)),
    "new_code": ((Role.CLERK,), ()),
    "ask_countersign": ((Role.REVIEWER,), ("replied",)),
    "countersign": ((Role.OFFICE_HEAD,), ("replied",)),
    "call_back": ((Role.REVIEWER,), ("reviewing",)),
    "second_opinion": ((Role.REVIEWER,), ("reviewing",)),
}
STEP_IN_LIST = {"received": "accept", "accepted": "dispatch"}


def require_own(complaint: Complaint, name: str) -> None:
    """Refuse whoever has no such form, before anything of what came is looked at."""
    actor = current_actor()
    if name in STEP_OF:
        step = workflow.STEPS[STEP_OF[name]]
        if not workflow.allowed(actor, complaint, step):
            raise NotAllowed(f"“{step.label}”不归您的岗位办。")
    elif actor.role not in BESIDE_STEPS[name][0]:
        raise NotAllowed("这一步不归您的岗位办。")


def _require_state(complaint: Complaint, name: str) -> None:
    """A form cannot be drawn again on a matter that has gone on: what was typed is shown on the page of the refusal."""
    states = workflow.STEPS[STEP_OF[name]].sources if name in STEP_OF else BESIDE_STEPS[name][1]
    if states and complaint.state not in states:
        raise WrongState(STALE)


def settle(complaint: Complaint, name: str, form: StepForm, do: Callable[[], object], said: str) -> ResponseReturnValue:
    """Do it once and say *said* on the page of the matter; *name* is the form's place on that page."""
    number = complaint.number
    require_own(complaint, name)

    def act() -> str:
        do()
        return led_to("case.show", said, number=number, **carried())

    answer = once(form, act)
    if answer is None:
        _require_state(complaint, name)
    return answer or redrawn(complaint, **{name: form})


def settle_in_list(complaint: Complaint, queue: str, form: StepForm, do: Callable[[], str]) -> ResponseReturnValue:
    """Do it once and go on in the list as it was filtered; what needs a person's eye leads to the matter."""
    number = complaint.number
    require_own(complaint, STEP_IN_LIST[queue])

    def act() -> str:
        flash(do())
        return f"{url_for('office.queue', queue=queue)}?{list_words()}".rstrip("?")

    answer = once(form, act)
    if answer is not None:
        return answer
    flash(next((sentence for errors in form.errors.values() for sentence in errors), "这件要您看过再定。"))
    return redirect(url_for("case.show", number=number, **{"from": queue}), 303)  # type: ignore[arg-type]


def list_words() -> str:
    """The filters of a list as they stand in the address."""
    kept: MultiDict[str, str] = request.args
    return urlencode([(name, kept[name]) for name in LIST_WORDS if kept.get(name)])
