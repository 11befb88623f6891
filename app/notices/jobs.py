"""Sends what is to leave the house: at most once.

No server can be asked whether it has a message already, so one of two wrongs must be chosen, and nothing is sent
twice: a message is *reserved* under its id, and that is committed, before the first word goes over the line. A worker
that dies after that leaves a message that may or may not have left; whoever finds it marks it *doubtful*, and the
administrator decides. What surely did not leave (no connection, "later, please") goes back and is tried again.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import CursorResult, Delete, delete, update

from app import outbox
from app.clock import now
from app.config import Settings
from app.database import db
from app.feature import Periodic
from app.notices import adapters
from app.notices.adapters.outgoing import InDoubt, NotSent, Outgoing, Refused
from app.notices.fan_out import fan_out
from app.notices.kinds import DUTY, at_any_hour, keep_days
from app.notices.matters import matters
from app.notices.rendering import Letter, letter
from app.notices.telling import FAN_OUT, SEND
from app.outbox import TRIES, Work
from app.store.notices import Notice, Sending

KEEP_SENDINGS = timedelta(days=40)
log = logging.getLogger("qisheng.notices")


def send(payload: dict[str, Any]) -> None:
    """Send one message, with no transaction open; what the outcome is stands in its row before this returns."""
    settings: Settings = current_app.extensions["qisheng"]
    row = db.session.get(Sending, payload["sending"])
    if row is None or row.state != "waiting":
        _doubt(payload["sending"])
        return
    if _waits_for_the_office(row, now()):
        return
    way, said, deliver = row.way, letter(row, now()), adapters.adapter(row.way, settings)
    db.session.rollback()
    if said is None or deliver is None:
        _drop(payload["sending"], "nobody to tell" if said is None else "not set up")
        return
    message_id = f"{SEND}-{payload['sending']}-{secrets.token_hex(8)}@qisheng"
    if _reserve(payload["sending"], message_id):
        _send(deliver, settings, _outgoing(way, said, message_id), payload["sending"])


def _waits_for_the_office(row: Sending, at: datetime) -> bool:
    """Also what was held up until night, by a dead worker or a dead line, wakes nobody."""
    due = at if at_any_hour(row.kind) else matters().office_from(at)
    if due > at:
        outbox.put_once(SEND, f"{SEND}:{row.id}:{due.isoformat()}", at=due, sending=row.id)
        db.session.commit()
    return due > at


def _outgoing(way: str, said: Letter, message_id: str) -> Outgoing:
    return Outgoing(way, said.to, said.subject, said.text, message_id)


def _reserve(id_: int, message_id: str) -> bool:
    mine = update(Sending).where(Sending.id == id_, Sending.state == "waiting")
    return _changed(mine.values(state="reserved", message_id=message_id, reserved_at=now(), tries=Sending.tries + 1))


def _send(deliver: adapters.Deliver, settings: Settings, message: Outgoing, id_: int) -> None:
    try:
        deliver(settings, message)
    except NotSent as error:
        if _put_back(id_, message, str(error)):
            _give_up(id_)
            raise
        _settle(id_, message, "failed", str(error))
    except Refused as error:
        _settle(id_, message, "failed", str(error))
    except InDoubt as error:
        _settle(id_, message, "doubtful", str(error))
    else:
        _settle(id_, message, "sent", None)


def _put_back(id_: int, message: Outgoing, error: str) -> bool:
    """Let it be tried again; False where somebody began to doubt meanwhile, for then nobody will come back to it."""
    mine = update(Sending).where(Sending.id == id_, Sending.message_id == message.message_id, Sending.state == "reserved")
    return _changed(mine.values(state="waiting", error=error))


def _settle(id_: int, message: Outgoing, state: str, error: str | None) -> None:
    """Also where somebody has begun to doubt meanwhile: only we know."""
    mine = update(Sending).where(Sending.id == id_, Sending.message_id == message.message_id)
    mine = mine.where(Sending.state.in_(("reserved", "doubtful")))
    _changed(mine.values(state=state, error=error, settled_at=now()))


def _give_up(id_: int) -> None:
    last = update(Sending).where(Sending.id == id_, Sending.state == "waiting", Sending.tries >= TRIES)
    _changed(last.values(state="failed", settled_at=now()))


def _doubt(id_: int) -> None:
    """Found reserved: whoever sent it is gone."""
    found = update(Sending).where(Sending.id == id_, Sending.state == "reserved")
    if _changed(found.values(state="doubtful", settled_at=now())):
        log.warning("sending %s is in doubt", id_)


def _drop(id_: int, why: str) -> None:
    waiting = update(Sending).where(Sending.id == id_, Sending.state == "waiting")
    _changed(waiting.values(state="dropped", error=why, settled_at=now()))


def _changed(statement: Any) -> bool:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.commit()
    return bool(cast("CursorResult[int]", result).rowcount)


def sweep(at: datetime) -> int:
    """Drop notices and settled messages whose time is over; what waits for a decision stays."""
    old = delete(Notice).where(Notice.at < at - timedelta(days=keep_days()), Notice.handed_at.is_not(None))
    over = delete(Sending).where(Sending.state.in_(("sent", "dropped")), Sending.settled_at < at - KEEP_SENDINGS)
    # The key of a call keeps the duty phone from ringing again.
    return _dropped(old) + _dropped(over.where(Sending.kind != DUTY))


def _dropped(statement: Delete) -> int:
    return cast("CursorResult[int]", db.session.execute(statement.execution_options(synchronize_session=False))).rowcount


WORKS = (
    (FAN_OUT, Work(apply=fan_out)),
    (SEND, Work(prepare=send, apply=lambda _payload, _prepared: None)),
)
PERIODIC = (Periodic("sweep notices", "%Y%m%d", sweep),)
