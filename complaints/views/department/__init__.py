"""Everything a department sees and does; importing it hangs its pages, panels and places."""

from __future__ import annotations

from app.web.navigation import add_navigation
from complaints.views.department import acts, desk, done, head, refuse, reply, sentences, shares
from complaints.views.department.navigation import department_places
from complaints.views.department.pages import department_pages
from complaints.views.department.panels import register_panels

PAGES = (desk, shares, done, head, acts, reply, refuse, sentences)  # imported so that their views are on the blueprint

add_navigation(department_places, order=20)
register_panels()

__all__ = ["department_pages"]
