"""Notices, how people are reached, what was sent outside, and when clocks warn."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_notice()
    _create_reach()
    _create_sending()
    op.add_column("clock", sa.Column("warned", INTEGER, nullable=True))
    op.add_column("clock", sa.Column("warn_at", MOMENT, nullable=True))
    _partial_index("ix_clock_warn", "clock", "warn_at", "warn_at IS NOT NULL")
    # The worker looks at each running clock once and finds out what is next.
    op.execute("UPDATE clock SET warn_at = due_at WHERE stopped_at IS NULL")


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("post_id", INTEGER, nullable=False),
        sa.Column("person_id", INTEGER, nullable=False),
        sa.Column("complaint_id", INTEGER, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("handed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_notice_complaint_id_complaint")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_notice_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index(op.f("ix_notice_complaint_id"), "notice", ["complaint_id"], unique=False)
    op.create_index("ix_notice_post", "notice", ["post_id", "at", "id"], unique=False)
    _partial_index("ix_notice_unread", "notice", "post_id", "read_at IS NULL")
    _partial_index("ix_notice_unhanded", "notice", "person_id", "handed_at IS NULL")


def _create_reach() -> None:
    op.create_table(
        "reach",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("person_id", INTEGER, nullable=False),
        sa.Column("mail_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ways", sa.JSON(), nullable=True),
        sa.Column("digest_at", sa.String(), nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reach_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach")),
        sa.UniqueConstraint("person_id", name=op.f("uq_reach_person_id")),
    )


def _create_sending() -> None:
    op.create_table(
        "sending",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", INTEGER, nullable=True),
        sa.Column("complaint_id", INTEGER, nullable=True),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("tries", INTEGER, nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("reserved_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_sending_complaint_id_complaint")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sending_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        sa.UniqueConstraint("key", name=op.f("uq_sending_key")),
    )
    op.create_index("ix_sending_person", "sending", ["person_id", "created_at"], unique=False)
    op.create_index("ix_sending_state", "sending", ["state", "id"], unique=False)


def _partial_index(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_clock_warn", table_name="clock")
    op.drop_column("clock", "warn_at")
    op.drop_column("clock", "warned")
    op.drop_table("sending")
    op.drop_table("reach")
    op.drop_table("notice")
