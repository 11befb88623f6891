"""The page of one matter for staff, its looks and files."""

from __future__ import annotations

from complaints.views.case import acts, files, page, slip
from complaints.views.case.blueprint import case_pages

__all__ = ["acts", "case_pages", "files", "page", "slip"]
