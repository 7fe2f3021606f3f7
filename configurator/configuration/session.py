"""The conversation about one configuration: exact states after every choice, explanations, and ways out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from configurator.catalog.model import Offering
from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.model import Choice, Configuration, Explanation, Mark, OptionState, Repair, State
from configurator.configuration.naming import explanation_of, fact_of, facts_of, word_mark
from configurator.configuration.repairing import find_changes, is_offered, mend
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.solver import AtLeast, AtMost, ConflictFound, Domains, Fact, IsFalse, IsTrue, NotForbidden, Reasoner
from configurator.solver import Explanation as Core
from configurator.values.refusal import Refusal


class ChoicesConflict(Refusal):
    """The choices cannot hold together with the rules; carries the minimal explanation."""

    code = "choices_conflict"

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(reasons=tuple(reason.sentence for reason in explanation.reasons))
        self.explanation = explanation


class Session:
    """Choices about one situation. Immutable: `choose` and `retract` return a new session.

    Choices on what the catalog does not have (any more) are kept as `lost`: they decide nothing, and every
    way out changes them or gives them up.
    """

    def __init__(self, compiled: CompiledSituation, choices: Sequence[Choice] = ()) -> None:
        self.compiled = compiled
        self.choices = tuple(choices)
        catalog = compiled.situation.catalog
        self.lost = tuple(choice for choice in self.choices if not is_offered(choice, catalog))
        self._facts = facts_of(choice for choice in self.choices if choice not in self.lost)

    def choose(self, choice: Choice) -> Session:
        """The session with this choice, replacing what was chosen for the same thing."""
        return Session(self.compiled, (*_others(self.choices, choice), choice))

    def retract(self, choice: Choice) -> Session:
        """The session without what was chosen for the same thing."""
        return Session(self.compiled, tuple(_others(self.choices, choice)))

    def conflict(self) -> Explanation | None:
        """Why the choices cannot hold together with the rules; None when they can (or that is not known in time)."""
        facts = tuple(self._facts)
        with self.compiled.reasoner() as reasoner:
            if reasoner.consistent(facts) is not False:
                return None
            return self._word(reasoner.conflict(facts), self._list_chosen())

    def conflicts(self, limit: int = 3) -> tuple[Explanation, ...]:
        """Up to `limit` conflicts that have no choice in common, so that each calls for a change of its own."""
        found: list[Explanation] = []
        rest = self
        while len(found) < limit and (conflict := rest.conflict()) is not None:
            found.append(conflict)
            named = {reason.choice for reason in conflict.reasons}
            if not named - {None}:
                break
            rest = Session(self.compiled, [choice for choice in rest.choices if choice not in named])
        return tuple(found)

    def states(self, completion: Configuration | None = None) -> Mapping[str, OptionState]:
        """The exact state of every offering. ChoicesConflict when the choices contradict the rules.

        `completion` tells defaults (taken in it without having been chosen) from what is merely open.
        """
        with self.compiled.reasoner() as reasoner:
            try:
                domains = reasoner.domains(tuple(self._facts))
            except ConflictFound as found:
                raise ChoicesConflict(self._word(found.explanation, self._list_chosen())) from None
            reaches = {one.offering: self._find_reach(one, reasoner) for one in self._facts.values() if one.quantity}
        offerings = self.compiled.situation.catalog.offerings.values()
        return {one.code: self._state(one, domains, completion, reaches.get(one.code)) for one in offerings}

    def _find_reach(self, choice: Choice, reasoner: Reasoner) -> tuple[int, int]:
        """What the quantity could be if it were not chosen."""
        own, name = fact_of(choice), quantity_name(choice.offering)
        return reasoner.bounds([fact for fact in self._facts if fact != own], (name,)).integers[name]

    def explain(self, state: OptionState) -> Explanation:
        """Why an option is forced (cannot be left out) or forbidden (cannot be taken)."""
        taken = taken_name(state.offering)
        goal: Fact = IsTrue(taken) if state.high == 0 else IsFalse(taken)
        return self._explain(goal, state.offering, 1 if state.high == 0 else 0)

    def explain_bound(self, offering: str, below: int | None = None, above: int | None = None) -> Explanation:
        """Why the quantity cannot be `below` or less, or `above` or more."""
        name = quantity_name(offering)
        if below is not None:
            return self._explain(AtMost(name, below), offering, below)
        return self._explain(AtLeast(name, above or 0), offering, above or 0)

    def explain_choice(self, choice: Choice) -> Explanation:
        """Why a choice is not possible; no reasons when it is."""
        return self.retract(choice)._explain(fact_of(choice), choice.offering, _count(choice))

    def repairs(self, wanted: Sequence[Choice] = (), limit: int = 3) -> tuple[Repair, ...]:
        """The smallest sets of choices to change or give up so that the wanted ones (or at least the rest) hold.

        Later choices go first; a choice is changed to what is nearest to it, and given up when nothing is.
        """
        with self.compiled.reasoner() as reasoner:
            return find_changes(reasoner, self.compiled.situation.catalog, self.choices, wanted, limit)

    def mend(self, repair: Repair) -> Session:
        """The session after a way out."""
        return Session(self.compiled, mend(self.choices, repair))

    def _explain(self, goal: Fact, offering: str, quantity: int) -> Explanation:
        """Why the goal cannot hold, worded for so many of the offering beside what is needed of all others."""
        facts = tuple(self._facts)
        with self.compiled.reasoner() as reasoner:
            try:
                core = reasoner.explain(facts, goal)
            except NotForbidden:
                return Explanation(())
            least = reasoner.bounds(facts).integers if reasoner.consistent(facts) else {}
        offerings = self.compiled.situation.catalog.offerings
        needed = {code: least[quantity_name(code)][0] for code in offerings if quantity_name(code) in least}
        return self._word(core, {**self._list_chosen(), **needed, offering: quantity})

    def _word(self, core: Core, quantities: Mapping[str, int]) -> Explanation:
        return explanation_of(core, self._facts, self.compiled.situation, quantities)

    def _list_chosen(self) -> dict[str, int]:
        """At least how many of each offering the choices ask for."""
        chosen: dict[str, int] = {}
        for choice in self._facts.values():
            chosen[choice.offering] = max(chosen.get(choice.offering, 0), _count(choice))
        return chosen

    def _state(
        self, offering: Offering, domains: Domains, completion: Configuration | None, reach: tuple[int, int] | None
    ) -> OptionState:
        code = offering.code
        low, high = domains.integers[quantity_name(code)]
        quantity = completion.quantity(code) if completion else low
        undecided = {quantity_name(code), taken_name(code)} & domains.undecided
        return OptionState(
            code,
            State.UNDECIDED if undecided else self._classify(code, low, high, quantity),
            low,
            high,
            quantity,
            self._attribute_states(offering, domains, completion),
            self._list_marks(offering, *(reach or (low, high))),
            reach,
        )

    def _list_marks(self, offering: Offering, low: int, high: int) -> tuple[Mark, ...]:
        """The marks within the range that may be chosen; that rules ask for the offering at all is none."""
        said, code = self.compiled.said_marks, offering.code
        if code not in said:
            found = self.compiled.marks.get(quantity_name(code), ())
            said[code] = tuple(word_mark(code, value, labels, self.compiled.situation) for value, labels in found)
        least = max(low, offering.min_quantity)
        return tuple(mark for mark in said[code] if least < mark.value <= high)

    def _classify(self, code: str, low: int, high: int, quantity: int) -> State:
        own = [choice for choice in self.choices if choice.offering == code]
        if high == 0:
            return State.FORBIDDEN
        if own:
            return State.CHOSEN
        if low > 0:
            return State.FORCED
        return State.DEFAULT if quantity > 0 else State.OPEN

    def _attribute_states(
        self, offering: Offering, domains: Domains, completion: Configuration | None
    ) -> Mapping[str, Mapping[str, State]]:
        chosen = {(choice.attribute, choice.value) for choice in self.choices if choice.offering == offering.code}
        line = next((line for line in completion.lines if line.offering == offering.code), None) if completion else None
        states: dict[str, dict[str, State]] = {}
        for attribute in offering.attributes:
            for value in attribute.values:
                possible = domains.bools[attribute_name(offering.code, attribute.key, value.key)]
                present = line is not None and line.attributes.get(attribute.key) == value.key
                states.setdefault(attribute.key, {})[value.key] = _value_state(
                    possible, (attribute.key, value.key) in chosen, present
                )
        return states


def _count(choice: Choice) -> int:
    """At least how many a choice takes."""
    return 1 if choice.quantity is None else choice.quantity


def _value_state(possible: frozenset[bool], chosen: bool, present: bool) -> State:
    if possible == {False}:
        return State.FORBIDDEN
    if chosen:
        return State.CHOSEN
    if possible == {True}:
        return State.FORCED
    return State.DEFAULT if present else State.OPEN


def _others(choices: Sequence[Choice], choice: Choice) -> list[Choice]:
    return [known for known in choices if not known.concerns_same(choice)]
