"""What the tiny catalog's files say arrives in the model."""

from decimal import Decimal

import pytest

from configurator.catalog.model import InputKind, PriceModel
from configurator.catalog.sources import Evidence
from configurator.values.dates import ALWAYS
from configurator.values.money import Currency
from configurator.values.periods import ChargeKind, Period
from configurator.values.text import Text
from tests.factories.catalog_files import changed, load_changed, load_tiny, read_catalog


@pytest.fixture(scope="module")
def catalog():
    return load_tiny().catalog


def test_head_has_its_values_and_defaults(catalog):
    assert (catalog.key, catalog.release, catalog.currency) == ("tiny", "2026.10", Currency("CNY", 2))
    assert (catalog.tax_inclusive, catalog.quote_validity_days) == (True, 30)


def test_an_offering_has_everything_that_the_file_says(catalog):
    offering = catalog.offerings["SBC-100"]
    assert (offering.family, offering.unit, offering.tax) == ("COM-VOICE", "unit", "G13")
    assert (offering.min_quantity, offering.max_quantity) == (1, 20)
    assert offering.provides == {"sessions": 100}
    assert offering.tags == {"border"}
    assert offering.spec_source == "S:HW"
    (attribute,) = offering.attributes
    assert (attribute.key, attribute.default, [value.key for value in attribute.values]) == ("tls", "on", ["on", "off"])


def test_an_offering_has_the_defaults_of_file_and_format(catalog):
    offering = catalog.offerings["SIP-30"]
    assert (offering.tax, offering.pass_through, offering.max_quantity) == ("B9", True, 100_000)
    assert offering.description == Text("含一个号段", "With one block of numbers")
    assert catalog.offerings["MIN-OUT"].tax == "G13"


def test_an_offering_without_any_tax_category_is_refused():
    load = load_changed("offerings/voice.yaml", "tax: G13\n", "")
    assert [(problem.code, problem.location.line) for problem in load.problems if problem.code == "field_missing"] == [
        ("field_missing", 5),
        ("field_missing", 23),
    ]


def test_offerings_keep_the_order_of_the_file(catalog):
    assert list(catalog.offerings) == ["SBC-100", "SIP-30", "MIN-OUT"]


def test_rows_with_the_same_dates_are_the_tiers_of_one_price(catalog):
    (price,) = catalog.prices["MIN-OUT"]
    assert (price.charge, price.period, price.model) == (ChargeKind.USAGE, Period.MONTH, PriceModel.VOLUME)
    assert [(tier.from_quantity, tier.amount) for tier in price.tiers] == [
        (1, Decimal("0.15")),
        (10000, Decimal("0.1345")),
    ]
    assert (price.cost, price.evidence, price.source, price.valid) == (Decimal("0.1"), Evidence.SEEN, "S:QC", ALWAYS)


def test_rows_with_other_dates_are_other_prices(catalog):
    before, after = catalog.prices["SIP-30"]
    assert (before.tiers[0].amount, after.tiers[0].amount) == (Decimal("1.10"), Decimal("0.90"))
    assert str(before.tiers[0].amount) == "1.10"
    assert before.id != after.id
    assert before.cost is None


def test_industry_and_size_are_always_inputs(catalog):
    assert list(catalog.inputs)[:2] == ["industry", "size"]
    assert [value.key for value in catalog.inputs["industry"].values] == ["healthcare", "software", "finance"]
    assert [value.key for value in catalog.inputs["size"].values] == ["micro", "small", "medium", "large"]
    assert catalog.inputs["size"].values[0].name == Text("微型", "Micro")


def test_names_of_the_given_inputs_are_asked_for_when_they_are_missing():
    load = load_changed("profile.yaml", "  industry: {zh: 行业, en: Industry}\n", "")
    assert "field_missing" in [problem.code for problem in load.problems]


def test_a_compliance_input_has_its_levels_as_values(catalog):
    level = catalog.inputs["mlps"]
    assert (level.kind, level.compliance, level.minimum, level.maximum) == (InputKind.INTEGER, True, 0, 3)
    assert [value.key for value in level.values] == ["0", "2", "3"]


def test_a_level_that_is_only_listed_is_called_by_its_number(catalog):
    assert [value.name for value in catalog.inputs["mlps"].values] == [Text("0", "0"), Text("2", "2"), Text("3", "3")]


def test_named_levels_stand_in_the_order_of_their_figures():
    names = "{3: {zh: 三级, en: Level three}, 0: {zh: 不涉及, en: none}, 2: {zh: 二级, en: Level two}}"
    catalog = load_changed("profile.yaml", "values: [0, 2, 3]", f"values: {names}").catalog
    level = catalog.inputs["mlps"]
    assert (level.minimum, level.maximum) == (0, 3)
    assert [(value.key, value.name) for value in level.values] == [
        ("0", Text("不涉及", "none")),
        ("2", Text("二级", "Level two")),
        ("3", Text("三级", "Level three")),
    ]


def test_inputs_stand_in_their_group():
    groups = "groups:\n  pay: {zh: 支付, en: Payment}\ninputs:\n"
    files = changed("profile.yaml", "inputs:\n", groups)
    files["profile.yaml"] = files["profile.yaml"].replace(b"kind: flag,", b"kind: flag, group: pay,")
    catalog = read_catalog(files).catalog
    assert catalog.input_groups == {"pay": Text("支付", "Payment")}
    assert (catalog.inputs["cards"].group, catalog.inputs["sla"].group) == ("pay", "")
    assert str(catalog.places["group", "pay"]) == "profile.yaml:10:3"


def test_inputs_have_their_bounds_formulas_and_industries(catalog):
    beds, phones, cards = (catalog.inputs[key] for key in ("beds", "phones", "cards"))
    assert (beds.default.source, beds.industries) == ("ceil(staff / 2)", {"healthcare"})
    assert phones.derived
    assert (cards.kind, cards.default.source) == (InputKind.FLAG, "no")
    assert catalog.inputs["sites"].maximum == 5000


def test_an_overlay_adds_replaces_and_removes_lines(catalog):
    package = catalog.packages["healthcare", "small"]
    assert [(line.offering, line.quantity.source, line.package) for line in package.lines] == [
        ("SBC-100", "sites", "healthcare")
    ]
    assert package.name == Text("小型医院", "Small hospital")
    assert (package.needs, package.compliance) == (("voice",), {"mlps": 2})


def test_an_industry_without_overlay_gets_the_base_under_its_own_name(catalog):
    package = catalog.packages["software", "small"]
    assert [line.offering for line in package.lines] == ["SBC-100", "SIP-30"]
    assert {line.package for line in package.lines} == {"base"}
    assert package.name == Text("软件 · 小型", "Software · Small")
    trunk = package.lines[1]
    assert (trunk.quantity.source, trunk.when.source, trunk.reason.en) == (
        "ceil(staff / 50)",
        "sites >= 1",
        "For 50 staff",
    )


def test_there_is_no_package_where_no_file_says_anything(catalog):
    assert ("software", "large") not in catalog.packages


def test_industries_have_classes_and_levels(catalog):
    industry = catalog.industries["healthcare"]
    assert industry.classes == ("Q84",)
    assert industry.compliance["mlps"].source == "if(size >= small, 3, 2)"


def test_size_standards_combine_csv_and_yaml(catalog):
    standard, bands = catalog.size_standards
    tables = {table.key: table for table in standard.tables}
    assert tables["software_it"].classes == ("I65", "I")
    assert [row.indicator for row in tables["software_it"].indicators] == ["staff", "revenue"]
    assert standard.fallbacks == {"Q84": "other"}
    assert bands.tables[0].classes == ("*",)


def test_terms_are_sorted_and_one_is_the_default(catalog):
    assert [(term.months, term.is_default) for term in catalog.terms] == [(1, True), (24, False), (36, False)]


def test_the_rest_arrives_as_written(catalog):
    assert catalog.discount_limits["manager"].percent == Decimal(15)
    assert (catalog.clauses[0].key, catalog.clauses[0].kind) == ("payment", "terms")
    assert catalog.needs["voice"].require.source == "SIP-30"
    assert catalog.tax_categories["B9"].name.en == "Basic telecom"
    assert catalog.owners["voice"].zh == "语音产品部"
    assert list(catalog.lines) == ["uc"]


def test_no_reference_keeps_a_file_name_of_this_machine(catalog):
    files = {offering.location.file for offering in catalog.offerings.values()}
    assert files == {"offerings/voice.yaml"}
