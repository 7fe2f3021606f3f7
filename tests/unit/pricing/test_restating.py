"""Traces of prices under foreign regimes and in other currencies: home tax out, exchanged, the regime's tax on top."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from configurator.catalog.taxation import ExchangeRate, TaxRegime
from configurator.pricing import price
from configurator.pricing.converting import restate
from configurator.pricing.model import PricingContext, TraceStep
from configurator.pricing.restating import RestatedTrace, Restatement
from configurator.pricing.rounding import TaxedAmount
from configurator.values.money import Money
from tests.cases.pricing import test_pricing_cases
from tests.cases.pricing.test_pricing_cases import Case
from tests.factories.catalog import CNY, make_tax_rate, make_text
from tests.unit.pricing.test_tracing_terms import price_all

FOLDER = Path(test_pricing_cases.__file__).parent
KEPT = ("list", "factor", "term_discount", "manual_discount", "net")

# 3,200 ÷ 1.09 = 2,935.779…, × 0.1064 = 312.366…; 3,040 ÷ 1.09 = 2,788.990…; 31.66 × 21.65 = 685.439.
SAID = {
    "pounds_without_home_tax": [
        ("home_tax", "2935.78", "-264.22", "B9", "tax.csv:2:1", {"category": "B9", "percent": "9"}),
        (
            "exchange",
            "312.37",
            "312.37",
            "GBP",
            "",
            {"from": "CNY", "to": "GBP", "before": "2935.78", "rate": "0.1064", "date": "2026-11-02", "source": ""},
        ),
        (
            "tax",
            "374.84",
            "62.47",
            "GB20",
            "tax.csv:2:1",
            {"case": "added", "category": "GB20", "percent": "20", "tax": "62.47"},
        ),
    ],
    "reverse_charge": [
        ("home_tax", "2788.99", "-251.01", "B9", "tax.csv:2:1", {"category": "B9", "percent": "9"}),
        (
            "tax",
            "2788.99",
            "0.00",
            "EU-RC",
            "",
            {"case": "reverse_charge", "category": "EU-RC", "percent": "0", "tax": "0.00"},
        ),
    ],
    "yen": [
        (
            "exchange",
            "685",
            "685",
            "JPY",
            "",
            {"from": "CNY", "to": "JPY", "before": "31.66", "rate": "21.65", "date": "2026-11-02", "source": ""},
        ),
        (
            "tax",
            "628",
            "-57",
            "B9",
            "tax.csv:2:1",
            {"case": "contained", "category": "B9", "percent": "9", "tax": "57"},
        ),
    ],
    "zero_rated": [
        ("tax", "1560.00", "0.00", "Z0", "", {"case": "zero_rated", "category": "Z0", "percent": "0", "tax": "0.00"}),
    ],
}


def trace_of(name):
    return Case(FOLDER / f"{name}.yaml").price().lines[0].charges[0].payments[0].trace


@pytest.mark.parametrize("name", SAID)
def test_says_how_the_home_price_is_restated(name):
    trace = trace_of(name)
    assert tuple(step.step for step in trace)[: len(KEPT)] == KEPT
    assert [
        (step.step, str(step.amount), str(step.change), step.rule, str(step.location), dict(step.params))
        for step in trace[len(KEPT) :]
    ] == SAID[name]


def test_a_restated_trace_is_a_sequence_that_equals_its_steps():
    trace, again, other = trace_of("yen"), trace_of("yen"), trace_of("zero_rated")
    assert trace == again and trace == tuple(again) and trace != other and trace != 7
    assert hash(trace) == hash(again) and hash(trace) != hash(other)
    assert (len(trace), trace[-1].step, [step.step for step in trace[5:6]]) == (7, "tax", ["exchange"])
    assert list(iter(trace)) == list(trace[:])
    assert repr(trace[0]) in repr(trace) and repr(trace).startswith("RestatedTrace")


def test_a_price_at_home_stays_as_it_is():
    priced = price_all()
    case = Case(FOLDER / "tiers.yaml")
    assert restate(case.catalog, priced) is priced


def test_a_regime_that_the_catalog_does_not_have_cannot_be_stated():
    case = Case(FOLDER / "yen.yaml")
    priced = price(case.catalog, case.configuration, PricingContext(case.context.day, case.context.term_months))
    with pytest.raises(ValueError, match="no tax regime nowhere"):
        restate(case.catalog, _in_regime(priced, "nowhere"))


def _in_regime(priced, key):
    return replace(priced, context=replace(priced.context, tax_regime=key))


def yuan(minor):
    return Money(minor, CNY)


def tell_home_tax(net, exchange):
    """What is said of 0.01 with a tax of 100 % in it: half a cent is left."""
    steps = (("list", 3, 3), ("net", 1, -2), ("tax", 1, 0))
    before = tuple(TraceStep(name, yuan(amount), yuan(change), "") for name, amount, change in steps)
    taxed = TaxedAmount(yuan(net), yuan(net), yuan(0))
    home = make_tax_rate("B9", "1")
    said = Restatement(before, home, exchange, yuan(net), taxed, None, TaxRegime("HOME", make_text("home")))
    return [(step.step, step.amount.minor, step.change.minor) for step in RestatedTrace(said, inclusive=True)][2:]


def test_without_an_exchange_what_the_home_tax_leaves_is_the_net():
    assert tell_home_tax(7, None) == [("home_tax", 7, 6), ("tax", 7, 0)]


def test_before_an_exchange_what_the_home_tax_leaves_is_shown_half_up():
    rate = ExchangeRate("USD", Decimal("0.5"), date(2026, 11, 2))
    assert tell_home_tax(7, rate)[0] == ("home_tax", 1, 0)
