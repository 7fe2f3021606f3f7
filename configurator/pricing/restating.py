"""The steps that follow pricing where a quote is taxed elsewhere or written in another currency, told when asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from configurator.catalog.model import TaxRate
from configurator.catalog.taxation import ExchangeRate, TaxRegime, Treatment
from configurator.pricing.exact import show_exact
from configurator.pricing.model import TraceStep
from configurator.pricing.rounding import EXACT, HALF_UP, TaxedAmount, contained_tax
from configurator.pricing.tracing import ToldTrace
from configurator.values.money import Money


class Restatement(NamedTuple):
    """What a payment came to before, and what it was restated by.

    `home` is the rate of the tax that was taken out, `rate` the regime's own (None: the payment keeps its rate).
    """

    before: Sequence[TraceStep]
    home: TaxRate | None
    exchange: ExchangeRate | None
    net: Money
    taxed: TaxedAmount
    rate: TaxRate | None
    regime: TaxRegime


class RestatedTrace(ToldTrace):
    """The steps of a restated payment: those before up to the net, then `home_tax`, `exchange` and the tax.

    An entry's amount is the one before plus its change, but that of `exchange`, which begins anew in its currency.
    """

    __slots__ = ("_inclusive", "_said")

    def __init__(self, said: Restatement, inclusive: bool) -> None:
        super().__init__()
        self._said, self._inclusive = said, inclusive

    def _tell(self) -> Iterator[TraceStep]:
        return _tell(self._said, self._inclusive)


def _tell(said: Restatement, inclusive: bool) -> Iterator[TraceStep]:
    kept = [step for step in said.before if step.step != "tax"]
    yield from kept
    amount = kept[-1].amount
    if said.home is not None:
        step = _tell_home_tax(said.home, amount, None if said.exchange else said.net)
        yield step
        amount = step.amount
    if said.exchange is not None:
        yield _tell_exchange(said.exchange, amount, said.net)
    yield _tell_tax(said, said.before[-1], inclusive)


def _tell_home_tax(home: TaxRate, before: Money, net: Money | None) -> TraceStep:
    """Without an exchange the amount left is the net; with one it is shown rounded, but not what is converted."""
    left = net or contained_tax(before, home.rate, HALF_UP).ex_tax
    params = {"category": home.category, "percent": _show_percent(home)}
    return TraceStep("home_tax", left, left - before, home.category, home.location, params)


def _tell_exchange(exchange: ExchangeRate, before: Money, net: Money) -> TraceStep:
    params = {
        "from": before.currency.code,
        "to": exchange.currency,
        "before": str(before),
        "rate": show_exact(exchange.rate),
        "date": exchange.day.isoformat(),
        "source": exchange.source,
    }
    return TraceStep("exchange", net, net, exchange.currency, exchange.location, params)


def _tell_tax(said: Restatement, before: TraceStep, inclusive: bool) -> TraceStep:
    shown = said.taxed.ex_tax if inclusive else said.taxed.inclusive
    params = {**before.params, "tax": str(said.taxed.tax)}
    rule, location = before.rule, before.location
    if said.rate is not None:
        treatment = said.regime.treatment
        case = "added" if treatment is Treatment.TAXED else treatment.value
        params |= {"case": case, "category": said.rate.category, "percent": _show_percent(said.rate)}
        rule, location = said.rate.category, said.rate.location
    return TraceStep("tax", shown, shown - said.net, rule, location, params)


def _show_percent(rate: TaxRate) -> str:
    return show_exact(rate.rate.scaleb(2, EXACT))
