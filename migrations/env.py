"""Alembic on the connection that `app.schema` hands over."""

from __future__ import annotations

from typing import Any

from alembic import context

from app.database import Base, Moment
from app.schema import is_ours, load_tables

load_tables()


def render_item(type_: str, obj: Any, _autogen: Any) -> str | bool:
    """Write `Moment` plainly, so that a migration does not depend on the code of its day."""
    return "sa.DateTime(timezone=True)" if type_ == "type" and isinstance(obj, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    include_name=is_ours,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
