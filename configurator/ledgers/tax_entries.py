"""The rows of a contract's tax block as ledger entries: each charge's payments at one rate, and their tax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from configurator.catalog.model import Catalog
from configurator.ledgers.ledger_text import Tree
from configurator.pricing.exact import show_exact
from configurator.pricing.model import Charge, Payment, PricedConfiguration
from configurator.pricing.rounding import TaxedAmount
from configurator.pricing.taxing_contracts import ContractRow, tax_contract
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

Key = tuple[int, str, Decimal]
"""Line number, price component, rate."""


class TaxEntries(NamedTuple):
    """The rows in the ledger's order, and for each bundle its rows in the order in which its price is divided."""

    rows: list[Tree]
    bundles: list[Tree]


def list_tax_entries(catalog: Catalog, priced: PricedConfiguration) -> TaxEntries:
    """The contract's tax row by row. A row of a bundle states its own net and the part of the price that is taxed."""
    contract = tax_contract(catalog, priced)
    known = {(row.number, row.component, row.rate): (row, taxed) for row, taxed in contract}
    paths: dict[Key, str] = {}
    rows = list(_list_rows(priced, known, paths))
    bundles: dict[str, list[Tree]] = {}
    for row, _ in contract:
        if row.bundle:
            told = {"charge": paths[row.number, row.component, row.rate], "rate": show_exact(row.rate)}
            bundles.setdefault(row.bundle, []).append(told)
    return TaxEntries(rows, [{"bundle": key, "rows": told} for key, told in bundles.items()])


def _list_rows(
    priced: PricedConfiguration, known: Mapping[Key, tuple[ContractRow, TaxedAmount]], paths: dict[Key, str]
) -> Iterator[Tree]:
    for line in priced.lines:
        for at, charge in enumerate(line.charges, start=1):
            for rate, payments in _group_payments(charge).items():
                key, path = (line.number, charge.component, rate), f"{line.number}.{at}"
                paths[key] = path
                yield {"charge": path, "rate": show_exact(rate), **_tell_row(*known[key], payments)}


def _group_payments(charge: Charge) -> dict[Decimal, list[Payment]]:
    """The charge's payments within the contract by rate; usage is an estimate and in no row."""
    found: dict[Decimal, list[Payment]] = {}
    for payment in charge.payments if charge.kind is not ChargeKind.USAGE else ():
        found.setdefault(payment.tax_rate, []).append(payment)
    return found


def _tell_row(row: ContractRow, taxed: TaxedAmount, payments: list[Payment]) -> Tree:
    net = Money(sum(each.net.minor * each.count for each in payments), row.net.currency)
    bundle = {"bundle": row.bundle, "part": str(row.net)} if row.bundle else {}
    return {
        **tell_tax_rule(payments[0]),
        "list": str(row.list),
        "net": str(net),
        **bundle,
        "ex_tax": str(taxed.ex_tax),
        "tax": str(taxed.tax),
    }


def tell_tax_rule(payment: Payment) -> Tree:
    """By which tax category and row of the catalog a payment is taxed."""
    step = payment.trace[-1]
    place = {} if step.location is None else {"place": str(step.location)}
    return {"rule": step.rule, **place}
