"""The fields of pricing.yaml and of the programmes' files (docs/catalog/pricing.md, docs/programmes.md).

A kind of programme is a key of PROGRAMMES: names with the record of one programme.
"""

from __future__ import annotations

from decimal import Decimal

from configurator.catalog.benefit_records import BENEFITS
from configurator.catalog.commercial import Keep, Measure
from configurator.catalog.names import KEY, ORIGIN, PERCENT, PROMOTION, SELECTOR, VALIDITY, code, key, needs
from configurator.catalog.records import Bilingual, Field, ListOf, MapOf, Record
from configurator.catalog.shapes import Figure, Flag, Formula, OneOf, SignedFigure, Whole, Words
from configurator.values.periods import ChargeKind

STAGE_KINDS = ("term", "programme", "manual", "floor", "round", "redemption")
ROUNDINGS = ("half_up", "half_even")
TAX_BASES = ("line", "total")
MOST_MONTHS = 240

_AMOUNT = Figure(4)
MOST_USES = 1_000_000_000
_MONTH = Whole(1, MOST_MONTHS)
_SELECTORS = ListOf(SELECTOR, at_least=1)
PROGRAMME_KEY = code(defines="programme")
"""Under which a programme stands in its file; of all kinds of programmes together each key is there once."""

STAGE = Record((
    needs("key", key(defines="stage")),
    needs("kind", OneOf.words(*STAGE_KINDS)),
    needs("name", Bilingual()),
))  # fmt: skip

STACKING_GROUP = Record((
    needs("name", Bilingual()),
    needs("keep", OneOf.members(Keep)),
))  # fmt: skip

FLOOR = Record((
    Field("families", ListOf(code(refers="family"), at_least=1)),
    Field("margin_on_cost", Figure(2, maximum=Decimal(1000))),
    Field("most_discount", PERCENT),
    *ORIGIN,
))  # fmt: skip

COMMERCIAL_ROUNDING = Record((
    needs("applies_to", _SELECTORS),
    needs("charge", OneOf.members(ChargeKind)),
    needs("step", Figure(4, minimum=Decimal("0.0001"), maximum=Decimal(10**6))),
))  # fmt: skip

ESCALATION = Record((
    needs("name", Bilingual()),
    needs("percent", SignedFigure(4, Decimal(100))),
    Field("every_months", _MONTH),
    Field("index", Words(200)),
    *VALIDITY,
    *ORIGIN,
))  # fmt: skip

PRICING = Record((
    Field("rounding", OneOf.words(*ROUNDINGS)),
    Field("tax_on", OneOf.words(*TAX_BASES)),
    needs("stages", ListOf(STAGE, at_least=1)),
    Field("groups", MapOf(key(defines="stacking_group"), STACKING_GROUP)),
    Field("floors", ListOf(FLOOR)),
    Field("roundings", ListOf(COMMERCIAL_ROUNDING)),
    Field("escalations", MapOf(key(defines="escalation"), ESCALATION)),
))  # fmt: skip

BAND = Record((
    Field("from", Figure(2)),
    Field("percent", PERCENT),
    Field("amount", _AMOUNT),
    Field("cap", _AMOUNT),
))  # fmt: skip

_BANDS = ListOf(BAND, at_least=1)

SPAN = Record((
    needs("from_month", _MONTH),
    Field("to_month", _MONTH),
    needs("bands", _BANDS),
))  # fmt: skip

_REDUCTION = (
    needs("name", Bilingual()),
    needs("sentence", Bilingual(sentence=True)),
    needs("stage", key(refers="stage")),
    Field("group", key(refers="stacking_group")),
    needs("applies_to", _SELECTORS),
    Field("excludes", _SELECTORS),
    Field("charges", ListOf(OneOf.members(ChargeKind), at_least=1)),
    Field("when", Formula()),
    Field("code", PROMOTION),
    Field("quota", Whole(1, MOST_USES)),
    Field("once", Flag()),
    Field("on_request", Flag()),
    Field("funding", MapOf(KEY, PERCENT)),
    Field("hint_from", PERCENT),
    Field("bands", _BANDS),
    Field("spans", ListOf(SPAN, at_least=1)),
    *VALIDITY,
    *ORIGIN,
)

DISCOUNT = Record((
    *_REDUCTION,
    Field("measure", OneOf.members(Measure)),
    Field("measured_on", _SELECTORS),
    Field("input", key(refers="input")),
))  # fmt: skip

ANCHOR = Record((
    needs("applies_to", _SELECTORS),
    needs("least_monthly", _AMOUNT),
    needs("most", Whole(1, 1000)),
    needs("lines_each", Whole(1, 1000)),
))  # fmt: skip

BUNDLE = Record((
    *_REDUCTION,
    needs("anchor", ANCHOR),
    Field("untouched_below", PERCENT),
    Field("most_arrears_days", Whole(0, 365)),
))  # fmt: skip

PROGRAMMES = Record((
    Field("discounts", MapOf(PROGRAMME_KEY, DISCOUNT)),
    Field("bundles", MapOf(PROGRAMME_KEY, BUNDLE)),
    *BENEFITS,
))  # fmt: skip
