"""The fields of what programmes' files say beside reductions: tiers, partner benefits, trials, loyalty points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from configurator.catalog.benefits import Expiry
from configurator.catalog.names import KEY, ORIGIN, PERCENT, PROMOTION, SELECTOR, VALIDITY, code, key, needs
from configurator.catalog.nodes import Node
from configurator.catalog.notebook import Page
from configurator.catalog.records import Bilingual, Field, ListOf, MapOf, Record
from configurator.catalog.shapes import REFUSED, Figure, Flag, Formula, Json, OneOf, Whole, read_scalar

LEAST_VALIDITY, MOST_VALIDITY = 7, 30
"""How many days a partner's code may be valid: long enough that nobody has to rush, short enough to be settled."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_AMOUNT = Figure(4)
_COUNT = Whole(1, 1_000_000)
_MONTHS = Whole(1, 240)
_DAYS = Whole(1, 730)
_SELECTORS = ListOf(SELECTOR, at_least=1)
_RATE = Figure(2, maximum=Decimal(1000))
_PROGRAMME = code(defines="programme")


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month as YYYY-MM."""

    def read(self, node: Node, page: Page) -> Any:
        """Its first day."""
        scalar = read_scalar(node, page)
        if scalar is None:
            return REFUSED
        match = _MONTH.fullmatch(scalar.text)
        if match is None or match[1] == "0000":
            page.report("partner_month_malformed", scalar.line, scalar.column, month=scalar.text[:40])
            return REFUSED
        return date(int(match[1]), int(match[2]), 1)

    def schema(self) -> Json:
        """A string of four and two digits."""
        return {"type": "string", "pattern": f"^{_MONTH.pattern}$"}


PERK = Record((
    needs("name", Bilingual()),
    needs("unit", key(refers="unit")),
    Field("quantity", _COUNT),
    Field("value", _AMOUNT),
    Field("cost", _AMOUNT),
    Field("percent", PERCENT),
    Field("cost_percent", PERCENT),
    Field("expiry", OneOf.members(Expiry)),
    Field("offering", code(refers="offering")),
))  # fmt: skip

WAY = Record((
    Field("monthly", _AMOUNT),
    Field("term", _MONTHS),
))  # fmt: skip

TIER = Record((
    needs("name", Bilingual()),
    Field("ways", ListOf(WAY, at_least=1)),
    Field("cap_percent", PERCENT),
    Field("benefits", MapOf(KEY, PERK)),
))  # fmt: skip

LADDER = Record((
    needs("name", Bilingual()),
    needs("sentence", Bilingual()),
    Field("on_request", Flag()),
    Field("measured_on", _SELECTORS),
    Field("window_months", _MONTHS),
    Field("warn_after", _MONTHS),
    Field("downgrade_after", _MONTHS),
    Field("hint_at", PERCENT),
    needs("tiers", MapOf(key(defines="tier"), TIER, at_least=1)),
    *VALIDITY,
    *ORIGIN,
))  # fmt: skip

PARTNER_OFFER = Record((
    needs("month", Month()),
    needs("partner", key(refers="partner")),
    needs("name", Bilingual()),
    needs("unit", key(refers="unit")),
    Field("quantity", _COUNT),
    needs("quota", _COUNT),
    needs("value", _AMOUNT),
    needs("cost", _AMOUNT),
    Field("channels", ListOf(KEY)),
))  # fmt: skip

PARTNER_PROGRAMME = Record((
    needs("name", Bilingual()),
    needs("sentence", Bilingual()),
    Field("on_request", Flag()),
    Field("when", Formula()),
    Field("least_tier", key(refers="tier")),
    Field("double", Formula()),
    Field("factor", Whole(1, 10)),
    Field("most", Whole(1, 10)),
    Field("release_percent", PERCENT),
    Field("validity_days", Whole(LEAST_VALIDITY, MOST_VALIDITY)),
    Field("rest_months", Whole(1, 24)),
    Field("partner_percent", PERCENT),
    Field("holdout_percent", PERCENT),
    needs("partners", MapOf(key(defines="partner"), Bilingual(), at_least=1)),
    needs("offers", MapOf(KEY, PARTNER_OFFER, at_least=1)),
    *ORIGIN,
))  # fmt: skip

TRIAL = Record((
    needs("name", Bilingual()),
    needs("applies_to", _SELECTORS),
    Field("excludes", _SELECTORS),
    needs("days", _DAYS),
    needs("criteria", MapOf(KEY, Bilingual(), at_least=1)),
    needs("midpoint_day", _DAYS),
    needs("quote_day", _DAYS),
    Field("most_seats", _COUNT),
    needs("most_spent", _AMOUNT),
    Field("rest_months", _MONTHS),
    Field("incentive", PROMOTION),
    Field("convert_days", _DAYS),
    Field("suspend_after", _DAYS),
    Field("delete_after", _DAYS),
    *ORIGIN,
))  # fmt: skip

EARN_BAND = Record((
    needs("since_years", Whole(0, 100)),
    needs("per_hundred", _RATE),
))  # fmt: skip

LEVEL = Record((
    needs("name", Bilingual()),
    needs("least", Whole()),
))  # fmt: skip

LOYALTY = Record((
    needs("name", Bilingual()),
    needs("sentence", Bilingual()),
    needs("bands", ListOf(EARN_BAND, at_least=1)),
    needs("value", Figure(4, minimum=Decimal("0.0001"))),
    needs("stage", key(refers="stage")),
    needs("redeem_on", _SELECTORS),
    needs("input", key(refers="input")),
    needs("balance", key(refers="input")),
    Field("months_valid", _MONTHS),
    Field("levels", MapOf(KEY, LEVEL)),
    Field("level_months", _MONTHS),
    Field("funding", MapOf(KEY, PERCENT)),
    *ORIGIN,
))  # fmt: skip

BENEFITS = (
    Field("tiers", MapOf(_PROGRAMME, LADDER)),
    Field("partner_benefits", MapOf(_PROGRAMME, PARTNER_PROGRAMME)),
    Field("trials", MapOf(_PROGRAMME, TRIAL)),
    Field("loyalty", MapOf(_PROGRAMME, LOYALTY)),
)
"""The keys that a file of programmes may have for benefits."""
