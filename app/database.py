"""The one database handle: typed tables, times in UTC, and SQLite's writers in order."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, Connection, DateTime, Dialect, Integer, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from app.config import Settings
from app.turn import Turn

WAIT_SECONDS = 10

#: True while a request only reads: it never takes the writers' turn.
reading: ContextVar[bool] = ContextVar("reading", default=False)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC on both engines; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Typed base of every table; random ids take 53 bits, so integers are wide everywhere."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Moment,
            int: BigInteger().with_variant(Integer, "sqlite"),
            dict[str, Any]: JSON,
            list[Any]: JSON,
        },
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Table = Base
else:
    Table = db.Model


def insert(table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, for the engine in use."""
    return postgresql.insert(table) if is_postgres() else sqlite.insert(table)


def is_postgres() -> bool:
    """Whether the store in use is PostgreSQL."""
    return db.engine.dialect.name == "postgresql"


def configure(app: Flask, settings: Settings) -> None:
    """Bind *app* to the store of *settings*; GET and HEAD read, everything else takes the turn."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    options: dict[str, Any] = {"pool_size": settings.web_threads + 2, "max_overflow": 2, "hide_parameters": True}
    if settings.is_postgres:
        options |= {"pool_pre_ping": True, "connect_args": {"options": f"-c jit=off -c lock_timeout={WAIT_SECONDS}s"}}
    else:
        options |= {"connect_args": {"isolation_level": None, "timeout": WAIT_SECONDS, "check_same_thread": False}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    app.before_request(_choose_mode)
    if not settings.is_postgres:
        with app.app_context():
            _order_writers(db.engine, settings.web_threads)


def _choose_mode() -> None:
    reading.set(request.method in {"GET", "HEAD", "OPTIONS"})


def _order_writers(engine: Engine, threads: int) -> None:
    turn = Turn(f"{engine.url.database}.turn", patient=max(1, threads // 2), wait=WAIT_SECONDS)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={WAIT_SECONDS * 1000}",
            "cache_size=-32000",
            "temp_store=MEMORY",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = not reading.get()
        if writes and "held" not in connection.info:
            connection.info["held"] = turn.take()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: object, record: Any) -> None:
        held = record.info.pop("held", None)
        if held is not None:
            held.set()
