"""What a quote states to its programmes, and what they grant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.catalog.sources import NOWHERE
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line at list price with factors, in minor units: what comes every month (quarterly and yearly charges by the
    month), once, and by usage (a month's estimate)."""

    number: int
    offering: str
    quantity: int
    monthly: Fraction | int
    one_time: int
    usage: int


@dataclass(frozen=True, slots=True)
class QuoteFacts:
    """A quote as its programmes see it. `inputs` are the values of the customer's profile, `needs` the codes of its
    needs; `named` the keys of programmes that the quote asks for, `codes` the promotion codes it gives. `months` and
    `last_day` say how long the contract runs where that is not its commitment `term_months`."""

    catalog: Catalog
    day: date
    term_months: int
    lines: tuple[LineFacts, ...]
    inputs: Mapping[str, str | int] = dataclass_field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    months: Fraction | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class GrantSpan:
    """What is off in these months of the contract (both inclusive, None: to the end): percent of what the stage starts
    from, or an amount per period; never more than `cap` per period."""

    first_month: int
    last_month: int | None
    percent: Decimal = Decimal(0)
    amount: Money | None = None
    cap: Money | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A reduction of one line's charges of some kinds; the same object may be granted to many lines.

    `sentence` says in the catalog's words what is off and why; `params` fill it (the band reached) together with what a
    month's span says. `untouched_below` leaves charges alone that are at so many percent of list or less when the stage
    comes.
    """

    programme: str
    stage: str
    charges: frozenset[ChargeKind]
    spans: tuple[GrantSpan, ...]
    group: str = ""
    funding: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    params: Mapping[str, str] = dataclass_field(default_factory=dict)
    untouched_below: Decimal = Decimal(0)
    location: SourceLocation = NOWHERE
    sentence: Text | None = None

    def __hash__(self) -> int:
        return hash((self.programme, self.spans))


@dataclass(frozen=True, slots=True)
class Entitlements:
    """The grants by line number, in the catalog's order of programmes; `measured` says for programmes that look at the
    whole quote which figure their band was read from.

    `lines` and `awarded` are what the grants followed from: with the same awards a line that is the same object is
    granted the same.
    """

    grants: Mapping[int, tuple[Grant, ...]] = dataclass_field(default_factory=dict)
    measured: Mapping[str, str] = dataclass_field(default_factory=dict)
    lines: tuple[LineFacts, ...] = dataclass_field(default=(), compare=False, repr=False)
    awarded: tuple[object, ...] = dataclass_field(default=(), compare=False, repr=False)


NO_ENTITLEMENTS = Entitlements()
