"""The survey side's work by the clock: the nightly stir, and the end of waves whose time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.actor import SYSTEM
from app.clock import day_of
from app.database import db
from app.feature import Periodic
from app.store.surveys import Wave
from surveys.operations import stirring, waves


def stir(at: datetime) -> int:
    """Every 匿名 wave, then the pages on which the old rows lay; those of yesterday's closings too."""
    done = stirring.stir(at)
    since = day_of(at) - timedelta(days=1)
    is_fresh = db.session.scalar(select(Wave.id).where(Wave.stirred_on >= since).limit(1)) is not None
    db.session.commit()
    if is_fresh:  # also where an earlier try stirred and could not scrub
        stirring.scrub()
    return done


def close_due(at: datetime) -> int:
    """Close what is over."""
    over = select(Wave).where(Wave.closed_at.is_(None), Wave.launched_at.is_not(None), Wave.closes_at <= at)
    found = db.session.scalars(over).all()
    for wave in found:
        waves.close(wave, SYSTEM, at)
    db.session.commit()
    if found:
        stirring.scrub()
    return len(found)


PERIODIC = (
    Periodic("stir", "%Y%m%d", stir, long=True),
    Periodic("close waves", "%Y%m%d%H%M", close_due, long=True),
)
