"""Company size by the official methods, at every threshold.

The thresholds here were written down from the published tables a second time; they are not read from the product's
files. Money is in units of 10,000 yuan (finance: 100 million), each row large, medium, small.
"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from configurator.catalog.reading import read_catalog
from configurator.customers.size import (
    SizeFigures,
    UnknownFinanceClass,
    classify_size,
    finance_classes,
)
from tests.factories.catalog_files import tiny_files

SIZES = ("micro", "small", "medium", "large")
PLENTY = 10**9
WAN = 10_000
YI = 100_000_000

METHOD = {
    "A": {"revenue": (20_000, 500, 50)},
    "C": {"staff": (1_000, 300, 20), "revenue": (40_000, 2_000, 300)},
    "E": {"revenue": (80_000, 6_000, 300), "assets": (80_000, 5_000, 300)},
    "F51": {"staff": (200, 20, 5), "revenue": (40_000, 5_000, 1_000)},
    "F52": {"staff": (300, 50, 10), "revenue": (20_000, 500, 100)},
    "G54": {"staff": (1_000, 300, 20), "revenue": (30_000, 3_000, 200)},
    "G593": {"staff": (200, 100, 20), "revenue": (30_000, 1_000, 100)},
    "G60": {"staff": (1_000, 300, 20), "revenue": (30_000, 2_000, 100)},
    "H61": {"staff": (300, 100, 10), "revenue": (10_000, 2_000, 100)},
    "H62": {"staff": (300, 100, 10), "revenue": (10_000, 2_000, 100)},
    "I63": {"staff": (2_000, 100, 10), "revenue": (100_000, 1_000, 100)},
    "I65": {"staff": (300, 100, 10), "revenue": (10_000, 1_000, 50)},
    "K7010": {"revenue": (200_000, 1_000, 100), "assets": (10_000, 5_000, 2_000)},
    "K702": {"staff": (1_000, 300, 100), "revenue": (5_000, 1_000, 500)},
    "L": {"staff": (300, 100, 10), "assets": (120_000, 8_000, 100)},
    "M": {"staff": (300, 100, 10)},
}
FINANCE = {
    "bank_deposit": (40_000, 5_000, 50),
    "bank_nondeposit": (1_000, 200, 50),
    "loan_pawn": (1_000, 200, 50),
    "securities": (1_000, 100, 10),
    "insurance": (5_000, 400, 20),
    "trust": (1_000, 400, 20),
    "fin_holding": (40_000, 5_000, 50),
    "other_fin": (1_000, 200, 50),
}


@pytest.fixture(scope="module")
def catalog():
    """The telecom catalog's size files in the tiny catalog."""
    folder = Path(__file__).parents[3] / "catalog_data" / "telecom"
    others = {path: content for path, content in tiny_files().items() if not path.startswith("sizes/")}
    sizes = {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "sizes").iterdir()}
    return read_catalog(others | sizes).catalog


def thresholds():
    for code, indicators in METHOD.items():
        for indicator, bounds in indicators.items():
            for position, bound in enumerate(bounds):
                for step in (-1, 0, 1):
                    reached = 3 - position if step >= 0 else 2 - position
                    yield pytest.param(
                        code, indicator, bound, step, SIZES[reached], id=f"{code}-{indicator}-{bound}{step:+}"
                    )


@pytest.mark.parametrize(("code", "indicator", "bound", "step", "size"), list(thresholds()))
def test_a_lower_bound_is_inclusive_and_the_other_indicators_do_not_lift(catalog, code, indicator, bound, step, size):
    figures = dict.fromkeys(METHOD[code], PLENTY * WAN)
    figures[indicator] = bound + step if indicator == "staff" else bound * WAN + step
    result = classify_size(catalog, code, SizeFigures(**figures))
    assert (result.size, result.provisional, result.missing) == (size, False, ())


@pytest.mark.parametrize("code", sorted(METHOD))
def test_one_low_indicator_makes_a_micro_enterprise(catalog, code):
    for indicator in METHOD[code]:
        figures = dict.fromkeys(METHOD[code], PLENTY * WAN) | {indicator: 0}
        assert classify_size(catalog, code, SizeFigures(**figures)).size == "micro"


def test_there_are_sixteen_industries(catalog):
    method = next(standard for standard in catalog.size_standards if standard.key == "cn_2017")
    assert len(method.tables) == len(METHOD) == 16


def test_the_published_example_is_medium(catalog):
    result = classify_size(catalog, "I65", SizeFigures(103, 157_352_800))
    assert result.size == "medium"
    assert {row.indicator: row.size for row in result.indicators} == {"staff": "medium", "revenue": "large"}
    assert (result.standard, result.table, result.is_fallback) == ("cn_2017", "software_it", False)


def test_fractions_of_a_yuan_count(catalog):
    assert classify_size(catalog, "A", SizeFigures(revenue=Decimal("499999.99"))).size == "micro"
    assert classify_size(catalog, "A", SizeFigures(revenue=Decimal("500000.00"))).size == "small"


def test_the_rule_is_shown_with_its_thresholds(catalog):
    rule = classify_size(catalog, "I65", SizeFigures(103, 157_352_800)).rule
    assert "软件和信息技术服务业" in rule.zh
    assert "大型 ≥ 300，中型 ≥ 100，小型 ≥ 10" in rule.zh
    assert "Large from 10,000, Medium from 1,000, Small from 50" in rule.en


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("B06", "industry"),
        ("C3911", "industry"),
        ("D44", "industry"),
        ("F5111", "wholesale"),
        ("G591", "transport"),
        ("G5910", "transport"),
        ("G592", "warehousing"),
        ("G599", "warehousing"),
        ("G58", "transport"),
        ("I64", "info_transmission"),
        ("K701", "real_estate_dev"),
        ("K703", "other"),
        ("K709", "other"),
        ("N78", "other"),
        ("O80", "other"),
        ("Q85", "other"),
        ("R90", "other"),
    ],
)
def test_the_longest_prefix_finds_the_table(catalog, code, table):
    result = classify_size(catalog, code, SizeFigures(50, 50 * WAN, 50 * WAN))
    assert (result.table, result.is_fallback, "industry_class" in result.missing) == (table, False, False)


@pytest.mark.parametrize("code", ["P", "P83", "Q84", "Q8411", "S", "S91", "G53", "K704", "T", "Q"])
def test_classes_outside_the_method_fall_back_on_staff(catalog, code):
    result = classify_size(catalog, code, SizeFigures(860))
    assert (result.size, result.table, result.is_fallback) == ("large", "other", True)
    assert not result.provisional


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("F", "retail"),
        ("G", "transport"),
        ("G59", "warehousing"),
        ("I", "software_it"),
        ("K", "property_mgmt"),
        ("J", "other_fin"),
    ],
)
def test_a_split_section_stands_in_provisionally_and_asks_for_the_class(catalog, code, table):
    result = classify_size(catalog, code, SizeFigures(PLENTY, PLENTY * WAN, PLENTY * YI))
    assert (result.table, result.provisional, result.missing) == (table, True, ("industry_class",))


def test_a_section_whose_divisions_agree_is_not_provisional(catalog):
    result = classify_size(catalog, "H", SizeFigures(100, 2_000 * WAN))
    assert (result.size, result.provisional) == ("medium", False)


def test_a_missing_figure_makes_the_class_provisional_and_is_named(catalog):
    result = classify_size(catalog, "I65", SizeFigures(staff=103))
    assert (result.size, result.provisional, result.missing) == ("medium", True, ("revenue",))
    result = classify_size(catalog, "I65", SizeFigures(revenue=157_352_800))
    assert (result.size, result.provisional, result.missing) == ("large", True, ("staff",))


def test_a_micro_enterprise_stays_one_whatever_is_missing(catalog):
    result = classify_size(catalog, "I65", SizeFigures(staff=9))
    assert (result.size, result.provisional, result.missing) == ("micro", False, ())


@pytest.mark.parametrize(
    ("staff", "size"),
    [(10, "micro"), (11, "small"), (100, "small"), (101, "medium"), (1000, "medium"), (1001, "large")],
)
def test_without_any_figure_of_the_method_the_product_bands_count(catalog, staff, size):
    result = classify_size(catalog, "J66", SizeFigures(staff=staff))
    assert (result.size, result.provisional, result.missing, result.standard) == (
        size,
        True,
        ("assets",),
        "product_bands",
    )


def test_without_any_figure_at_all_the_class_is_small_and_provisional(catalog):
    result = classify_size(catalog, "I65", SizeFigures())
    assert (result.size, result.provisional) == ("small", True)
    assert set(result.missing) == {"staff", "revenue"}


def test_an_unknown_class_code_uses_the_bands_and_asks_for_the_class(catalog):
    result = classify_size(catalog, "Z99", SizeFigures(50))
    assert (result.size, result.provisional, result.missing) == ("small", True, ("industry_class",))


def test_a_catalog_without_size_files_says_small_provisionally(catalog):
    result = classify_size(replace(catalog, size_standards=()), "I65", SizeFigures(500))
    assert (result.size, result.provisional, result.table) == ("small", True, "")


@pytest.mark.parametrize(
    ("name", "position", "step"),
    [(name, position, step) for name in FINANCE for position in range(3) for step in (-1, 0, 1)],
)
def test_finance_follows_its_assets_at_every_threshold(catalog, name, position, step):
    assets = FINANCE[name][position] * YI + step
    result = classify_size(catalog, "J69", SizeFigures(5, None, assets), name)
    assert result.size == SIZES[3 - position if step >= 0 else 2 - position]
    assert (result.standard, result.table, result.provisional) == ("cn_finance_2015", name, False)


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("J66", "bank_deposit"),
        ("J67", "securities"),
        ("J68", "insurance"),
        ("J69", "other_fin"),
        ("J6620", "bank_deposit"),
    ],
)
def test_finance_divisions_have_their_own_tables(catalog, code, table):
    assert classify_size(catalog, code, SizeFigures(assets=YI)).table == table


def test_a_stated_class_of_institution_settles_the_section(catalog):
    result = classify_size(catalog, "J", SizeFigures(assets=500 * YI), "trust")
    assert (result.table, result.size, result.provisional) == ("trust", "medium", False)


def test_an_unknown_class_of_institution_is_refused_with_the_known_ones(catalog):
    with pytest.raises(UnknownFinanceClass) as refusal:
        classify_size(catalog, "J66", SizeFigures(assets=YI), "bank")
    assert set(refusal.value.params["choices"]) == set(FINANCE)


def test_the_class_of_institution_counts_in_finance_only(catalog):
    assert classify_size(catalog, "I65", SizeFigures(103, 157_352_800), "trust").table == "software_it"
    assert finance_classes(catalog, "I65") == ()
    assert set(finance_classes(catalog, "J")) == set(FINANCE)
    assert set(finance_classes(catalog, "finance")) == set(FINANCE)


def test_an_industry_key_stands_for_its_first_class(catalog):
    assert classify_size(catalog, "healthcare", SizeFigures(860)).table == "other"


def test_an_industry_key_whose_classes_differ_is_provisional(catalog):
    result = classify_size(catalog, "software", SizeFigures(103, 157_352_800))
    assert (result.table, result.missing) == ("software_it", ("industry_class",))
