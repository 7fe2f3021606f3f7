"""Budgets: what a package may cost at most and must earn at least, and what to say when nothing keeps to that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from configurator.guidance.gauging import Bound, Gauge
from configurator.guidance.ledger import BUDGET_MEASURES, Ledger, Measure
from configurator.pricing.model import Totals
from configurator.values.money import Money
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.wording import say_everywhere

_ALL = 10_000
"""A margin of 100 % in hundredths of a percent."""


class BudgetUnreachable(Refusal):
    """No package keeps to the limits; `problems` say what the least is that they would have to allow."""

    code = "budget_unreachable"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a package may cost, in the catalog's currency and tax convention, after all discounts and rounding;
    `margin_percent` is the least margin on the contract value, as pricing rounds it."""

    monthly: Money | None = None
    one_time: Money | None = None
    tcv: Money | None = None
    margin_percent: Decimal | None = None

    def amounts(self) -> Iterator[tuple[Measure, Money]]:
        """The amounts that are bounded."""
        for measure in BUDGET_MEASURES:
            limit = self.of(measure)
            if limit is not None:
                yield measure, limit

    def of(self, measure: Measure) -> Money | None:
        """The limit of one measure."""
        limits: dict[Measure, Money | None] = {"monthly": self.monthly, "one_time": self.one_time, "tcv": self.tcv}
        return limits.get(measure)

    def bounds(self, ledger: Ledger, *, is_sold: bool = False) -> tuple[Bound, ...]:
        """The limits as bounds of exact amounts; `is_sold` as in `margin_bound`."""
        money = [Bound(Gauge(ledger, {measure: 1}), limit.minor) for measure, limit in self.amounts()]
        if self.margin_percent is None:
            return tuple(money)
        return (*money, margin_bound(ledger, self.margin_percent, is_sold=is_sold))

    def is_kept(self, totals: Totals) -> bool:
        """Whether priced totals keep every limit."""
        if self.margin_percent is not None and totals.tcv:
            if totals.margin_percent is None or totals.margin_percent < self.margin_percent:
                return False
        return all(amount_of(totals, measure) <= limit for measure, limit in self.amounts())


NO_BUDGET = Budget()


def amount_of(totals: Totals, measure: Measure) -> Money:
    """The total of a measure that a budget can bound."""
    found: Money = getattr(totals, measure)
    return found


def margin_bound(ledger: Ledger, percent: Decimal, *, is_sold: bool = False) -> Bound:
    """(tcv - cost) / tcv, rounded half away from zero to a hundredth of a percent, is at least so many percent.

    Rounded up from half a hundredth below: 20000 (tcv - cost) - (2 percent × 100 - 1) tcv >= 0, in whole numbers.
    Up to zero percent that half is rounded down, so that the sum must be above zero; with `is_sold` it is, which leaves
    out packages of no contract value.
    """
    hundredths = int(percent * 100)
    share = 2 * hundredths - 1
    return Bound(Gauge(ledger, {"tcv": share - 2 * _ALL, "cost": 2 * _ALL}), -1 if is_sold and hundredths <= 0 else 0)


def say_measure(measure: Measure) -> Text:
    """The measure in words, for problems."""
    return say_everywhere(f"seeking.measure.{measure}")


def too_small(measure: Measure, least: Money, limit: Money, *, is_proven: bool) -> Problem:
    """The cheapest package costs more than the budget allows."""
    params = {
        "measure": say_measure(measure),
        "least": f"{least.amount:,}",
        "over": f"{(least - limit).amount:,}",
        "limit": f"{limit.amount:,}",
        "currency": least.currency.code,
    }
    code = "seek_budget_too_small" if is_proven else "seek_budget_too_small_unproven"
    return Problem(code, field=f"budget.{measure}", params=params)
