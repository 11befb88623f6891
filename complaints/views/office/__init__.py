"""The office's desk: queues, and all that it does with a matter."""

from __future__ import annotations

from app.web.navigation import add_navigation
from complaints.views.office import check_acts, dispatch_acts, intake_acts, navigation, panel, queue
from complaints.views.office.blueprint import office_pages

add_navigation(navigation.places, order=10)

__all__ = ["check_acts", "dispatch_acts", "intake_acts", "office_pages", "panel", "queue"]
