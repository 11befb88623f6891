"""Facts that figures are made of, and their sums by month."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("complaint_id", INTEGER, nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_fact_complaint_id_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    op.create_index(op.f("ix_fact_complaint_id"), "fact", ["complaint_id"], unique=False)
    op.create_index("ix_fact_figure_month", "fact", ["figure", "month", "is_public", "at"], unique=False)
    op.create_table(
        "cell",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("figure", "month", "by", "value")),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("n", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("figure", "month", "by", "value", "is_public", "outcome", name=op.f("pk_cell")),
    )


def downgrade() -> None:
    op.drop_table("cell")
    op.drop_index("ix_fact_figure_month", table_name="fact")
    op.drop_index(op.f("ix_fact_complaint_id"), table_name="fact")
    op.drop_table("fact")
