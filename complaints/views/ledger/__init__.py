"""双包一解台账: who carries what, what is owed and open, taken on, handed over and ended; importing it hangs its pages."""

from __future__ import annotations

from app.web.navigation import add_navigation
from complaints.views.ledger import acts, card, lists, people
from complaints.views.ledger.blueprint import ledger_pages
from complaints.views.ledger.navigation import places

PAGES = (acts, card, lists, people)  # imported so that their views are on the blueprint

add_navigation(places, order=25)

__all__ = ["ledger_pages"]
