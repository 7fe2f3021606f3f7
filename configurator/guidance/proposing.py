"""The pipeline: request → situation → completed configuration → price. One proposal, or three to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from configurator.configuration.compiled import CompiledSituation, Situation, SituationShelf
from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Configuration
from configurator.configuration.session import ChoicesConflict, Session
from configurator.guidance.costing import list_costs
from configurator.guidance.request import AMBITIONS, Request, context_of, quoted_context_of
from configurator.pricing.model import PricedConfiguration
from configurator.pricing.pipeline import price, quote_price
from configurator.rules.meaning import read_condition, read_value
from configurator.rules.rulebook import RuleBook
from configurator.rules.world import Value
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth


@dataclass(frozen=True, slots=True)
class Proposal:
    """A valid, priced package for a request, and the conversation that it came from."""

    request: Request
    session: Session
    configuration: Configuration
    priced: PricedConfiguration

    @property
    def quoted(self) -> PricedConfiguration:
        """The price as the quote states it: under its tax regime and in its currency."""
        return quote_price(self.session.compiled.situation.catalog, self.priced, quoted_context_of(self.request))


def situation_of(book: RuleBook, request: Request) -> Situation:
    """What the request gives before the first choice."""
    return Situation(book, request.profile.values, tuple(sorted(set(request.needs))), request.day)


def package_targets(book: RuleBook, values: Mapping[str, Value]) -> Mapping[str, int]:
    """The quantities of the package for the profile's industry and size; empty when there is no such package."""
    key = (str(values["industry"]), str(values["size"]))
    world = KnownWorld(book.catalog, values)
    targets: dict[str, int] = {}
    for parsed in book.packages.get(key, ()):
        if parsed.when is None or read_condition(parsed.when, world) == Truth(True):
            offering = book.catalog.offerings[parsed.line.offering]
            wanted = ceil(Fraction(read_value(parsed.quantity, world)))
            targets[offering.code] = min(wanted, offering.max_quantity)
    return {code: quantity for code, quantity in targets.items() if quantity > 0}


def propose(shelf: SituationShelf, book: RuleBook, request: Request) -> Proposal:
    """The best valid, priced configuration for the request.

    ChoicesConflict (with the minimal explanation) when the choices cannot hold; Undecided when a time limit came first;
    PricingRefused when something has no price on the day.
    """
    compiled = shelf.compiled(situation_of(book, request))
    session = Session(compiled, request.choices)
    conflict = session.conflict()
    if conflict is not None:
        raise ChoicesConflict(conflict)
    return finish(compiled, session, request)


def finish(compiled: CompiledSituation, session: Session, request: Request) -> Proposal:
    """Complete and price a conversation whose choices can hold."""
    catalog = compiled.situation.catalog
    configuration = complete(compiled, session.choices, aims_of(compiled, request))
    return Proposal(request, session, configuration, price(catalog, configuration, context_of(request)))


def propose_alternatives(shelf: SituationShelf, book: RuleBook, request: Request) -> tuple[Proposal, ...]:
    """Good, better, best: the same request with each ambition."""
    return tuple(propose(shelf, book, replace(request, ambition=ambition)) for ambition in AMBITIONS)


def aims_of(compiled: CompiledSituation, request: Request) -> Aims:
    """What the request's ambition asks the completion to reach."""
    situation = compiled.situation
    costs = list_costs(situation.catalog, request.day, request.term_months, request.profile.values)
    if request.ambition == "essential":
        return Aims(costs, thrifty=True)
    targets = package_targets(situation.book, situation.profile)
    package = situation.catalog.packages.get((request.profile.industry, request.profile.size))
    return Aims(costs, targets, request.ambition == "plus", package)
