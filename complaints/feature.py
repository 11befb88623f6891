"""What the complaint side hands to the roof."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from app.actor import Actor
from app.auth.handing import name_open
from app.auth.trail import hide_matters, name_verbs
from app.events import PostEnded, UnitEnded
from app.feature import Feature
from app.notices.matters import Matters, speak_for
from app.store.complaints import Complaint
from complaints import queries
from complaints.commands.clocks import make_group
from complaints.commands.labels import labels
from complaints.commands.search import search_group
from complaints.commands.seed import seed
from complaints.commands.stewardships import stewardships_commands
from complaints.commands.workflow import complaints_group
from complaints.jobs import PERIODIC, WORKS
from complaints.operations import stewardships
from complaints.operations.people import on_post_ended, on_unit_ended, open_of_post
from complaints.operations.times import current_calendar
from complaints.stewardship import VERBS as LEDGER_VERBS
from complaints.views.bulk import bulk_pages
from complaints.views.calendar import calendar_pages
from complaints.views.case import case_pages
from complaints.views.case.history import VERBS
from complaints.views.department import department_pages
from complaints.views.ledger import ledger_pages
from complaints.views.office import office_pages
from complaints.views.public import public_pages
from complaints.views.search import search_pages
from complaints.views.steward import steward_pages
from complaints.views.today import today_pages
from complaints.workflow import STEPS


def _recused_from(actor: Actor) -> Select[int]:
    """The matters of which an auditor may find no trace."""
    return select(Complaint.id).where(queries.recused(actor))


def _office_from(at: datetime) -> datetime:
    return current_calendar().next_office_minute(at)


hide_matters(_recused_from)
name_open(open_of_post)
speak_for(Matters(queries.listed, page="case.show", follow="public.follow", office_from=_office_from))
name_verbs(
    {step.id: step.label for step in STEPS.values()}
    | VERBS
    | LEDGER_VERBS
    | {"calendar_changed": "改工作日历", "phone_search": "按电话找诉求"}
)
complaints_group.add_command(labels)

complaints_feature = Feature(
    name="complaints",
    blueprints=(
        public_pages, case_pages, office_pages, department_pages, calendar_pages, search_pages, steward_pages, bulk_pages,
        today_pages,
        ledger_pages,
    ),
    commands=(make_group(current_calendar), seed, search_group, complaints_group, stewardships_commands),
    works=WORKS,
    periodic=PERIODIC,
    listeners=((PostEnded, on_post_ended), (PostEnded, stewardships.on_post_ended), (UnitEnded, on_unit_ended)),
)  # fmt: skip
