"""Column types that keep values exact on every database: UTC moments, decimals, percentages and JSON texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, DateTime, Integer, Row, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from configurator.quoting.snapshot import canonical_json

Identity = BigInteger().with_variant(Integer, "sqlite")
"""64 bits; SQLite numbers rows by itself only in a column called INTEGER."""

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of whatever columns."""

MILLIONTHS = 6


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone, kept and given back in UTC; a moment without a zone is a bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; SQLite gives back what it kept without the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DecimalText(TypeDecorator[Decimal]):
    """A decimal figure as text, because SQLite's NUMERIC is a binary float; not for comparing in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """As a plain figure, never with an exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Exactly what was kept."""
        return None if value is None else Decimal(value)


class Percent(TypeDecorator[Decimal]):
    """A percentage as whole millionths of a percent: exact, and comparable in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """As a whole number; finer percentages than a millionth are a bug."""
        if value is None:
            return None
        scaled = value.scaleb(MILLIONTHS)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"finer than a millionth of a percent: {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Without trailing zeros."""
        return None if value is None else shorten(Decimal(value).scaleb(-MILLIONTHS))


class JsonText(TypeDecorator[Any]):
    """A JSON value as canonical text; decimals inside are kept as texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """As canonical text."""
        return None if value is None else canonical_json(plain(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """As mappings, lists, texts and numbers."""
        return None if value is None else json.loads(value)


def shorten(figure: Decimal) -> Decimal:
    """The figure without trailing zeros and without an exponent."""
    return Decimal(f"{figure.normalize():f}")


def plain(value: Any) -> Any:
    """The value with every float refused and what JSON does not know turned into text."""
    if isinstance(value, float):
        raise TypeError("a float has no place in a request")
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, str | int) else str(value)
