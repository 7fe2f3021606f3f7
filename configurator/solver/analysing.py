"""What a model makes impossible or unavoidable before anybody chooses anything, and what in it says nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from configurator.solver.compiling import FIRST_NAMED, CompiledModel, Component, compile, find_stepped
from configurator.solver.deadline import Deadline
from configurator.solver.encoding import Encoder
from configurator.solver.glucose import Oracle
from configurator.solver.lowering import Node, all_of, negate
from configurator.solver.model import Bool, Model
from configurator.solver.reasoner import Reasoner
from configurator.solver.refusals import ConflictFound

TOGETHER = 500
"""How many pairs one model is made to refute together."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """`void`: nothing satisfies the model. `dead`: Bools never true. `core`: Bools always true.

    Of a void model nothing else is said. Names in `undecided` ran out of time and are in neither list.
    """

    void: bool
    dead: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()


def analyse(model: Model | CompiledModel, time_limit: Decimal | int | None = None) -> Analysis:
    """Find out; `time_limit` is in seconds."""
    compiled = compile(model) if isinstance(model, Model) else model
    try:
        domains = Reasoner(compiled, time_limit).booleans(())
    except ConflictFound:
        return Analysis(void=True)
    names = [variable.name for variable in compiled.variables if isinstance(variable, Bool)]
    dead = tuple(name for name in names if domains.bools[name] == {False})
    core = tuple(name for name in names if domains.bools[name] == {True})
    return Analysis(False, dead, core, domains.undecided)


@dataclass(frozen=True, slots=True)
class Implications:
    """`holding`: pairs (one, other) where the other is true whenever the one is; `undecided` ran out of time."""

    holding: tuple[tuple[str, str], ...]
    undecided: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Redundancy:
    """Labels whose constraints follow from the rest, in the order asked; `undecided` ran out of time and stayed."""

    labels: tuple[str, ...]
    undecided: frozenset[str] = frozenset()


def find_implications(
    compiled: CompiledModel, pairs: Iterable[tuple[str, str]], time_limit: Decimal | int | None = None
) -> Implications:
    """Which pairs of Bools imply each other from left to right, in the order asked; of a void model all do."""
    asked = tuple(dict.fromkeys(pairs))
    if Reasoner(compiled, time_limit).consistent(()) is False:
        return Implications(asked)
    deadline = Deadline(time_limit)
    verdicts = {pair: _judge_simply(compiled, *pair) for pair in asked}
    for place, group in _group_pairs(compiled, verdicts).items():
        found = _Counterexamples(compiled, compiled.components[place]).judge(group, deadline)
        verdicts.update((pair, _either(verdicts[pair], verdict)) for pair, verdict in found.items())
    holding = tuple(pair for pair in asked if verdicts[pair])
    return Implications(holding, frozenset(pair for pair in asked if verdicts[pair] is None))


def find_redundant(
    model: Model | CompiledModel, labels: Sequence[str], time_limit: Decimal | int | None = None
) -> Redundancy:
    """Leave out one label after another, for good, when its constraints follow from all that is still there."""
    deadline = Deadline(time_limit)
    lineup = _Lineup(compile(model) if isinstance(model, Model) else model, labels)
    found: list[str] = []
    undecided: set[str] = set()
    for place, label in enumerate(labels):
        verdict = lineup.judge(place, deadline)
        if verdict:
            found.append(label)
        elif verdict is None:
            undecided.add(label)
    return Redundancy(tuple(found), frozenset(undecided))


def _judge_simply(compiled: CompiledModel, one: str, other: str) -> bool | None:
    """Whether a pair holds at first sight; False is no proof that it does not."""
    fixed = compiled.box.high[compiled.numbers[one]] == 0 or compiled.box.low[compiled.numbers[other]] == 1
    return fixed or one == other


def _group_pairs(
    compiled: CompiledModel, verdicts: Mapping[tuple[str, str], bool | None]
) -> dict[int, list[tuple[str, str]]]:
    """The pairs that do not hold at first sight, by the components in which one of them stands."""
    groups: dict[int, list[tuple[str, str]]] = {}
    for pair in (pair for pair, verdict in verdicts.items() if not verdict):
        for place in dict.fromkeys(compiled.places.get(compiled.numbers[name]) for name in pair):
            if place is not None:
                groups.setdefault(place, []).append(pair)
    return groups


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Whether one of two verdicts is True; unknown when neither is and one is unknown."""
    return True if one or other else None if one is None or other is None else False


class _Counterexamples:
    """Looks for models of one component in which the one is true and the other is not.

    A Bool of another component is free to take the value that suits: it is judged where it stands.
    """

    def __init__(self, compiled: CompiledModel, component: Component) -> None:
        encoded = component.encode()
        self._oracle = Oracle(encoded.clauses)
        self._numbers = compiled.numbers
        self._literals = {
            variable: slot.offset + FIRST_NAMED
            for variable, slot in encoded.slots.items()
            if compiled.is_bool(variable)
        }

    def judge(self, pairs: Sequence[tuple[str, str]], deadline: Deadline) -> Mapping[tuple[str, str], bool | None]:
        """For every pair True when no such model is there, None when time ran out."""
        verdicts: dict[tuple[str, str], bool | None] = {}
        waiting = {pair: self._find_literals(pair) for pair in pairs}
        while waiting:
            pair, literals = next(iter(waiting.items()))
            self._oracle.steer([literal for others in islice(waiting.values(), TOGETHER) for literal in others])
            answer = None if deadline.is_over() else self._oracle.ask(literals, deadline)
            verdicts[pair] = None if answer is None else not answer
            del waiting[pair]
            if answer:
                true = self._oracle.model
                seen = [
                    one for one, two in waiting.items() if all(true[abs(literal) - 1] == literal for literal in two)
                ]
                verdicts.update(dict.fromkeys(seen, False))
                for one in seen:
                    del waiting[one]
        return verdicts

    def _find_literals(self, pair: tuple[str, str]) -> tuple[int, ...]:
        one, other = (self._literals.get(self._numbers[name]) for name in pair)
        return (*((one,) if one is not None else ()), *((-other,) if other is not None else ()))


class _Lineup:
    """Labelled constraints in a row; a chain of switches turns on all from one place to the end."""

    def __init__(self, compiled: CompiledModel, labels: Sequence[str]) -> None:
        parts: dict[str, list[Node]] = {label: [] for label in labels}
        nodes = compiled.nodes
        self._encoder = Encoder(compiled.domain, find_stepped(range(len(compiled.variables)), nodes, compiled.domain))
        for entry, node in zip(compiled.model.constraints, nodes, strict=True):
            if entry.label in parts:
                parts[entry.label].append(node)
            else:
                self._encoder.post(node)
        self._nodes = [all_of(parts[label]) for label in labels]
        self._keep = [self._encoder.make_literal() for _ in labels]
        self._from = [self._encoder.make_literal() for _ in range(len(labels) + 1)]
        for place, node in enumerate(self._nodes):
            self._encoder.post(node, (-self._keep[place],))
            self._encoder.clauses.append((-self._from[place], self._keep[place]))
            self._encoder.clauses.append((-self._from[place], self._from[place + 1]))
        self._oracle = Oracle(self._encoder.take_clauses())

    def judge(self, place: int, deadline: Deadline) -> bool | None:
        """Whether the constraints at a place follow from those kept before and those after; keeps them if not."""
        broken = self._encoder.make_literal()
        self._encoder.post(negate(self._nodes[place]), (-broken,))
        self._oracle.add(self._encoder.take_clauses())
        answer = None if deadline.is_over() else self._oracle.ask((self._from[place + 1], broken), deadline)
        kept = answer is not False
        self._oracle.add([(-broken,), (self._keep[place] if kept else -self._keep[place],)])
        return None if answer is None else not answer
