"""The tables of programmes: places taken from quotas, weekly releases, loyalty points and trials.

Rows of quota_releases and points_entries are only ever added: triggers refuse all else.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table
from sqlalchemy import UniqueConstraint as Unique

from configurator.storage.tables import metadata
from configurator.storage.types import Identity, JsonText, UtcDateTime

programme_claims = Table(
    "programme_claims",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("programme", String(100), nullable=False),
    Column("key", String(100), nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("quote_id", ForeignKey("quotes.id"), nullable=False),
    Column("version_id", ForeignKey("quote_versions.id"), nullable=False, index=True),
    Column("week", Integer, nullable=False),
    Column("reserved_on", Date, nullable=False),
    Column("reserved_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index("ix_programme_claims_kind_programme_key_state", "kind", "programme", "key", "state"),
    CheckConstraint("kind IN ('offer', 'code', 'points')", name="kind"),
    CheckConstraint("state IN ('reserved', 'redeemed', 'released')", name="state"),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("(settled_at IS NULL) = (state = 'reserved')", name="settled"),
)

quota_releases = Table(
    "quota_releases",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("programme", String(100), nullable=False),
    Column("key", String(100), nullable=False),
    Column("week", Integer, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Column("released_on", Date, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Unique("programme", "key", "week"),
)

points_entries = Table(
    "points_entries",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("programme", String(100), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("expires", Date),
    Column("version_id", ForeignKey("quote_versions.id")),
    Column("lot_id", ForeignKey("points_entries.id")),
    Column("recorded_at", UtcDateTime, nullable=False),
    Unique("version_id", "programme", "kind"),
    CheckConstraint("kind IN ('earned', 'redeemed', 'expired')", name="kind"),
    CheckConstraint("(points > 0) = (kind = 'earned')", name="points"),
    CheckConstraint("(expires IS NOT NULL) = (kind = 'earned')", name="expires"),
    CheckConstraint("(lot_id IS NOT NULL) = (kind = 'expired')", name="lot"),
)

trials = Table(
    "trials",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("programme", String(100), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("seats", JsonText, nullable=False),
    Column("marks", JsonText, nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("start", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("quote_id", ForeignKey("quotes.id")),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    CheckConstraint("state IN ('running', 'converted', 'failed', 'cancelled')", name="state"),
    CheckConstraint("(ended_at IS NULL) = (state = 'running')", name="ended"),
    CheckConstraint("quote_id IS NULL OR state = 'converted'", name="quote"),
)
