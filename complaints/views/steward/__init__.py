"""A steward's telephone: what waits for him, what he carries, his visits; importing it hangs pages, panels and places."""

from __future__ import annotations

from app.web.navigation import add_navigation
from complaints.views.steward import acts, answer, carried, home, panels, visits
from complaints.views.steward.blueprint import steward_pages
from complaints.views.steward.shell import places

PAGES = (acts, answer, carried, home, visits)  # imported so that their views are on the blueprint

add_navigation(places, order=12)
panels.register_panels()

__all__ = ["steward_pages"]
