"""The contract's tax row by row: amounts of bundles divided over their parts, tax on lines or on the sum of a rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from configurator.catalog.model import Catalog
from configurator.catalog.selectors import SameCatalog, selection_of
from configurator.catalog.taxation import TaxOn, TaxRegime
from configurator.pricing.allocating import allocate
from configurator.pricing.model import Charge, PricedConfiguration, PricedLine, TaxLine
from configurator.pricing.rounding import TaxedAmount, split_tax
from configurator.pricing.taxing import find_regime, tax_rows
from configurator.pricing.totalling import list_regular_nets, sum_taxes
from configurator.pricing.workings import find_tally
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

_KEPT_CATALOGS = 16


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
    rows = _sort_rows(priced.lines)
    divided = _divide_bundles(rows, _name_bundles(catalog))
    return tuple([divided.get(id(row), row) for row in rows])


def _sort_rows(lines: Iterable[PricedLine]) -> list[ContractRow]:
    rows = (
        row
        for line in lines
        for charge in line.charges
        if charge.kind is not ChargeKind.USAGE
        for row in _list_rows(line.number, line.offering, charge)
    )
    return sorted(rows, key=lambda row: (row.offering, row.component, row.number, row.rate))


def _list_rows(number: int, offering: str, charge: Charge) -> Iterator[ContractRow]:
    sums: dict[Decimal, tuple[int, int]] = {}
    for payment in charge.payments:
        listed, net = sums.get(payment.tax_rate, (0, 0))
        sums[payment.tax_rate] = listed + payment.list.minor * payment.count, net + payment.net.minor * payment.count
    currency = charge.net.currency
    for rate, (listed, net) in sums.items():
        yield ContractRow(number, offering, charge.component, rate, Money(listed, currency), Money(net, currency))


def _name_bundles(catalog: Catalog) -> Mapping[str, str]:
    """The bundle of each offering that belongs to one; looked up once for each catalog."""
    return _name_members(SameCatalog(catalog)) if catalog.tax_bundles else {}


@lru_cache(maxsize=_KEPT_CATALOGS)
def _name_members(key: SameCatalog) -> Mapping[str, str]:
    selection = selection_of(key.catalog)
    return {
        offering: bundle.key
        for bundle in key.catalog.tax_bundles
        for selector in bundle.offerings
        for offering in selection.members(selector)
    }


def _divide_bundles(rows: Iterable[ContractRow], names: Mapping[str, str]) -> dict[int, ContractRow]:
    """What rows become, by their identity, of bundles of which more than one offering is taken: parts of its price, by
    list price."""
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
    return divided


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
    """The price with the taxes of its totals, where these are not simply the sums of its charges' taxes.

    Only the rows of bundles are looked at: what is taxed of everything else is known from the sums of the lines. The
    taxes that the totals state are not, so that a price whose taxes are settled stays as it is.
    """
    regime = _find_regime(catalog, priced)
    moves = tuple(_list_moves(catalog, priced))
    if regime.tax_on is TaxOn.LINE:
        if not moves:
            return priced
        return replace(priced, totals=replace(priced.totals, tax_of_term=_move_taxes(priced, moves, regime)))
    block, by_rate = _tax_sums(priced, moves, regime), _tax_regular(priced, regime)
    return replace(priced, totals=replace(priced.totals, tax_of_term=block, tax_by_rate=by_rate))


_Move = tuple[ContractRow, ContractRow]
"""A row of a bundle before and after its price is divided."""


def _list_moves(catalog: Catalog, priced: PricedConfiguration) -> Iterator[_Move]:
    names = _name_bundles(catalog)
    rows = _sort_rows(line for line in priced.lines if line.offering in names) if names else ()
    divided = _divide_bundles(rows, names)
    return ((row, divided[id(row)]) for row in rows if id(row) in divided)


def _move_taxes(priced: PricedConfiguration, moves: Iterable[_Move], regime: TaxRegime) -> tuple[TaxLine, ...]:
    """The tax block with the tax of each divided row in the place of that of the row before."""
    found = {line.rate: line for line in _sum_charges_taxes(priced, regime)}
    for before, after in moves:
        was, now = (
            split_tax(row.net, row.rate, inclusive=priced.tax_inclusive, mode=regime.rounding)
            for row in (before, after)
        )
        line = found[before.rate]
        found[before.rate] = TaxLine(
            rate=line.rate,
            inclusive=line.inclusive - was.inclusive + now.inclusive,
            ex_tax=line.ex_tax - was.ex_tax + now.ex_tax,
            tax=line.tax - was.tax + now.tax,
        )
    return tuple(found.values())


def _tax_sums(priced: PricedConfiguration, moves: Iterable[_Move], regime: TaxRegime) -> tuple[TaxLine, ...]:
    """The tax block where the sum of each rate is taxed once."""
    inclusive = priced.tax_inclusive
    block = _sum_charges_taxes(priced, regime)
    nets = {line.rate: line.inclusive if inclusive else line.ex_tax for line in block}
    for before, after in moves:
        nets[before.rate] += after.net - before.net
    taxed = {rate: split_tax(net, rate, inclusive=inclusive, mode=regime.rounding) for rate, net in nets.items()}
    return tuple(TaxLine(rate, each.inclusive, each.ex_tax, each.tax) for rate, each in taxed.items())


def _sum_charges_taxes(priced: PricedConfiguration, regime: TaxRegime) -> tuple[TaxLine, ...]:
    return sum_taxes(find_tally(priced, regime.rounding), priced.currency)


def _find_regime(catalog: Catalog, priced: PricedConfiguration) -> TaxRegime:
    regime = find_regime(catalog, priced.context.tax_regime)
    assert regime is not None
    return regime


def _tax_regular(priced: PricedConfiguration, regime: TaxRegime) -> dict[Decimal, Money]:
    """The tax of one regular payment of every charge, of the sum of each rate."""
    mode, inclusive = regime.rounding, priced.tax_inclusive
    nets = {rate: Money(minor, priced.currency) for rate, minor in list_regular_nets(find_tally(priced)).items()}
    return {rate: split_tax(net, rate, inclusive=inclusive, mode=mode).tax for rate, net in nets.items()}
