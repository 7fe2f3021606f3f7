"""Pricing: a configuration becomes charges, discounts, taxes and totals, every figure with its trace.

`check_pricing` says what stands in the way, `price` prices, `compare_terms` sets commitments side by side,
`write_in_capitals` states an amount in Chinese capitals. docs/pricing.md explains order, rounding and totals.
"""

from configurator.pricing.capitals import CapitalsRefused, write_in_capitals
from configurator.pricing.checking import PricingRefused, check_pricing
from configurator.pricing.comparing import compare_terms
from configurator.pricing.pipeline import price

__all__ = [
    "CapitalsRefused",
    "PricingRefused",
    "check_pricing",
    "compare_terms",
    "price",
    "write_in_capitals",
]
