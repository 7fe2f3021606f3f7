"""What programmes remember: places taken, weekly releases, points, trials, and by what a legal entity is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
MARKS = ("registration", "parent", "domain", "payer", "phone")
IMMUTABLE = ("quota_releases", "points_entries")
REFUSAL = "what was booked does not change"


def upgrade() -> None:
    for mark in MARKS:
        op.add_column("customers", sa.Column(mark, sa.String(length=200), nullable=False, server_default=sa.text("''")))
        op.create_index(op.f(f"ix_customers_{mark}"), "customers", [mark])
    op.add_column("customers", sa.Column("service_since", sa.Date(), nullable=True))
    _create_claims()
    _create_releases()
    _create_points()
    _create_trials()
    guard = {"sqlite": _guard_on_sqlite, "postgresql": _guard_on_postgresql}
    guard[op.get_bind().dialect.name]()


def downgrade() -> None:
    for table in ("trials", "points_entries", "quota_releases", "programme_claims"):
        op.drop_table(table)
    op.drop_column("customers", "service_since")
    for mark in MARKS:
        op.drop_index(op.f(f"ix_customers_{mark}"), "customers")
        op.drop_column("customers", mark)


def _create_claims() -> None:
    op.create_table(
        "programme_claims",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("programme", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("customer_id", IDENTITY, nullable=False),
        sa.Column("quote_id", IDENTITY, nullable=False),
        sa.Column("version_id", IDENTITY, nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("reserved_on", sa.Date(), nullable=False),
        sa.Column("reserved_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('offer', 'code', 'points')", name=op.f("ck_programme_claims_kind")),
        sa.CheckConstraint("state IN ('reserved', 'redeemed', 'released')", name=op.f("ck_programme_claims_state")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_programme_claims_quantity")),
        sa.CheckConstraint("(settled_at IS NULL) = (state = 'reserved')", name=op.f("ck_programme_claims_settled")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_programme_claims_customer_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_programme_claims_quote_id")),
        sa.ForeignKeyConstraint(["version_id"], ["quote_versions.id"], name=op.f("fk_programme_claims_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_claims")),
    )
    op.create_index(op.f("ix_programme_claims_customer_id"), "programme_claims", ["customer_id"])
    op.create_index(op.f("ix_programme_claims_version_id"), "programme_claims", ["version_id"])
    op.create_index(
        op.f("ix_programme_claims_kind_programme_key_state"),
        "programme_claims",
        ["kind", "programme", "key", "state"],
    )


def _create_releases() -> None:
    op.create_table(
        "quota_releases",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("programme", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_releases")),
        sa.UniqueConstraint("programme", "key", "week", name=op.f("uq_quota_releases_programme_key_week")),
    )


def _create_points() -> None:
    op.create_table(
        "points_entries",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("programme", sa.String(length=100), nullable=False),
        sa.Column("customer_id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("version_id", IDENTITY, nullable=True),
        sa.Column("lot_id", IDENTITY, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('earned', 'redeemed', 'expired')", name=op.f("ck_points_entries_kind")),
        sa.CheckConstraint("(points > 0) = (kind = 'earned')", name=op.f("ck_points_entries_points")),
        sa.CheckConstraint("(expires IS NOT NULL) = (kind = 'earned')", name=op.f("ck_points_entries_expires")),
        sa.CheckConstraint("(lot_id IS NOT NULL) = (kind = 'expired')", name=op.f("ck_points_entries_lot")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_points_entries_customer_id")),
        sa.ForeignKeyConstraint(["version_id"], ["quote_versions.id"], name=op.f("fk_points_entries_version_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["points_entries.id"], name=op.f("fk_points_entries_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_entries")),
        sa.UniqueConstraint(
            "version_id", "programme", "kind", name=op.f("uq_points_entries_version_id_programme_kind")
        ),
    )
    op.create_index(op.f("ix_points_entries_customer_id"), "points_entries", ["customer_id"])


def _create_trials() -> None:
    op.create_table(
        "trials",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("programme", sa.String(length=100), nullable=False),
        sa.Column("customer_id", IDENTITY, nullable=False),
        sa.Column("owner_id", IDENTITY, nullable=False),
        sa.Column("seats", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("quote_id", IDENTITY, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('running', 'converted', 'failed', 'cancelled')", name=op.f("ck_trials_state")),
        sa.CheckConstraint("(ended_at IS NULL) = (state = 'running')", name=op.f("ck_trials_ended")),
        sa.CheckConstraint("quote_id IS NULL OR state = 'converted'", name=op.f("ck_trials_quote")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_trials_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_trials_owner_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_trials_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
    )
    op.create_index(op.f("ix_trials_customer_id"), "trials", ["customer_id"])
    op.create_index(op.f("ix_trials_state"), "trials", ["state"])


def _guard_on_sqlite() -> None:
    for table in IMMUTABLE:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER refuse_{act.lower()}_of_{table} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _guard_on_postgresql() -> None:
    for table in IMMUTABLE:
        op.execute(
            f"CREATE TRIGGER refuse_change_of_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
