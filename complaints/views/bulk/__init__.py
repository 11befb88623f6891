"""One act on many matters: choose, confirm, and read the report."""

from __future__ import annotations

from complaints.views.bulk import dispatch, hand_over, report
from complaints.views.bulk.blueprint import bulk_pages

PAGES = (dispatch, hand_over, report)  # imported so that their views are on the blueprint

__all__ = ["bulk_pages"]
