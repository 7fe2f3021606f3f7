"""A quote and its catalog as whole numbers: amounts in 1/10,000 of the currency, percentages in 1/100 of a percent,
factors in 1/10,000; days are ordinals."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tier:
    from_quantity: int
    amount: int
    from_month: int = 1


@dataclass(frozen=True)
class Matrix:
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], int], ...]


@dataclass(frozen=True)
class Price:
    """`base` are codes of offerings. A percentage's tiers are in 1/10,000 of a percent."""

    kind: str
    period: str | None
    model: str = "per_unit"
    tiers: tuple[Tier, ...] = (Tier(1, 1000000),)
    cost: int | None = None
    block: int = 1
    included: int = 0
    least_quantity: int = 0
    least_amount: int | None = None
    due: str = "advance"
    waived_from: int | None = None
    free_months: int = 0
    free_from: int = 1
    escalation: int | None = None
    base: tuple[str, ...] = ()
    base_charge: str | None = None
    matrix: Matrix | None = None


@dataclass(frozen=True)
class Offer:
    code: str
    family: str
    tax: str
    prices: tuple[Price, ...]
    pass_through: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    code: str
    quantity: int
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Factor:
    selector: str
    kind: str
    value: str
    factor: int


@dataclass(frozen=True)
class Floor:
    family: str
    margin: int | None
    most: int | None


@dataclass(frozen=True)
class Rounding:
    selectors: tuple[str, ...]
    kind: str
    step: int


@dataclass(frozen=True)
class Manual:
    scope: str
    form: str
    value: int
    measure: str = "monthly"


@dataclass(frozen=True)
class Band:
    since: int
    percent: int = 0
    amount: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Span:
    first: int
    last: int | None
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Anchor:
    """`least` charges a month in 1/10,000."""

    applies_to: tuple[str, ...]
    least: int = 0
    most: int = 1
    each: int = 10


@dataclass(frozen=True)
class Discount:
    """With an `anchor` it is a bundle. `least_tenure` is a condition over the profile; the days are both inclusive."""

    key: str
    stage: str
    applies_to: tuple[str, ...]
    spans: tuple[Span, ...]
    charges: tuple[str, ...] = ("recurring",)
    excludes: tuple[str, ...] = ()
    measure: str = "none"
    measured_on: tuple[str, ...] = ()
    input: str = ""
    group: str = ""
    code: str = ""
    on_request: bool = False
    least_tenure: int | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    anchor: Anchor | None = None
    untouched_below: int = 0
    most_arrears: int | None = None
    funding: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Regime:
    """A tax regime abroad. `categories` are (own, the regime's); `rates` (category, rate in 1/10,000, first day)."""

    key: str
    rates: tuple[tuple[str, int, int], ...] = ()
    mode: str = "half_up"
    tax_on: str = "line"
    treatment: str = "taxed"
    category: str = ""
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Exchange:
    """What one unit of the catalog's currency is worth, in 1/100,000,000."""

    currency: str
    rate: int


@dataclass(frozen=True)
class Perk:
    """A benefit of a tier; `value` and `cost` of a unit in 1/10,000. With `percent` it is a credit."""

    key: str
    quantity: int = 1
    value: int = 0
    cost: int = 0
    percent: int | None = None
    cost_percent: int = 10000
    yearly: bool = True


@dataclass(frozen=True)
class Step:
    """A tier: `ways` are (charges a month in 1/10,000, months); `cap` in 1/100 of a percent."""

    key: str
    perks: tuple[Perk, ...] = ()
    ways: tuple[tuple[int, int], ...] = ()
    cap: int = 10000


@dataclass(frozen=True)
class Ladder:
    key: str
    steps: tuple[Step, ...]
    measured_on: tuple[str, ...] = ()
    on_request: bool = False


@dataclass(frozen=True)
class Partners:
    """A partner programme: `offers` are (first day of the month, quantity, value, cost of a unit in 1/10,000);
    conditions ask for years of service or a tier."""

    key: str
    offers: tuple[tuple[int, int, int, int], ...]
    least_tenure: int | None = None
    least_tier: str = ""
    double_tenure: int | None = None
    factor: int = 2
    most: int = 2
    validity: int = 14
    borne: int = 0
    on_request: bool = False


@dataclass(frozen=True)
class Loyalty:
    """Points, each worth `value` in 1/10,000, pay one-time charges of what `redeem_on` selects."""

    key: str
    redeem_on: tuple[str, ...]
    value: int = 5000
    funding: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class MonthEnd:
    """The last day of a month of the running contract: which lines (by number) have ended, days in arrears."""

    month: int
    ended: tuple[int, ...] = ()
    arrears: int = 0


@dataclass(frozen=True)
class World:
    """`lines` order is that of the quote, `offers` that of the catalog. `escalations` are (percent, months), `groups`
    (key, keep), `stages` (key, kind), `taxes` (category, rate in 1/10,000, first day), `term_discounts` (selector,
    months, percent). `tax_bundles` select the offerings that are sold at one price; `mode` and `tax_on` are those of
    the home regime, `regime` is empty at home; `currency_modes` say how amounts in a currency are rounded."""

    offers: tuple[Offer, ...]
    lines: tuple[Line, ...]
    exponent: int = 2
    inclusive: bool = True
    mode: str = "half_up"
    day: int = 739577
    term: int = 12
    start: int | None = None
    end: int | None = None
    calendar: bool = False
    grade: str = "normal"
    tenure: int = 0
    taxes: tuple[tuple[str, int, int], ...] = ()
    term_discounts: tuple[tuple[str, int, int], ...] = ()
    factors: tuple[Factor, ...] = ()
    escalations: tuple[tuple[int, int], ...] = ()
    stages: tuple[tuple[str, str], ...] = (("term", "term"), ("manual", "manual"))
    groups: tuple[tuple[str, str], ...] = ()
    floors: tuple[Floor, ...] = ()
    roundings: tuple[Rounding, ...] = ()
    programmes: tuple[Discount, ...] = ()
    named: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    ramps: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    line_discounts: tuple[tuple[str, int], ...] = ()
    quote_discount: int = 0
    manual: tuple[Manual, ...] = ()
    tax_on: str = "line"
    tax_bundles: tuple[tuple[str, ...], ...] = ()
    regimes: tuple[Regime, ...] = ()
    regime: str = ""
    exchange: Exchange | None = None
    currency_modes: tuple[tuple[str, str], ...] = ()
    ladders: tuple[Ladder, ...] = ()
    partners: tuple[Partners, ...] = ()
    loyalty: tuple[Loyalty, ...] = ()
    points: int = 0
    ends: tuple[MonthEnd, ...] = ()
