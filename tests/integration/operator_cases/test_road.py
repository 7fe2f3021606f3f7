"""The consumer catalogs go the whole road: lint, proposal, pages, document, both languages, their own currency."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from configurator.access.roles import Role
from configurator.documents.model import DocumentHeader
from configurator.documents.rendering import render_proposal
from configurator.documents.shelf import packaged_shelf
from configurator.quoting.content import Content
from configurator.resources import catalog_dir
from configurator.services.proposing import Proposer
from configurator.services.releases import lint_catalog, open_catalog
from configurator.values.problem import Severity
from tests.factories.site import make_site
from tests.functional.web.conftest import Browser, words_of

TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Case:
    """One catalog with a customer of it, and what the standard package must cost a month."""

    name: str
    customer: dict[str, object]
    needs: tuple[str, ...]
    monthly: str
    currency: str


CASES = {
    case.name: case
    for case in (
        Case("sk_telecom", {"industry": "individual", "staff": 1}, ("plan",), "88000", "KRW"),
        Case("kddi", {"industry": "family", "staff": 4}, ("mobile", "converged_discount"), "44300", "JPY"),
        Case("softbank", {"industry": "user", "staff": 1, "age": 22}, ("friday_benefit",), "8700", "JPY"),
        Case("value_added", {"industry": "individual", "staff": 4}, ("content", "home"), "121.90", "CNY"),
    )
}
NAMES = tuple(CASES)
PROPOSERS: dict[str, Proposer] = {}


def folder_of(name: str) -> Path:
    return catalog_dir("operator_cases") / name


def proposer_of(name: str) -> Proposer:
    if name not in PROPOSERS:
        PROPOSERS[name] = Proposer(open_catalog(folder_of(name)))
    return PROPOSERS[name]


def content_of(name: str, **customer: object) -> Content:
    case = CASES[name]
    request = {"customer": {"name": "Lee", **case.customer, **customer}, "needs": list(case.needs)}
    return proposer_of(name).content_of(request, TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_lint_finds_neither_errors_nor_warnings(name: str) -> None:
    assert [problem for problem in lint_catalog(folder_of(name)) if problem.severity is not Severity.INFO] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("staff", [1, 2, 4, 5])
def test_every_size_of_household_has_a_valid_package_with_a_price(name: str, staff: int) -> None:
    content = content_of(name, staff=staff)
    assert content.proof == "optimal"
    assert Decimal(content.totals.monthly) > 0
    assert content.currency == CASES[name].currency


@pytest.mark.parametrize("name", NAMES)
def test_the_standard_package_costs_what_its_rows_say(name: str) -> None:
    totals = content_of(name).totals
    assert totals.monthly == CASES[name].monthly
    assert Decimal(totals.tcv) == Decimal(totals.one_time) + 24 * Decimal(totals.monthly)


def test_amounts_of_a_currency_without_decimals_have_none() -> None:
    totals = content_of("sk_telecom").totals
    assert not any("." in amount for amount in (totals.monthly, totals.annual, totals.tcv, totals.first_year))


def test_the_monthly_tax_of_a_price_without_tax_is_at_the_rate_of_the_day() -> None:
    tax = {day: proposer_of("kddi").content_of(request_of("kddi", day), TODAY).totals.tax_by_rate for day in DAYS}
    assert {day: dict(rates) for day, rates in tax.items()} == DAYS


DAYS = {"2013-06-01": {"0.05": "2215"}, "2016-06-01": {"0.08": "3544"}, "2026-06-01": {"0.1": "4430"}}


def request_of(name: str, day: str) -> dict[str, object]:
    return {"customer": {"name": "Lee", **CASES[name].customer}, "needs": list(CASES[name].needs), "date": day}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_says_the_amount_in_its_currency(name: str, language: str) -> None:
    content = content_of(name)
    header = DocumentHeader("—", 1, "", "", "draft", TODAY)
    document = render_proposal(content, header, language, packaged_shelf())  # type: ignore[arg-type]
    assert document.pdf.startswith(b"%PDF")
    capitals = content.totals.tcv_capitals
    assert bool(capitals) is (content.currency == "CNY")


def test_a_group_of_consumers_is_not_called_an_industry_class() -> None:
    customer = content_of("kddi").customer
    assert customer.class_code == customer.industry == "family"
    assert customer.industry_label and customer.industry_label.en == "Customer group"
    assert customer.size_name and customer.size_name.en == "Three or four people"
    assert not customer.provisional


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_lead_from_a_new_customer_to_a_draft(tmp_path: Path, name: str, language: str) -> None:
    case = CASES[name]
    site = make_site(tmp_path, proposer_of(name), language=language)  # type: ignore[arg-type]
    rep = Browser(site.app.test_client()).sign_in(Role.REP)
    page = rep.get("/customers/new").get_data(as_text=True)
    assert 'name="staff"' in page
    assert not re.search(r'name="(sites|revenue|assets|finance_class)"', page)
    form = {f"input-{key}": value for key, value in case.customer.items() if key not in ("industry", "staff")}
    made = rep.post("/customers/new", name="Kim", class_code=case.customer["industry"], staff="2", **form)
    assert made.status_code == 302
    size = proposer_of(name).catalog.inputs["size"].values[1].name.in_language(language)  # type: ignore[arg-type]
    assert size in words_of(rep.get("/customers/1"))
    assert rep.get("/customers").status_code == 200
    assert 'role="alert"' not in rep.get("/customers/1/propose").get_data(as_text=True)
    chosen = rep.post("/customers/1/propose", needs=case.needs[0], ambition="standard", staff="2")
    assert chosen.status_code == 302
    shown = rep.get(chosen.headers["Location"])
    assert shown.status_code == 200
    assert case.currency in words_of(shown) or "元" in words_of(shown)


def test_a_catalog_without_a_figure_does_not_ask_for_it() -> None:
    proposer = proposer_of("sk_telecom")
    assert "sites" not in proposer.catalog.inputs
    assert content_of("sk_telecom").lines


def test_a_stored_content_without_the_names_of_its_size_is_still_told() -> None:
    content = content_of("kddi")
    old = replace(content, customer=replace(content.customer, size_name=None, size_label=None, industry_label=None))
    header = DocumentHeader("—", 1, "", "", "draft", datetime(2026, 11, 22, tzinfo=UTC).date())
    assert render_proposal(old, header, "en", packaged_shelf()).pdf.startswith(b"%PDF")
