"""Tax regimes, exchange rates and price bundles as files say them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.commercial import PLAIN_POLICY
from configurator.catalog.reading import load_catalog, read_catalog
from configurator.catalog.taxation import Rounding, TaxOn, Treatment
from configurator.releasing.comparing import compare_catalogs
from configurator.resources import catalog_dir
from configurator.values.text import Text
from tests.factories.catalog_files import FILES, tiny_files

CATEGORIES = """\
categories:
  B9: {zh: 基础电信, en: Basic telecom}
  G13: {zh: 货物, en: Goods}
  GB20: {zh: 英国, en: United Kingdom}
  RC: {zh: 反向征收, en: Reverse charge}
"""
BUNDLES = """\
bundles:
  trunk_with_sbc:
    {name: {zh: 中继含设备, en: Trunk with border controller}, offerings: [SIP-30, "#border"], evidence: A}
"""
RATES = """\
category,rate,regime,valid_from,valid_to,evidence,source
GB20,0.175,uk,,2011-01-03,R,
GB20,0.2,uk,2011-01-04,,R,
B9,0.06,,,2025-12-31,S,S:VAT
B9,0.09,cn,2026-01-01,,S,S:VAT
G13,0.13,,,,S,S:VAT
"""
REGIMES = """\
home: cn
regimes:
  cn: {name: {zh: 中国, en: China}, rounding: half_even, tax_on: total, evidence: R}
  uk: {name: {zh: 英国, en: United Kingdom}, category: GB20, evidence: R}
  eu:
    name: {zh: 欧盟, en: European Union}
    treatment: reverse_charge
    categories: {B9: RC, G13: RC}
    statement: {zh: 反向征收, en: Reverse charge}
    regulation: {zh: 指令, en: Directive}
    evidence: R
    source: an article
currencies:
  JPY: {rounding: half_up}
"""
STATEMENT = "    statement: {zh: 反向征收, en: Reverse charge}\n"
EXCHANGE = """\
from,to,rate,date,evidence,source,note
CNY,EUR,0.13,2026-02-01,A,a bank,
CNY,EUR,0.12285,2026-01-01,S,S:ECB,
CNY,JPY,21.74,2026-02-01,A,,
"""


def load(**files: str):
    given = {
        "tax__yaml": CATEGORIES + BUNDLES,
        "tax__csv": RATES,
        "tax_regimes__yaml": REGIMES,
        "exchange_rates__csv": EXCHANGE,
        **files,
    }
    return read_catalog({**tiny_files(), **{name.replace("__", "."): text.encode() for name, text in given.items()}})


def find(**files: str) -> list[tuple[str, str, int, int]]:
    problems = load(**files).problems
    return [(one.code, one.location.file, one.location.line, one.location.column) for one in problems if one.location]


@pytest.fixture(scope="module")
def catalog():
    loaded = load()
    assert loaded.problems == ()
    return loaded.catalog


def test_a_regime_says_how_it_taxes_and_what_it_prints(catalog) -> None:
    eu = catalog.tax_regimes["eu"]
    assert (eu.treatment, eu.rounding, eu.tax_on) == (Treatment.REVERSE_CHARGE, Rounding.HALF_UP, TaxOn.LINE)
    assert (eu.statement, eu.regulation) == (Text("反向征收", "Reverse charge"), Text("指令", "Directive"))
    assert (eu.evidence, eu.source, eu.location.line) == ("R", "an article", 5)
    assert [eu.find_category(own) for own in ("B9", "G13", "V6")] == ["RC", "RC", "V6"]


def test_one_category_of_a_regime_stands_for_all(catalog) -> None:
    assert [catalog.tax_regimes["uk"].find_category(own) for own in ("B9", "G13")] == ["GB20", "GB20"]


def test_the_home_regime_rounds_as_the_policy_does(catalog) -> None:
    assert [each.key for each in catalog.tax_regimes.values() if each.is_home] == ["cn"]
    assert (catalog.policy.rounding, catalog.policy.tax_on) == ("half_even", "total")
    assert catalog.policy.stages == PLAIN_POLICY.stages


def test_a_home_regime_that_says_nothing_of_rounding_takes_the_policys() -> None:
    text = REGIMES.replace("rounding: half_even, tax_on: total, ", "")
    catalog = load(tax_regimes__yaml=text).catalog
    assert catalog and catalog.policy == PLAIN_POLICY
    assert (catalog.tax_regimes["cn"].rounding, catalog.tax_regimes["cn"].tax_on) == ("half_up", "line")


def test_rates_of_the_home_regime_come_first_and_name_none(catalog) -> None:
    assert [(rate.category, rate.regime, str(rate.rate)) for rate in catalog.tax_rates] == [
        ("B9", "", "0.06"),
        ("B9", "", "0.09"),
        ("G13", "", "0.13"),
        ("GB20", "uk", "0.175"),
        ("GB20", "uk", "0.2"),
    ]


def test_exchange_rates_stand_in_the_order_of_their_days(catalog) -> None:
    found = [(each.currency, str(each.rate), each.day, each.evidence, each.source) for each in catalog.exchange_rates]
    assert found == [
        ("EUR", "0.12285", date(2026, 1, 1), "S", "S:ECB"),
        ("EUR", "0.13", date(2026, 2, 1), "A", "a bank"),
        ("JPY", "21.74", date(2026, 2, 1), "A", ""),
    ]


def test_a_currency_may_be_rounded_in_a_way_of_its_own(catalog) -> None:
    assert catalog.currency_rounding == {"JPY": Rounding.HALF_UP}


def test_a_bundle_names_what_is_sold_at_one_price(catalog) -> None:
    (bundle,) = catalog.tax_bundles
    assert (bundle.key, bundle.offerings, bundle.evidence) == ("trunk_with_sbc", ("SIP-30", "#border"), "A")
    assert str(bundle.location) == "tax.yaml:7:3"


def test_a_catalog_without_regimes_has_none() -> None:
    catalog = read_catalog(tiny_files()).catalog
    assert catalog and (catalog.tax_regimes, catalog.tax_bundles, catalog.exchange_rates) == ({}, (), ())
    assert catalog.policy == PLAIN_POLICY


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("home: cn", "home: de", ("unknown_regime", "tax_regimes.yaml", 1, 7)),
        ("home: cn", "home: uk", ("regime_home_special", "tax_regimes.yaml", 1, 7)),
        ("home: cn", "home: eu", ("regime_home_special", "tax_regimes.yaml", 1, 7)),
        ("category: GB20", "category: GB19", ("unknown_tax", "tax_regimes.yaml", 4, 54)),
        ("category: GB20", "category: RC", ("regime_rate_missing", "tax_regimes.yaml", 4, 54)),
        (", category: GB20", "", ("regime_rate_missing", "tax_regimes.yaml", 4, 3)),
        ("half_even", "half_odd", ("not_one_of", "tax_regimes.yaml", 3, 45)),
        ("tax_on: total", "tax_on: invoice", ("not_one_of", "tax_regimes.yaml", 3, 64)),
        (STATEMENT, "", ("regime_statement_missing", "tax_regimes.yaml", 7, 16)),
        ("JPY:", "JPX:", ("currency_unknown", "tax_regimes.yaml", 14, 3)),
    ],
)  # fmt: skip
def test_a_wrong_regime_is_told_at_its_place(old: str, new: str, problem: tuple[str, str, int, int]) -> None:
    assert old in REGIMES
    assert problem in find(tax_regimes__yaml=REGIMES.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("CNY,JPY", "USD,JPY", ("exchange_from", "exchange_rates.csv", 4, 1)),
        ("CNY,JPY", "CNY,CNY", ("exchange_same", "exchange_rates.csv", 4, 5)),
        ("CNY,JPY", "CNY,JPX", ("currency_unknown", "exchange_rates.csv", 4, 5)),
        ("CNY,JPY", "CNY,EUR", ("exchange_twice", "exchange_rates.csv", 4, 5)),
        ("21.74", "0", ("figure_out_of_bounds", "exchange_rates.csv", 4, 9)),
        ("21.74", "1e3", ("figure_not_plain", "exchange_rates.csv", 4, 9)),
        ("21.74", "NaN", ("figure_not_plain", "exchange_rates.csv", 4, 9)),
        ("21.74", "２１", ("figure_full_width", "exchange_rates.csv", 4, 9)),
        ("21.74", "0.123456789", ("figure_decimals", "exchange_rates.csv", 4, 9)),
        ("21.74,2026-02-01", "21.74,", ("value_missing", "exchange_rates.csv", 4, 15)),
    ],
)
def test_a_wrong_exchange_rate_is_told_at_its_place(old: str, new: str, problem: tuple[str, str, int, int]) -> None:
    assert problem in find(exchange_rates__csv=EXCHANGE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("bundles", "problem"),
    [
        (BUNDLES.replace("SIP-30", "SAP-30"), ("bundle_empty", "tax.yaml", 8, 74)),
        (BUNDLES.replace('SIP-30, "#border"', "SIP-30"), ("list_too_short", "tax.yaml", 8, 74)),
        (
            BUNDLES + "  again: {name: {zh: 又, en: Again}, offerings: [SBC-*, MIN-OUT], evidence: A}\n",
            ("bundle_overlap", "tax.yaml", 9, 49),
        ),
    ],
)
def test_a_wrong_bundle_is_told_at_its_place(bundles: str, problem: tuple[str, str, int, int]) -> None:
    found = find(tax__yaml=CATEGORIES + bundles)
    assert problem[:3] in {each[:3] for each in found}


POLICY = """\
stages:
  - {key: term, kind: term, name: {zh: 期限, en: Term}}
  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}
"""


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ("rounding: half_even\ntax_on: total\n", []),
        ("rounding: half_up\n", [("regime_rounding_differs", "tax_regimes.yaml", 3, 45)]),
        ("tax_on: line\n", [("regime_rounding_differs", "tax_regimes.yaml", 3, 64)]),
        ("", []),
    ],
)
def test_the_policy_and_the_home_regime_do_not_contradict_each_other(said: str, problems: list[object]) -> None:
    assert find(pricing__yaml=POLICY + said) == problems


def test_a_rate_of_an_unknown_regime_is_told() -> None:
    assert ("unknown_regime", "tax.csv", 2, 12) in find(tax__csv=RATES.replace("0.175,uk", "0.175,gb"))


def test_rates_of_two_regimes_do_not_overlap() -> None:
    assert find(tax__csv=RATES + "B9,0.2,uk,,,R,\n") == []
    assert ("tax_overlap", "tax.csv", 7, 1) in find(tax__csv=RATES + "B9,0.2,cn,2026-01-01,,R,\n")


@pytest.mark.parametrize(("currency", "exponent"), [("CNY", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_a_currency_has_the_decimals_of_the_standard_where_the_catalog_says_nothing(currency, exponent) -> None:
    head = FILES["catalog.yaml"].replace("CNY", currency)
    prices = FILES["prices/voice.csv"].replace("1.10", "1").replace("0.90", "1")
    catalog = read_catalog(tiny_files() | {"catalog.yaml": head.encode(), "prices/voice.csv": prices.encode()}).catalog
    assert catalog and catalog.currency.exponent == exponent


def test_the_telecom_catalog_has_the_regimes_that_its_sellers_meet() -> None:
    catalog = load_catalog(catalog_dir()).catalog
    assert catalog
    percents = {
        key: sorted({rate.rate * 100 for rate in catalog.tax_rates if rate.regime == key and not rate.valid.last})
        for key, regime in catalog.tax_regimes.items()
        if regime.treatment is Treatment.TAXED and not regime.is_home
    }
    assert percents == {"uk": [20], "sg": [9], "jp": [10], "kr": [10], "au": [10]}
    assert catalog.tax_regimes["eu_reverse"].treatment is Treatment.REVERSE_CHARGE
    assert catalog.tax_regimes["export"].treatment is Treatment.ZERO_RATED
    assert catalog.policy.rounding == "half_up" and Decimal("0.09") in {rate.rate for rate in catalog.tax_rates}


def test_changes_of_taxes_and_rates_are_told_by_name() -> None:
    before = load().catalog
    after = load(
        exchange_rates__csv=EXCHANGE.replace("0.13,2026-02-01", "0.14,2026-02-01"),
        tax_regimes__yaml=REGIMES.replace("category: GB20", "rounding: half_even, category: GB20"),
        tax__csv=RATES.replace("GB20,0.2,uk", "GB20,0.21,uk"),
    ).catalog
    assert before and after
    found = [
        (change.section, change.name, field.path, field.before, field.after)
        for change in compare_catalogs(before, after)
        for field in change.fields
    ]
    assert found == [
        ("tax_rates", "GB20 uk 2011-01-04…", "rate", "0.2", "0.21"),
        ("tax_regimes", "uk", "rounding", "half_up", "half_even"),
        ("exchange_rates", "EUR 2026-02-01", "rate", "0.13", "0.14"),
    ]
