"""Runs the pricing cases: each file is a tiny catalog, a configuration and the figures that must come out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import PricingRefused, check_pricing, price
from configurator.pricing.model import PricingContext
from configurator.pricing.taxing_contracts import tax_contract
from configurator.values.dates import DateRange
from configurator.values.money import Currency
from tests.cases.pricing.reading import read_charge_terms, read_commercial_data, read_commercial_terms
from tests.cases.pricing.reading_taxes import read_tax_data, read_tax_terms
from tests.factories.catalog import (
    DEFAULT_RATES,
    make_catalog,
    make_offering,
    make_price,
    make_price_factor,
    make_tax_rate,
    make_term_discount,
)

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*.yaml"))


class Case:
    """One file, read: scalars that mean figures are quoted in the files, days are dates."""

    def __init__(self, path):
        self.said = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.expected = self.said["expect"]
        self.catalog = _read_catalog(self.said)
        attributes = self.said.get("attributes", {})
        lines = (
            ConfigurationLine(code, quantity, attributes.get(code, {}))
            for code, quantity in self.said["quantities"].items()
        )
        self.configuration = Configuration(tuple(lines), "optimal")
        self.context = PricingContext(
            day=self.said["day"],
            term_months=self.said["term_months"],
            discount_percent=Decimal(self.said.get("discount_percent", "0")),
            inputs=self.said.get("inputs", {}),
            line_discounts={code: Decimal(percent) for code, percent in self.said.get("line_discounts", {}).items()},
            **read_commercial_terms(self.said),
            **read_tax_terms(self.said),
        )

    def price(self):
        return price(self.catalog, self.configuration, self.context)


def _read_catalog(said):
    offerings = said["offerings"].items()
    rates = said.get("tax_rates") or [{"category": key, "rate": rate} for key, rate in DEFAULT_RATES.items()]
    return make_catalog(
        offerings=[make_offering(code, **fields) for code, fields in offerings],
        prices=[_read_price(row) for row in said["prices"]],
        tax_rates=[_read_rate(row) for row in rates],
        terms=said.get("terms", (1, 12, 24, 36)),
        term_discounts=[make_term_discount(**row) for row in said.get("term_discounts", ())],
        price_factors=tuple(make_price_factor(**row) for row in said.get("price_factors", ())),
        tax_inclusive=said["tax_inclusive"],
        currency=Currency(**said.get("currency", {"code": "CNY", "exponent": 2})),
        **read_commercial_data(said),
        **read_tax_data(said),
    )


def _read_price(row):
    fields = {key: value for key, value in row.items() if key not in ("valid_from", "valid_to", "terms")}
    if isinstance(fields.get("tiers"), list):
        fields["tiers"] = {(quantity, month): amount for quantity, month, amount in fields["tiers"]}
    return make_price(**fields, valid=_read_dates(row), **read_charge_terms(row.get("terms", {})))


def _read_rate(row):
    rate = make_tax_rate(row["category"], row["rate"], _read_dates(row))
    return replace(rate, regime=row.get("regime", ""))


def _read_dates(row):
    return DateRange(row.get("valid_from"), row.get("valid_to"))


def _cases_expecting(part):
    with_part = [path for path in CASES if part in yaml.safe_load(path.read_text(encoding="utf-8"))["expect"]]
    assert with_part, f"no case expects {part}"
    return pytest.mark.parametrize("case", [pytest.param(Case(path), id=path.stem) for path in with_part])


def _show_taxed(parts):
    return {
        "inclusive": str(sum(each.inclusive.amount for each in parts)),
        "ex_tax": str(sum(each.ex_tax.amount for each in parts)),
        "tax": str(sum(each.tax.amount for each in parts)),
    }


def test_every_case_expects_something_that_is_checked():
    known = {"charges", "contract", "payments", "savings", "schedule", "tax_of_term", "totals", "findings", "warnings"}
    for path in CASES:
        expected = yaml.safe_load(path.read_text(encoding="utf-8"))["expect"]
        assert expected and expected.keys() <= known, path.name


@_cases_expecting("charges")
def test_charges_come_out_to_the_minor_unit(case):
    found = [
        {
            "line": line.offering,
            "charge": charge.kind.value,
            "list": str(charge.list),
            "net": str(charge.net),
            "ex_tax": str(charge.ex_tax),
            "tax": str(charge.tax),
        }
        for line in case.price().lines
        for charge in line.charges
    ]
    assert found == case.expected["charges"]


@_cases_expecting("payments")
def test_payments_come_out_to_the_minor_unit(case):
    found = [
        [line.offering, payment.first_month, payment.count, str(payment.list), str(payment.net)]
        for line in case.price().lines
        for charge in line.charges
        for payment in charge.payments
    ]
    assert found == case.expected["payments"]


@_cases_expecting("schedule")
def test_schedule_tells_the_months_with_the_same_charges(case):
    schedule = case.price().totals.schedule
    assert [[part.first_month, part.last_month, str(part.monthly)] for part in schedule] == case.expected["schedule"]


@_cases_expecting("savings")
def test_savings_tell_what_each_programme_takes_off_and_who_bears_it(case):
    found = {
        saving.programme: {
            "amount": str(saving.amount),
            **{party: str(amount) for party, amount in saving.funded.items()},
        }
        for saving in case.price().totals.savings
    }
    assert found == case.expected["savings"]


@_cases_expecting("contract")
def test_rows_of_the_contract_tax_block_come_out_to_the_minor_unit(case):
    rows = tax_contract(case.catalog, case.price())
    for row in case.expected["contract"]:
        parts = [taxed for part, taxed in rows if part.offering in row["lines"]]
        assert _show_taxed(parts) == {key: row[key] for key in ("inclusive", "ex_tax", "tax")}, row["lines"]


@_cases_expecting("tax_of_term")
def test_tax_of_the_term_comes_out_to_the_minor_unit(case):
    found = [{"rate": str(line.rate), **_show_taxed([line])} for line in case.price().totals.tax_of_term]
    assert found == case.expected["tax_of_term"]


@_cases_expecting("totals")
def test_totals_come_out_to_the_minor_unit(case):
    totals = case.price().totals
    expected = case.expected["totals"]
    assert {name: str(getattr(totals, name)) for name in expected} == expected


@_cases_expecting("findings")
def test_findings_are_all_said_and_refuse_the_price(case):
    problems = check_pricing(case.catalog, case.configuration, case.context)
    assert [{"code": each.code, "field": each.field} for each in problems] == case.expected["findings"]
    with pytest.raises(PricingRefused) as refusal:
        case.price()
    assert refusal.value.problems == problems


@_cases_expecting("warnings")
def test_warnings_of_the_price_name_what_was_reached_instead(case):
    found = [{"code": each.code, "field": each.field, **each.params} for each in case.price().problems]
    assert [{**each, "floors": list(each["floors"])} for each in found] == case.expected["warnings"]
    assert all(each.severity == "warning" and each.location for each in case.price().problems)


def test_days_in_cases_are_dates():
    assert all(isinstance(Case(path).said["day"], date) for path in CASES)
