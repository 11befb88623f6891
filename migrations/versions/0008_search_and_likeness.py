"""What complaints are found by, the index of pairs over it, and which complaints resemble each other."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX = {
    "sqlite": ["CREATE VIRTUAL TABLE search_gram USING fts5(words, content='', tokenize='ascii')"],
    "postgresql": [
        """CREATE TABLE search_gram (
            rowid BIGINT PRIMARY KEY REFERENCES search_text(id) ON DELETE CASCADE,
            words TSVECTOR NOT NULL
        )""",
        "ALTER TABLE search_gram ALTER COLUMN words SET STATISTICS 1000",
        "CREATE INDEX ix_search_gram_words ON search_gram USING gin (words)",
    ],
}


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("complaint_id", INTEGER, nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("made_by", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_search_text_complaint_id_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_search_text_complaint_id")),
        sqlite_autoincrement=True,
    )
    for statement in INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "near_key",
        sa.Column("key", INTEGER, autoincrement=False, nullable=False),
        sa.Column("complaint_id", INTEGER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_near_key_complaint_id_complaint")),
        sa.PrimaryKeyConstraint("key", "complaint_id", name=op.f("pk_near_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_near_key_complaint_id"), "near_key", ["complaint_id"], unique=False)
    op.create_table(
        "likeness",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("complaint_id", INTEGER, nullable=False),
        sa.Column("other_id", INTEGER, nullable=False),
        sa.Column("p", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_likeness_complaint_id_complaint")),
        sa.ForeignKeyConstraint(["other_id"], ["complaint.id"], name=op.f("fk_likeness_other_id_complaint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint("complaint_id", "other_id", name=op.f("uq_likeness_complaint_id_other_id")),
    )
    op.create_index(op.f("ix_likeness_other_id"), "likeness", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("likeness")
    op.drop_table("near_key")
    op.execute("DROP TABLE search_gram")
    op.drop_table("search_text")
