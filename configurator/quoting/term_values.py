"""What one charge of a content adds to the contract value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from configurator.quoting.content import ContentCharge
from configurator.values.money import parse_figure
from configurator.values.periods import Period

_MONTHS: Mapping[str, int] = {str(period): period.months for period in Period}


def value_over_term(charge: ContentCharge, term_months: int) -> Decimal:
    """All its payments together, in major units; usage is an estimate and adds nothing."""
    if charge.kind == "usage":
        return Decimal(0)
    if charge.payments:
        return sum((parse_figure(payment.net) * payment.count for payment in charge.payments), Decimal(0))
    return parse_figure(charge.net) * _count_alike(charge, term_months)


def _count_alike(charge: ContentCharge, term_months: int) -> int:
    """How many payments there are where all are alike: begun periods are due whole."""
    return 1 if charge.period is None else -(-term_months // _MONTHS[charge.period])
