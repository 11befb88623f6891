"""The blueprint of answering; it brings the templates of all survey pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

answer_pages = Blueprint("answer", __name__, template_folder="../../templates")


def drawn(page: str, **context: Any) -> str:
    """A page without the public navigation: nothing leads away from a half-filled form but the name of the house."""
    return render_template(f"surveys/answer/{page}.html", public_navigation=[], **context)
