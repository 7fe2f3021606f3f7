"""Priced lines, charges with their trace, and totals. Amounts follow the catalog's tax convention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from typing import Literal

from configurator.values.money import Currency, Money
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import SourceLocation

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PricingContext:
    """What a price depends on beside the configuration: date, commitment, manual discounts in percent, and the values
    of profile inputs that price factors speak of (others do not matter)."""

    day: date
    term_months: int
    discount_percent: Decimal = ZERO
    line_discounts: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    inputs: Mapping[str, str | int] = dataclass_field(default_factory=dict)


StepName = Literal["list", "factor", "term_discount", "manual_discount", "net", "tax"]


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
class Charge:
    """What one line costs in one period (usage: the estimate of one month): list, net, the tax of the net.

    `list` is the list amount with its price factor, from which the discounts are taken.
    With tax-inclusive prices `tax` is contained in `net`, otherwise it comes on top; `ex_tax` is without tax.
    """

    kind: ChargeKind
    period: Period | None
    component: str
    list: Money
    net: Money
    tax_category: str
    tax_rate: Decimal
    tax: Money
    ex_tax: Money
    cost: Money | None
    trace: tuple[TraceStep, ...]


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
class Totals:
    """Sums over all lines, in the catalog's tax convention.

    one_time, monthly (recurring per month), annual (recurring per year) and usage_estimate (per month) are
    the sums of the charges' net. first_year = one_time + min(12, term) × monthly + annual; tcv (total
    contract value) = one_time + term × monthly + the yearly payments begun within the term × annual. Usage is
    an estimate and in neither. `tax_by_rate` sums the charges' tax, one period each; `tax_of_term` is the tax
    block of the whole contract, each line's contract amount taxed once.
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


@dataclass(frozen=True, slots=True)
class PricedConfiguration:
    """A configuration with its prices, as of a date and for a term."""

    lines: tuple[PricedLine, ...]
    totals: Totals
    currency: Currency
    tax_inclusive: bool
    context: PricingContext
    catalog_release: str
    catalog_digest: str
