"""Prices under other regimes and in other currencies: converted once, summed as converted, told step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.commercial import PLAIN_POLICY, Band, ChargeTerms, Discount, Due, Span, Stage
from configurator.catalog.taxation import ExchangeRate, Rounding, TaxOn, TaxRegime, Treatment
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.converting import restate
from configurator.pricing.model import PricedConfiguration, PricingContext
from configurator.pricing.pipeline import quote_price
from configurator.programmes.benefits import Benefit, BenefitKind, Benefits
from configurator.values.currencies import find_currency
from configurator.values.dates import DateRange
from configurator.values.money import Money
from tests.factories.catalog import (
    CNY,
    make_catalog,
    make_offering,
    make_price,
    make_tax_rate,
    make_text,
)

DAY = date(2026, 11, 22)
HOME_RATES = {"V6": Fraction(6, 100), "G13": Fraction(13, 100)}
REGIMES = {
    "cn": TaxRegime("cn", make_text("cn"), is_home=True),
    "uk": TaxRegime("uk", make_text("uk"), category="GB20", tax_on=TaxOn.TOTAL),
    "eu": TaxRegime("eu", make_text("eu"), category="RC", treatment=Treatment.REVERSE_CHARGE),
    "bank": TaxRegime("bank", make_text("bank"), category="GB20", rounding=Rounding.HALF_EVEN),
}


def make(*, inclusive: bool = True, prices: dict[str, str] | None = None, **changes: object):
    amounts = prices or {"A-1": "33.33", "B-1": "12000"}
    return make_catalog(
        offerings=[make_offering("A-1", tax="V6"), make_offering("B-1", tax="G13")],
        prices=[
            make_price("A-1", amounts["A-1"], cost="20"),
            make_price("B-1", amounts["B-1"], charge="one_time", cost="9000"),
        ],
        tax_rates=[
            make_tax_rate("V6", "0.06"),
            make_tax_rate("G13", "0.13"),
            replace(make_tax_rate("GB20", "0.2"), regime="uk"),
            replace(make_tax_rate("GB20", "0.2"), regime="bank"),
        ],
        tax_inclusive=inclusive,
        tax_regimes=REGIMES,
        **changes,
    )


BOTH = Configuration((ConfigurationLine("A-1", 3), ConfigurationLine("B-1", 1)), "optimal")


def context(regime: str = "", currency: str = "", rate: str = "1", **changes: object) -> PricingContext:
    exchange = ExchangeRate(currency, Decimal(rate), DAY, source="bank") if currency else None
    return PricingContext(DAY, 12, tax_regime=regime, exchange=exchange, **changes)  # type: ignore[arg-type]


def quote(catalog=None, **said: object) -> PricedConfiguration:
    return price(catalog or make(), BOTH, context(**said))  # type: ignore[arg-type]


def test_at_home_in_the_catalogs_currency_nothing_is_restated() -> None:
    catalog = make()
    priced = price(catalog, BOTH, context())
    assert restate(catalog, priced) is priced
    assert price(catalog, BOTH, context(regime="cn")).lines == priced.lines


def test_a_regime_that_is_not_the_catalogs_is_a_bug_here() -> None:
    priced = quote()
    with pytest.raises(ValueError, match="mars"):
        restate(make(), replace(priced, context=context(regime="mars")))


def test_a_price_can_be_quoted_elsewhere_later() -> None:
    catalog = make()
    home = price(catalog, BOTH, context())
    later = quote_price(catalog, home, context(regime="uk", currency="GBP", rate="0.1064"))
    assert later == price(catalog, BOTH, context(regime="uk", currency="GBP", rate="0.1064"))
    assert later.currency.code == "GBP" and home.currency.code == "CNY"


def test_a_price_whose_workings_are_gone_is_quoted_alike() -> None:
    catalog = make()
    stored = replace(price(catalog, BOTH, context()), workings=None)
    for said in (context(regime="uk", currency="GBP", rate="0.1064"), context(currency="USD", rate="0.14")):
        found, expected = quote_price(catalog, stored, said), price(catalog, BOTH, said)
        assert (found.lines, found.totals) == (expected.lines, expected.totals)


def test_the_trace_goes_on_from_the_net_to_the_quotes_own_currency() -> None:
    trace = quote(regime="uk", currency="GBP", rate="0.1064").lines[0].charges[0].trace
    told = {step.step: step for step in trace}
    assert [step.step for step in trace][-4:] == ["net", "home_tax", "exchange", "tax"]
    # 99.99 holds 5.66; 99.99 ÷ 1.06 × 0.1064 is 10.0367…; a fifth of 10.04 is 2.008
    assert [str(told[name].amount) for name in ("net", "home_tax", "exchange", "tax")] == [
        "99.99", "94.33", "10.04", "12.05",
    ]  # fmt: skip
    assert str(told["home_tax"].change) == "-5.66" and told["exchange"].change == told["exchange"].amount
    assert told["exchange"].params == {
        "from": "CNY", "to": "GBP", "before": "94.33", "rate": "0.1064", "date": "2026-11-22", "source": "bank",
    }  # fmt: skip
    assert told["tax"].params == {"case": "added", "category": "GB20", "percent": "20", "tax": "2.01"}
    assert (told["home_tax"].rule, told["tax"].rule) == ("V6", "GB20")


def test_everything_else_of_a_line_stays_as_it_was() -> None:
    home, abroad = quote().lines, quote(currency="USD", rate="0.14").lines
    assert [line.quantity for line in abroad] == [line.quantity for line in home] == [3, 1]
    for old, new in zip(home, abroad, strict=True):
        for before, after in zip(old.charges, new.charges, strict=True):
            assert after.tax_category == before.tax_category
            assert [each.quantity for each in after.payments] == [each.quantity for each in before.payments]


@pytest.mark.parametrize(("rounding", "tax"), [(Rounding.HALF_EVEN, 2), (Rounding.HALF_UP, 3)])
def test_the_contracts_tax_is_rounded_as_the_regime_does(rounding, tax) -> None:
    catalog = make(inclusive=False, prices={"A-1": "0.25", "B-1": "1"})
    catalog = replace(catalog, tax_regimes={"bank": replace(REGIMES["bank"], rounding=rounding), "cn": REGIMES["cn"]})
    tenth = (*catalog.tax_rates[:2], replace(make_tax_rate("GB20", "0.1"), regime="bank"))
    one = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    priced = price(replace(catalog, tax_rates=tenth), one, replace(context(regime="bank"), term_months=1))
    # a tenth of 0.25 is 0.025
    (line,) = priced.totals.tax_of_term
    assert (line.ex_tax.minor, line.tax.minor) == (25, tax)


def dated(period: str, due: Due):
    """British tax of 20 % up to the end of March 2027, of 30 % from then on."""
    last, first = date(2027, 3, 31), date(2027, 4, 1)
    rates = (
        make_tax_rate("V6", "0.06"),
        replace(make_tax_rate("GB20", "0.2", DateRange(None, last)), regime="uk"),
        replace(make_tax_rate("GB20", "0.3", DateRange(first)), regime="uk"),
    )
    component = replace(make_price("A-1", "106", period=period), terms=ChargeTerms(due=due))
    return make_catalog(
        offerings=[make_offering("A-1", tax="V6")], prices=[component], tax_rates=rates, tax_regimes=REGIMES
    )


@pytest.mark.parametrize(
    ("period", "due", "runs"),
    [
        ("month", Due.ADVANCE, [(1, 4, "0.2"), (5, 8, "0.3")]),
        ("quarter", Due.ADVANCE, [(1, 2, "0.2"), (7, 2, "0.3")]),
        ("quarter", Due.ARREARS, [(1, 1, "0.2"), (4, 3, "0.3")]),
    ],
)
def test_payments_fall_under_the_rate_of_their_due_day(period, due, runs) -> None:
    one = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    said = context(regime="uk", start=date(2026, 12, 15))
    (charge,) = price(dated(period, due), one, said).lines[0].charges
    assert [(each.first_month, each.count, str(each.tax_rate)) for each in charge.payments] == runs


def test_a_part_of_a_month_falls_due_with_the_service() -> None:
    """From 31 March by calendar months: the first day is still taxed as before, April and all after it are not."""
    one = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    said = context(regime="uk", start=date(2027, 3, 31), calendar_billing=True)
    (charge,) = price(dated("month", Due.ADVANCE), one, said).lines[0].charges
    found = [(each.first_month, each.count, str(each.share), str(each.tax_rate)) for each in charge.payments]
    assert found == [(1, 1, "1/31", "0.2"), (1, 11, "1", "0.3"), (12, 1, "30/31", "0.3")]


def test_without_a_start_the_rate_of_the_day_counts() -> None:
    one = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    (charge,) = price(dated("month", Due.ADVANCE), one, context(regime="uk")).lines[0].charges
    assert [(each.count, str(each.tax_rate)) for each in charge.payments] == [(12, "0.2")]


def test_without_an_exchange_the_amount_without_home_tax_is_the_net() -> None:
    charge = quote(regime="eu").lines[0].charges[0]
    told = {step.step: step for step in charge.trace}
    assert told["home_tax"].amount == charge.net == told["tax"].amount
    assert "exchange" not in told
    assert told["tax"].sentence == "pricing.trace.tax.reverse_charge"


def test_at_home_in_another_currency_the_tax_stays_contained() -> None:
    priced = quote(currency="USD", rate="0.14")
    charge = priced.lines[0].charges[0]
    told = {step.step: step for step in charge.trace}
    assert priced.tax_inclusive and "home_tax" not in told
    assert str(charge.net) == "14.00" and str(charge.tax) == "0.79"
    assert told["tax"].params["case"] == "contained" and told["tax"].params["tax"] == "0.79"


def test_prices_without_tax_have_none_to_be_taken_out() -> None:
    charge = quote(make(inclusive=False), regime="uk").lines[0].charges[0]
    assert (str(charge.net), str(charge.tax)) == ("99.99", "20.00")
    assert "home_tax" not in {step.step for step in charge.trace}


def test_the_category_is_the_regimes_and_no_charge_lacks_its_regular_payment() -> None:
    for line in quote(regime="eu").lines:
        for charge in line.charges:
            assert charge.tax_category == "RC"
            assert any(each is charge.regular for each in charge.payments)


@pytest.mark.parametrize(("rounding", "net"), [({}, "3"), ({"JPY": Rounding.HALF_EVEN}, "2")])
def test_a_currency_may_round_in_a_way_of_its_own(rounding, net) -> None:
    # 2.50 yuan without tax at one yen each
    catalog = make(inclusive=False, prices={"A-1": "2.50", "B-1": "1"}, currency_rounding=rounding)
    one = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    assert str(price(catalog, one, context(currency="JPY", rate="1")).totals.monthly) == net


def test_a_regime_rounds_amounts_and_taxes_in_its_way() -> None:
    catalog = make(inclusive=False, prices={"A-1": "0.125", "B-1": "1"})
    one = Configuration((ConfigurationLine("A-1", 1),), "optimal")
    # at home 0.125 is listed as 0.13; a tenth of a pound each makes 1.3 pence, its tax 0.26
    charge = price(catalog, one, context(regime="bank", currency="GBP", rate="0.1")).lines[0].charges[0]
    assert (str(charge.net), str(charge.tax)) == ("0.01", "0.00")


def test_lines_of_one_category_are_converted_alike() -> None:
    twice = Configuration((ConfigurationLine("A-1", 3), ConfigurationLine("A-1", 3)), "optimal")
    one, other = price(make(), twice, context(regime="uk", currency="GBP", rate="0.1064")).lines
    assert one.charges[0].net == other.charges[0].net


def test_a_trace_is_a_sequence_that_is_told_once() -> None:
    trace = quote(currency="USD", rate="0.14").lines[0].charges[0].trace
    assert len(trace) == len(list(trace)) == len(trace[:])
    assert trace[-1] is trace[len(trace) - 1] and trace == tuple(trace) and trace != 5
    assert hash(trace) == hash(trace) and repr(trace).startswith("RestatedTrace(")


def test_the_margin_is_that_of_the_converted_amounts() -> None:
    assert quote().totals.margin_percent == quote(currency="KRW", rate="200").totals.margin_percent
    free = make_catalog(offerings=["A-1"], tax_regimes=REGIMES)
    assert price(free, Configuration((ConfigurationLine("A-1", 1),), "optimal"),
                 context(currency="KRW", rate="200")).totals.margin_percent is None  # fmt: skip


def make_benefit(worth: int, cost: int, funded: int) -> Benefit:
    amounts = [Money(minor, CNY) for minor in (worth, cost, funded)]
    return Benefit(BenefitKind.TIER, "P", make_text("P"), "b", make_text("b"), "unit", 1, *amounts)


def test_benefits_are_worth_and_cost_their_amounts_in_the_quotes_currency() -> None:
    catalog = make()
    home = replace(quote(catalog), benefits=Benefits(granted=(make_benefit(10_000, 4_000, 1_000),)))
    found = quote_price(catalog, home, context(regime="uk", currency="GBP", rate="0.1064"))
    (benefit,) = found.benefits.granted
    assert [str(each) for each in (benefit.worth, benefit.cost, benefit.funded)] == ["10.64", "4.26", "1.06"]
    assert str(found.totals.benefit_cost) == "4.26"
    without = quote(catalog, regime="uk", currency="GBP", rate="0.1064").totals
    assert found.totals.margin_percent is not None and without.margin_percent is not None
    assert found.totals.margin_percent < without.margin_percent


def test_without_an_exchange_benefits_stay_as_they_are() -> None:
    catalog = make()
    benefits = Benefits(granted=(make_benefit(10_000, 4_000, 1_000),))
    found = quote_price(catalog, replace(quote(catalog), benefits=benefits), context(regime="uk"))
    assert found.benefits == benefits and str(found.totals.benefit_cost) == "40.00"


def test_what_programmes_take_off_is_converted_with_its_funding() -> None:
    spans = (Span(1, None, (Band(Decimal(0), Decimal(10)),)),)
    programme = Discount(
        "P", make_text("P"), make_text("P"), "programme", ("A-1",), spans, on_request=True,
        funding={"partner": Decimal(50)},
    )  # fmt: skip
    stages = (Stage("programme", "programme", make_text("p")), *PLAIN_POLICY.stages)
    catalog = make(programmes={"P": programme}, policy=replace(PLAIN_POLICY, stages=stages))
    said = {"named": frozenset({"P"})}
    (home,) = price(catalog, BOTH, context(**said)).totals.savings
    (found,) = price(catalog, BOTH, context(currency="EUR", rate="0.12", **said)).totals.savings
    # a tenth of 99.99 is 10.00 a month, in euros 1.20
    assert (str(home.amount), str(found.amount)) == ("120.00", "14.40")
    assert {party: str(amount) for party, amount in found.funded.items()} == {"partner": "7.20"}


CURRENCIES = ("JPY", "EUR", "KWD", "CLF")
RATES = st.integers(1, 10**6).map(lambda figure: Decimal(figure).scaleb(-4))


@given(
    st.integers(1, 10**7), st.integers(1, 500), st.sampled_from(CURRENCIES), RATES,
    st.sampled_from(["", "uk", "eu", "bank"]), st.booleans(), st.integers(0, 100),
)  # fmt: skip
def test_every_net_is_its_exact_value_rounded_once_and_totals_are_their_sums(
    amount, quantity, code, rate, regime, inclusive, percent
) -> None:
    catalog = make(inclusive=inclusive, prices={"A-1": f"{Decimal(amount).scaleb(-2)}", "B-1": "12000"})
    taken = Configuration((ConfigurationLine("A-1", quantity), ConfigurationLine("B-1", 1)), "optimal")
    discount = {"discount_percent": Decimal(percent)}
    home = price(catalog, taken, context(**discount))
    found = price(catalog, taken, context(regime, code, str(rate), **discount))
    scale = Fraction(rate) * Fraction(10) ** (find_currency(code).exponent - 2)
    for before, after in zip(home.lines, found.lines, strict=True):
        own = HOME_RATES[catalog.offerings[before.offering].tax]
        factor = scale / (1 + own) if regime and inclusive else scale
        for old, new in zip(before.charges, after.charges, strict=True):
            for name in ("list", "net", "cost"):
                exact = getattr(old, name).minor * factor
                assert abs(getattr(new, name).minor - exact) <= Fraction(1, 2)
            assert new.net.minor <= new.list.minor and new.ex_tax.minor >= 0 <= new.tax.minor
    assert found.totals.tcv.minor == 12 * found.totals.monthly.minor + found.totals.one_time.minor
    convention = [line.inclusive if found.tax_inclusive else line.ex_tax for line in found.totals.tax_of_term]
    assert sum(each.minor for each in convention) == found.totals.tcv.minor
    assert all(line.inclusive == line.ex_tax + line.tax for line in found.totals.tax_of_term)
    if regime == "eu":
        assert all(not line.tax for line in found.totals.tax_of_term)
