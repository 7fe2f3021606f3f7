"""Which mutants of the rules the scenarios notice: each mutant meets the scenarios that may, until one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field

from configurator.configuration.compiled import Situation, SituationShelf
from configurator.configuration.model import State
from configurator.guidance.proposing import situation_of
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.translating import VariableWorld, is_advice, read_rule
from configurator.scenarios.evidence import Evidence, gather_evidence
from configurator.scenarios.judging import judge
from configurator.scenarios.model import (
    Advised,
    Expectation,
    LeftOut,
    Priced,
    Proposed,
    Scenario,
    Standing,
    Valued,
    list_offerings,
    named_rule,
)
from configurator.scenarios.mutating import Mutant, mutate_book
from configurator.scenarios.trying import Trial, situation_with
from configurator.solver import Formula, Truth
from configurator.values.problem import Severity
from configurator.values.refusal import Refusal

_SITUATIONS_OF_A_MUTANT = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: the scenario that noticed it, or none; `equivalent`: nothing ever could."""

    mutant: Mutant
    noticed_by: str | None
    equivalent: bool = False

    @property
    def survived(self) -> bool:
        """Whether it went unnoticed though it could be noticed."""
        return self.noticed_by is None and not self.equivalent


@dataclass(frozen=True, slots=True)
class Witness:
    """A passing scenario in its situation (the `place`-th of all): the rules that it names, the offerings that it
    speaks of, and whether it asks for a proposed package or even its price."""

    scenario: Scenario
    situation: Situation
    place: int
    rules: frozenset[str]
    offerings: frozenset[str]
    asks_proposal: bool
    asks_price: bool


@dataclass(slots=True)
class _Customer:
    """One situation's world, and what each rule demands in it (None: nothing)."""

    world: VariableWorld
    read: dict[str, Formula | None] = dataclass_field(default_factory=dict)


class Jury:
    """All passing scenarios of a catalog, ready to be tried under changed rules."""

    def __init__(self, book: RuleBook, scenarios: Iterable[Scenario]) -> None:
        self.book = book
        self._originals = {parsed.rule.id: parsed for parsed in book.rules}
        self._places: dict[tuple[object, ...], int] = {}
        self._customers: list[_Customer] = []
        self._witnesses = [self._call(scenario) for scenario in scenarios]
        self._shelf = SituationShelf()
        self._evidence: dict[str, Evidence] = {}

    def judge(self, mutant: Mutant) -> str | None:
        """The id of a scenario that fails with the mutant; None when all pass."""
        original = self._originals[mutant.rule]
        book = mutate_book(self.book, mutant)
        shelf = SituationShelf(_SITUATIONS_OF_A_MUTANT)
        for witness in self._list_witnesses(original):
            if self._may_notice(witness, original, mutant) and _notices(witness, original, mutant, book, shelf):
                return witness.scenario.id
        return None

    def _may_notice(self, witness: Witness, original: ParsedRule, mutant: Mutant) -> bool:
        """Whether the change makes a difference for the customer and to what the scenario rests on."""
        if _is_named(witness, mutant.rule):
            return True
        if not self._differs(witness, original, mutant.changed):
            return False
        return original.rule.severity is not Severity.ERROR or self._gather(witness).may_notice(
            mutant.rule, mutant.changed
        )

    def _gather(self, witness: Witness) -> Evidence:
        name = witness.scenario.id
        if name not in self._evidence:
            trial = Trial(self._shelf.compiled(witness.situation), witness.scenario.request)
            self._evidence[name] = gather_evidence(trial, witness.scenario.expectations)
        return self._evidence[name]

    def _list_witnesses(self, original: ParsedRule) -> Iterator[Witness]:
        """The scenarios that may notice a change: those that name the rule, those that speak of an offering that it
        speaks of, and those that look at a price; if they look at what such a rule can change."""
        rule = original.rule
        concerned = [one for one in self._witnesses if self._is_concerned(one, original)]
        yield from (one for one in concerned if rule.id in one.rules)
        if rule.severity is Severity.ERROR or rule.kind.is_soft:
            near = (one for one in concerned if one.asks_price or not original.mentions.isdisjoint(one.offerings))
            others = [one for one in near if rule.id not in one.rules]
            yield from sorted(others, key=_order)

    def _is_concerned(self, witness: Witness, original: ParsedRule) -> bool:
        """Whether the rule is in force there, and the scenario looks at what such a rule can change."""
        if not original.rule.valid.contains(witness.situation.day):
            return False
        if original.rule.id in witness.rules or original.rule.severity is Severity.ERROR:
            return True
        plus = witness.scenario.request.ambition == "plus"
        return witness.asks_proposal and (original.rule.kind.is_soft or (is_advice(original.rule) and plus))

    def _differs(self, witness: Witness, original: ParsedRule, changed: ParsedRule | None) -> bool:
        """Whether rule and mutant demand something else of this customer."""
        if original.rule.kind.is_soft:
            return True
        customer = self._customers[witness.place]
        if original.rule.id not in customer.read:
            customer.read[original.rule.id] = _read(original, customer.world)
        return customer.read[original.rule.id] != (None if changed is None else _read(changed, customer.world))

    def _call(self, scenario: Scenario) -> Witness:
        situation = situation_of(self.book, scenario.request)
        if situation.key not in self._places:
            self._places[situation.key] = len(self._customers)
            self._customers.append(_Customer(VariableWorld(situation.catalog, situation.profile, situation.needs)))
        rules = frozenset(map(named_rule, scenario.expectations)) - {""}
        asks = any(map(_asks_proposal, scenario.expectations))
        prices = any(isinstance(one, Priced) for one in scenario.expectations)
        place = self._places[situation.key]
        return Witness(scenario, situation, place, rules, list_offerings(scenario), asks, prices)


def _order(witness: Witness) -> tuple[bool, bool, bool, int]:
    """Who chooses nothing is the first to see that a condition got lost; then what is quick to tell, by situations."""
    chooses = bool(witness.scenario.request.choices)
    return chooses, witness.asks_price and chooses, witness.asks_proposal and chooses, witness.place


def _read(parsed: ParsedRule, world: VariableWorld) -> Formula | None:
    """What a rule demands; None for nothing. One that has no meaning demands what cannot be."""
    try:
        formula = read_rule(parsed, world)
    except Refusal:
        return Truth(False)
    return None if formula == Truth(True) else formula


def _notices(witness: Witness, original: ParsedRule, mutant: Mutant, book: RuleBook, shelf: SituationShelf) -> bool:
    if mutant.changed is None and _is_named(witness, mutant.rule):
        return True
    binds = original.rule.severity is Severity.ERROR
    asked = tuple(one for one in witness.scenario.expectations if not (binds and isinstance(one, Advised)))
    try:
        compiled = shelf.compiled(situation_with(witness.situation, book))
        trial = Trial(compiled, witness.scenario.request)
        return next(judge(trial, replace(witness.scenario, expectations=asked), worded=False), None) is not None
    except Refusal:
        return True


def _is_named(witness: Witness, rule: str) -> bool:
    """Whether the scenario expects to find the rule, which it cannot when there is none."""
    return any(
        named_rule(one) == rule and not (isinstance(one, Advised) and not one.shown)
        for one in witness.scenario.expectations
    )


_PROPOSAL: tuple[Callable[[Expectation], bool], ...] = (
    lambda one: isinstance(one, (Proposed, LeftOut, Priced)),
    lambda one: isinstance(one, (Standing, Valued)) and one.state is State.DEFAULT,
)


def _asks_proposal(expectation: Expectation) -> bool:
    return any(asks(expectation) for asks in _PROPOSAL)
