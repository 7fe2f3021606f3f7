"""The columns of a price file that say more of a charge than its rates (docs/catalog/prices.md)."""

from __future__ import annotations

import re
from decimal import Decimal

from configurator.catalog.commercial import Due
from configurator.catalog.records import Field
from configurator.catalog.shapes import Figure, Named, OneOf, Whole
from configurator.values.periods import ChargeKind

MOST_MONTHS = 240
MOST_UNITS = 10**9
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_ESCALATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,79}", re.ASCII)
_SELECTORS = re.compile(r"[#@]?[A-Za-z*][A-Za-z0-9*_-]*( +[#@]?[A-Za-z*][A-Za-z0-9*_-]*)*", re.ASCII)
_UNITS = Whole(1, MOST_UNITS)
_MONTHS = Whole(1, MOST_MONTHS)

TERM_FIELDS = (
    Field("block", _UNITS),
    Field("included", _UNITS),
    Field("least_quantity", _UNITS),
    Field("least_amount", Figure(6)),
    Field("due", OneOf.members(Due)),
    Field("waived_from", _MONTHS),
    Field("free_months", _MONTHS),
    Field("free_from", _MONTHS),
    Field("escalation", Named(_ESCALATION, "cpi_2")),
    Field("base", Named(_SELECTORS, "@NET #line")),
    Field("base_charge", OneOf.members(ChargeKind)),
    Field("matrix", Named(_KEY, "line_rates", refers="matrix")),
)
"""Said once for a price, or the same for all of its tiers."""

MONTH_FIELD = Field("from_month", _MONTHS)
"""From which month of the contract on a tier is one of those that hold."""

MOST_PERCENT = Decimal(1000)
"""The largest percentage of other charges."""
