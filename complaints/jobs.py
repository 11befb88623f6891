"""The complaint side's work in the worker."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.actor import Actor
from app.auth.posts import actors, is_living
from app.clock import day_of, now
from app.database import db
from app.errors import Denied, Unavailable
from app.feature import Periodic
from app.notices import digest
from app.outbox import Payload, Work, put_once
from app.sealing import Tampered
from app.search import index
from app.store.desks import Bulk
from app.store.people import Post
from complaints.operations import bulk, clockwork, erasure, indexing, likeness, reading, times
from complaints.operations.clockwork import Act

# What a row that makes no sense can raise; the store itself being away is no fault of a row.
BAD_ROW = (Denied, SQLAlchemyError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, AssertionError)
log = logging.getLogger("qisheng.clockwork")
EVERY = 20  # matters of a bulk between two signs of life
STALE_AFTER = timedelta(minutes=3)
ENDED = "您的岗位已经停用，这件没有办。"
FAILED = "这件没有办成，请打开来看。"


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


def do_many(payload: Payload) -> None:
    """One act on many matters, a short transaction for each; who comes while somebody is at it has nothing to do."""
    bulk_id, at = int(payload["id"]), now()
    if not _claimed(bulk_id, at):
        return
    actor = _actor_of(bulk_id, at)
    for number, item_id in enumerate(bulk.waiting(bulk_id)):
        if number % EVERY == EVERY - 1:
            _set(bulk_id, beat_at=now())
        _one_of_many(item_id, actor)
    _set(bulk_id, done_at=now())


def _claimed(bulk_id: int, at: datetime) -> bool:
    alone = or_(Bulk.beat_at.is_(None), Bulk.beat_at < at - STALE_AFTER)
    mine = update(Bulk).where(Bulk.id == bulk_id, Bulk.done_at.is_(None), alone).values(beat_at=at)
    found = db.session.execute(mine.returning(Bulk.id).execution_options(synchronize_session=False)).first()
    db.session.commit()
    return found is not None


def _actor_of(bulk_id: int, at: datetime) -> Actor | None:
    """Who asked, as he may act now; None once the post has ended."""
    post = db.session.scalars(select(Post).join(Bulk, Bulk.post_id == Post.id).where(Bulk.id == bulk_id)).one()
    found = actors([post], day_of(at))[0] if is_living(post, day_of(at)) else None
    db.session.rollback()
    return found


def _one_of_many(item_id: int, actor: Actor | None) -> None:
    reason = ENDED if actor is None else ""
    try:
        if actor is not None:
            bulk.do(item_id, actor, now())
            db.session.commit()
    except Unavailable:
        db.session.rollback()
        raise
    except Denied as refusal:
        reason = str(refusal)
    except (*BAD_ROW, Tampered) as fault:
        log.error("item %s of a bulk failed: %s", item_id, type(fault).__name__, exc_info=fault)
        reason = FAILED
    if reason:
        db.session.rollback()
        bulk.refuse(item_id, reason)
        db.session.commit()


def _set(bulk_id: int, **values: datetime) -> None:
    db.session.execute(update(Bulk).where(Bulk.id == bulk_id).values(**values).execution_options(synchronize_session=False))
    db.session.commit()


def take_up(at: datetime) -> int:
    """Go on where a worker died."""
    stale = or_(Bulk.beat_at < at - STALE_AFTER, Bulk.beat_at.is_(None) & (Bulk.at < at - STALE_AFTER))
    left = list(db.session.scalars(select(Bulk.id).where(Bulk.done_at.is_(None), stale)))
    return sum(put_once(bulk.KIND, f"bulk:{one}:{int(at.timestamp())}", id=one) for one in left)


def put_index_right(_at: datetime) -> int:
    """Names of units that have changed meanwhile, and what an older house left out of the index; how many changed."""
    if indexing.is_stale():
        index.clear()
        db.session.commit()
    return write_index()


def write_index() -> int:
    """Go through all complaints in the order of filing, a short transaction for each slice; how many changed."""
    changed, last, more = 0, None, True
    while more:
        some, last = indexing.go_through(last)
        db.session.commit()
        db.session.expunge_all()
        changed, more = changed + some, last is not None
    return changed


WORKS = (
    ("read", Work(apply=reading.apply, prepare=reading.prepare)),
    ("same", Work(apply=likeness.apply, prepare=likeness.prepare)),
    (bulk.KIND, Work(prepare=do_many, apply=lambda _payload, _prepared: None)),
    ("baseline", Work(apply=reading.apply_baseline, prepare=reading.prepare_baseline)),
)
PERIODIC = (
    Periodic("clockwork", "%Y%m%d%H%M", tick, long=True),
    Periodic("digest", "%Y%m%d%H%M", digests),
    Periodic("bulk", "%Y%m%d%H%M", take_up),
    Periodic("search", "%Y%m%d", put_index_right, long=True),
    Periodic("erasure", "%Y%m%d%H", erasure.erase_old),
)
