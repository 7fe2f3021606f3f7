"""Commitments side by side."""

from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import PricingRefused, compare_terms
from configurator.pricing.model import PricingContext
from tests.factories.catalog import make_catalog, make_price, make_term_discount

CATALOG = make_catalog(
    offerings=["A-1"],
    prices=[make_price("A-1", "1000"), make_price("A-1", "500", charge="one_time")],
    term_discounts=[make_term_discount("A-1", 24, "8"), make_term_discount("A-1", 36, "15")],
)
CONFIGURATION = Configuration((ConfigurationLine("A-1", 1),), "optimal")
CONTEXT = PricingContext(date(2026, 11, 22), 12, Decimal(5))


def test_shows_what_each_commitment_earns():
    compared = compare_terms(CATALOG, CONFIGURATION, CONTEXT, (12, 24, 36))
    assert {term: str(totals.monthly) for term, totals in compared.items()} == {
        12: "950.00",
        24: "874.00",
        36: "807.50",
    }
    assert {term: str(totals.tcv) for term, totals in compared.items()} == {
        12: "11875.00",
        24: "21451.00",
        36: "29545.00",
    }


def test_keeps_the_order_asked_for_and_ignores_the_contexts_own_term():
    assert tuple(compare_terms(CATALOG, CONFIGURATION, CONTEXT, (36, 12))) == (36, 12)
    assert compare_terms(CATALOG, CONFIGURATION, CONTEXT, ()) == {}


def test_refuses_a_commitment_that_the_catalog_does_not_offer():
    with pytest.raises(PricingRefused):
        compare_terms(CATALOG, CONFIGURATION, CONTEXT, (12, 18))
