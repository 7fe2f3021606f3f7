"""Trying everything: every valid package of a small catalog, priced by pricing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import product
from typing import Any

from configurator.catalog.model import PriceComponent
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.model import Choice, Configuration, ConfigurationLine
from configurator.configuration.wishing import is_covered
from configurator.customers.profile import Profile
from configurator.guidance.proposing import situation_of
from configurator.guidance.request import Request, context_of
from configurator.pricing.model import Totals
from configurator.pricing.pipeline import price
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.rules.worlds import KnownWorld
from configurator.values.money import Money
from configurator.values.problem import Severity
from tests.factories.catalog import CNY
from tests.factories.situations import TODAY, make_ruled_catalog


@dataclass(frozen=True)
class Tried:
    """A valid package with its totals and the needs that it covers."""

    quantities: Mapping[str, int]
    totals: Totals
    covers: frozenset[str]


def make_priced_book(case: Mapping[str, Any], prices: tuple[PriceComponent, ...], **changes: Any) -> RuleBook:
    """The case's rule book with these prices and further fields of the catalog changed."""
    grouped: dict[str, tuple[PriceComponent, ...]] = {}
    for each in prices:
        grouped[each.offering] = (*grouped.get(each.offering, ()), each)
    catalog = replace(make_ruled_catalog(case), prices=grouped, **changes)
    load = read_rules(replace(catalog, digest=sha256(repr(catalog).encode()).hexdigest()))
    assert load.book is not None, load.problems
    return load.book


def make_plain_request(*needs: str, **changes: Any) -> Request:
    """A request of a medium company of the demo industry."""
    profile = Profile({"industry": "demo", "size": "medium"}, "demo", "medium")
    plain = Request(profile, needs, (), 12, Decimal(0), TODAY)
    return replace(plain, **changes)


def yuan(amount: str) -> Money:
    """An amount of the demo catalog's currency."""
    return Money.of(Decimal(amount), CNY)


def try_everything(book: RuleBook, request: Request) -> Iterator[Tried]:
    """Every package that keeps all rules and the request's choices; needs are told, not demanded."""
    ranges = [range(offering.max_quantity + 1) for offering in book.catalog.offerings.values()]
    for numbers in product(*ranges):
        taken = {code: number for code, number in zip(book.catalog.offerings, numbers, strict=True) if number}
        if all(_keeps(choice, taken) for choice in request.choices):
            covers = frozenset(need for need in book.needs if _covers(book, request, need, taken))
            if _is_valid(book, request, taken):
                lines = tuple(ConfigurationLine(code, number) for code, number in taken.items())
                totals = price(book.catalog, Configuration(lines, "feasible"), context_of(request)).totals
                yield Tried(taken, totals, covers)


def _keeps(choice: Choice, taken: Mapping[str, int]) -> bool:
    have = taken.get(choice.offering, 0)
    return have > 0 if choice.quantity is None else have == choice.quantity


def _covers(book: RuleBook, request: Request, need: str, taken: Mapping[str, int]) -> bool:
    return is_covered(situation_of(book, request), need, taken, {})


def _is_valid(book: RuleBook, request: Request, taken: Mapping[str, int]) -> bool:
    situation = situation_of(book, request)
    world = KnownWorld(book.catalog, situation.profile, (), taken)
    rules = [parsed for parsed in rules_in_force(situation) if parsed.rule.severity is Severity.ERROR]
    return all(holds(parsed, world) for parsed in rules)
