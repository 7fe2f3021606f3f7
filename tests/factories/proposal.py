"""What goes on a proposal beside the sample contents, and contents that try what a document bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from configurator.documents.model import DocumentHeader
from configurator.pricing.capitals import write_in_capitals
from configurator.quoting.content import Content
from configurator.values.money import Currency, Money
from tests.factories.content import make_content


def make_header(**changes: Any) -> DocumentHeader:
    """A final document of the second version of a quote."""
    plain = DocumentHeader(
        number="Q-2026-000123",
        version=2,
        prepared_by="Chen Yi 陈怡",
        contact="chen.yi@example.com",
        status="final",
        issued=date(2026, 11, 22),
    )
    return replace(plain, **changes)


def make_proposal_content(lines: int = 10, **changes: Any) -> Content:
    """A sample content whose capitals are those of its contract value."""
    content = make_content(lines=lines, **changes)
    value = Money.of(Decimal(content.totals.tcv), Currency("CNY", 2))
    return replace(content, totals=replace(content.totals, tcv_capitals=write_in_capitals(value)))
