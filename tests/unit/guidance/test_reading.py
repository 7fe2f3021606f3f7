"""Reading requests: every problem at its key, collected; what reads is typed and complete."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import load_catalog
from configurator.configuration.model import Choice
from configurator.guidance.reading import read_request
from configurator.guidance.request import choices_mapping
from configurator.resources import catalog_dir
from configurator.wording import say_problem

TODAY = date(2026, 11, 22)
HOSPITAL: dict[str, Any] = {"customer": {"name": "医院", "industry": "Q84", "staff": 860, "sites": 3}}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    loaded = load_catalog(catalog_dir()).catalog
    assert loaded is not None
    return loaded


def found(catalog: Catalog, raw: object) -> list[tuple[str, str | None]]:
    request, problems = read_request(catalog, raw, TODAY)
    assert request is None
    for problem in problems:
        for language in ("zh", "en"):
            sentence, hint = say_problem(language, problem)  # type: ignore[arg-type]
            assert sentence
            assert hint
    return [(problem.code, problem.field) for problem in problems]


def test_reads_the_least_that_is_needed(catalog: Catalog) -> None:
    request, problems = read_request(catalog, HOSPITAL, TODAY)
    assert problems == ()
    assert request is not None
    assert (request.profile.industry, request.profile.size) == ("healthcare", "large")
    assert (request.day, request.discount_percent, request.ambition) == (TODAY, Decimal(0), "standard")
    assert request.term_months == next(term.months for term in catalog.terms if term.is_default)


def test_reads_everything_whether_text_or_number(catalog: Catalog) -> None:
    raw = {
        "customer": {"name": "医院", "industry": "Q84", "staff": "860", "sites": 3, "beds": "900"},
        "needs": ["voice", "backup", "voice"],
        "compliance": {"mlps": "2"},
        "term_months": "24",
        "choices": {"SBC-100": "2", "RDS-4C8G-HA": {"tls": "on", "quantity": "1"}, "WAF-STD": "any"},
        "exclude": ["CFW-ADV"],
        "discount_percent": "5.5",
        "line_discounts": {"SBC-100": 3},
        "date": "2026-12-01",
        "ambition": "plus",
    }
    request, problems = read_request(catalog, raw, TODAY)
    assert problems == ()
    assert request is not None
    assert request.needs == ("voice", "backup")
    assert request.profile.values["mlps"] == 2
    assert request.profile.values["beds"] == 900
    assert set(request.choices) == {
        Choice("SBC-100", 2),
        Choice("RDS-4C8G-HA", attribute="tls", value="on"),
        Choice("RDS-4C8G-HA", 1),
        Choice("WAF-STD"),
        Choice("CFW-ADV", 0),
    }
    assert (request.term_months, request.discount_percent, request.day) == (24, Decimal("5.5"), date(2026, 12, 1))
    assert request.line_discounts == {"SBC-100": Decimal(3)}


def test_choices_survive_the_way_to_a_mapping_and_back(catalog: Catalog) -> None:
    choices = (
        Choice("SBC-100", 2),
        Choice("RDS-4C8G-HA", attribute="tls", value="on"),
        Choice("RDS-4C8G-HA", 1),
        Choice("WAF-STD"),
        Choice("CFW-ADV", 0),
    )
    request, problems = read_request(catalog, {**HOSPITAL, **choices_mapping(choices)}, TODAY)
    assert problems == ()
    assert request is not None
    assert set(request.choices) == set(choices)


def test_collects_every_problem_and_not_only_the_first(catalog: Catalog) -> None:
    raw = {
        "customer": {"industry": "Z99", "staff": -5},
        "needs": ["teleport"],
        "choices": {"NOPE-1": 2},
        "frobnicate": 1,
        "discount_percent": 120,
        "date": "2026-13-01",
        "term_months": 7,
    }
    assert {field for _, field in found(catalog, raw)} == {
        "customer.industry",
        "customer.staff",
        "customer.sites",
        "needs.0",
        "choices.NOPE-1",
        "frobnicate",
        "discount_percent",
        "date",
        "term_months",
    }


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"customer": None}, "request_customer_missing", "customer"),
        ({"customer": "医院"}, "request_mapping_expected", "customer"),
        ({"needs": "voice"}, "request_list_expected", "needs"),
        ({"choices": ["SBC-100"]}, "request_mapping_expected", "choices"),
        ({"choices": {"SBC-100": -1}}, "request_quantity_refused", "choices.SBC-100"),
        ({"choices": {"SBC-100": True}}, "request_quantity_refused", "choices.SBC-100"),
        ({"choices": {"SBC-100": "１２"}}, "request_quantity_refused", "choices.SBC-100"),
        ({"choices": {"SBC-100": "1e9"}}, "request_quantity_refused", "choices.SBC-100"),
        ({"choices": {"SBC-100": 10**12}}, "request_quantity_refused", "choices.SBC-100"),
        ({"choices": {"SBC-100": 99999999}}, "request_quantity_out_of_range", "choices.SBC-100"),
        ({"choices": {"RDS-4C8G-HA": {"colour": "red"}}}, "request_attribute_unknown", "choices.RDS-4C8G-HA.colour"),
        ({"choices": {"RDS-4C8G-HA": {"tls": "maybe"}}}, "request_value_unknown", "choices.RDS-4C8G-HA.tls"),
        ({"choices": {"SBC-100": 1}, "exclude": ["SBC-100"]}, "request_chosen_and_excluded", "exclude.0"),
        ({"exclude": ["NOPE-1"]}, "request_offering_unknown", "exclude.0"),
        ({"discount_percent": "NaN"}, "request_percent_refused", "discount_percent"),
        ({"discount_percent": "1e1000000"}, "request_percent_refused", "discount_percent"),
        ({"discount_percent": -1}, "request_percent_out_of_range", "discount_percent"),
        ({"line_discounts": {"SBC-100": 101}}, "request_percent_out_of_range", "line_discounts.SBC-100"),
        ({"date": "22.11.2026"}, "request_date_refused", "date"),
        ({"date": "20261122"}, "request_date_refused", "date"),
        ({"date": "2026-W48-1"}, "request_date_refused", "date"),
        ({"date": "２０２６-11-22"}, "request_date_refused", "date"),
        ({"date": "9999-12-31"}, "request_date_too_far", "date"),
        ({"date": "1999-12-31"}, "request_date_too_far", "date"),
        ({"ambition": "luxury"}, "request_ambition_unknown", "ambition"),
        ({"compliance": {"iso": 1}}, "request_key_unknown", "compliance.iso"),
        ({"compliance": {"mlps": 7}}, "customer_level_unknown", "compliance.mlps"),
        ({"term_months": True}, "request_term_unknown", "term_months"),
    ],
)
def test_refuses_at_the_key(catalog: Catalog, change: dict[str, Any], code: str, field: str) -> None:
    assert (code, field) in found(catalog, {**HOSPITAL, **change})


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "two\nlines", "x" * 201, 5])
def test_refuses_names_that_cannot_be_printed(catalog: Catalog, name: object) -> None:
    raw = {"customer": {**HOSPITAL["customer"], "name": name}}
    assert ("customer_name_refused", "customer.name") in found(catalog, raw)


@pytest.mark.parametrize("raw", [None, [], "x", 5])
def test_a_request_that_is_no_mapping_is_refused(catalog: Catalog, raw: object) -> None:
    assert [code for code, _ in found(catalog, raw)] == ["request_not_mapping"]


def test_a_level_stated_for_the_customer_is_sent_to_its_place(catalog: Catalog) -> None:
    raw = {"customer": {**HOSPITAL["customer"], "mlps": 2}, "compliance": {"mlps": 3}}
    assert ("request_key_unknown", "customer.mlps") in found(catalog, raw)
