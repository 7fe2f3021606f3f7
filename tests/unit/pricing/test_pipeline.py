"""The priced configuration as a whole: numbering, what it remembers, charges of one offering."""

import gc
import sys
from datetime import date
from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import PricingRefused, price
from configurator.pricing.model import PricingContext
from configurator.pricing.rounding import contained_tax
from configurator.values.periods import ChargeKind, Period
from tests.factories.catalog import CNY, make_catalog, make_offering, make_price

CONTEXT = PricingContext(date(2026, 11, 22), 12)


def configure(*lines):
    return Configuration(tuple(ConfigurationLine(code, quantity) for code, quantity in lines), "optimal")


def test_numbers_lines_in_the_configurations_order():
    priced = price(make_catalog(offerings=["A-1", "B-1"]), configure(("B-1", 2), ("A-1", 3)), CONTEXT)
    assert [(line.number, line.offering, line.quantity) for line in priced.lines] == [
        (1, "B-1", 2),
        (2, "A-1", 3),
    ]


def test_remembers_catalog_context_and_convention():
    catalog = make_catalog(release="2027.01", tax_inclusive=False)
    priced = price(catalog, configure(("A-1", 1)), CONTEXT)
    assert (priced.catalog_release, priced.catalog_digest) == ("2027.01", catalog.digest)
    assert (priced.currency, priced.tax_inclusive, priced.context) == (CNY, False, CONTEXT)


def test_one_offering_may_have_several_charges():
    prices = [make_price("A-1", "10000", charge="one_time", cost="8000"), make_price("A-1", "300")]
    (line,) = price(make_catalog(offerings=["A-1"], prices=prices), configure(("A-1", 2)), CONTEXT).lines
    once, monthly = line.charges
    assert (once.kind, once.period, once.net.minor, once.cost.minor) == (
        ChargeKind.ONE_TIME,
        None,
        2000000,
        1600000,
    )
    assert (monthly.kind, monthly.period, monthly.net.minor) == (ChargeKind.RECURRING, Period.MONTH, 60000)
    assert (once.component, monthly.component, monthly.cost) == (
        "A-1:one_time:once",
        "A-1:recurring:month",
        None,
    )


def test_a_charge_knows_its_tax_in_both_conventions():
    for inclusive in (True, False):
        catalog = make_catalog(offerings=[make_offering("A-1", tax="B9")], tax_inclusive=inclusive)
        charge = price(catalog, configure(("A-1", 1)), CONTEXT).lines[0].charges[0]
        assert (charge.tax_category, charge.tax_rate) == ("B9", Decimal("0.09"))
        expected = contained_tax(charge.net, charge.tax_rate).tax if inclusive else charge.net * 9
        assert charge.tax.minor == (expected.minor if inclusive else expected.minor // 100)
        assert charge.ex_tax == (charge.net - charge.tax if inclusive else charge.net)


def test_a_free_offering_costs_nothing():
    priced = price(make_catalog(offerings=["A-1"], prices=[make_price("A-1", "0")]), configure(("A-1", 9)), CONTEXT)
    charge = priced.lines[0].charges[0]
    assert not any((charge.list, charge.net, charge.tax, charge.ex_tax))


def test_lines_of_the_same_offering_are_priced_apart():
    prices = [make_price("A-1", model="volume", tiers={1: "3", 10: "2"})]
    priced = price(make_catalog(offerings=["A-1"], prices=prices), configure(("A-1", 6), ("A-1", 6)), CONTEXT)
    assert [line.charges[0].list.minor for line in priced.lines] == [1800, 1800]


def test_large_figures_stay_exact():
    prices = [make_price("A-1", "999999999999.9999")]
    catalog = make_catalog(offerings=["A-1"], prices=prices)
    charge = price(catalog, configure(("A-1", 10_000_000)), CONTEXT).lines[0].charges[0]
    assert charge.list.minor == 999_999_999_999_999_900_000


def test_does_not_price_what_has_errors():
    with pytest.raises(PricingRefused):
        price(make_catalog(), configure(("X-1", 1)), CONTEXT)


def test_work_grows_with_the_lines_only():
    """Counts calls instead of seconds: ten times the lines take at most ten times the work and a little."""
    few, many = _count_calls(20), _count_calls(200)
    assert many < 11 * few


def _count_calls(lines):
    codes = [f"A-{number}" for number in range(lines)]
    catalog = make_catalog(offerings=codes)
    configuration = configure(*((code, 3) for code in codes))
    price(catalog, configuration, CONTEXT)
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        price(catalog, configuration, CONTEXT)
    finally:
        sys.setprofile(before)
    return calls


def test_a_large_quote_is_priced_like_a_small_one():
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "9.99")])
    one, many = (price(catalog, configure(*[("A-1", 3)] * count), CONTEXT) for count in (1, 1000))
    assert many.totals.tcv == one.totals.tcv * 1000
    assert all(line.charges == one.lines[0].charges for line in many.lines)


@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("lines", [1, 1000])
def test_the_collector_is_left_as_it_was(lines, is_on):
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "9.99")])
    (gc.enable if is_on else gc.disable)()
    try:
        price(catalog, configure(*[("A-1", 3)] * lines), CONTEXT)
        assert gc.isenabled() is is_on
    finally:
        gc.enable()
