"""The blueprint of the office's pages."""

from __future__ import annotations

from flask import Blueprint

from complaints.views.queues import QUEUES

office_pages = Blueprint("office", __name__)
QUEUE = f"<any({','.join(QUEUES)}):queue>"
