"""What keeps a configuration from being priced, with place, field and words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.taxation import ExchangeRate, TaxRegime
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import PricingRefused, check_pricing, price
from configurator.pricing.model import PricingContext, RampStep
from configurator.values.problem import Problem, Severity, SourceLocation
from configurator.values.text import LANGUAGES
from configurator.wording import say, say_problem, texts
from tests.factories.catalog import (
    make_catalog,
    make_matrix,
    make_offering,
    make_price,
    make_tax_rate,
    make_text,
    until,
)

DAY = date(2026, 11, 22)
CONTEXT = PricingContext(DAY, 12)


def configure(**quantities):
    lines = tuple(ConfigurationLine(code.replace("_", "-"), count) for code, count in quantities.items())
    return Configuration(lines, "optimal")


def check_one(context=CONTEXT, configuration=None, **catalog):
    made = make_catalog(**{"offerings": ["A-1"], **catalog})
    return check_pricing(made, configuration or configure(A_1=1), context)


def test_finds_nothing_in_what_can_be_priced():
    assert check_one() == ()


@pytest.mark.parametrize("months", [0, -12, 2, 11, 13, 120])
def test_rejects_a_term_that_the_catalog_does_not_offer(months):
    (problem,) = check_one(PricingContext(DAY, months))
    assert (problem.code, problem.field) == ("pricing_term_unknown", "term_months")
    assert problem.params == {"months": months, "offered": ("1", "12", "24", "36")}


IMPOSSIBLE = [
    "-0.01",
    "-5",
    "100.000001",
    "101",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e1000000",
    "0.0000001",
]
POSSIBLE = ["0", "-0", "0.000001", "5", "1E+1", "33.333333", "100"]


@pytest.mark.parametrize("percent", IMPOSSIBLE)
def test_rejects_discounts_that_are_no_percentage(percent):
    quote = check_one(PricingContext(DAY, 12, Decimal(percent)))
    line = check_one(PricingContext(DAY, 12, Decimal(0), {"A-1": Decimal(percent)}))
    assert [each.code for each in (*quote, *line)] == ["pricing_discount_out_of_range"] * 2
    assert [each.field for each in (*quote, *line)] == ["discount_percent", "line_discounts.A-1"]
    assert all(len(each.params["percent"]) <= 40 for each in (*quote, *line))


@pytest.mark.parametrize("percent", POSSIBLE)
def test_accepts_percentages_from_nothing_to_everything(percent):
    context = PricingContext(DAY, 12, Decimal(percent), {"A-1": Decimal(percent)})
    assert check_one(context) == ()
    assert price(make_catalog(offerings=["A-1"]), configure(A_1=1), context).totals.monthly.minor >= 0


def test_warns_of_a_discount_on_pass_through_and_prices_without_it():
    catalog = make_catalog(offerings=[make_offering("A-1", pass_through=True)])
    context = PricingContext(DAY, 12, Decimal(0), {"A-1": Decimal(5)})
    (problem,) = check_pricing(catalog, configure(A_1=1), context)
    assert (problem.code, problem.severity) == ("pricing_discount_pass_through", Severity.WARNING)
    assert (problem.field, problem.params) == ("line_discounts.A-1", {"offering": "A-1"})
    assert price(catalog, configure(A_1=1), context).totals.monthly.minor == 10000


def test_says_nothing_of_a_zero_discount_on_pass_through_nor_of_the_quotes():
    offering = make_offering("A-1", pass_through=True)
    assert check_one(PricingContext(DAY, 12, Decimal(5), {"A-1": Decimal(0)}), offerings=[offering]) == ()


def test_warns_of_a_discount_on_what_is_not_taken():
    (problem,) = check_one(PricingContext(DAY, 12, Decimal(0), {"B-1": Decimal(5)}))
    assert (problem.code, problem.severity) == ("pricing_discount_unused", Severity.WARNING)
    assert (problem.field, problem.params) == ("line_discounts.B-1", {"offering": "B-1"})


def test_names_the_line_of_an_unknown_offering():
    (problem,) = check_one(configuration=configure(A_1=1, X_9=1))
    assert (problem.code, problem.field) == ("pricing_offering_unknown", "lines.2")
    assert problem.params["offering"] == "X-9"


def test_rejects_negative_quantities():
    (problem,) = check_one(configuration=configure(A_1=-1))
    assert (problem.code, problem.field) == ("pricing_quantity_negative", "lines.1")


def test_names_the_offering_and_the_day_of_a_missing_price():
    expired = make_price("A-1", valid=until(date(2026, 11, 21)))
    (problem,) = check_one(prices=[expired])
    assert (problem.code, problem.location) == (
        "pricing_price_missing",
        SourceLocation("offerings/demo.yaml", 1, 1),
    )
    assert problem.params == {"offering": "A-1", "day": "2026-11-22"}


def test_needs_no_price_for_what_is_not_taken():
    assert check_one(prices=[], configuration=configure(A_1=0)) == ()


def test_rejects_two_prices_of_one_kind_at_the_same_time():
    prices = [make_price("A-1", line=2), make_price("A-1", line=3), make_price("A-1", line=4)]
    (problem,) = check_one(prices=prices)
    assert (problem.code, problem.location.line, problem.field) == ("pricing_price_ambiguous", 4, "A-1")


def test_accepts_prices_of_different_kind_or_period():
    prices = [make_price("A-1"), make_price("A-1", period="year"), make_price("A-1", charge="one_time")]
    assert check_one(prices=prices) == ()


def test_rejects_a_quantity_below_the_first_tier():
    component = make_price("A-1", model="volume", tiers={10: "1"}, line=4)
    (problem,) = check_one(prices=[component], configuration=configure(A_1=9))
    assert (problem.code, problem.location.line, problem.field) == ("pricing_tier_missing", 4, "A-1")
    assert check_one(prices=[component], configuration=configure(A_1=10)) == ()


def test_what_is_not_taken_need_not_reach_a_tier_nor_fit_a_row():
    """Of nothing at least two would be charged, and no tier and no row is for two."""
    tiered = make_price("A-1", model="volume", tiers={10: "1"}, least_quantity=2)
    assert check_one(prices=[tiered], configuration=configure(A_1=0)) == ()
    matrix = make_matrix("lines", ["quantity"], {("5..",): "5"})
    catalog = make_catalog(
        offerings=["A-1"],
        prices=[make_price("A-1", model="matrix", matrix="lines", least_quantity=2)],
        matrices={"lines": matrix},
    )
    assert check_pricing(catalog, configure(A_1=0), CONTEXT) == ()
    assert [problem.code for problem in check_pricing(catalog, configure(A_1=1), CONTEXT)] == ["pricing_matrix_missing"]


def test_rejects_what_no_row_of_a_matrix_fits():
    matrix = make_matrix("lines", ["quantity", "grade"], {("1..9", "gold"): "5", ("10..", "*"): "4"})
    catalog = make_catalog(
        offerings=["A-1"], prices=[make_price("A-1", model="matrix", matrix="lines")], matrices={"lines": matrix}
    )
    plain = PricingContext(DAY, 12)
    (problem,) = check_pricing(catalog, configure(A_1=9), plain)
    assert (problem.code, problem.field, problem.location.file) == (
        "pricing_matrix_missing",
        "A-1",
        "price_matrices/lines.csv",
    )
    assert problem.params == {"offering": "A-1", "quantity": 9, "matrix": "lines"}
    assert check_pricing(catalog, configure(A_1=10), plain) == ()
    assert check_pricing(catalog, configure(A_1=9), replace(plain, inputs={"grade": "gold"})) == ()


def test_rejects_a_later_quantity_that_no_row_fits_once():
    matrix = make_matrix("lines", ["quantity"], {("1..9",): "5"})
    catalog = make_catalog(
        offerings=["A-1"], prices=[make_price("A-1", model="matrix", matrix="lines")], matrices={"lines": matrix}
    )
    ramps = {"A-1": (RampStep(7, 10), RampStep(13, 0), RampStep(19, 10))}
    (problem,) = check_pricing(catalog, configure(A_1=9), PricingContext(DAY, 24, ramps=ramps))
    assert (problem.code, problem.params["quantity"]) == ("pricing_matrix_missing", 10)


def test_least_quantity_and_allowance_count_for_the_tier():
    raised = make_price("A-1", model="volume", tiers={10: "1"}, least_quantity=10)
    assert check_one(prices=[raised], configuration=configure(A_1=1)) == ()
    allowed = make_price("A-1", charge="usage", model="volume", tiers={10: "1"}, included=5)
    assert check_one(prices=[allowed], configuration=configure(A_1=5)) == ()
    (problem,) = check_one(prices=[allowed], configuration=configure(A_1=14))
    assert problem.code == "pricing_tier_missing"
    assert check_one(prices=[allowed], configuration=configure(A_1=15)) == ()


def test_names_each_tax_category_without_a_rate_once():
    offerings = [make_offering(code, tax="G13") for code in ("A-1", "B-1")]
    rates = [make_tax_rate("G13", "0.13", until(date(2026, 11, 21)))]
    (problem,) = check_one(offerings=offerings, tax_rates=rates, configuration=configure(A_1=1, B_1=1))
    assert (problem.code, problem.field) == ("pricing_tax_rate_missing", "A-1")
    assert problem.location == SourceLocation("offerings/demo.yaml", 1, 1)
    assert problem.params == {"category": "G13", "offering": "A-1", "day": "2026-11-22"}


def check_abroad(*taken, regime="uk", rates=()):
    """Everything is GB20 in Britain."""
    regimes = {
        "cn": TaxRegime("cn", make_text("cn"), is_home=True),
        "uk": TaxRegime("uk", make_text("uk"), category="GB20", location=SourceLocation("regimes.yaml", 4, 1)),
    }
    catalog = make_catalog(
        offerings=["A-1", "B-1", "C-1"],
        prices=[make_price(code) for code in ("A-1", "B-1", "C-1")],
        tax_regimes=regimes,
        tax_rates=[make_tax_rate("V6", "0.06"), *rates],
    )
    lines = tuple(ConfigurationLine(code, count) for code, count in taken)
    found = check_pricing(catalog, Configuration(lines, "optimal"), PricingContext(DAY, 12, tax_regime=regime))
    return [problem for problem in found if problem.field == "tax_regime"]


def test_a_rate_abroad_that_is_missing_is_told_once_with_what_needs_it():
    assert check_abroad(("C-1", 1), ("B-1", 2), ("A-1", 0), ("X-1", 1)) == [
        Problem(
            "pricing_tax_rate_missing",
            location=SourceLocation("regimes.yaml", 4, 1),
            field="tax_regime",
            params={"category": "GB20", "offering": "B-1", "day": "2026-11-22"},
        )
    ]
    rate = replace(make_tax_rate("GB20", "0.2"), regime="uk")
    assert check_abroad(("B-1", 2), rates=[rate]) == []


def test_a_regime_that_is_unknown_is_told_with_those_that_are_known():
    (problem,) = check_abroad(("A-1", 1), regime="mars")
    assert problem == Problem(
        "pricing_regime_unknown", field="tax_regime", params={"regime": "mars", "known": ("cn", "uk")}
    )


def test_an_exchange_that_is_refused_is_said_cut_short():
    exchange = ExchangeRate("X" * 99, Decimal("0." + "1" * 99), DAY)
    (problem,) = check_one(replace(CONTEXT, exchange=exchange), prices=[make_price("A-1")])
    assert problem.params == {"currency": "X" * 10, "rate": "0." + "1" * 38}


def test_a_lines_attributes_count_for_the_row_of_a_matrix():
    matrix = make_matrix("lines", ["grade"], {("gold",): "5"})
    catalog = make_catalog(
        offerings=["A-1"], prices=[make_price("A-1", model="matrix", matrix="lines")], matrices={"lines": matrix}
    )
    for grade, codes in (("gold", []), ("lead", ["pricing_matrix_missing"])):
        lines = (ConfigurationLine("A-1", 1, attributes={"grade": grade}),)
        found = check_pricing(catalog, Configuration(lines, "optimal"), PricingContext(DAY, 12))
        assert [problem.code for problem in found] == codes


def test_the_refusal_carries_all_findings():
    context = PricingContext(DAY, 5, Decimal(-1))
    catalog = make_catalog(offerings=["A-1"], prices=[])
    with pytest.raises(PricingRefused) as refusal:
        price(catalog, configure(A_1=1), context)
    codes = [each.code for each in refusal.value.problems]
    assert codes == ["pricing_term_unknown", "pricing_discount_out_of_range", "pricing_price_missing"]
    assert refusal.value.params["count"] == 3


WARNED_AFTERWARDS = ("pricing_target_held", "pricing_amount_held")
"""What only the price itself can tell: see test_holding."""


def collect_all_problems():
    below = make_price("D-1", model="volume", tiers={10: "1"})
    catalog = make_catalog(
        offerings=[
            "A-1",
            make_offering("B-1", tax="NONE"),
            make_offering("C-1", pass_through=True),
            "D-1",
            "E-1",
            "F-1",
        ],
        prices=[
            *(make_price(code) for code in ("B-1", "C-1", "E-1", "E-1")),
            below,
            make_price("F-1", model="matrix", matrix="lines"),
        ],
        matrices={"lines": make_matrix("lines", ["quantity"], {("2..",): "5"})},
    )
    exchange = ExchangeRate("JPY", Decimal("NaN"), DAY)
    discounts = {"C-1": Decimal(5), "Z-1": Decimal(5)}
    context = PricingContext(DAY, 5, Decimal(-1), discounts, tax_regime="mars", exchange=exchange)
    configuration = configure(A_1=1, B_1=1, C_1=1, D_1=1, E_1=1, F_1=1, X_1=-1)
    return check_pricing(catalog, configuration, context)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said_with_its_remedy(language):
    problems = collect_all_problems()
    known = {key for key in texts(language, "problems") if key.startswith("pricing_")}
    said = {problem.code for problem in problems} | {"pricing_refused", "pricing_capitals_refused", *WARNED_AFTERWARDS}
    assert known == said | {f"{code}.hint" for code in said}
    for problem in problems:
        assert all(part and "{" not in part for part in say_problem(language, problem))
    refused = PricingRefused(problems)
    assert str(len(problems)) in say(language, f"problems.{refused.code}", **refused.params)


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("1E+2000", "1E+2000"),
        ("2E+20", "2E+20"),
        ("2E+19", "20000000000000000000"),
        ("-2.50", "-2.5"),
        ("0.00000000000000000005", "5E-20"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("1." + "0" * 18 + "1" * 40, "1." + "0" * 18 + "1" * 20),
    ],
)
def test_an_impossible_discount_is_said_in_plain_digits_while_they_are_few(percent, said):
    (problem,) = check_one(PricingContext(DAY, 12, Decimal(percent)))
    assert problem.params == {"percent": said}


@pytest.mark.parametrize(
    ("currency", "rate", "refused"),
    [
        ("USD", "0.00000001", False),
        ("USD", "0.000000001", True),
        ("USD", "0.123456789", True),
        ("USD", "999999999.99999999", False),
        ("USD", "1e8", False),
        ("USD", "1e9", True),
        ("USD", "0", True),
        ("USD", "-1", True),
        ("USD", "NaN", True),
        ("USD", "Infinity", True),
        ("CNY", "1", True),
        ("XXX", "1", True),
    ],
)
def test_an_exchange_leads_to_another_currency_at_a_rate_above_zero_of_eight_decimals(currency, rate, refused):
    exchange = ExchangeRate(currency, Decimal(rate), DAY)
    found = check_one(replace(CONTEXT, exchange=exchange), prices=[make_price("A-1")])
    said = Problem(
        "pricing_exchange_refused",
        location=exchange.location,
        field="exchange",
        params={"currency": currency, "rate": str(Decimal(rate))},
    )
    assert found == ((said,) if refused else ())
