"""What files say of selling: prices, taxes, terms, factors, and the limits of discounts and proofs."""

from __future__ import annotations

import re
from decimal import Decimal

from configurator.catalog.model import PriceModel
from configurator.catalog.names import KEY as _KEY
from configurator.catalog.names import ORIGIN as _ORIGIN
from configurator.catalog.names import PERCENT as _PERCENT
from configurator.catalog.names import SELECTOR as _SELECTOR
from configurator.catalog.names import VALIDITY as _VALIDITY
from configurator.catalog.names import code as _code
from configurator.catalog.names import key as _key
from configurator.catalog.names import needs as _needs
from configurator.catalog.price_records import MONTH_FIELD, MOST_UNITS, TERM_FIELDS
from configurator.catalog.profile_records import SIZES
from configurator.catalog.records import Bilingual, Field, ListOf, MapOf, Record
from configurator.catalog.shapes import (
    Figure,
    Flag,
    Named,
    OneOf,
    PlacedShape,
    SignedFigure,
    Whole,
)
from configurator.catalog.tax_records import (
    REGIME_COLUMN,
    describe_tax_bundles,
)
from configurator.values.periods import ChargeKind, Period

_ID = Named(re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,79}", re.ASCII), "VOICE-01")
_VALUE = Named(re.compile(r"[a-z0-9][a-z0-9_]{0,63}", re.ASCII), "gold")
_RATE = Figure(6)

TAX = Record((
    _needs("categories", MapOf(_code(defines="tax"), Bilingual())),
    describe_tax_bundles(_SELECTOR),
))  # fmt: skip

TERM = Record((
    _needs("months", Whole(1, 240)),
    _needs("name", Bilingual()),
    Field("default", Flag()),
))  # fmt: skip

TERMS = Record((_needs("terms", ListOf(TERM, at_least=1)),))

APPROVALS = Record((_needs("limits", MapOf(_KEY, _PERCENT)),))

PRICE_ROW = Record((
    _needs("offering", _code(refers="offering")),
    _needs("charge", OneOf.members(ChargeKind)),
    Field("period", OneOf.members(Period)),
    _needs("model", OneOf.members(PriceModel)),
    Field("from", Whole(1, MOST_UNITS)),
    MONTH_FIELD,
    Field("amount", _RATE, required=True, may_be_empty=True),
    Field("cost", _RATE),
    *TERM_FIELDS,
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

TAX_ROW = Record((
    _needs("category", _code(refers="tax")),
    _needs("rate", Figure(4, maximum=Decimal(1))),
    REGIME_COLUMN,
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

TERM_DISCOUNT_ROW = Record((
    _needs("id", _ID),
    _needs("applies_to", _SELECTOR),
    _needs("months", Whole(1, 240)),
    _needs("percent", _PERCENT),
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

_FACTOR = Figure(4, minimum=Decimal("0.0001"), maximum=Decimal(100))

PRICE_FACTOR_ROW = Record((
    _needs("id", _ID),
    _needs("applies_to", _SELECTOR),
    _needs("input", _key(refers="input")),
    _needs("value", _VALUE),
    _needs("factor", _FACTOR),
    _needs("charge", OneOf.members(ChargeKind)),
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

_LEAST_MARGIN = PlacedShape(SignedFigure())
_MOST_AMOUNT = MapOf(OneOf.words(*SIZES), PlacedShape(Figure(4)), at_least=1)

MARGINS = Record((
    Field("all", _LEAST_MARGIN),
    Field("default", _LEAST_MARGIN),
    Field("families", MapOf(_code(refers="family"), _LEAST_MARGIN)),
))  # fmt: skip

PROOFS = Record((
    Field("discounts_of", _KEY),
    Field("least_margin", MARGINS),
    Field("most_monthly", _MOST_AMOUNT),
    Field("most_one_time", _MOST_AMOUNT),
    Field("most_tcv", _MOST_AMOUNT),
))  # fmt: skip
