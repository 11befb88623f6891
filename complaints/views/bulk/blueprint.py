"""The blueprint of acts on many matters."""

from __future__ import annotations

from flask import Blueprint

bulk_pages = Blueprint("bulk", __name__, url_prefix="/bulk")
