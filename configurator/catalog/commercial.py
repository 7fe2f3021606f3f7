"""Commercial data of a catalog: how a list price is charged over the contract and what is taken off it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from enum import StrEnum

from configurator.catalog.sources import NOWHERE, Evidence, Expression
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


class Due(StrEnum):
    """When a recurring charge falls due: at the beginning of its period or at its end."""

    ADVANCE = "advance"
    ARREARS = "arrears"


@dataclass(frozen=True, slots=True)
class ChargeTerms:
    """What a price component says beside its rates.

    `block` is the size of a package (model package); `included` is the allowance of a usage charge, taken off the
    estimate; `least_quantity` and `least_amount` are billed at least (per period). A one-time charge is waived for a
    commitment of `waived_from` months or more; the first `free_months` of a recurring charge are free for a commitment
    of `free_from` months or more. `escalation` is the key of an `Escalation`. Of a percentage price, `base` selects the
    offerings and `base_charge` the kind of charge that it is a percentage of (the same kind when it is none). `matrix`
    is the table of a matrix price.
    """

    block: int = 1
    included: int = 0
    least_quantity: int = 0
    least_amount: Decimal | None = None
    due: Due = Due.ADVANCE
    waived_from: int | None = None
    free_months: int = 0
    free_from: int = 1
    escalation: str = ""
    base: tuple[str, ...] = ()
    base_charge: ChargeKind | None = None
    matrix: str = ""


PLAIN_TERMS = ChargeTerms()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row of a price matrix: a cell per column, as in an allowed-combination table, and the rate."""

    cells: tuple[str, ...]
    amount: Decimal
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PriceMatrix:
    """Rates by several attributes; the first row that fits counts.

    A column is `quantity`, the key of an attribute of the offering or of a profile input; a cell is a value, a range
    `5..10` (`5..` without end), a set `a|b` or `*`.
    """

    key: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Escalation:
    """How a recurring charge grows during the contract: every `every_months`, by `percent` of what it was (compound).

    An index escalation names the index in `index`; its `percent` is then the change agreed for the quote's day, and its
    source says where it was published.
    """

    key: str
    name: Text
    percent: Decimal
    every_months: int = 12
    index: str = ""
    valid: DateRange = ALWAYS
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


class Keep(StrEnum):
    """Which adjustments of a stacking group count where several apply."""

    ALL = "all"
    BEST = "best"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class StackingGroup:
    """Adjustments that exclude one another on a charge: all of them count, the one that takes off most, or the first in
    the catalog's order."""

    key: str
    name: Text
    keep: Keep
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Stage:
    """One step from list to net. Kinds: `term` (term_discounts.csv), `programme` (what programmes grant for this
    stage), `manual` (the seller's own), `floor`, `round` and, last of all, `redemption` (what loyalty points pay)."""

    key: str
    kind: str
    name: Text
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Floor:
    """Below what no discount takes the offerings of a family: cost plus so many percent of it, and at most so many
    percent off what is left after the term stage; None is no bound. An empty family means all that have no own."""

    family: str = ""
    margin_on_cost: Decimal | None = None
    most_discount: Decimal | None = None
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class CommercialRounding:
    """Net amounts of these offerings' charges are rounded down to a multiple of `step` (10 makes 1,234.56 to 1,230)."""

    applies_to: tuple[str, ...]
    charge: ChargeKind
    step: Decimal
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PricingPolicy:
    """The order of the stages and what bounds them; the default is the term discount and then the seller's own."""

    stages: tuple[Stage, ...] = ()
    groups: Mapping[str, StackingGroup] = dataclass_field(default_factory=dict)
    floors: tuple[Floor, ...] = ()
    roundings: tuple[CommercialRounding, ...] = ()
    escalations: Mapping[str, Escalation] = dataclass_field(default_factory=dict)
    rounding: str = "half_up"
    tax_on: str = "line"
    location: SourceLocation = NOWHERE


PLAIN_POLICY = PricingPolicy(stages=(Stage("term", "term", Text("", "")), Stage("manual", "manual", Text("", ""))))


@dataclass(frozen=True, slots=True)
class Band:
    """From this value of the measure on: so many percent off, or an amount per period; at most `cap` per period."""

    since: Decimal
    percent: Decimal = Decimal(0)
    amount: Decimal | None = None
    cap: Decimal | None = None
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Span:
    """Contract months, both inclusive (None: to the end), and the bands that hold in them, in rising order."""

    first_month: int
    last_month: int | None
    bands: tuple[Band, ...]


class Measure(StrEnum):
    """What a discount's bands are read from, always at list price with factors, before any discount."""

    NONE = "none"
    LINE_QUANTITY = "line_quantity"
    LINE_MONTHLY = "line_monthly"
    QUOTE_MONTHLY = "quote_monthly"
    GROUP_MONTHLY = "group_monthly"
    CONTRACT_VALUE = "contract_value"
    TERM_MONTHS = "term_months"
    PRODUCT_LINES = "product_lines"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class Discount:
    """A reduction that follows from data: who gets it, on what, how much, in which months of the contract.

    `applies_to` and `excludes` select offerings (pass-through ones never take a discount), `charges` the kinds of
    charge. The value of `measure` picks a span's band: the highest one that it reaches, below the first nothing is off;
    `measured_on` are the selectors whose charges count for a measure of the quote (all when empty), `input` the profile
    input that is the measure, or that a group measure adds (the customer group's monthly charges elsewhere, in major
    units).
    `hint_from` is the percentage of the next band from which on it is pointed out (0: never).
    `when` is a condition over profile, needs and quantities. A discount with a `code` counts where the quote gives the
    code, one `on_request` where the quote names its key. `stage` and `group` place it in the order and among those that
    it excludes. `quota` bounds how many quotes may use a code (None: any number), `once` lets each legal entity use it
    once. `funding` says in percent which party bears the reduction; the operator bears the rest.
    """

    key: str
    name: Text
    sentence: Text
    stage: str
    applies_to: tuple[str, ...]
    spans: tuple[Span, ...]
    charges: frozenset[ChargeKind] = frozenset({ChargeKind.RECURRING})
    excludes: tuple[str, ...] = ()
    measure: Measure = Measure.NONE
    measured_on: tuple[str, ...] = ()
    input: str = ""
    group: str = ""
    when: Expression | None = None
    code: str = ""
    quota: int | None = None
    once: bool = False
    on_request: bool = False
    funding: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    hint_from: Decimal = Decimal(0)
    valid: DateRange = ALWAYS
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a converged bundle hangs on: offerings with at least `least_monthly` list charges a month; how many anchors
    count, and how many lines each of them carries."""

    applies_to: tuple[str, ...]
    least_monthly: Decimal
    most: int
    lines_each: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """A converged bundle: with an anchor, the reductions of `discount` hold for lines up to what the anchors carry, the
    dearest first. Lines that other stages took to `untouched_below` percent of list or less are left out. A month of
    the running contract lapses when its end finds the customer more than `most_arrears_days` in arrears (None: not
    asked).
    """

    discount: Discount
    anchor: Anchor
    untouched_below: Decimal = Decimal(0)
    most_arrears_days: int | None = None


Programme = Discount | Bundle
"""What the programmes room can grant reductions from."""


def reduction_of(programme: Programme) -> Discount:
    """What a programme takes off; of a bundle its discount."""
    return programme.discount if isinstance(programme, Bundle) else programme
