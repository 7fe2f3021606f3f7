"""Stating a price under another tax regime or in another currency: from the catalog's amounts to the quote's.

Pricing itself always happens in the catalog's currency and with the prices as the catalog states them. What becomes of
it is converted once, at the end: every payment's list, net and cost is taken without the home tax (where another regime
applies to prices that contain it) and multiplied by the exchange rate, both exactly, and rounded once. Totals are sums
of converted amounts and never converted themselves. Lines whose charges are the same objects as when the quote was
restated last are what they became then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.catalog.model import Catalog, PriceComponent, TaxRate
from configurator.catalog.selectors import SameCatalog
from configurator.catalog.taxation import TaxRegime
from configurator.pricing.book import open_book
from configurator.pricing.contract import Run, cut_runs, read_contract
from configurator.pricing.falling_due import find_due_day, list_rate_changes
from configurator.pricing.model import Charge, Payment, PricedConfiguration, PricedLine
from configurator.pricing.restating import RestatedTrace, Restatement
from configurator.pricing.rounding import round_ratio
from configurator.pricing.taxing import find_regime, open_desk
from configurator.pricing.totalling import make_totals, sum_charges
from configurator.pricing.workings import Abroad, Restated, Settled, Workings, add_up, find_changed, take_over
from configurator.values.currencies import find_currency
from configurator.values.money import Currency, Money


def restate(catalog: Catalog, priced: PricedConfiguration) -> PricedConfiguration:
    """The price under the tax regime and in the currency that its context names; itself where these are the catalog's.

    ValueError for a regime that the catalog does not have (`check_pricing` refuses it before).
    """
    context = priced.context
    regime = find_regime(catalog, context.tax_regime)
    if regime is None:
        raise ValueError(f"no tax regime {context.tax_regime}")
    if regime.is_home and context.exchange is None:
        return priced
    return _Converter(catalog, priced, regime).convert()


@dataclass(frozen=True, slots=True)
class _Scale:
    """By what minor units of the catalog's currency are multiplied, and the home rate that is taken out with it."""

    numerator: int
    denominator: int
    home: TaxRate | None


class _Converter:
    """One restatement: what all its charges have in common, looked up once."""

    def __init__(self, catalog: Catalog, priced: PricedConfiguration, regime: TaxRegime) -> None:
        self.catalog, self.priced, self.regime = catalog, priced, regime
        self.exchange = priced.context.exchange
        self.currency: Currency = find_currency(self.exchange.currency) if self.exchange else catalog.currency
        self.mode = catalog.currency_rounding.get(self.currency.code, regime.rounding)
        self.desk = open_desk(catalog, regime)
        self.book = open_book(catalog, priced.context.day)
        self.contract = read_contract(priced.context)
        self._scales: dict[str, _Scale] = {}
        self._before = self._find_restated(
            Abroad(SameCatalog(catalog), regime, self.exchange, self.contract, priced.context.day)
        )

    def _find_restated(self, abroad: Abroad) -> Restated:
        workings = self.priced.workings
        return workings.find_restated(abroad) if isinstance(workings, Workings) else Restated(abroad)

    def convert(self) -> PricedConfiguration:
        """The whole price with its totals, and what the next one can take over."""
        restated = self._restate_lines()
        workings = self.priced.workings
        return replace(
            self.priced,
            lines=restated.priced,
            totals=make_totals(restated.tally, self.contract, self.currency),
            currency=self.currency,
            tax_inclusive=self.desk.inclusive,
            workings=replace(workings, restated=restated) if isinstance(workings, Workings) else workings,
        )

    def _restate_lines(self) -> Restated:
        before, home = self._before, self.priced.lines
        changed = find_changed(home, before.home)
        settled = take_over(before.settled, len(home), changed, lambda at: self._settle(home[at]))
        lines = take_over(before.priced, len(home), changed, lambda at: _make_line(home[at], settled[at]))
        tally = add_up(before.tally, before.settled, settled)
        return replace(before, home=home, settled=settled, priced=tuple(lines), tally=tally)

    def _find_scale(self, category: str) -> _Scale:
        found = self._scales.get(category)
        if found is None:
            found = self._scales[category] = self._make_scale(category)
        return found

    def _make_scale(self, category: str) -> _Scale:
        home = None if self.regime.is_home or not self.catalog.tax_inclusive else self.book.tax_rates[category]
        factor = Fraction(self.exchange.rate) if self.exchange else Fraction(1)
        factor *= Fraction(10) ** (self.currency.exponent - self.catalog.currency.exponent)
        factor /= 1 + Fraction(home.rate) if home else 1
        return _Scale(factor.numerator, factor.denominator, home)

    def _scale(self, scale: _Scale, amount: Money) -> Money:
        return Money(round_ratio(amount.minor * scale.numerator, scale.denominator, self.mode), self.currency)

    def _settle(self, line: PricedLine) -> Settled:
        """Lines that are alike share their charges, which are converted once."""
        known = self._before.known.get(id(line.charges))
        if known is None:
            charges = tuple(self._convert_charges(line))
            sums = sum_charges(charges, tax_inclusive=self.desk.inclusive, mode=self.regime.rounding)
            known = self._before.known[id(line.charges)] = line.charges, Settled(charges, sums)
        return known[1]

    def _convert_charges(self, line: PricedLine) -> Iterator[Charge]:
        own = self.catalog.offerings[line.offering].tax
        components = {each.id: each for each in self.book.find_prices(line.offering)}
        for charge in line.charges:
            yield self._convert_charge(own, components[charge.component], charge)

    def _convert_charge(self, own: str, component: PriceComponent, charge: Charge) -> Charge:
        stated: dict[int, list[Payment]] = {}
        step = charge.period.months if charge.period else 1
        for payment in charge.payments:
            run = Run(payment.first_month, payment.count, step, payment.share)
            runs = self._list_runs(own, component, run)
            stated[id(payment)] = [self._state(own, payment, *each) for each in runs]
        payments = tuple(part for parts in stated.values() for part in parts)
        regular = stated[id(charge.regular)][0]
        return replace(charge, tax_category=self.regime.find_category(own), payments=payments, regular=regular)

    def _list_runs(self, own: str, component: PriceComponent, run: Run) -> Iterable[tuple[Run, TaxRate | None]]:
        """The payments under the regime's rates, cut where another one holds from some due day on; those of the home
        regime keep the rate that they have."""
        if self.regime.is_home:
            return ((run, None),)
        today = self.desk.find_rate(own, self.priced.context.day)
        if self.contract.start is None or not self.desk.is_dated(own):
            return ((run, today),)
        parts = cut_runs((run,), list_rate_changes(self.desk, own, self.contract, component, run))
        return ((part, self._find_due_rate(own, component, part) or today) for part in parts)

    def _find_due_rate(self, own: str, component: PriceComponent, run: Run) -> TaxRate | None:
        day = find_due_day(self.contract, component, run)
        return None if day is None else self.desk.find_rate(own, day)

    def _state(self, own: str, payment: Payment, run: Run, rate: TaxRate | None) -> Payment:
        """A run of a payment in the quote's amounts, with its tax."""
        scale = self._find_scale(own)
        share = payment.tax_rate if rate is None else rate.rate
        net = self._scale(scale, payment.net)
        taxed = self.desk.tax(net, share)
        told = Restatement(payment.trace, scale.home, self.exchange, net, taxed, rate, self.regime)
        return Payment(
            first_month=run.first_month,
            count=run.count,
            quantity=payment.quantity,
            list=net if payment.list == payment.net else self._scale(scale, payment.list),
            net=net,
            tax_rate=share,
            tax=taxed.tax,
            ex_tax=taxed.ex_tax,
            cost=None if payment.cost is None else self._scale(scale, payment.cost),
            trace=RestatedTrace(told, self.desk.inclusive),
            share=payment.share,
            reductions=tuple(replace(each, amount=self._scale(scale, each.amount)) for each in payment.reductions),
        )


def _make_line(home: PricedLine, settled: Settled) -> PricedLine:
    return PricedLine(home.number, home.offering, home.quantity, settled.charges)
