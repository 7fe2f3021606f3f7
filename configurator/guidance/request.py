"""The request for a proposal: what the seller knows and wants, read from a file, a form or a stored draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from typing import Literal

from configurator.catalog.taxation import ExchangeRate
from configurator.configuration.model import Choice
from configurator.customers.profile import Profile
from configurator.guidance.reading_terms import PLAIN_TERMS, CommercialTerms
from configurator.pricing.model import PricingContext

Ambition = Literal["essential", "standard", "plus"]
AMBITIONS: tuple[Ambition, ...] = ("essential", "standard", "plus")


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request: every figure typed, every code known. Made by `guidance.reading.read_request`.

    `ambition` picks one of the three packages: essential (the cheapest that covers needs and duties), standard (the
    industry's
    package) or plus (the package with every recommendation followed). `tax_regime` is empty at home; `exchange` is the
    rate into the quote's currency, none for the catalog's own. `programmes` are the keys of the programmes that it asks
    for, `codes` its promotion codes.
    """

    profile: Profile
    needs: tuple[str, ...]
    choices: tuple[Choice, ...]
    term_months: int
    discount_percent: Decimal
    day: date
    line_discounts: Mapping[str, Decimal] = dataclass_field(default_factory=dict)
    ambition: Ambition = "standard"
    tax_regime: str = ""
    exchange: ExchangeRate | None = None
    programmes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    commercial: CommercialTerms = PLAIN_TERMS


def context_of(request: Request) -> PricingContext:
    """What the request's price depends on."""
    return PricingContext(
        day=request.day,
        term_months=request.term_months,
        discount_percent=request.discount_percent,
        line_discounts=request.line_discounts,
        inputs=request.profile.values,
        needs=frozenset(request.needs),
        named=frozenset(request.programmes),
        codes=frozenset(request.codes),
        start=request.commercial.start,
        end=request.commercial.end,
        calendar_billing=request.commercial.calendar_billing,
        ramps=request.commercial.ramps,
        manual=request.commercial.manual,
    )


def quoted_context_of(request: Request) -> PricingContext:
    """The same with the quote's own tax regime and currency: what the customer is told. Guidance compares with budgets
    in the catalog's, by `context_of`."""
    return replace(context_of(request), tax_regime=request.tax_regime, exchange=request.exchange)


def choices_mapping(choices: tuple[Choice, ...]) -> dict[str, object]:
    """The `choices` and `exclude` keys of a request that say these choices."""
    taken: dict[str, object] = {}
    excluded: list[str] = []
    for choice in choices:
        if choice.excludes:
            excluded.append(choice.offering)
        else:
            taken[choice.offering] = _merged(taken.get(choice.offering), choice)
    return {"choices": taken, "exclude": excluded}


def _merged(known: object, choice: Choice) -> object:
    if choice.attribute is None:
        quantity: object = "any" if choice.quantity is None else choice.quantity
        return {"quantity": quantity, **known} if isinstance(known, dict) else quantity
    before = known if isinstance(known, dict) else {} if known is None else {"quantity": known}
    return {**before, choice.attribute: choice.value}
