"""Saved views and exports of lists, acts on many matters, sentences for replies."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _of_lists()
    _of_desks()


def _of_lists() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("post_id", INTEGER, nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_saved_view_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("post_id", "list", "name", name=op.f("uq_saved_view_post_id_list_name")),
    )
    op.create_table(
        "export",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("post_id", INTEGER, nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("rows", INTEGER, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_export_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index(op.f("ix_export_post_id"), "export", ["post_id"], unique=False)
    op.create_index("ix_export_state", "export", ["state", "ends_at"], unique=False)


def _of_desks() -> None:
    op.create_table(
        "bulk",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("post_id", INTEGER, nullable=False),
        sa.Column("to_post", INTEGER, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("beat_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_bulk_post_id_post")),
        sa.ForeignKeyConstraint(["to_post"], ["post.id"], name=op.f("fk_bulk_to_post_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
    )
    op.create_table(
        "bulk_item",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("bulk_id", INTEGER, nullable=False),
        sa.Column("complaint_id", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk.id"], name=op.f("fk_bulk_item_bulk_id_bulk")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_bulk_item_complaint_id_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_item")),
        sa.UniqueConstraint("bulk_id", "complaint_id", name=op.f("uq_bulk_item_bulk_id_complaint_id")),
    )
    op.create_index(op.f("ix_bulk_item_complaint_id"), "bulk_item", ["complaint_id"], unique=False)
    op.create_table(
        "reply_template",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", INTEGER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["post.id"], name=op.f("fk_reply_template_by_post")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_reply_template_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
        sa.UniqueConstraint("unit", "name", name=op.f("uq_reply_template_unit_name")),
    )


def downgrade() -> None:
    for table in ("reply_template", "bulk_item", "bulk", "export", "saved_view"):
        op.drop_table(table)
