"""A model made ready for questions: narrowed, simplified, split into parts that share no variable.

Two views are kept. The *components* are the simplified rest after everything that follows at once
was drawn from all constraints; they answer what is possible. The *grounds* are the constraints as
written, each under its label's selector; they answer why. Both are encoded when first needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from configurator.solver.deadline import ENDLESS, Deadline
from configurator.solver.encoding import YES, Encoder
from configurator.solver.lowering import (
    FALSE,
    All,
    Node,
    list_summed,
    list_thresholds,
    list_variables,
    lower_formula,
)
from configurator.solver.model import Bool, Model, Variable
from configurator.solver.narrowing import Box, narrow, watch
from configurator.solver.packing import PackedClauses
from configurator.solver.simplifying import simplify
from configurator.solver.standing import Base, Roll, Standing
from configurator.solver.witnesses import Slot

FIRST_NAMED = YES + 1
"""The literal of bit 0 of witnesses."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A component as clauses; the first `width` literals from FIRST_NAMED are the variables' slots."""

    encoder: Encoder
    clauses: PackedClauses
    slots: Mapping[int, Slot]
    width: int


class Component:
    """Constraints tied together by their variables; shared between threads, encoded once."""

    def __init__(self, variables: Sequence[int], constraints: Sequence[Node], box: Box) -> None:
        self.variables = tuple(variables)
        self.constraints = tuple(constraints)
        self.box = box
        self.watching = watch(self.constraints, [list_variables(node) for node in self.constraints])
        self.base: Base | None = None
        self._lock = Lock()
        self._encoded: Encoded | None = None

    def encode(self) -> Encoded:
        """The clauses, and an encoder to copy and go on with."""
        with self._lock:
            if self._encoded is None:
                self._encoded = self._make_clauses()
            return self._encoded

    def _make_clauses(self) -> Encoded:
        encoder = Encoder(self.box, find_stepped(self.variables, self.constraints, self.box))
        cuts = list_cuts(self.constraints, self.box)
        slots = {variable: _add_slot(encoder, variable, cuts.get(variable, set())) for variable in self.variables}
        width = encoder.top - YES
        clauses = PackedClauses()
        for node in self.constraints:
            encoder.post(node)
            clauses.extend(encoder.take_clauses())
        return Encoded(encoder.copy(), clauses, slots, width)


class Ground:
    """Labelled constraints as written, tied together by their variables; encoded once."""

    def __init__(self, constraints: Sequence[tuple[str, Node]], box: Box) -> None:
        self.constraints = tuple(constraints)
        self.box = box
        self._lock = Lock()
        self._encoded: tuple[Encoder, PackedClauses, dict[str, int]] | None = None

    def encode(self) -> tuple[Encoder, PackedClauses, dict[str, int]]:
        """An encoder to go on with, the clauses, and one selector literal per label."""
        with self._lock:
            if self._encoded is None:
                self._encoded = self._make_clauses()
            encoder, clauses, selectors = self._encoded
            return encoder.copy(), clauses, selectors

    def _make_clauses(self) -> tuple[Encoder, PackedClauses, dict[str, int]]:
        nodes = [node for _, node in self.constraints]
        mentioned = sorted({variable for node in nodes for variable in list_variables(node)})
        encoder = Encoder(self.box, find_stepped(mentioned, nodes, self.box))
        selectors: dict[str, int] = {}
        clauses = PackedClauses()
        for label, node in self.constraints:
            if label and label not in selectors:
                selectors[label] = encoder.make_literal()
            encoder.post(node, (-selectors[label],) if label else ())
            clauses.extend(encoder.take_clauses())
        return encoder.copy(), clauses, selectors


class CompiledModel:
    """A model compiled for a Reasoner; may be shared between threads. Undecided when the deadline comes first."""

    def __init__(self, model: Model, deadline: Deadline = ENDLESS) -> None:
        self.model = model
        self.variables: tuple[Variable, ...] = model.variables
        self.are_bools = tuple(isinstance(variable, Bool) for variable in model.variables)
        self.numbers = {variable.name: number for number, variable in enumerate(model.variables)}
        self.domain = _make_box(model.variables)
        entries = deadline.keep_to(model.constraints)
        self.nodes = tuple([lower_formula(entry.formula, self.numbers) for entry in entries])
        self.mentions = tuple([tuple(list_variables(node)) for node in deadline.keep_to(self.nodes)])
        self.box = self.domain.copy()
        narrow(self.nodes, watch(self.nodes, self.mentions), self.box, deadline=deadline)
        self.rest = _simplify_all(deadline.keep_to(self.nodes), self.box)
        self.is_void = self.box.is_empty or FALSE in self.rest
        self.components = () if self.is_void else self._split_components(deadline)
        self.places = {
            variable: place for place, component in enumerate(self.components) for variable in component.variables
        }
        self.standing = Standing(self.variables, self.box, range(len(self.components)))
        self._rolls: dict[int, Roll] = {}
        self._lock = Lock()
        self._grounds: tuple[tuple[Ground, ...], dict[int, int]] | None = None

    def is_bool(self, number: int) -> bool:
        """Whether the variable with this number is a Bool."""
        return self.are_bools[number]

    def find_roll(self, place: int) -> Roll:
        """The variables of the component at this place, by name."""
        if place not in self._rolls:
            self._rolls[place] = Roll(self.variables, self.components[place].encode().slots)
        return self._rolls[place]

    def list_marks(self) -> dict[str, dict[int, tuple[str, ...]]]:
        """The values from which on labelled constraints see an Integer differently: name → value → their labels.

        Only values inside the range that all constraints together leave; computed anew with every call.
        """
        marks: dict[str, dict[int, tuple[str, ...]]] = {}
        for entry, node in zip(self.model.constraints, self.nodes, strict=True):
            for number, values in list_cuts([simplify(node, self.box)], self.box).items() if entry.label else ():
                if not self.are_bools[number]:
                    own = marks.setdefault(self.variables[number].name, {})
                    own.update((value, (*own.get(value, ()), entry.label)) for value in values)
        return marks

    def list_grounds(self) -> tuple[tuple[Ground, ...], dict[int, int]]:
        """The constraints as written in independent groups, and the group of every variable in one."""
        with self._lock:
            if self._grounds is None:
                self._grounds = self._split_grounds()
            return self._grounds

    def _split_components(self, deadline: Deadline) -> tuple[Component, ...]:
        known = dict(zip(map(id, self.nodes), self.mentions, strict=True))
        mentions = [known.get(id(node)) or tuple(list_variables(node)) for node in deadline.keep_to(self.rest)]
        return tuple(
            Component(variables, [self.rest[place] for place in places], self.box)
            for variables, places in deadline.keep_to(split_groups(mentions))
        )

    def _split_grounds(self) -> tuple[tuple[Ground, ...], dict[int, int]]:
        groups = split_groups(self.mentions)
        labels = [entry.label for entry in self.model.constraints]
        grounds = tuple(
            Ground([(labels[place], self.nodes[place]) for place in places], self.domain) for _, places in groups
        )
        return grounds, {variable: place for place, group in enumerate(groups) for variable in group[0]}


def compile(model: Model, deadline: Deadline = ENDLESS) -> CompiledModel:
    """Make a model ready for questions; refuses with Undecided when the deadline comes first."""
    return CompiledModel(model, deadline)


def find_stepped(variables: Iterable[int], constraints: Iterable[Node], box: Box) -> frozenset[int]:
    """The variables with more than two values that occur in no sum."""
    counted = {variable for node in constraints for variable in list_summed(node)}
    return frozenset(
        variable for variable in variables if variable not in counted and box.high[variable] - box.low[variable] > 1
    )


def list_cuts(constraints: Iterable[Node], box: Box) -> dict[int, set[int]]:
    """The values inside its range at which constraints look at each variable."""
    cuts: dict[int, set[int]] = {}
    for node in constraints:
        for variable, value in list_thresholds(node):
            if box.low[variable] < value <= box.high[variable]:
                cuts.setdefault(variable, set()).add(value)
    return cuts


def _add_slot(encoder: Encoder, variable: int, cuts: set[int]) -> Slot:
    low, high = encoder.box.low[variable], encoder.box.high[variable]
    offset = encoder.top + 1 - FIRST_NAMED
    if variable in encoder.stepped:
        ordered = tuple(sorted(cuts))
        for value in ordered:
            encoder.find_threshold(variable, value)
        return Slot(offset, (1 << len(ordered)) - 1, low, high, ordered)
    return Slot(offset, (1 << len(encoder.add_variable(variable))) - 1, low, high)


def split_groups(mentions: Sequence[Iterable[int]]) -> list[tuple[list[int], list[int]]]:
    """Group constraints that share variables (union-find): (sorted variables, places), in order of places.

    Constraints without variables form a group of their own.
    """
    leaders: dict[int, int] = {}

    def find(item: int) -> int:
        while leaders[item] != item:
            leaders[item] = leaders[leaders[item]]
            item = leaders[item]
        return item

    for variables in mentions:
        first = None
        for variable in variables:
            leaders.setdefault(variable, variable)
            first = find(variable) if first is None else first
            leaders[find(variable)] = first
    groups: dict[int | None, tuple[list[int], list[int]]] = {}
    for place, variables in enumerate(mentions):
        leader = next((find(variable) for variable in variables), None)
        groups.setdefault(leader, ([], []))[1].append(place)
    for variable in sorted(leaders):
        groups[find(variable)][0].append(variable)
    return list(groups.values())


def _make_box(variables: Sequence[Variable]) -> Box:
    low = [0 if isinstance(variable, Bool) else variable.low for variable in variables]
    high = [1 if isinstance(variable, Bool) else variable.high for variable in variables]
    return Box(low, high)


def _simplify_all(nodes: Iterable[Node], box: Box) -> tuple[Node, ...]:
    if box.is_empty:
        return ()
    rest: dict[Node, None] = {}
    for node in nodes:
        simple = simplify(node, box)
        rest.update(dict.fromkeys(simple.parts if isinstance(simple, All) else (simple,)))
    return tuple(rest)
