"""Typed entries of all files → one catalog."""

from __future__ import annotations

from dataclasses import replace

from configurator.catalog.benefit_books import build_benefits
from configurator.catalog.benefit_checks import check_benefits
from configurator.catalog.checking import check_catalog, check_names
from configurator.catalog.gradings import build_factors, build_levels, check_gradings
from configurator.catalog.matrices import build_matrices
from configurator.catalog.model import Catalog, ProductLine
from configurator.catalog.notebook import Notebook
from configurator.catalog.offerings import build_families, build_offerings
from configurator.catalog.packages import build_packages
from configurator.catalog.prices import build_prices
from configurator.catalog.pricing_policies import build_policy, check_policy
from configurator.catalog.profile_inputs import build_industries, build_inputs, build_needs, name_sizes
from configurator.catalog.promises import Clause
from configurator.catalog.proof_limits import build_proof_limits, check_proof_limits
from configurator.catalog.records import Entry
from configurator.catalog.reductions import build_programmes, check_programmes
from configurator.catalog.regimes import (
    build_bundles,
    build_currency_rules,
    build_exchange_rates,
    build_regimes,
    check_regimes,
    find_home,
    settle_policy,
)
from configurator.catalog.rule_forms import build_rules, build_tables
from configurator.catalog.sheets import Sheets
from configurator.catalog.size_tables import build_standards
from configurator.catalog.taxes import (
    build_categories,
    build_limits,
    build_rates,
    build_term_discounts,
    build_terms,
)
from configurator.values.currencies import find_exponent
from configurator.values.money import Currency
from configurator.values.problem import SourceLocation
from configurator.values.text import Text

PLACED = ("capacity", "clause", "group", "owner", "tag", "tax", "unit")
"""Kinds of names whose values in the catalog keep no place of their own."""

Places = dict[tuple[str, str], SourceLocation]


def assemble_catalog(sheets: Sheets, notebook: Notebook, digest: str) -> Catalog | None:
    """The catalog of the sheets, None without a usable catalog.yaml; not to be used when the notebook has errors."""
    check_names(notebook, sheets.broken)
    head = sheets.single("catalog")
    if head is None or not head.complete:
        return None
    catalog = _build(sheets, head, digest, _find_places(head, notebook))
    check_catalog(catalog, sheets, notebook)
    check_gradings(catalog, sheets)
    check_proof_limits(catalog, sheets)
    check_policy(catalog, sheets)
    check_programmes(catalog, sheets)
    check_benefits(catalog, sheets)
    check_regimes(catalog, sheets)
    return catalog


def _build(sheets: Sheets, head: Entry, digest: str, places: Places) -> Catalog:
    """What is sold and to whom; then what that costs, what programmes grant, and how it is taxed."""
    offered = _build_offer(sheets, head, digest, places)
    priced = _add_prices(offered, sheets, head.get("rate_decimals", 4))
    return _add_taxes(_add_programmes(priced, sheets), sheets)


def _build_offer(sheets: Sheets, head: Entry, digest: str, places: Places) -> Catalog:
    """The catalog without prices and taxes."""
    vocabulary, profile = sheets.single("vocabulary"), sheets.single("profile")
    industries = build_industries(sheets.single("industries"))
    return Catalog(
        key=head["key"],
        name=head["name"],
        release=head["release"],
        digest=digest,
        currency=Currency(head["currency"], head.get("currency_exponent", find_exponent(head["currency"]))),
        tax_inclusive=head.get("tax_inclusive", True),
        quote_validity_days=head.get("quote_validity_days", 30),
        lines=_build_lines(vocabulary),
        families=build_families(sheets.all("offerings")),
        units=_texts(vocabulary, "units"),
        offerings=build_offerings(sheets.all("offerings")),
        prices={},
        rules=build_rules(sheets.all("rules")),
        tables=build_tables(sheets.all_grids("tables")),
        inputs=build_inputs(profile, industries),
        needs=build_needs(sheets.single("needs")),
        packages=build_packages(sheets.all("packages"), industries, name_sizes(profile)),
        industries=industries,
        size_standards=build_standards(sheets.all("sizes"), sheets.rows.get("size_tables", {})),
        tax_categories={},
        tax_rates=(),
        terms=build_terms(sheets.single("terms")),
        term_discounts=(),
        discount_limits=build_limits(sheets.single("approvals")),
        capacities=_texts(vocabulary, "capacities"),
        owners=_texts(head, "owners"),
        tags=_texts(vocabulary, "tags"),
        clauses=_build_clauses(sheets.single("clauses")),
        places=places,
        proof_limits=build_proof_limits(sheets.single("proofs")),
        input_groups=_texts(profile, "groups"),
    )


def _add_prices(catalog: Catalog, sheets: Sheets, decimals: int) -> Catalog:
    """With the price of everything, and what length of contract and quality of service change in it."""
    matrices = build_matrices(sheets.all_grids("price_matrices"), decimals)
    return replace(
        catalog,
        prices=build_prices(sheets.all_rows("prices"), decimals, catalog.currency.exponent, matrices),
        matrices=matrices,
        term_discounts=build_term_discounts(sheets.all_rows("term_discounts"), catalog.terms),
        price_factors=build_factors(sheets.all_rows("price_factors")),
        service_levels=build_levels(sheets.single("service_levels"), catalog.inputs),
    )


def _add_programmes(catalog: Catalog, sheets: Sheets) -> Catalog:
    """With what reduces prices beside the contract's length."""
    files = sheets.all("programmes")
    return replace(catalog, programmes=build_programmes(files), benefits=build_benefits(files))


def _add_taxes(catalog: Catalog, sheets: Sheets) -> Catalog:
    """With taxes and currencies, and with the policy of pricing, which rounds as the home regime does."""
    file, tax = sheets.single("tax_regimes"), sheets.single("tax")
    policy = build_policy(sheets.single("pricing"))
    regimes = build_regimes(file, policy)
    return replace(
        catalog,
        policy=settle_policy(policy, regimes),
        tax_categories=build_categories(tax),
        tax_rates=build_rates(sheets.all_rows("tax_rates"), find_home(file)),
        tax_regimes=regimes,
        tax_bundles=build_bundles(tax),
        exchange_rates=build_exchange_rates(sheets.all_rows("exchange_rates")),
        currency_rounding=build_currency_rules(file),
    )


def _find_places(head: Entry, notebook: Notebook) -> Places:
    named = {(kind, name): place for kind in PLACED for name, place in notebook.names(kind).items()}
    return {**named, **{("catalog", name): head.at(name) for name in ("name", "currency")}}


def _texts(entry: Entry | None, name: str) -> dict[str, Text]:
    texts: dict[str, Text] = entry.get(name, {}) if entry else {}
    return texts


def _build_lines(vocabulary: Entry | None) -> dict[str, ProductLine]:
    place = vocabulary.at("lines") if vocabulary else None
    return {key: ProductLine(key, name, place) for key, name in _texts(vocabulary, "lines").items() if place}


def _build_clauses(file: Entry | None) -> tuple[Clause, ...]:
    entries = file.get("clauses", {}) if file else {}
    return tuple(
        Clause(key, entry["kind"], Text(entry["zh"], entry["en"])) for key, entry in entries.items() if entry.complete
    )
