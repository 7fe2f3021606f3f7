"""Tax under a regime: which rate holds when, the tax of an amount, and the tax block of a contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from configurator.catalog.model import Catalog, TaxRate
from configurator.catalog.selectors import SameCatalog
from configurator.catalog.taxation import Rounding, TaxOn, TaxRegime, Treatment
from configurator.pricing.allocating import allocate
from configurator.pricing.rounding import HALF_UP, TaxedAmount, split_tax
from configurator.values.dates import ALWAYS
from configurator.values.money import Money
from configurator.values.text import Text

_KEPT_DESKS = 16
_KEPT_DAYS = 20_000
"""So many categories and days whose rate was looked up."""

_NIL = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaxDesk:
    """What a quote is taxed by: its regime, and that regime's dated rates by the offerings' own tax categories.

    `inclusive` says whether the catalog's prices contain this regime's tax: only those of the home regime can.
    """

    regime: TaxRegime
    inclusive: bool
    rates: Mapping[str, tuple[TaxRate, ...]]
    _known: dict[tuple[str, date], TaxRate | None] = dataclass_field(default_factory=dict, repr=False, compare=False)

    def find_rate(self, category: str, due: date) -> TaxRate | None:
        """The rate of what has this category, for what falls due on the day; None when the catalog knows none."""
        key = (category, due)
        if key not in self._known:
            if len(self._known) >= _KEPT_DAYS:
                self._known.clear()
            self._known[key] = find_rate(self.rates.get(category, ()), due)
        return self._known[key]

    def is_dated(self, category: str) -> bool:
        """Whether the category's rate changes at some day."""
        return len(self.rates.get(category, ())) > 1

    def find_changes(self, category: str, first: date, last: date) -> tuple[date, ...]:
        """The days after `first` up to `last` from which another rate holds."""
        return find_changes(self.rates.get(category, ()), first, last)

    def tax(self, net: Money, rate: Decimal) -> TaxedAmount:
        """The tax of a net amount of a quote under this regime."""
        return split_tax(net, rate, inclusive=self.inclusive, mode=self.regime.rounding)


def find_rate(rates: Iterable[TaxRate], due: date) -> TaxRate | None:
    """The first of a category's rates that is in force on the day."""
    return next((each for each in rates if each.valid.contains(due)), None)


def find_changes(rates: Sequence[TaxRate], first: date, last: date) -> tuple[date, ...]:
    """The days after `first` up to `last` on which what is in force changes."""
    begins = {each.valid.first for each in rates if each.valid.first}
    ends = {each.valid.last + timedelta(days=1) for each in rates if each.valid.last and each.valid.last < date.max}
    return tuple(sorted(day for day in begins | ends if first < day <= last))


def rate_runs(rates: Sequence[TaxRate], due: Sequence[date]) -> tuple[tuple[int, TaxRate | None], ...]:
    """Payments due on these days in runs of one rate: how many in a row, and their rate."""
    found = (find_rate(rates, day) for day in due)
    return tuple((len(tuple(run)), rate) for rate, run in groupby(found))


def tax_rows(
    rows: Sequence[tuple[Decimal, Money]], *, inclusive: bool, tax_on: str = TaxOn.LINE, mode: str = HALF_UP
) -> tuple[TaxedAmount, ...]:
    """The tax of amounts with their rates, row by row.

    On lines each row is taxed by itself. On totals the sum of a rate is taxed once and its tax divided over the rows
    (none negative) by largest remainder in proportion to their amounts, so that the rows sum up to it.
    """
    if tax_on != TaxOn.TOTAL:
        return tuple(split_tax(amount, rate, inclusive=inclusive, mode=mode) for rate, amount in rows)
    found: dict[int, TaxedAmount] = {}
    for rate in {rate for rate, _ in rows}:
        places = [place for place, row in enumerate(rows) if row[0] == rate]
        found.update(zip(places, _tax_sum([rows[place][1] for place in places], rate, inclusive, mode), strict=True))
    return tuple(found[place] for place in range(len(rows)))


def _tax_sum(amounts: Sequence[Money], rate: Decimal, inclusive: bool, mode: str) -> list[TaxedAmount]:
    currency = amounts[0].currency
    whole = split_tax(Money(sum(each.minor for each in amounts), currency), rate, inclusive=inclusive, mode=mode)
    taxes = allocate(whole.tax.minor, [each.minor for each in amounts])
    return [_with_tax(amount, Money(tax, currency), inclusive) for amount, tax in zip(amounts, taxes, strict=True)]


def _with_tax(amount: Money, tax: Money, inclusive: bool) -> TaxedAmount:
    return TaxedAmount(amount, amount - tax, tax) if inclusive else TaxedAmount(amount + tax, amount, tax)


def find_regime(catalog: Catalog, key: str) -> TaxRegime | None:
    """The regime of that key, the home regime for an empty one; None when the catalog has none of that key."""
    if key:
        return catalog.tax_regimes.get(key)
    home = (each for each in catalog.tax_regimes.values() if each.is_home)
    return next(home, None) or _plain_regime(catalog)


def _plain_regime(catalog: Catalog) -> TaxRegime:
    policy = catalog.policy
    return TaxRegime("", Text("", ""), True, Rounding(policy.rounding), TaxOn(policy.tax_on))


def open_home_desk(catalog: Catalog) -> TaxDesk:
    """The desk of the home regime."""
    return _open(SameCatalog(catalog), "")


def open_desk(catalog: Catalog, regime: TaxRegime) -> TaxDesk:
    """The desk of a regime of the catalog; the same object again while it is among the last ones used."""
    return _open(SameCatalog(catalog), "" if regime.is_home else regime.key)


@lru_cache(maxsize=_KEPT_DESKS)
def _open(key: SameCatalog, regime_key: str) -> TaxDesk:
    catalog = key.catalog
    regime = find_regime(catalog, regime_key)
    assert regime is not None
    own = {offering.tax for offering in catalog.offerings.values()}
    rates = {category: _rates_of(catalog, regime, category) for category in own}
    return TaxDesk(regime, catalog.tax_inclusive and regime.is_home, rates)


def _rates_of(catalog: Catalog, regime: TaxRegime, own: str) -> tuple[TaxRate, ...]:
    category = regime.find_category(own)
    if regime.treatment is not Treatment.TAXED:
        return (TaxRate(category, _NIL, ALWAYS, regime.evidence, regime.source, regime.location),)
    rates = [each for each in catalog.tax_rates if each.category == category and _belongs(each, regime)]
    return tuple(sorted(rates, key=lambda each: each.valid.first or date.min))


def _belongs(rate: TaxRate, regime: TaxRegime) -> bool:
    return not rate.regime if regime.is_home else rate.regime == regime.key
