"""The sums that a ledger speaks of, member by member: bases of percentages, what programmes measure, rows of taxes."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.benching.charging import TERM, make_sale
from configurator.catalog.commercial import Band, ChargeTerms, Discount, Escalation, Measure, PricingPolicy, Span, Stage
from configurator.catalog.taxation import TaxBundle, TaxOn, TaxRegime
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.ledgers.ledger import make_excerpt, make_ledger, write_pieces
from configurator.ledgers.members import sum_members
from configurator.ledgers.replaying import check_ledger, replay
from configurator.pricing import price
from configurator.pricing.model import ManualAdjustment, PricingContext, RampStep
from configurator.pricing.taxing_contracts import tax_contract
from configurator.values.periods import ChargeKind
from tests.cases.pricing.test_pricing_cases import CASES, Case
from tests.factories.catalog import make_catalog, make_offering, make_price, make_text

DAY = date(2026, 11, 22)
POLICY = PricingPolicy(
    stages=(Stage("programme", "programme", make_text("programme")), Stage("manual", "manual", make_text("manual"))),
    escalations={"cpi": Escalation("cpi", make_text("index"), Decimal(10), 6)},
)


def percentage(offering, *base, period=None, percent="10", **terms):
    component = make_price(offering, percent, model="percent_of", period=period)
    return replace(component, terms=ChargeTerms(base=base, **terms))


def priced_ledger(catalog, *lines, **context):
    configuration = Configuration(tuple(ConfigurationLine(*line) for line in lines), "optimal")
    known = {"term_months": 12, **context}
    priced = price(catalog, configuration, PricingContext(DAY, **known))
    text = make_ledger(catalog, priced)
    assert check_ledger(text).differences == ()
    assert replay(text) == text
    return json.loads(text)


def first_step(tree, line, charge=0, payment=0):
    return tree["lines"][line]["charges"][charge]["payments"][payment]["steps"][0]


SUPPORT = make_catalog(
    offerings=["A-1", "B-1", "S-1", "Q-1", "T-1"],
    prices=[
        make_price("A-1", "100"),
        make_price("A-1", "777", charge="one_time"),
        make_price("B-1", "360", period="quarter"),
        percentage("S-1", "A-1", "B-1"),
        percentage("Q-1", "A-1", "B-1", percent="5"),
        percentage("T-1", "S-1", percent="50"),
    ],
    policy=POLICY,
)


class TestBases:
    def test_a_percentage_names_every_charge_that_it_is_taken_of(self):
        tree = priced_ledger(SUPPORT, ("A-1", 2), ("B-1", 1), ("S-1", 1))
        step = first_step(tree, 2)
        assert (step["base_of"], step["base"], step["formula"]) == (0, "320", "10 % × 320")
        assert tree["bases"] == [
            {
                "of": ["A-1", "B-1"],
                "kind": "recurring",
                "members": [
                    {"charge": "1.1", "times": "1", "listed": [[1, "200.00"]]},
                    {"charge": "2.1", "times": "1/3", "listed": [[1, "360.00"]]},
                ],
                "sums": [[1, "320"]],
            }
        ]

    def test_percentages_of_the_same_charges_share_their_members(self):
        tree = priced_ledger(SUPPORT, ("S-1", 1), ("Q-1", 1), ("A-1", 1), ("S-1", 1))
        assert len(tree["bases"]) == 1
        assert [first_step(tree, at)["base_of"] for at in (0, 1, 3)] == [0, 0, 0]
        assert "base_of" not in first_step(tree, 2)

    def test_a_percentage_of_a_percentage_names_that(self):
        tree = priced_ledger(SUPPORT, ("A-1", 3), ("S-1", 1), ("T-1", 1))
        assert [each["charge"] for each in tree["bases"][1]["members"]] == ["2.1"]
        assert first_step(tree, 2)["base"] == "30"

    def test_a_base_that_changes_says_from_which_month_on(self):
        """Two of a hundred, four from month 7: 5 % of 200 and then of 400."""
        tree = priced_ledger(SUPPORT, ("A-1", 2), ("Q-1", 1), ramps={"A-1": (RampStep(7, 4),)})
        (base,) = tree["bases"]
        assert base["members"][0]["listed"] == [[1, "200.00"], [7, "400.00"]]
        assert base["sums"] == [[1, "200"], [7, "400"]]
        assert [first_step(tree, 1, 0, at)["base"] for at in (0, 1)] == ["200", "400"]

    def test_list_amounts_count_with_their_escalation_and_without_what_is_waived(self):
        escalated = make_price("A-1", "100")
        catalog = make_catalog(
            offerings=["A-1", "S-1"],
            prices=[
                replace(escalated, terms=ChargeTerms(escalation="cpi", free_months=2)),
                percentage("S-1", "A-1"),
            ],
            policy=POLICY,
        )
        (base,) = priced_ledger(catalog, ("A-1", 1), ("S-1", 1))["bases"]
        assert base["members"][0]["listed"] == [[1, "100.00"], [7, "110.00"]]

    def test_of_its_own_offering_a_percentage_counts_only_its_own_line(self):
        catalog = make_catalog(
            offerings=["A-1"],
            prices=[
                make_price("A-1", "100"),
                percentage("A-1", "A-1", period="year", base_charge=ChargeKind.RECURRING),
            ],
        )
        tree = priced_ledger(catalog, ("A-1", 1), ("A-1", 3))
        told = [[(each["charge"], each["times"]) for each in base["members"]] for base in tree["bases"]]
        assert told == [[("1.1", "12")], [("2.1", "12")]]
        assert [first_step(tree, at, 1)["base"] for at in (0, 1)] == ["1200", "3600"]

    def test_a_base_of_nothing_has_no_members(self):
        (base,) = priced_ledger(SUPPORT, ("S-1", 1))["bases"]
        assert (base["members"], base["sums"]) == ([], [])

    def test_what_is_not_taken_is_no_percentage(self):
        assert priced_ledger(SUPPORT, ("A-1", 1), ("S-1", 0))["bases"] == []

    def test_sums_that_are_no_decimals_are_fractions(self):
        members = [{"times": "1/3", "listed": [[1, "100.00"]]}, {"times": "1", "listed": [[1, "1.00"], [5, "0.00"]]}]
        assert sum_members(members) == [[1, "103/3"], [5, "100/3"]]

    @pytest.mark.parametrize(
        ("before", "after", "places"),
        [
            ('"listed":[[1,"200.00"]]', '"listed":[[1,"201.00"]]', ["bases.0.members.0.listed.0.1"]),
            ('"sums":[[1,"320"]]', '"sums":[[1,"321"]]', ["bases.0.sums.0.1"]),
            ('"base":"320"', '"base":"300"', ["lines.2.charges.0.payments.0.steps.0.base"]),
            (
                '"charge":"2.1","listed"',
                '"charge":"1.1","listed"',
                ["bases.0.members.1.listed.0.1", "bases.0.sums.0.1"],
            ),
        ],
    )
    def test_an_altered_member_sum_or_operand_is_named(self, before, after, places):
        text = json.dumps(priced_ledger(SUPPORT, ("A-1", 2), ("B-1", 1), ("S-1", 1)))
        text = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert before in text
        found = [each.place for each in check_ledger(text.replace(before, after, 1)).differences]
        assert found[: len(places)] == places

    def test_a_formula_of_another_base_is_named(self):
        tree = priced_ledger(SUPPORT, ("A-1", 2), ("B-1", 1), ("S-1", 1))
        first_step(tree, 2)["formula"] = "10 % × 300"
        found = [each.place for each in check_ledger(json.dumps(tree)).differences]
        assert "lines.2.charges.0.payments.0.steps.0.formula" in found


def discount(key, measure, *bands, **fields):
    spans = (Span(1, None, tuple(Band(Decimal(since), Decimal(percent)) for since, percent in bands)),)
    name = make_text(key)
    return Discount(key, name, name, "programme", ("*",), spans, measure=measure, **fields)


def with_programmes(*discounts):
    return replace(SUPPORT, programmes={each.key: each for each in discounts})


def test_percentages_of_one_lines_other_charges_have_each_their_own_base():
    """Ten a month of 120 a year, a tenth of that, and half of both by use."""
    use = make_price("S-1", "50", charge="usage", model="percent_of")
    catalog = make_catalog(
        offerings=["S-1"],
        prices=[
            make_price("S-1", "120", period="year"),
            percentage("S-1", "S-1"),
            replace(use, terms=ChargeTerms(base=("S-1",), base_charge=ChargeKind.RECURRING)),
        ],
    )
    tree = priced_ledger(catalog, ("S-1", 1))
    assert [charge["payments"][0]["net"] for charge in tree["lines"][0]["charges"]] == ["120.00", "1.00", "5.50"]
    assert [[each["charge"] for each in base["members"]] for base in tree["bases"]] == [["1.1"], ["1.1", "1.2"]]


class TestMeasures:
    LINES = (("A-1", 2), ("B-1", 1))

    def test_a_band_by_the_month_names_what_was_added_up(self):
        catalog = with_programmes(discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1), (300, 2), (5000, 9)))
        assert priced_ledger(catalog, *self.LINES)["measures"] == [
            {
                "programme": "VOLUME",
                "measure": "quote_monthly",
                "since": "300",
                "sum": "320.00",
                "members": [
                    {"charge": "1.1", "amount": "200.00", "times": "1"},
                    {"charge": "2.1", "amount": "360.00", "times": "1/3"},
                ],
            }
        ]

    def test_only_what_the_measure_counts_is_a_member(self):
        catalog = with_programmes(discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1), measured_on=("B-1",)))
        (measure,) = priced_ledger(catalog, *self.LINES)["measures"]
        assert ([each["charge"] for each in measure["members"]], measure["sum"]) == (["2.1"], "120.00")

    def test_the_contract_value_counts_one_time_charges_and_the_term(self):
        catalog = with_programmes(discount("WORTH", Measure.CONTRACT_VALUE, (0, 1)))
        (measure,) = priced_ledger(catalog, *self.LINES)["measures"]
        assert [(each["charge"], each["times"]) for each in measure["members"]] == [
            ("1.1", "12"),
            ("1.2", "1"),
            ("2.1", "4"),
        ]
        assert measure["sum"] == "5394.00"

    def test_usage_is_no_member(self):
        catalog = with_programmes(discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1)))
        catalog = replace(catalog, prices={**catalog.prices, "B-1": (make_price("B-1", "3", charge="usage"),)})
        (measure,) = priced_ledger(catalog, ("A-1", 1), ("B-1", 1))["measures"]
        assert [each["charge"] for each in measure["members"]] == ["1.1"]

    def test_a_part_of_a_month_is_a_member_with_the_whole_month(self):
        catalog = with_programmes(discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1)))
        start = {"start": date(2026, 12, 15), "calendar_billing": True}
        (measure,) = priced_ledger(catalog, ("A-1", 1), **start)["measures"]
        assert [(each["charge"], each["amount"]) for each in measure["members"]] == [("1.1", "100.00")]

    def test_a_part_of_a_month_counts_with_the_whole_month_in_bases_and_measures(self):
        catalog = with_programmes(discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1)))
        start = {"start": date(2026, 12, 15), "end": date(2027, 3, 3), "calendar_billing": True}
        tree = priced_ledger(catalog, ("A-1", 1), ("S-1", 1), **start)
        assert [each["amount"] for each in tree["measures"][0]["members"]] == ["100.00", "10.00"]
        (base,) = tree["bases"]
        assert [each["listed"] for each in base["members"]] == [[[1, "100.00"]]]

    def test_what_a_group_pays_elsewhere_is_beside_the_members(self):
        catalog = with_programmes(discount("GROUP", Measure.GROUP_MONTHLY, (0, 1), input="elsewhere"))
        (measure,) = priced_ledger(catalog, ("A-1", 1), inputs={"elsewhere": 5000})["measures"]
        assert (measure["elsewhere"], measure["sum"]) == ("5000", "5100.00")

    def test_programmes_that_take_nothing_off_or_measure_no_money_have_none(self):
        catalog = with_programmes(
            discount("FAR", Measure.QUOTE_MONTHLY, (100_000, 5)),
            discount("ALWAYS", Measure.NONE, (0, 5)),
            discount("MANY", Measure.LINE_QUANTITY, (0, 5)),
        )
        assert priced_ledger(catalog, *self.LINES)["measures"] == []

    def test_an_altered_amount_or_sum_is_named(self):
        catalog = with_programmes(discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1)))
        tree = priced_ledger(catalog, *self.LINES)
        tree["measures"][0]["sum"] = "321.00"
        tree["measures"][0]["members"][0]["amount"] = "201.00"
        places = [each.place for each in check_ledger(json.dumps(tree)).differences]
        assert places == ["measures.0.members.0.amount", "measures.0.sum"]


def rows_of(tree):
    return [(row["charge"], row["rate"], row["net"], row["ex_tax"], row["tax"]) for row in tree["tax_rows"]]


class TestTaxRows:
    def test_each_charge_has_a_row_for_each_rate_with_the_place_that_says_it(self):
        catalog = make_catalog(offerings=["A-1", make_offering("B-1", tax="B9")])
        tree = priced_ledger(catalog, ("B-1", 1), ("A-1", 1))
        assert rows_of(tree) == [
            ("1.1", "0.09", "1200.00", "1100.92", "99.08"),
            ("2.1", "0.06", "1200.00", "1132.08", "67.92"),
        ]
        (first, _) = tree["tax_rows"]
        assert (first["rule"], first["list"]) == ("B9", "1200.00")
        taxed = tree["lines"][0]["charges"][0]["payments"][0]["steps"][-1]
        assert first["place"] == taxed["place"]

    def test_usage_is_in_no_row(self):
        catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "3", charge="usage")])
        assert priced_ledger(catalog, ("A-1", 5))["tax_rows"] == []

    @pytest.mark.parametrize("tax_on", list(TaxOn))
    @pytest.mark.parametrize("tax_inclusive", [True, False])
    def test_rows_sum_up_to_the_block_on_lines_and_on_totals(self, tax_on, tax_inclusive):
        """Three lines of 0.10 at 6 %: on totals one of them bears the cent that is left over."""
        regime = TaxRegime("HOME", make_text("home"), is_home=True, tax_on=tax_on)
        catalog = make_catalog(
            offerings=["A-1", "B-1", "C-1"],
            prices=[make_price(code, "0.1", charge="one_time") for code in ("A-1", "B-1", "C-1")],
            tax_inclusive=tax_inclusive,
        )
        tree = priced_ledger(replace(catalog, tax_regimes={"HOME": regime}), ("C-1", 1), ("A-1", 1), ("B-1", 2))
        (block,) = tree["totals"]["tax_of_term"]
        for name in ("tax", "ex_tax"):
            assert sum(Decimal(row[name]) for row in tree["tax_rows"]) == Decimal(block[name])

    def test_nothing_on_totals_is_divided_into_nothing(self):
        regime = TaxRegime("HOME", make_text("home"), is_home=True, tax_on=TaxOn.TOTAL)
        catalog = replace(make_catalog(offerings=["A-1", "B-1"]), tax_regimes={"HOME": regime})
        tree = priced_ledger(catalog, ("A-1", 1), ("B-1", 1), discount_percent=Decimal(100))
        assert [row["tax"] for row in tree["tax_rows"]] == ["0.00", "0.00"]

    def test_a_row_of_a_bundle_states_its_part_of_the_price(self):
        catalog = make_catalog(
            offerings=["A-1", make_offering("B-1", tax="B9")],
            tax_bundles=(TaxBundle("PAIR", make_text("pair"), ("A-1", "B-1")),),
        )
        tree = priced_ledger(catalog, ("A-1", 1), ("B-1", 1), line_discounts={"B-1": Decimal(100)})
        told = [(row["net"], row["bundle"], row["part"]) for row in tree["tax_rows"]]
        assert told == [("1200.00", "PAIR", "600.00"), ("0.00", "PAIR", "600.00")]
        assert [each["bundle"] for each in tree["tax_bundles"]] == ["PAIR"]

    def test_an_altered_row_is_named(self):
        tree = priced_ledger(SUPPORT, ("A-1", 1))
        tree["tax_rows"][0]["net"] = "1.00"
        tree["tax_rows"][1]["place"] = "elsewhere.csv:1:1"
        places = [each.place for each in check_ledger(json.dumps(tree)).differences]
        assert places == ["tax_rows.0.net", "tax_rows.1.place"]


def list_cases():
    for path in CASES:
        case = Case(path)
        if "findings" not in case.expected:
            yield pytest.param(case, id=path.stem)


@pytest.mark.parametrize("case", list(list_cases()))
def test_in_every_case_the_entries_replay_and_add_up(case):
    priced = case.price()
    text = make_ledger(case.catalog, priced)
    assert check_ledger(text).differences == ()
    assert replay(text) == text
    tree = json.loads(text)
    by_rate = {}
    for row in tree["tax_rows"]:
        by_rate[row["rate"]] = by_rate.get(row["rate"], 0) + Fraction(row["tax"])
    assert by_rate == {each["rate"]: Fraction(each["tax"]) for each in tree["totals"]["tax_of_term"]}
    assert len(tree["tax_rows"]) == len(tax_contract(case.catalog, priced))


@pytest.mark.parametrize("spread", [False, True])
def test_a_large_quote_of_all_models_names_all_members(spread):
    sale = make_sale(make_catalog(offerings=["X-1"], terms=(1, 12, TERM)), 240, DAY, spread=spread)
    priced = price(sale.catalog, sale.configuration, sale.context)
    text = make_ledger(sale.catalog, priced)
    assert replay(text) == text
    tree = json.loads(text)
    assert [len(base["members"]) for base in tree["bases"]] == [12]
    assert [measure["programme"] for measure in tree["measures"]] == ["volume"]
    assert len(list(write_pieces(sale.catalog, priced))) > 240


def test_single_entries_are_those_of_the_whole_ledger():
    manual = (ManualAdjustment("", "target", Decimal(200)),)
    configuration = Configuration(tuple(ConfigurationLine(code, 2) for code in ("A-1", "B-1", "S-1")), "optimal")
    priced = price(SUPPORT, configuration, PricingContext(DAY, 12, manual=manual))
    tree = json.loads(make_ledger(SUPPORT, priced))
    found = json.loads(json.dumps(make_excerpt(SUPPORT, priced, frozenset({1, 3}))))
    assert found["lines"] == [tree["lines"][0], tree["lines"][2]]
    assert (found["totals"], found["spreads"], found["currency"]) == (tree["totals"], tree["spreads"], tree["currency"])
    assert make_excerpt(SUPPORT, priced, frozenset())["lines"] == []


def test_an_excerpt_names_the_programmes_that_measure_money():
    catalog = with_programmes(
        discount("VOLUME", Measure.QUOTE_MONTHLY, (0, 1)), discount("MANY", Measure.LINE_QUANTITY, (0, 5))
    )
    priced = price(catalog, Configuration((ConfigurationLine("A-1", 2),), "optimal"), PricingContext(DAY, 12))
    assert make_excerpt(catalog, priced, frozenset({1}))["measures"] == [{"programme": "VOLUME"}]
