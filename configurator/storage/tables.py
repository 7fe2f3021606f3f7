"""The tables. Money stands as integer minor units beside its currency, what was frozen as one text with its digest.

Rows of catalog_archives, catalog_releases and catalog_decisions are only ever added: triggers refuse all else.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

from configurator.customers.customer import ENTITY_MARKS
from configurator.quoting.states import QuoteState
from configurator.storage.types import DecimalText, Identity, JsonText, Percent, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _states() -> str:
    return ", ".join(f"'{state}'" for state in QuoteState)


users = Table(
    "users",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("password_hash", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("ip", String(64), nullable=False),
    Column("agent", String(400), nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("email", String(254), nullable=False),
    Column("ip", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_sign_in_attempts_email_ip_at", "email", "ip", "at"),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("name", String(200), nullable=False, index=True),
    Column("class_code", String(10), nullable=False),
    Column("staff", BigInteger),
    Column("sites", BigInteger),
    Column("revenue", DecimalText),
    Column("assets", DecimalText),
    Column("finance_class", String(40)),
    *(Column(mark, String(200), nullable=False, server_default=text("''"), index=True) for mark in ENTITY_MARKS),
    Column("service_since", Date),
    Column("profile", JsonText, nullable=False),
    Column("notes", Text, nullable=False),
    Column("owner_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
)

quotes = Table(
    "quotes",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("owner_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("latest", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

quote_versions = Table(
    "quote_versions",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("quote_id", ForeignKey("quotes.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("request", JsonText, nullable=False),
    Column("position", Integer, nullable=False),
    Column("content", Text),
    Column("digest", String(64)),
    Column("catalog_key", String(100)),
    Column("catalog_release", String(100)),
    Column("catalog_digest", String(64)),
    Column("catalog_number", Integer),
    Column("lines", JsonText),
    Column("term_months", Integer),
    Column("discount", Percent, nullable=False),
    Column("currency", String(3)),
    Column("exponent", Integer),
    Column("one_time", BigInteger),
    Column("monthly", BigInteger),
    Column("annual", BigInteger),
    Column("tcv", BigInteger),
    Column("valid_until", Date),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
    Column("submitted_at", UtcDateTime),
    Column("submitted_by", ForeignKey("users.id")),
    Column("sent_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(200)),
    Column("signatory", String(200)),
    Column("remark", Text),
    UniqueConstraint("quote_id", "number"),
    Index("ix_quote_versions_state_valid_until", "state", "valid_until"),
    CheckConstraint(f"state IN ({_states()})", name="state"),
    CheckConstraint("(content IS NULL) = (digest IS NULL)", name="digest"),
    CheckConstraint("state NOT IN ('sent', 'accepted') OR content IS NOT NULL", name="frozen"),
)

draft_requests = Table(
    "draft_requests",
    metadata,
    Column("version_id", ForeignKey("quote_versions.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("request", JsonText, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("version_id", ForeignKey("quote_versions.id"), nullable=False, index=True),
    Column("asked", Percent, nullable=False),
    Column("limit", Percent, nullable=False),
    Column("requested_by", ForeignKey("users.id"), nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("decided_by", ForeignKey("users.id")),
    Column("decided_at", UtcDateTime),
    Column("comment", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("version_id", ForeignKey("quote_versions.id"), nullable=False),
    Column("language", String(4), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("version_id", "language"),
)

catalog_archives = Table(
    "catalog_archives",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

catalog_releases = Table(
    "catalog_releases",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("catalog", String(100), nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(100), nullable=False),
    Column("digest", ForeignKey("catalog_archives.digest"), nullable=False),
    Column("author_id", ForeignKey("users.id"), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("restored_from", Integer),
    Column("needs_approval", Boolean, nullable=False),
    UniqueConstraint("catalog", "number"),
    CheckConstraint("number > 0", name="number"),
)

catalog_decisions = Table(
    "catalog_decisions",
    metadata,
    Column("release_id", ForeignKey("catalog_releases.id"), primary_key=True, autoincrement=False),
    Column("outcome", String(20), nullable=False),
    Column("decided_by", ForeignKey("users.id"), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("comment", Text, nullable=False),
    CheckConstraint("outcome IN ('approved', 'rejected')", name="outcome"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("user_id", ForeignKey("users.id")),
    Column("action", String(40), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("details", JsonText, nullable=False),
    Index("ix_audit_subject_subject_id_id", "subject", "subject_id", "id"),
)
