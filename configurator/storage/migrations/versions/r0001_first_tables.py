"""The first tables: users, customers, quotes, their documents and the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_counters()
    _create_sign_in_attempts()
    _create_users()
    _create_audit()
    _create_customers()
    _create_sessions()
    _create_quotes()
    _create_quote_versions()
    _create_approvals()
    _create_documents()
    _create_draft_requests()


def downgrade() -> None:
    op.drop_table("draft_requests")
    op.drop_table("documents")
    op.drop_table("approvals")
    op.drop_table("quote_versions")
    op.drop_table("quotes")
    op.drop_table("sessions")
    op.drop_table("customers")
    op.drop_table("audit")
    op.drop_table("users")
    op.drop_table("sign_in_attempts")
    op.drop_table("counters")


def _create_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _create_sign_in_attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("ix_sign_in_attempts_email_ip_at", "sign_in_attempts", ["email", "ip", "at"], unique=False)


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_audit_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_subject_subject_id_id", "audit", ["subject", "subject_id", "id"], unique=False)


def _create_customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("class_code", sa.String(length=10), nullable=False),
        sa.Column("staff", sa.BigInteger(), nullable=True),
        sa.Column("sites", sa.BigInteger(), nullable=True),
        sa.Column("revenue", sa.Text(), nullable=True),
        sa.Column("assets", sa.Text(), nullable=True),
        sa.Column("finance_class", sa.String(length=40), nullable=True),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("owner_id", IDENTITY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_customers_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_index(op.f("ix_customers_name"), "customers", ["name"], unique=False)
    op.create_index(op.f("ix_customers_owner_id"), "customers", ["owner_id"], unique=False)
    op.create_index(op.f("ix_customers_updated_at"), "customers", ["updated_at"], unique=False)


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)


def _create_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("customer_id", IDENTITY, nullable=False),
        sa.Column("owner_id", IDENTITY, nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_quotes_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_quotes_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("number", name=op.f("uq_quotes_number")),
    )
    op.create_index(op.f("ix_quotes_customer_id"), "quotes", ["customer_id"], unique=False)
    op.create_index(op.f("ix_quotes_owner_id"), "quotes", ["owner_id"], unique=False)


def _create_quote_versions() -> None:
    op.create_table(
        "quote_versions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("quote_id", IDENTITY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("catalog_key", sa.String(length=100), nullable=True),
        sa.Column("catalog_release", sa.String(length=100), nullable=True),
        sa.Column("catalog_digest", sa.String(length=64), nullable=True),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("exponent", sa.Integer(), nullable=True),
        sa.Column("one_time", sa.BigInteger(), nullable=True),
        sa.Column("monthly", sa.BigInteger(), nullable=True),
        sa.Column("annual", sa.BigInteger(), nullable=True),
        sa.Column("tcv", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("submitted_by", IDENTITY, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.String(length=200), nullable=True),
        sa.Column("signatory", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'in_approval', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn')",
            name=op.f("ck_quote_versions_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'accepted') OR content IS NOT NULL", name=op.f("ck_quote_versions_frozen")
        ),
        sa.CheckConstraint("(content IS NULL) = (digest IS NULL)", name=op.f("ck_quote_versions_digest")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_versions_quote_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["users.id"], name=op.f("fk_quote_versions_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_versions")),
        sa.UniqueConstraint("quote_id", "number", name=op.f("uq_quote_versions_quote_id_number")),
    )
    op.create_index("ix_quote_versions_state_valid_until", "quote_versions", ["state", "valid_until"], unique=False)
    op.create_index(op.f("ix_quote_versions_updated_at"), "quote_versions", ["updated_at"], unique=False)


def _create_approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("version_id", IDENTITY, nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("limit", sa.BigInteger(), nullable=False),
        sa.Column("requested_by", IDENTITY, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_approvals_decided_by")),
        sa.ForeignKeyConstraint(["requested_by"], ["users.id"], name=op.f("fk_approvals_requested_by")),
        sa.ForeignKeyConstraint(["version_id"], ["quote_versions.id"], name=op.f("fk_approvals_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index(op.f("ix_approvals_version_id"), "approvals", ["version_id"], unique=False)


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("version_id", IDENTITY, nullable=False),
        sa.Column("language", sa.String(length=4), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["quote_versions.id"], name=op.f("fk_documents_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("version_id", "language", name=op.f("uq_documents_version_id_language")),
    )


def _create_draft_requests() -> None:
    op.create_table(
        "draft_requests",
        sa.Column("version_id", IDENTITY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["quote_versions.id"], name=op.f("fk_draft_requests_version_id")),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_draft_requests")),
    )
