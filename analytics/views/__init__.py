"""Pages of figures, for the office and the leaders."""

from __future__ import annotations

from analytics.views import listing, overview, slices
from analytics.views.blueprint import figure_pages

__all__ = ["figure_pages", "listing", "overview", "slices"]
