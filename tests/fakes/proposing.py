"""A proposer that needs no catalog: the content repeats what the request says, with amounts of the example content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.catalog.taxation import ExchangeRate
from configurator.quoting.content import Content, ContentClaim
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from tests.factories.benefits import make_benefit_catalog
from tests.factories.content import make_content

LIMITS = {"rep": Decimal(5), "manager": Decimal(15), "admin": Decimal(25)}
VALIDITY = timedelta(days=30)


class FakeRequestRefused(Refusal):
    """What the real proposer raises, with problems."""

    code = "request_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class FakeProposer:
    """`release` is the catalog in force; `meanwhile` runs while a content is made, as another user might.
    `claims` are what its contents take of what the programmes of `catalog` limit."""

    def __init__(self, limits: Mapping[str, Decimal] | None = None) -> None:
        self.limits = dict(limits or LIMITS)
        self.release = "2026.11"
        self.claims: tuple[ContentClaim, ...] = ()
        self.catalog: Catalog = make_benefit_catalog()
        self.rates: dict[str, ExchangeRate] = {}
        self.asked: list[tuple[Mapping[str, object], date]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def content_of(self, request: Mapping[str, object], today: date) -> Content:
        self.asked.append((request, today))
        if request.get("customer") == "invalid":
            raise FakeRequestRefused((Problem("figure_refused", field="customer.staff"),))
        self.meanwhile()
        content = make_content(
            discount_percent=str(request.get("discount_percent", "0")),
            term_months=int(str(request.get("term_months", 24))),
            date=today.isoformat(),
            valid_until=(today + VALIDITY).isoformat(),
        )
        return replace(content, catalog=replace(content.catalog, release=self.release), claims=self.claims)

    def discount_limits(self) -> Mapping[str, Decimal]:
        return self.limits

    def find_exchange(self, currency: str, day: date) -> ExchangeRate | None:
        return self.rates.get(currency)
