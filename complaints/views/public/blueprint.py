"""The blueprint of the public pages; it brings the templates of all complaint pages."""

from __future__ import annotations

from flask import Blueprint

public_pages = Blueprint("public", __name__, template_folder="../../templates")
