"""The catalog: what can be sold, at which prices, under which rules, in which packages. Values only, no files.

Expressions (rule conditions, sizing formulas, package quantities) stay texts with their place here; the rules room
reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from enum import StrEnum

from configurator.catalog.benefits import EMPTY_BOOK, BenefitBook
from configurator.catalog.classification import Industry, SizeStandard
from configurator.catalog.commercial import (
    PLAIN_POLICY,
    PLAIN_TERMS,
    ChargeTerms,
    PriceMatrix,
    PricingPolicy,
    Programme,
)
from configurator.catalog.limits import NO_LIMITS, DiscountLimit, ProofLimits
from configurator.catalog.promises import Clause, ServiceLevels
from configurator.catalog.sources import NOWHERE, Evidence, Expression
from configurator.catalog.taxation import ExchangeRate, Rounding, TaxBundle, TaxRegime
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.money import Currency
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import Severity, SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class Family:
    """A family of offerings; `line` groups families into product lines (iaas, paas, security …)."""

    code: str
    name: Text
    line: str
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product line: the coarse grouping that sellers and proposals speak of."""

    key: str
    name: Text
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """One value that an attribute can take."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Attribute:
    """What can be set on an offering, with its domain; `default` yields to choices, rules and default rules."""

    key: str
    name: Text
    values: tuple[AttributeValue, ...]
    default: str | None = None
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Offering:
    """What can be sold (TMF620 ProductOffering).

    `provides` says what one unit brings into capacity balances (`sbc_sessions: 100`); `max_quantity` and `min_quantity`
    bound the quantity of a taken offering (0 is always "not taken"); `tax` is the tax category.
    """

    code: str
    family: str
    name: Text
    unit: str
    tax: str
    min_quantity: int = 1
    max_quantity: int = 100_000
    description: Text | None = None
    attributes: tuple[Attribute, ...] = ()
    provides: Mapping[str, int] = dataclass_field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    pass_through: bool = False
    spec_source: str = ""
    location: SourceLocation = NOWHERE


class PriceModel(StrEnum):
    """How an amount follows from a quantity.

    Graduated: each unit at its own tier's rate; volume: all at the reached tier's; flat and stair-step: the reached
    tier's amount once; package: begun blocks at the reached tier's rate; percent_of: so many percent of other charges;
    matrix: the rate of a table's row.
    """

    PER_UNIT = "per_unit"
    FLAT = "flat"
    GRADUATED = "graduated"
    VOLUME = "volume"
    PACKAGE = "package"
    STAIR_STEP = "stair_step"
    PERCENT_OF = "percent_of"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class PriceTier:
    """From this quantity on (1 for the first tier) this amount: per unit, or once for a flat price.

    `from_month` is the month of the contract from which the tier is one of those that hold (1: from the beginning).
    """

    from_quantity: int
    amount: Decimal
    location: SourceLocation = NOWHERE
    from_month: int = 1


@dataclass(frozen=True, slots=True)
class PriceComponent:
    """What an offering costs and when (TMF620 ProductOfferingPrice), in the catalog's currency and tax convention.

    Amounts are rates of up to four decimals; the line's charge is rounded once, by pricing. `period` is None for
    one-time charges, month for usage (the quantity of a usage offering is its monthly estimate). `cost` is what one
    unit costs us.
    """

    id: str
    offering: str
    charge: ChargeKind
    period: Period | None
    model: PriceModel
    tiers: tuple[PriceTier, ...]
    valid: DateRange = ALWAYS
    cost: Decimal | None = None
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE
    terms: ChargeTerms = PLAIN_TERMS


class RuleKind(StrEnum):
    """The shapes in which a maintainer writes a rule; each compiles to constraints."""

    REQUIRES = "requires"
    EXCLUDES = "excludes"
    GROUP = "group"
    LIMIT = "limit"
    SIZING = "sizing"
    CAPACITY = "capacity"
    TIER = "tier"
    COMBINATION = "combination"
    COMPLIANCE = "compliance"
    CONFLICT = "conflict"
    PREFERENCE = "preference"
    DEFAULT = "default"

    @property
    def is_soft(self) -> bool:
        """Whether rules of the kind only say which of the valid configurations are the better ones."""
        return self in (RuleKind.PREFERENCE, RuleKind.DEFAULT)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a maintainer states: whenever `when` holds, `require` holds (or a row of `table` matches).

    An error rule is a constraint; a warning or information rule advises: a violated one is shown with its sentence and
    can be followed with one click. A preference (with its `weight`) or default says which valid configuration is the
    better one; its severity is information. `sentence` is for the seller and may use `{expression}` places that are
    filled with actual numbers.
    """

    id: str
    kind: RuleKind
    severity: Severity
    owner: str
    sentence: Text
    require: Expression | None
    when: Expression | None = None
    table: str | None = None
    valid: DateRange = ALWAYS
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE
    weight: int = 0


@dataclass(frozen=True, slots=True)
class CombinationTable:
    """Allowed combinations from a CSV file: a column is an expression, a cell a value, a range, `*` or a set `a|b`."""

    name: str
    columns: tuple[Expression, ...]
    rows: tuple[tuple[str, ...], ...]
    row_locations: tuple[SourceLocation, ...] = ()
    location: SourceLocation = NOWHERE


class InputKind(StrEnum):
    """What a profile input holds."""

    INTEGER = "integer"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class ProfileInput:
    """A figure about the customer that rules and formulas may use. `default` is a formula over other inputs.

    A derived input is always computed from its formula and never asked for. `industries` empty means all; for the
    others the input counts as zero. A compliance input is an integer whose levels are its `values`; a level without
    a name is called by its number. `industry` and `size` have an empty default: the first must be given, the second
    follows from the classification. `group` is the key of the group of the form it stands in, empty for none.
    """

    key: str
    name: Text
    kind: InputKind
    default: Expression
    minimum: int = 0
    maximum: int = 10_000_000
    values: tuple[AttributeValue, ...] = ()
    derived: bool = False
    compliance: bool = False
    unit: str = ""
    industries: frozenset[str] = frozenset()
    group: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Need:
    """What a customer wants; taking it makes `require` a constraint."""

    code: str
    name: Text
    sentence: Text
    require: Expression
    description: Text | None = None
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One proposed component: an offering and its quantity formula; `when` may make it conditional."""

    offering: str
    quantity: Expression
    when: Expression | None = None
    reason: Text | None = None
    package: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Package:
    """A proposed set of components for one industry and size class, base and overlay already put together."""

    key: str
    industry: str
    size: str
    name: Text
    lines: tuple[PackageLine, ...]
    needs: tuple[str, ...] = ()
    compliance: Mapping[str, int] = dataclass_field(default_factory=dict)
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class TaxRate:
    """The rate of a tax category while it is in force, as a fraction (0.09); of the home regime when none is named."""

    category: str
    rate: Decimal
    valid: DateRange
    evidence: Evidence = Evidence.RECALLED
    source: str = ""
    location: SourceLocation = NOWHERE
    regime: str = ""


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """A tax category with its name."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Term:
    """A commitment length on offer; `months` 1 is month to month."""

    months: int
    name: Text
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class TermDiscount:
    """A reduction in percent of recurring charges for a commitment of at least `months`, for what `applies_to` selects.

    `applies_to` is a family (`@NET`), a tag (`#line`) or a code pattern (`VM-*`).
    """

    id: str
    applies_to: str
    months: int
    percent: Decimal
    valid: DateRange = ALWAYS
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class PriceFactor:
    """By what the charges of one kind are multiplied for customers whose profile has `value` for `input`.

    `applies_to` selects offerings as a term discount does. The values of a flag are `yes` and `no`, those of a
    compliance input its levels.
    """

    id: str
    applies_to: str
    input: str
    value: str
    factor: Decimal
    charge: ChargeKind
    valid: DateRange = ALWAYS
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that one catalog folder says, keyed for look-up; immutable and identified by its content's digest.

    `number` is that of its publication, none as long as the files lie in a folder.
    """

    key: str
    name: Text
    release: str
    digest: str
    currency: Currency
    tax_inclusive: bool
    quote_validity_days: int
    lines: Mapping[str, ProductLine]
    families: Mapping[str, Family]
    units: Mapping[str, Text]
    offerings: Mapping[str, Offering]
    prices: Mapping[str, tuple[PriceComponent, ...]]
    rules: Mapping[str, Rule]
    tables: Mapping[str, CombinationTable]
    inputs: Mapping[str, ProfileInput]
    needs: Mapping[str, Need]
    packages: Mapping[tuple[str, str], Package]
    industries: Mapping[str, Industry]
    size_standards: tuple[SizeStandard, ...]
    tax_categories: Mapping[str, TaxCategory]
    tax_rates: tuple[TaxRate, ...]
    terms: tuple[Term, ...]
    term_discounts: tuple[TermDiscount, ...]
    discount_limits: Mapping[str, DiscountLimit]
    capacities: Mapping[str, Text]
    owners: Mapping[str, Text]
    tags: Mapping[str, Text]
    clauses: tuple[Clause, ...]
    price_factors: tuple[PriceFactor, ...] = ()
    service_levels: ServiceLevels | None = None
    proof_limits: ProofLimits = NO_LIMITS
    number: int | None = None
    input_groups: Mapping[str, Text] = dataclass_field(default_factory=dict)
    """What the groups of profile inputs are called, in the order of the form."""
    policy: PricingPolicy = PLAIN_POLICY
    matrices: Mapping[str, PriceMatrix] = dataclass_field(default_factory=dict)
    programmes: Mapping[str, Programme] = dataclass_field(default_factory=dict)
    tax_regimes: Mapping[str, TaxRegime] = dataclass_field(default_factory=dict)
    tax_bundles: tuple[TaxBundle, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    currency_rounding: Mapping[str, Rounding] = dataclass_field(default_factory=dict)
    """How amounts converted to a currency are rounded, where that is not the tax regime's way."""
    benefits: BenefitBook = EMPTY_BOOK
    places: Mapping[tuple[str, str], SourceLocation] = dataclass_field(default_factory=dict)
    """Where names are defined whose values keep no place: by kind (unit, tag, owner …) and key."""
