"""Finding what one may see: by its words, and by a telephone number."""

from __future__ import annotations

from complaints.views.search import box, page, phone
from complaints.views.search.blueprint import search_pages

__all__ = ["box", "page", "phone", "search_pages"]
