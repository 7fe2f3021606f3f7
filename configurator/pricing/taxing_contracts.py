"""The contract's tax row by row: amounts of bundles divided over their parts, tax on lines or on the sum of a rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.catalog.selectors import selection_of
from configurator.catalog.taxation import TaxOn, TaxRegime
from configurator.pricing.allocating import allocate
from configurator.pricing.model import Charge, PricedConfiguration
from configurator.pricing.rounding import TaxedAmount, split_tax
from configurator.pricing.taxing import find_regime, sum_rows, tax_rows
from configurator.values.money import Money
from configurator.values.periods import ChargeKind


@dataclass(frozen=True, slots=True)
class ContractRow:
    """What one charge comes to over the contract at one tax rate, at list and net; usage is in no row.

    `net` is what is taxed: the part of the bundle's price where the offering belongs to one that is sold together.
    """

    number: int
    offering: str
    component: str
    rate: Decimal
    list: Money
    net: Money
    bundle: str = ""


def list_contract_rows(catalog: Catalog, priced: PricedConfiguration) -> tuple[ContractRow, ...]:
    """All rows, by offering, component, line and rate: the order of lines makes no difference to what is divided."""
    rows = (
        row
        for line in priced.lines
        for charge in line.charges
        if charge.kind is not ChargeKind.USAGE
        for row in _list_rows(line.number, line.offering, charge)
    )
    ordered = sorted(rows, key=lambda row: (row.offering, row.component, row.number, row.rate))
    return tuple(_divide_bundles(ordered, _name_bundles(catalog)))


def _list_rows(number: int, offering: str, charge: Charge) -> Iterator[ContractRow]:
    sums: dict[Decimal, tuple[int, int]] = {}
    for payment in charge.payments:
        listed, net = sums.get(payment.tax_rate, (0, 0))
        sums[payment.tax_rate] = listed + payment.list.minor * payment.count, net + payment.net.minor * payment.count
    currency = charge.net.currency
    for rate, (listed, net) in sums.items():
        yield ContractRow(number, offering, charge.component, rate, Money(listed, currency), Money(net, currency))


def _name_bundles(catalog: Catalog) -> dict[str, str]:
    """The bundle of each offering that belongs to one."""
    selection = selection_of(catalog)
    return {
        offering: bundle.key
        for bundle in catalog.tax_bundles
        for selector in bundle.offerings
        for offering in selection.members(selector)
    }


def _divide_bundles(rows: Sequence[ContractRow], names: Mapping[str, str]) -> Iterator[ContractRow]:
    """Rows of a bundle of which more than one offering is taken get their parts of its price, by list price."""
    taken: dict[str, list[ContractRow]] = {}
    for row in rows:
        if row.offering in names:
            taken.setdefault(names[row.offering], []).append(row)
    divided: dict[int, ContractRow] = {}
    for key, found in taken.items():
        if len({row.offering for row in found}) > 1 and any(row.list for row in found):
            parts = allocate(sum(row.net.minor for row in found), [row.list.minor for row in found])
            for row, part in zip(found, parts, strict=True):
                divided[id(row)] = replace(row, net=Money(part, row.net.currency), bundle=key)
    for row in rows:
        yield divided.get(id(row), row)


def tax_contract(catalog: Catalog, priced: PricedConfiguration) -> tuple[tuple[ContractRow, TaxedAmount], ...]:
    """Each row with its tax, as the regime taxes; the rows sum up to the contract's tax block."""
    regime = _find_regime(catalog, priced)
    rows = list_contract_rows(catalog, priced)
    taxed = tax_rows(
        [(row.rate, row.net) for row in rows],
        inclusive=priced.tax_inclusive,
        tax_on=regime.tax_on,
        mode=regime.rounding,
    )
    return tuple(zip(rows, taxed, strict=True))


def settle_taxes(catalog: Catalog, priced: PricedConfiguration) -> PricedConfiguration:
    """The price with the taxes of its totals, where these are not simply the sums of its charges' taxes."""
    regime = _find_regime(catalog, priced)
    if regime.tax_on is TaxOn.LINE and not _has_bundle(catalog, priced):
        return priced
    rows = tax_contract(catalog, priced)
    block = sum_rows([row.rate for row, _ in rows], [taxed for _, taxed in rows])
    by_rate = priced.totals.tax_by_rate if regime.tax_on is TaxOn.LINE else _tax_regular(priced, regime)
    return replace(priced, totals=replace(priced.totals, tax_of_term=block, tax_by_rate=by_rate))


def _find_regime(catalog: Catalog, priced: PricedConfiguration) -> TaxRegime:
    regime = find_regime(catalog, priced.context.tax_regime)
    assert regime is not None
    return regime


def _has_bundle(catalog: Catalog, priced: PricedConfiguration) -> bool:
    if not catalog.tax_bundles:
        return False
    names = _name_bundles(catalog)
    taken: dict[str, set[str]] = {}
    for line in priced.lines:
        if line.offering in names and line.charges:
            taken.setdefault(names[line.offering], set()).add(line.offering)
    return any(len(offerings) > 1 for offerings in taken.values())


def _tax_regular(priced: PricedConfiguration, regime: TaxRegime) -> dict[Decimal, Money]:
    """The tax of one regular payment of every charge, of the sum of each rate."""
    sums: dict[Decimal, int] = {}
    for charge in _list_charges(priced):
        sums[charge.tax_rate] = sums.get(charge.tax_rate, 0) + charge.net.minor
    mode, inclusive = regime.rounding, priced.tax_inclusive
    amounts = {rate: Money(minor, priced.currency) for rate, minor in sorted(sums.items())}
    return {rate: split_tax(amount, rate, inclusive=inclusive, mode=mode).tax for rate, amount in amounts.items()}


def _list_charges(priced: PricedConfiguration) -> Iterable[Charge]:
    return (charge for line in priced.lines for charge in line.charges)
