"""A quote at list price, as its programmes see it."""

from __future__ import annotations

from collections.abc import Sequence

from configurator.catalog.model import Catalog
from configurator.pricing.model import PricingContext
from configurator.programmes.model import LineFacts, QuoteFacts


def state_facts(catalog: Catalog, context: PricingContext, lines: Sequence[LineFacts]) -> QuoteFacts:
    """What the lines list in their first period, with what the context says of the customer and the quote."""
    return QuoteFacts(
        catalog=catalog,
        day=context.day,
        term_months=context.term_months,
        lines=tuple(lines),
        inputs=context.inputs,
        needs=context.needs,
        named=context.named,
        codes=context.codes,
    )
