"""What a quote version says: plain, complete and self-contained, so that it can be frozen, stored, replayed and
printed.

Amounts are decimal strings in the currency's exponent; texts come in both languages; nothing here names our cost or
margin.
The same content makes the proposal document, the answer of `configurator propose --json` and the frozen part of a
sent version.
"""

from __future__ import annotations

from dataclasses import dataclass

from configurator.quoting.content_payments import (
    ContentContract,
    ContentPayment,
    ContentSaving,
    ContentSchedulePart,
)
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class ContentCatalog:
    """The release that the content was made from; without a number when the catalog was a folder's."""

    key: str
    name: Text
    release: str
    digest: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ContentFigure:
    """One figure of the customer's profile, for people to read. `code` is the key or level that the value's name
    stands for, empty for a plain figure."""

    key: str
    name: Text
    value: Text
    unit: Text | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class ContentCustomer:
    """The customer, its official size class and the rule that gave it; `missing` are figures that would make it
    final."""

    name: str
    industry: str
    industry_name: Text
    class_code: str
    size_class: str
    size_rule: Text
    provisional: bool
    missing: tuple[str, ...]
    figures: tuple[ContentFigure, ...]
    size_name: Text | None = None
    """What the catalog calls the size class, what classes it sorts customers by, and by what it groups them."""
    size_label: Text | None = None
    industry_label: Text | None = None


@dataclass(frozen=True, slots=True)
class ContentReason:
    """Why a line is there: kind is choice, rule, need, package or default; key is the rule's id, need's code ….

    `because` are the other components without which a rule would not ask for the line.
    """

    kind: str
    key: str
    sentence: Text
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentTrace:
    """One step of a figure; `step` names the text `pricing.trace.<step>`, filled by `params`; place is
    file:line:column."""

    step: str
    amount: str
    change: str
    rule: str
    place: str
    params: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ContentCharge:
    """One charge of a line, for the whole line and one period (one_time has no period, usage is a month's estimate).

    `payments` are those of the contract where they are not all alike; the charge's own figures are then those of the
    regular one.
    """

    kind: str
    period: str | None
    list: str
    net: str
    ex_tax: str
    tax_rate: str
    tax: str
    trace: tuple[ContentTrace, ...]
    payments: tuple[ContentPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One component with its reasons and charges."""

    number: int
    offering: str
    name: Text
    description: Text | None
    family: str
    family_name: Text
    product_line: str
    product_line_name: Text
    unit: Text
    quantity: int
    attributes: tuple[tuple[Text, Text], ...]
    reasons: tuple[ContentReason, ...]
    charges: tuple[ContentCharge, ...]


@dataclass(frozen=True, slots=True)
class ContentNeed:
    """A need and the components that meet it."""

    code: str
    name: Text
    sentence: Text
    offerings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContentTaxLine:
    """The contract's gross, net of tax and tax at one rate."""

    rate: str
    inclusive: str
    ex_tax: str
    tax: str


@dataclass(frozen=True, slots=True)
class ContentTotals:
    """Totals as defined by pricing.model.Totals; list_tcv is the contract value at list price."""

    one_time: str
    monthly: str
    annual: str
    usage_estimate: str
    first_year: str
    tcv: str
    list_tcv: str
    tax_by_rate: tuple[tuple[str, str], ...]
    tax_of_term: tuple[ContentTaxLine, ...]
    tcv_capitals: str
    quarterly: str = ""
    schedule: tuple[ContentSchedulePart, ...] = ()
    savings: tuple[ContentSaving, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentAdvice:
    """A recommendation that the configuration does not follow."""

    rule: str
    severity: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class ContentClause:
    """A standing text: kind is terms or assumptions."""

    key: str
    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class ContentServiceLevel:
    """One service level of the catalog: availability in percent, minutes down in 30 days, credits as pairs of "below so
    many percent" and "so many percent of the charge"; `is_agreed` tells the customer's own level."""

    key: str
    name: Text
    availability: str
    minutes_down: str
    architecture: Text
    credits: tuple[tuple[str, str], ...]
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class ContentBenefit:
    """A line at price zero: what comes with the quote, from which programme, tier or partner, and what it is worth.

    `quantity` and `worth` (empty: not stated) of a `yearly` benefit are those of one contract year; `use_by` is the
    last day to use it (that of the first year), empty for as long as the contract runs.
    """

    programme: Text
    name: Text
    quantity: int
    unit: Text
    worth: str
    use_by: str
    yearly: bool
    tier: Text | None = None
    partner: Text | None = None


@dataclass(frozen=True, slots=True)
class ContentClaim:
    """What the version takes from what is limited: kind is offer (`key` of the partner's offer, in shares), code (the
    promotion code, in uses) or points (the profile input that states them). The places are kept beside the version."""

    kind: str
    programme: str
    key: str
    name: Text
    quantity: int


@dataclass(frozen=True, slots=True)
class ContentTaxRegime:
    """How the quote is taxed and rounded: `rounding` is half_up or half_even, `tax_on` line or total, `treatment`
    taxed, reverse_charge or zero_rated. `statement` and `regulation` are printed; key and name are empty where the
    catalog has no regimes."""

    key: str
    name: Text
    rounding: str
    tax_on: str
    treatment: str
    statement: Text | None = None
    regulation: Text | None = None


@dataclass(frozen=True, slots=True)
class ContentExchange:
    """What one unit of the catalog's currency (`base`) was worth in the quote's, by whom published for which day."""

    base: str
    currency: str
    rate: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """What the price warns the seller of: the code of the problem, the input that it is about, the place in the
    catalog, and its words with the remedy. Documents do not print it."""

    code: str
    severity: str
    field: str
    file: str
    line: int
    column: int
    sentence: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that one quote version says.

    `manual_percent` is the largest manual discount on any line, amounts and target prices included; `ledger` is the
    price's ledger as text, empty in contents that nobody submitted and in those of early editions. `findings` are
    for the seller only.
    """

    catalog: ContentCatalog
    customer: ContentCustomer
    package: str
    package_name: Text
    needs: tuple[ContentNeed, ...]
    compliance: tuple[ContentFigure, ...]
    currency: str
    tax_inclusive: bool
    date: str
    valid_until: str
    term_months: int
    discount_percent: str
    proof: str
    lines: tuple[ContentLine, ...]
    totals: ContentTotals
    advice: tuple[ContentAdvice, ...]
    clauses: tuple[ContentClause, ...]
    service_levels: tuple[ContentServiceLevel, ...] = ()
    benefits: tuple[ContentBenefit, ...] = ()
    tax_regime: ContentTaxRegime | None = None
    exchange: ContentExchange | None = None
    contract: ContentContract | None = None
    manual_percent: str = "0"
    ledger: str = ""
    findings: tuple[ContentFinding, ...] = ()
    claims: tuple[ContentClaim, ...] = ()
