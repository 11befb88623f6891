"""The blueprint of the one page of a matter for staff."""

from __future__ import annotations

from flask import Blueprint

case_pages = Blueprint("case", __name__)
MATTER = "/complaints/<number>"
