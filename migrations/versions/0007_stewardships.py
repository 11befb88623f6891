"""Projects, stewardships, secretaries, visits, instructions; and which project or visit a complaint belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = "to_on IS NULL"


def upgrade() -> None:
    _create_project()
    _create_stewardship()
    _create_secretariat()
    _create_visit()
    _create_instruction()
    _point_complaint_at("project")
    _point_complaint_at("visit")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}_{target.partition('.')[0]}"))
        for column, target in columns.items()
    ]


def _create_project() -> None:
    op.create_table(
        "project",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("enterprise_id", INTEGER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("investment_wan", INTEGER, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        *_references("project", enterprise_id="enterprise.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("name", name=op.f("uq_project_name")),
    )
    op.create_index(op.f("ix_project_enterprise_id"), "project", ["enterprise_id"], unique=False)


def _create_stewardship() -> None:
    op.create_table(
        "stewardship",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("post_id", INTEGER, nullable=False),
        sa.Column("enterprise_id", INTEGER, nullable=True),
        sa.Column("project_id", INTEGER, nullable=True),
        sa.Column("lead_unit", sa.String(), nullable=True),
        sa.Column("task_force", sa.JSON(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("successor_id", INTEGER, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        sa.CheckConstraint("(enterprise_id IS NULL) <> (project_id IS NULL)", name=op.f("ck_stewardship_one_thing")),
        *_references(
            "stewardship",
            enterprise_id="enterprise.id",
            lead_unit="unit.code",
            post_id="post.id",
            project_id="project.id",
            successor_id="stewardship.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stewardship")),
    )
    for column in ("enterprise_id", "post_id", "project_id"):
        op.create_index(op.f(f"ix_stewardship_{column}"), "stewardship", [column], unique=False)
    for thing in ("enterprise", "project"):
        op.create_index(
            f"uq_stewardship_{thing}",
            "stewardship",
            [f"{thing}_id"],
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )


def _create_secretariat() -> None:
    op.create_table(
        "secretariat",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("secretary_id", INTEGER, nullable=False),
        sa.Column("steward_id", INTEGER, nullable=False),
        *_references("secretariat", secretary_id="post.id", steward_id="post.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secretariat")),
        sa.UniqueConstraint("secretary_id", name=op.f("uq_secretariat_secretary_id")),
    )
    op.create_index(op.f("ix_secretariat_steward_id"), "secretariat", ["steward_id"], unique=False)


def _create_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("stewardship_id", INTEGER, nullable=False),
        sa.Column("post_id", INTEGER, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("issues", INTEGER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_references("visit", post_id="post.id", stewardship_id="stewardship.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_stewardship", "visit", ["stewardship_id", "on"], unique=False)
    op.create_index("ix_visit_on", "visit", ["on", "id"], unique=False)


def _create_instruction() -> None:
    op.create_table(
        "instruction",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("complaint_id", INTEGER, nullable=False),
        sa.Column("steward_id", INTEGER, nullable=False),
        sa.Column("drafted_by", INTEGER, nullable=True),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", INTEGER, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("version", INTEGER, nullable=False),
        *_references(
            "instruction",
            answered_by="post.id",
            complaint_id="complaint.id",
            drafted_by="post.id",
            steward_id="post.id",
            unit="unit.code",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    for column in ("complaint_id", "steward_id"):
        op.create_index(op.f(f"ix_instruction_{column}"), "instruction", [column], unique=False)


def _point_complaint_at(table: str) -> None:
    """With its constraint in one sentence that both engines understand; SQLite knows no other way but a new table."""
    name = f"fk_complaint_{table}_id_{table}"
    wide = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE complaint ADD COLUMN {table}_id {wide} CONSTRAINT {name} REFERENCES {table} (id)")
    op.create_index(op.f(f"ix_complaint_{table}_id"), "complaint", [f"{table}_id"], unique=False)


def downgrade() -> None:
    for table in ("visit", "project"):
        op.drop_index(op.f(f"ix_complaint_{table}_id"), table_name="complaint")
        op.drop_column("complaint", f"{table}_id")
    for table in ("instruction", "visit", "secretariat", "stewardship", "project"):
        op.drop_table(table)
