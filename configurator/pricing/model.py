"""Priced lines, charges with their trace, and totals. Amounts follow the catalog's tax convention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from configurator.catalog.taxation import ExchangeRate
from configurator.programmes.benefits import NO_BENEFITS, Benefits
from configurator.values.money import Currency, Money
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import Problem, SourceLocation

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RampStep:
    """From this month of the contract on, this quantity of a line is charged."""

    first_month: int
    quantity: int


ManualForm = Literal["percent", "amount", "target"]
ManualMeasure = Literal["one_time", "monthly", "annual", "usage"]


@dataclass(frozen=True, slots=True)
class ManualAdjustment:
    """What the seller does to the price beside plain percentages.

    `scope` is the quote (empty), a group of lines (`@FAMILY`, `#tag`, a pattern) or one offering. A percentage is taken
    off every charge in scope; an amount is taken off the sum of one measure, and a target is what that sum comes to:
    both are spread over its charges in proportion to what they came to before. `competitive` marks an answer to a
    competitor's offer; `reason` is the seller's own words.
    """

    scope: str
    form: ManualForm
    value: Decimal
    measure: ManualMeasure = "monthly"
    competitive: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PricingContext:
    """What a price depends on beside the configuration.

    The day, the commitment in months, manual discounts in percent on the quote and on lines, and the values of profile
    inputs (and needs) that factors and programmes speak of. `start` is the first day of service; with `end` the
    contract ends together with another one, on that day, and `term_months` only says which prices and discounts the
    commitment earns. `calendar_billing` charges calendar months, so that the first and last may be partial. `ramps`
    change quantities during the contract; `named` are the programmes that the quote asks for, `codes` its codes.
    `tax_regime` is empty at home, `exchange` the rate into the quote's currency (none: the catalog's own).
    """

    day: date
    term_months: int
    discount_percent: Decimal = ZERO
    line_discounts: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    inputs: Mapping[str, str | int] = dataclass_field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None
    calendar_billing: bool = False
    ramps: Mapping[str, tuple[RampStep, ...]] = dataclass_field(default_factory=dict)
    manual: tuple[ManualAdjustment, ...] = ()
    named: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    tax_regime: str = ""
    exchange: ExchangeRate | None = None


StepName = Literal[
    "list",
    "factor",
    "escalation",
    "part",
    "waiver",
    "term_discount",
    "programme",
    "manual_discount",
    "spread",
    "floor",
    "round",
    "net",
    "home_tax",
    "exchange",
    "tax",
]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step from list to net to tax: what changed (`change`, signed), what it led to (`amount`), by which
    rule and file.

    `params` fill the step's sentence `pricing.trace.<step>` (quantity, rate, percent, tier …), as plain
    strings and numbers.
    """

    step: StepName
    amount: Money
    change: Money
    rule: str
    location: SourceLocation | None = None
    params: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The key of the step's own sentence, which tells the cases apart: `pricing.trace.tax.contained`."""
        case = self.params.get("case")
        return f"pricing.trace.{self.step}.{case}" if case else f"pricing.trace.{self.step}"


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a programme takes off one payment, and in percent which parties bear it (the operator the rest)."""

    programme: str
    amount: Money
    funding: Mapping[str, Decimal] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payment:
    """What falls due `count` times in a row, alike each time, the first time for the contract month `first_month`.

    `quantity` is what is charged then. `share` is less than one for a period that is charged by the day. Amounts are
    those of one payment; `list`, `net`, `tax`, `ex_tax` and `cost` as in `Charge`.
    """

    first_month: int
    count: int
    quantity: int
    list: Money
    net: Money
    tax_rate: Decimal
    tax: Money
    ex_tax: Money
    cost: Money | None
    trace: Sequence[TraceStep]
    share: Fraction = Fraction(1)
    reductions: tuple[Reduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """What one line costs in one period (usage: the estimate of one month): list, net, the tax of the net.

    `list` is the list amount with its price factor, from which the discounts are taken. With tax-inclusive prices `tax`
    is contained in `net`, otherwise it comes on top; `ex_tax` is without tax. `payments` are those of the contract in
    their order (of usage: one, outside all sums of the contract); the figures of the charge itself are those of its
    regular payment: the first that is for a whole period and not free, else the first.
    """

    kind: ChargeKind
    period: Period | None
    component: str
    tax_category: str
    payments: tuple[Payment, ...]
    regular: Payment

    @property
    def list(self) -> Money:
        """The regular payment's list amount."""
        return self.regular.list

    @property
    def net(self) -> Money:
        """The regular payment's net amount."""
        return self.regular.net

    @property
    def tax_rate(self) -> Decimal:
        """The regular payment's tax rate, a fraction."""
        return self.regular.tax_rate

    @property
    def tax(self) -> Money:
        """The tax of the regular payment."""
        return self.regular.tax

    @property
    def ex_tax(self) -> Money:
        """The regular payment without tax."""
        return self.regular.ex_tax

    @property
    def cost(self) -> Money | None:
        """What the regular payment costs us, None where the catalog does not say."""
        return self.regular.cost

    @property
    def trace(self) -> Sequence[TraceStep]:
        """How the regular payment came about."""
        return self.regular.trace


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line with all its charges; `number` counts from 1 in the configuration's order."""

    number: int
    offering: str
    quantity: int
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class TaxLine:
    """Gross, net of tax and tax of all charges at one rate."""

    rate: Decimal
    inclusive: Money
    ex_tax: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class SchedulePart:
    """Months of the contract, both inclusive, with the same monthly charges (whole months, net)."""

    first_month: int
    last_month: int
    monthly: Money


@dataclass(frozen=True, slots=True)
class Saving:
    """What a programme takes off over the whole contract, and what of it each party bears."""

    programme: str
    amount: Money
    funded: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all lines, in the catalog's tax convention.

    one_time, monthly (recurring per month), quarterly, annual (recurring per year) and usage_estimate (per month) are
    the sums of the charges' regular net. first_year sums all payments of the first twelve months of the contract, tcv
    (total contract value) all payments; usage is an estimate and in neither. `tax_by_rate` sums the charges' tax, one
    regular payment each; `tax_of_term` is the tax block of the whole contract, each line's contract amount taxed once.
    `schedule` says what comes every month where that changes; `savings` what programmes take off.
    `benefit_cost` is what benefits cost us beside the `cost` of the charges; the margin is after both.
    """

    one_time: Money
    monthly: Money
    annual: Money
    usage_estimate: Money
    first_year: Money
    tcv: Money
    list_tcv: Money
    tax_by_rate: Mapping[Decimal, Money]
    tax_of_term: tuple[TaxLine, ...]
    margin_percent: Decimal | None = None
    quarterly: Money | None = None
    schedule: tuple[SchedulePart, ...] = ()
    savings: tuple[Saving, ...] = ()
    cost: Money | None = None
    benefit_cost: Money | None = None


@dataclass(frozen=True, slots=True)
class PricedConfiguration:
    """A configuration with its prices, as of a date and for a term, and the benefits that come with it; `problems` are
    warnings about what was asked of the price and not reached."""

    lines: tuple[PricedLine, ...]
    totals: Totals
    currency: Currency
    tax_inclusive: bool
    context: PricingContext
    catalog_release: str
    catalog_digest: str
    benefits: Benefits = NO_BENEFITS
    workings: object = dataclass_field(default=None, compare=False, repr=False)
    """What the next price of the same quote can take over."""
    problems: tuple[Problem, ...] = ()
