"""Releases of catalogs, immutable by triggers, and the number of a quote version's release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IMMUTABLE = ("catalog_archives", "catalog_releases", "catalog_decisions")
REFUSAL = "what was published does not change"


def upgrade() -> None:
    _create_archives()
    _create_releases()
    _create_decisions()
    op.add_column("quote_versions", sa.Column("catalog_number", sa.Integer(), nullable=True))
    guard = {"sqlite": _guard_on_sqlite, "postgresql": _guard_on_postgresql}
    guard[op.get_bind().dialect.name]()


def downgrade() -> None:
    op.drop_column("quote_versions", "catalog_number")
    for table in reversed(IMMUTABLE):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_archives() -> None:
    op.create_table(
        "catalog_archives",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_catalog_archives")),
    )


def _create_releases() -> None:
    op.create_table(
        "catalog_releases",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("catalog", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author_id", IDENTITY, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_catalog_releases_number")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_catalog_releases_author_id")),
        sa.ForeignKeyConstraint(["digest"], ["catalog_archives.digest"], name=op.f("fk_catalog_releases_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_releases")),
        sa.UniqueConstraint("catalog", "number", name=op.f("uq_catalog_releases_catalog_number")),
    )


def _create_decisions() -> None:
    op.create_table(
        "catalog_decisions",
        sa.Column("release_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('approved', 'rejected')", name=op.f("ck_catalog_decisions_outcome")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_catalog_decisions_decided_by")),
        sa.ForeignKeyConstraint(["release_id"], ["catalog_releases.id"], name=op.f("fk_catalog_decisions_release_id")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_catalog_decisions")),
    )


def _guard_on_sqlite() -> None:
    for table in IMMUTABLE:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER refuse_{act.lower()}_of_{table} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table in IMMUTABLE:
        op.execute(
            f"CREATE TRIGGER refuse_change_of_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
