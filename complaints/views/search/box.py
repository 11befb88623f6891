"""The box in the top bar of every desk."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.local import LocalProxy

from app.auth.current import current_actor
from app.lists.filters import word_of
from complaints.views.search.blueprint import may_search, search_pages


@search_pages.app_context_processor
def box_context() -> dict[str, Any]:
    """`search_box` for the layouts."""
    return {"search_box": LocalProxy(_box)}


def _box() -> dict[str, str] | None:
    """Where it leads and what stands in it; None for whoever could find nothing."""
    if not may_search(current_actor()):
        return None
    words = word_of(request.args.get("q")) if request.endpoint == "search.find" else ""
    return {"url": url_for("search.find"), "words": words}
