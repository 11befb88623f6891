"""The blueprint of a steward's pages."""

from __future__ import annotations

from flask import Blueprint

from app.actor import Role
from app.auth.doors import staff

steward_pages = Blueprint("steward", __name__)
stewards = staff(Role.STEWARD, Role.SECRETARY)
