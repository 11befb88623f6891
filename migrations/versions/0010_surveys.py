"""Surveys, their versions and waves, invitations, responses and their counters."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _of_what_is_asked()
    _of_whom_is_asked()
    _of_what_came_back()


def _of_what_is_asked() -> None:
    op.create_table(
        "survey",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("form_number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("exemption", sa.Text(), nullable=False),
        sa.Column("made_by", INTEGER, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["post.id"], name=op.f("fk_survey_made_by_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_table(
        "survey_version",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("survey_id", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("form_number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("exemption", sa.Text(), nullable=False),
        sa.Column("published_by", INTEGER, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["post.id"], name=op.f("fk_survey_version_published_by_post")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_version_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_version")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_survey_version_survey_id_number")),
    )
    op.create_table(
        "wave",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version_id", INTEGER, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("promise", sa.String(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("has_open_channel", sa.Boolean(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", INTEGER, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("launched_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("stirred_on", sa.Date(), nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["post.id"], name=op.f("fk_wave_made_by_post")),
        sa.ForeignKeyConstraint(["version_id"], ["survey_version.id"], name=op.f("fk_wave_version_id_survey_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("code", name=op.f("uq_wave_code")),
    )
    op.create_index(op.f("ix_wave_opens_at"), "wave", ["opens_at"], unique=False)
    op.create_index(op.f("ix_wave_version_id"), "wave", ["version_id"], unique=False)


def _of_whom_is_asked() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("wave_id", INTEGER, nullable=False),
        sa.Column("enterprise_id", INTEGER, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_invitation_enterprise_id_enterprise")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_invitation_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sa.UniqueConstraint("wave_id", "enterprise_id", name=op.f("uq_invitation_wave_id_enterprise_id")),
    )
    op.create_index(op.f("ix_invitation_enterprise_id"), "invitation", ["enterprise_id"], unique=False)
    op.create_table(
        "spent_token",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("wave_id", INTEGER, nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_stirred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_spent_token_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_token")),
        sa.UniqueConstraint("tag", name=op.f("uq_spent_token_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_spent_token_wave_id", "spent_token", ["wave_id", "is_stirred"], unique=False)
    op.create_table(
        "response_draft",
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("wave_id", INTEGER, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_response_draft_wave_id_wave")),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_response_draft")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_response_draft_wave_id"), "response_draft", ["wave_id"], unique=False)


def _of_what_came_back() -> None:
    op.create_table(
        "response",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("wave_id", INTEGER, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("enterprise_id", INTEGER, nullable=True),
        sa.Column("party_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_response_enterprise_id_enterprise")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_response_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_response_enterprise_id"), "response", ["enterprise_id"], unique=False)
    op.create_index("ix_response_wave_id", "response", ["wave_id", "is_counted"], unique=False)
    op.create_table(
        "answer_text",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("wave_id", INTEGER, nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_answer_text_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_text")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_text_wave_id", "answer_text", ["wave_id", "item", "channel"], unique=False)
    op.create_table(
        "survey_cell",
        sa.Column("wave_id", INTEGER, nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("n", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_survey_cell_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "item", "option", "channel", "area", "size", "trade", name=op.f("pk_survey_cell")),
    )


def downgrade() -> None:
    for table in ("survey_cell", "answer_text", "response", "response_draft", "spent_token", "invitation", "wave"):
        op.drop_table(table)
    op.drop_table("survey_version")
    op.drop_table("survey")
