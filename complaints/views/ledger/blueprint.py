"""The blueprint of the ledger, and who comes through its doors."""

from __future__ import annotations

from flask import Blueprint

from app.actor import Role
from app.auth.doors import staff

ledger_pages = Blueprint("ledger", __name__)
STEWARDSHIP = "<int(max=9007199254740991):stewardship_id>"
POST = "<int(max=9007199254740991):post_id>"
readers = staff(Role.CLERK, Role.REVIEWER, Role.OFFICE_HEAD, Role.LEADER)
keepers = staff(Role.CLERK, Role.OFFICE_HEAD)
