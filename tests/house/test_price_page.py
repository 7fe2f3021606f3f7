"""The figures of the page about prices are those of its own examples."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import read_catalog
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import Charge, PricingContext
from configurator.resources import catalog_dir
from tests.damage.trials import read_files
from tests.house.test_catalog_pages import PAGES, list_examples

DAY = date(2026, 11, 22)
FAST = {"speed": "m500"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    page = next(page for page in PAGES if page.stem == "prices")
    found = read_catalog({**read_files(catalog_dir("tutorial")), **list_examples(page)}).catalog
    assert found is not None
    return found


def price_lines(catalog: Catalog, months: int, *lines: ConfigurationLine) -> dict[tuple[str, str, str], Charge]:
    """The charges by offering, kind and period."""
    priced = price(catalog, Configuration(lines, "feasible"), PricingContext(DAY, months))
    return {
        (line.offering, str(charge.kind), str(charge.period or "")): charge
        for line in priced.lines
        for charge in line.charges
    }


@pytest.mark.parametrize(
    ("code", "quantity", "kind", "period", "amount"),
    [
        ("LAN-CARE", 25, "recurring", "quarter", "900"),
        ("STORE-GB", 25, "recurring", "month", "240"),
        ("STORE-GB", 21, "recurring", "month", "240"),
        ("STORE-GB", 7, "recurring", "month", "160"),
        ("LEASED-LINE", 25, "recurring", "month", "20500"),
        ("CALLS", 1200, "usage", "month", "25"),
        ("CALLS", 2000, "usage", "month", "80"),
        ("CALLS", 1, "usage", "month", "25"),
    ],
)
def test_a_quantity_costs_what_the_page_says(
    catalog: Catalog, code: str, quantity: int, kind: str, period: str, amount: str
) -> None:
    charges = price_lines(catalog, 12, ConfigurationLine(code, quantity, FAST if code == "LEASED-LINE" else {}))
    assert charges[code, kind, period].list.amount == Decimal(amount)


def test_percentages_are_of_what_the_page_says(catalog: Catalog) -> None:
    seats, sets = ConfigurationLine("PHONE-SEAT", 50), ConfigurationLine("PHONE-SET", 10)
    charges = price_lines(catalog, 12, ConfigurationLine("SUPPORT", 1), seats, sets, ConfigurationLine("FIBRE-100", 1))
    assert charges["SUPPORT", "recurring", "month"].list.amount == Decimal(15) * (50 * 26 + 400) / 100
    assert charges["SUPPORT", "one_time", ""].list.amount == Decimal(5) * 3500 / 100
    alone = price_lines(catalog, 12, ConfigurationLine("SUPPORT", 1))
    assert alone["SUPPORT", "recurring", "month"].list.amount == 80


def test_the_contract_changes_as_the_page_says(catalog: Catalog) -> None:
    line = ConfigurationLine("LEASED-LINE", 1, FAST)
    short, long = (price_lines(catalog, months, line, ConfigurationLine("LAN-CARE", 1)) for months in (12, 24))
    yearly = [(each.first_month, each.net.amount) for each in long["LEASED-LINE", "recurring", "year"].payments]
    assert yearly == [(1, Decimal(300)), (13, Decimal(330))]
    monthly = [(each.count, each.net.amount) for each in long["LEASED-LINE", "recurring", "month"].payments]
    assert monthly == [(2, Decimal(0)), (22, Decimal(900))]
    assert [each.net.amount for each in short["LEASED-LINE", "recurring", "month"].payments] == [Decimal(900)]
    assert (short["LAN-CARE", "one_time", ""].net.amount, long["LAN-CARE", "one_time", ""].net.amount) == (120, 0)
