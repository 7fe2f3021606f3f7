"""The same configuration for several commitments, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from configurator.catalog.model import Catalog
from configurator.configuration.model import Configuration
from configurator.pricing.model import PricingContext, Totals
from configurator.pricing.pipeline import price


def compare_terms(
    catalog: Catalog, configuration: Configuration, context: PricingContext, months: tuple[int, ...]
) -> Mapping[int, Totals]:
    """The totals for each commitment in the order given. PricingRefused if one of them cannot be priced."""
    return {term: price(catalog, configuration, replace(context, term_months=term)).totals for term in months}
