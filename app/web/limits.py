"""How often a source may do something: counted in the store, so that all processes and machines count together.

On SQLite the counts have a file of their own (`limits.db`): a limit never waits for the writers of the store.
Names and addresses stand in it as keyed hashes only.
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

from flask import current_app, request
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine, NullPool, case, create_engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.config import Settings
from app.database import db
from app.errors import Denied
from app.keys import ring_in_force
from app.store.limits import Throttle

WAIT_SECONDS = 10
IPV6_HOME = 64  # one home or office has at least this whole network


class TooMany(Denied):
    """Done too often; the sentence says when to try again."""

    status = 429

    def __init__(self, until: datetime) -> None:
        super().__init__(f"次数太多了，这一次没有收。请在 {_when(until)} 以后再试。")
        self.until = until


def _when(until: datetime) -> str:
    at = clock.local(until)
    day = "" if at.date() == clock.day_of(clock.now()) else f"{at.month}月{at.day}日 "
    return f"{day}{at.hour}:{at.minute:02}:{at.second:02}"


class StoreStorage(Storage):
    """The `limits` library's counts as rows: one upsert a hit, the same on both databases."""

    STORAGE_SCHEME = ["store"]

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self._insert = (postgresql if engine.dialect.name == "postgresql" else sqlite).insert

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count *amount* more; the window of *expiry* seconds begins with its first hit."""
        now = _seconds()
        over = Throttle.ends_at <= now
        row = self._insert(Throttle).values(key=key, n=amount, ends_at=now + expiry)
        hit = row.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "n": case((over, amount), else_=Throttle.n + amount),
                "ends_at": case((over, now + expiry), else_=Throttle.ends_at),
            },
        )
        with self.engine.begin() as connection:
            return int(connection.execute(hit.returning(Throttle.n)).scalar_one())

    def hold(self, key: str, seconds: float) -> None:
        """Let *key* stand for *seconds* from now, whatever stood there."""
        row = self._insert(Throttle).values(key=key, n=1, ends_at=_seconds() + seconds)
        held = row.on_conflict_do_update(index_elements=["key"], set_={"ends_at": row.excluded.ends_at})
        with self.engine.begin() as connection:
            connection.execute(held)

    def get(self, key: str) -> int:
        query = select(Throttle.n).where(Throttle.key == key, Throttle.ends_at > _seconds())
        with self.engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def get_expiry(self, key: str) -> float:
        query = select(Throttle.ends_at).where(Throttle.key == key)
        with self.engine.connect() as connection:
            return float(connection.execute(query).scalar() or _seconds())

    def check(self) -> bool:
        with self.engine.connect() as connection:
            connection.execute(select(Throttle.key).limit(1))
        return True

    def reset(self) -> int | None:
        with self.engine.begin() as connection:
            return connection.execute(delete(Throttle)).rowcount

    def clear(self, key: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(Throttle).where(Throttle.key == key))

    def forget(self) -> int:
        """Drop what has ended; how many rows."""
        with self.engine.begin() as connection:
            return connection.execute(delete(Throttle).where(Throttle.ends_at <= _seconds())).rowcount


def _seconds() -> float:
    return clock.now().timestamp()


def storage() -> StoreStorage:
    """The counts of this application, opened on first use."""
    found = current_app.extensions.get("limits")
    if found is None:
        found = current_app.extensions["limits"] = StoreStorage(_engine(current_app.extensions["qisheng"]))
    assert isinstance(found, StoreStorage)
    return found


def _engine(settings: Settings) -> Engine:
    if settings.is_postgres:
        return db.engine
    engine = create_engine(
        f"sqlite:///{settings.folder / 'limits.db'}",
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": WAIT_SECONDS},
        hide_parameters=True,
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS throttle (key VARCHAR PRIMARY KEY, n INTEGER NOT NULL, ends_at FLOAT NOT NULL)"
        )
    return engine


def hit(name: str, who: str, limit: str) -> None:
    """Count one more *name* by *who* ("20/10 minutes"); raises TooMany. Call it before the request writes."""
    if not count(name, who, limit):
        raise TooMany(_until(parse(limit), name, tag(name, who)))


def count(name: str, who: str, limit: str) -> bool:
    """Count one more; whether it was within the limit."""
    return bool(FixedWindowRateLimiter(storage()).hit(parse(limit), name, tag(name, who)))


def check(name: str, who: str, limit: str) -> None:
    """Raise TooMany where the limit is used up, without counting."""
    item, key = parse(limit), tag(name, who)
    if not FixedWindowRateLimiter(storage()).test(item, name, key):
        raise TooMany(_until(item, name, key))


def forgive(name: str, who: str, limit: str) -> None:
    """Begin to count *name* by *who* anew."""
    storage().clear(parse(limit).key_for(name, tag(name, who)))


def _until(item: RateLimitItem, name: str, key: str) -> datetime:
    return datetime.fromtimestamp(storage().get_expiry(item.key_for(name, key)), UTC)


def tag(name: str, who: str) -> str:
    """The keyed hash under which *who* is counted."""
    return ring_in_force().mac("lookup", "limit", name, who).hex()[:32]


def source() -> str:
    """Where the request comes from: the socket's address, or a listed proxy's word; of IPv6 the /64."""
    return source_of(request.remote_addr or "")


def source_of(address: str) -> str:
    """*address* as limits count it."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, IPV6_HOME), strict=False))
    return str(ip)


def forget_ended(_at: datetime) -> int:
    """Hourly work: drop counts that have ended."""
    return storage().forget()
