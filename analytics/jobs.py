"""The nightly comparison of figures with their rows: a difference is told in the log and made good."""

from __future__ import annotations

import logging
from datetime import datetime

from analytics import rebuilding
from analytics.counting import count
from app.database import db
from app.feature import Periodic

log = logging.getLogger("qisheng.figures")


def compare(_at: datetime) -> int:
    """How many facts and cells were off."""
    facts = 0
    for ids in rebuilding.slices():
        facts += count(ids)
        db.session.commit()
    cells = rebuilding.right_cells()
    db.session.commit()
    if facts or cells:
        log.error("figures were off: %s facts, %s cells", facts, cells)
    return facts + cells


PERIODIC = (Periodic("compare_figures", "%Y%m%d", compare, long=True),)
