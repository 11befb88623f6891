"""The complaint side's work in the worker."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from app.database import db
from app.errors import Denied, Unavailable
from app.feature import Periodic
from app.notices import digest
from app.outbox import Work
from complaints.operations import clockwork, erasure, likeness, reading, times
from complaints.operations.clockwork import Act

# What a row that makes no sense can raise; the store itself being away is no fault of a row.
BAD_ROW = (Denied, SQLAlchemyError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, AssertionError)
log = logging.getLogger("qisheng.clockwork")


def tick(at: datetime) -> int:
    """What time does, a short transaction for each matter."""
    return clockwork.tick(at, _alone)


def _alone(act: Act, words: str) -> bool:
    """Do *act* and commit; a matter that cannot be moved is reported, and the others go on."""
    try:
        done = act()
        db.session.commit()
    except Unavailable:
        db.session.rollback()
        raise
    except BAD_ROW as fault:
        db.session.rollback()
        log.error("%s failed: %s", words, type(fault).__name__, exc_info=fault)
        return False
    return done


def digests(at: datetime) -> int:
    """In office minutes only."""
    return digest.make(at) if times.is_office_minute(at) else 0


WORKS = (
    ("read", Work(apply=reading.apply, prepare=reading.prepare)),
    ("same", Work(apply=likeness.apply, prepare=likeness.prepare)),
    ("baseline", Work(apply=reading.apply_baseline, prepare=reading.prepare_baseline)),
)
PERIODIC = (
    Periodic("clockwork", "%Y%m%d%H%M", tick, long=True),
    Periodic("digest", "%Y%m%d%H%M", digests),
    Periodic("erasure", "%Y%m%d%H", erasure.erase_old),
)
