"""The fields of `tax_regimes.yaml` and `exchange_rates.csv` (docs/catalog/tax.md)."""

from __future__ import annotations

import re
from decimal import Decimal

from configurator.catalog.records import Bilingual, Field, ListOf, MapOf, Record
from configurator.catalog.shapes import Day, Figure, Named, OneOf, Shape, Words
from configurator.catalog.sources import Evidence
from configurator.catalog.taxation import Rounding, TaxOn, Treatment

CURRENCY = Named(re.compile(r"[A-Z]{3}", re.ASCII), "CNY")
"""The code of a currency."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*", re.ASCII)
_REGIME = Named(_KEY, "eu_reverse", defines="regime")
_HOME = Named(_KEY, "cn", refers="regime")
_CATEGORY = Named(_CODE, "V6", refers="tax")
_ORIGIN = (Field("evidence", OneOf.members(Evidence), required=True), Field("source", Words(400)))
_LARGEST_RATE = Decimal(10) ** 8
_SMALLEST_RATE = Decimal("0.00000001")

REGIME_COLUMN = Field("regime", _HOME)
"""The column of `tax.csv` that names the regime of a rate; an empty cell means the home regime."""

REGIME = Record((
    Field("name", Bilingual(), required=True),
    Field("rounding", OneOf.members(Rounding)),
    Field("tax_on", OneOf.members(TaxOn)),
    Field("treatment", OneOf.members(Treatment)),
    Field("category", _CATEGORY),
    Field("categories", MapOf(_CATEGORY, _CATEGORY, strict=True)),
    Field("statement", Bilingual()),
    Field("regulation", Bilingual()),
    *_ORIGIN,
))  # fmt: skip

CURRENCY_RULE = Record((Field("rounding", OneOf.members(Rounding), required=True),))

TAX_REGIMES = Record((
    Field("home", _HOME, required=True),
    Field("regimes", MapOf(_REGIME, REGIME, at_least=1), required=True),
    Field("currencies", MapOf(CURRENCY, CURRENCY_RULE, strict=True)),
))  # fmt: skip

EXCHANGE_RATE_ROW = Record((
    Field("from", CURRENCY, required=True),
    Field("to", CURRENCY, required=True),
    Field("rate", Figure(8, minimum=_SMALLEST_RATE, maximum=_LARGEST_RATE), required=True),
    Field("date", Day(), required=True),
    *_ORIGIN,
    Field("note", Words(1000)),
))  # fmt: skip


def describe_tax_bundles(selector: Shape) -> Field:
    """The field of `tax.yaml` that says which offerings are sold at one price and taxed by their own ones."""
    bundle = Record((
        Field("name", Bilingual(), required=True),
        Field("offerings", ListOf(selector, at_least=2), required=True),
        *_ORIGIN,
    ))  # fmt: skip
    return Field("bundles", MapOf(Named(_KEY, "line_with_cpe"), bundle))
