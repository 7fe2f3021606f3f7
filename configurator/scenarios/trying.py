"""One situation tried out: everything that an expectation can ask of it, each answer found once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.completing import complete, holds, rules_in_force
from configurator.configuration.model import Choice, ConfigurationLine, Explanation, OptionState, State
from configurator.configuration.naming import facts_of
from configurator.configuration.session import Session
from configurator.guidance.proposing import Proposal, aims_of, finish
from configurator.guidance.request import Request
from configurator.rules.meaning import read_condition
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.rules.worlds import KnownWorld
from configurator.solver import (
    AtLeast,
    AtMost,
    ConflictFound,
    Fact,
    IsFalse,
    IsTrue,
    NotForbidden,
    Reasoner,
    Truth,
    Undecided,
)
from configurator.values.problem import Severity

Question = Callable[[Reasoner], frozenset[str]]
"""Asks a reasoner for the labels of a minimal explanation; none when there is nothing to explain."""

_RULE = "rule:"


def situation_with(situation: Situation, book: RuleBook) -> Situation:
    """The same situation under another rule book."""
    return Situation(book, situation.profile, situation.needs, situation.day)


def leave_out(book: RuleBook, rules: frozenset[str]) -> RuleBook:
    """The rule book without these rules."""
    return replace(book, rules=tuple(parsed for parsed in book.rules if parsed.rule.id not in rules))


class Trial:
    """A request in its compiled situation. Every question raises Undecided when the time limit came first; those about
    a proposal also what pricing refuses."""

    def __init__(self, compiled: CompiledSituation, request: Request) -> None:
        self.compiled, self.request = compiled, request
        self.session = Session(compiled, request.choices)

    @cached_property
    def is_valid(self) -> bool:
        """Whether the choices can hold together with the rules."""
        with self.compiled.reasoner() as reasoner:
            answer = reasoner.consistent(self._facts())
        if answer is None:
            raise Undecided
        return answer

    @cached_property
    def conflict(self) -> Explanation:
        """The minimal explanation of the choices' contradiction; no reasons when there is none."""
        return self.session.conflict() or Explanation(())

    @cached_property
    def proposal(self) -> Proposal:
        """The proposed package with the choices, of the request's ambition."""
        return finish(self.compiled, self.session, self.request)

    @cached_property
    def bare(self) -> KnownWorld:
        """The cheapest configuration of the choices, nothing of a package in it."""
        return self._find_least() or self._complete_cheaply()

    def list_bare(self) -> tuple[tuple[str, int], ...]:
        """What the cheapest configuration of the choices holds."""
        offerings = self.compiled.situation.catalog.offerings
        quantities = ((code, int(self.bare.quantity(code).constant)) for code in offerings)
        return tuple((code, quantity) for code, quantity in quantities if quantity)

    def breaks_advice(self, rule: str) -> ParsedRule | None:
        """The rule if it is in force and the cheapest configuration of the choices does not follow it."""
        situation = self.compiled.situation
        parsed = next((one for one in situation.book.rules if one.rule.id == rule), None)
        if parsed is None or not parsed.rule.valid.contains(situation.day) or holds(parsed, self.bare):
            return None
        return parsed

    def _find_least(self) -> KnownWorld | None:
        """Every quantity at its least: where all rules and needs hold so, nothing is cheaper. Attributes that are to be
        set by default are not looked at: then there is no such answer."""
        situation = self.compiled.situation
        with self.compiled.reasoner() as reasoner:
            domains = reasoner.bounds(self._facts())
        names = {code: quantity_name(code) for code in situation.catalog.offerings}
        least = {code: domains.integers[name][0] for code, name in names.items() if domains.integers[name][0]}
        if domains.undecided or any(situation.catalog.offerings[code].attributes for code in least):
            return None
        world = KnownWorld(situation.catalog, situation.profile, situation.needs, least)
        binding = (one for one in rules_in_force(situation) if one.rule.severity is Severity.ERROR)
        needs = (situation.book.needs[need] for need in situation.needs)
        sound = all(holds(one, world) for one in binding) and all(
            read_condition(tree, world) == Truth(True) for tree in needs
        )
        return world if sound else None

    def _complete_cheaply(self) -> KnownWorld:
        situation = self.compiled.situation
        aims = aims_of(self.compiled, replace(self.request, ambition="essential"))
        lines = complete(self.compiled, self.request.choices, aims).lines
        quantities = {line.offering: line.quantity for line in lines}
        attributes = {(line.offering, key): value for line in lines for key, value in line.attributes.items()}
        return KnownWorld(situation.catalog, situation.profile, situation.needs, quantities, attributes)

    def find_line(self, offering: str) -> ConfigurationLine | None:
        """The proposed package's line of the offering."""
        lines = self.proposal.configuration.lines
        return next((line for line in lines if line.offering == offering), None)

    def measure(self, offering: str, *, as_chosen: bool) -> tuple[int, int]:
        """The least and most of a quantity; `as_chosen` no: as if it were not chosen itself."""
        choices = [one for one in self.request.choices if as_chosen or one.offering != offering or one.attribute]
        name = quantity_name(offering)
        with self.compiled.reasoner() as reasoner:
            domains = reasoner.bounds(self._facts(choices), (name,))
        if name in domains.undecided:
            raise Undecided
        return domains.integers[name]

    def find_world(self, choices: Sequence[Choice], goal: Sequence[Fact]) -> KnownWorld | frozenset[str]:
        """Some configuration in which choices and goal hold, or the labels of a minimal explanation why none does."""
        facts = (*self._facts(choices), *goal)
        with self.compiled.reasoner() as reasoner:
            solution = reasoner.solve(facts)
            if solution is None:
                return _labels(lambda: reasoner.conflict(facts).labels)
        return self._read_world(solution.values)

    def _read_world(self, values: Mapping[str, int | bool]) -> KnownWorld:
        situation = self.compiled.situation
        offerings = situation.catalog.offerings.values()
        quantities = {one.code: int(values[quantity_name(one.code)]) for one in offerings}
        attributes = {
            (one.code, attribute.key): value.key
            for one in offerings
            for attribute in one.attributes
            for value in attribute.values
            if values[attribute_name(one.code, attribute.key, value.key)]
        }
        return KnownWorld(situation.catalog, situation.profile, situation.needs, quantities, attributes)

    def stand(self, offering: str) -> OptionState:
        """The offering's state, range and proposed quantity (0 where that does not matter)."""
        low, high = self.measure(offering, as_chosen=True)
        chosen = any(choice.offering == offering for choice in self.request.choices)
        state = State.FORBIDDEN if high == 0 else State.CHOSEN if chosen else State.FORCED if low else State.OPEN
        return OptionState(offering, state, low, high, 0)

    def list_values(self, offering: str, attribute: str) -> frozenset[str]:
        """The values that the attribute can have, as if it were not chosen."""
        choices = [one for one in self.request.choices if (one.offering, one.attribute) != (offering, attribute)]
        names = {value: attribute_name(offering, attribute, value) for value in self._values(offering, attribute)}
        with self.compiled.reasoner() as reasoner:
            domains = reasoner.booleans(self._facts(choices), names.values())
        if domains.undecided & set(names.values()):
            raise Undecided
        return frozenset(value for value, name in names.items() if True in domains.bools[name])

    def is_in_conflict(self, rule: str) -> bool:
        """Whether the rule is in a minimal explanation of the choices' contradiction."""
        facts = self._facts()
        return self._is_reason(rule, lambda reasoner: _labels(lambda: reasoner.conflict(facts).labels))

    def is_ground(self, rule: str, offering: str, attribute: str) -> bool:
        """Whether the rule is in a minimal explanation of the offering's state or bounds, or of what the attribute
        cannot be."""
        return any(self._is_reason(rule, question) for question in self._list_questions(offering, attribute))

    def find_grounds(self, offering: str, attribute: str) -> frozenset[str]:
        """The labels of the explanations that the solver comes to first."""
        with self.compiled.reasoner() as reasoner:
            questions = self._list_questions(offering, attribute)
            return frozenset(label for question in questions for label in question(reasoner))

    def _list_questions(self, offering: str, attribute: str) -> Iterator[Question]:
        own = attribute or None
        choices = [one for one in self.request.choices if (one.offering, one.attribute) != (offering, own)]
        facts = self._facts(choices)
        for goal in self._attribute_goals(offering, attribute) if attribute else self._goals(offering):
            yield lambda reasoner, goal=goal: _labels(  # type: ignore[misc]
                lambda: reasoner.explain(facts, goal).labels
            )

    def _goals(self, offering: str) -> Iterator[Fact]:
        """What an offering cannot do: be taken or left out, be less or more."""
        low, high = self.measure(offering, as_chosen=False)
        most = self.compiled.situation.catalog.offerings[offering].max_quantity
        if high == 0:
            yield IsTrue(taken_name(offering))
        if low > 0:
            yield AtMost(quantity_name(offering), low - 1)
        if low > 1:
            yield IsFalse(taken_name(offering))
        if 0 < high < most:
            yield AtLeast(quantity_name(offering), high + 1)

    def _attribute_goals(self, offering: str, attribute: str) -> Iterator[Fact]:
        possible = self.list_values(offering, attribute)
        for value in self._values(offering, attribute):
            if value not in possible:
                yield IsTrue(attribute_name(offering, attribute, value))

    def _is_reason(self, rule: str, question: Question) -> bool:
        """Whether the rule is in the explanation, or in the one that is left when another rule of it is left out."""
        label = _RULE + rule
        if all(parsed.rule.id != rule for parsed in self.compiled.situation.book.rules):
            return False
        with self.compiled.reasoner() as reasoner:
            found = question(reasoner)
        return label in found or any(label in question(other) for other in self._relax(found))

    def _relax(self, labels: frozenset[str]) -> Iterator[Reasoner]:
        """A reasoner of the situation without each rule of an explanation."""
        situation = self.compiled.situation
        for label in sorted(labels):
            if label.startswith(_RULE):
                book = leave_out(situation.book, frozenset({label.removeprefix(_RULE)}))
                with CompiledSituation(situation_with(situation, book)).reasoner() as reasoner:
                    yield reasoner

    def _values(self, offering: str, attribute: str) -> tuple[str, ...]:
        known = self.compiled.situation.catalog.offerings[offering].attributes
        return next(tuple(value.key for value in one.values) for one in known if one.key == attribute)

    def _facts(self, choices: Sequence[Choice] | None = None) -> tuple[Fact, ...]:
        return tuple(facts_of(self.request.choices if choices is None else choices))


def _labels(ask: Callable[[], tuple[str, ...]]) -> frozenset[str]:
    try:
        return frozenset(ask())
    except (ConflictFound, NotForbidden):
        return frozenset()
