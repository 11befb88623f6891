"""The blueprint of the departments' desks and acts."""

from __future__ import annotations

from flask import Blueprint

department_pages = Blueprint("department", __name__)
