"""The obvious way to exact states, for comparison: one solver for the whole model, two questions per option."""

from __future__ import annotations

from collections.abc import Iterable

from configurator.solver import CompiledModel, Fact
from configurator.solver.compiling import find_stepped
from configurator.solver.deadline import Deadline
from configurator.solver.encoding import Encoder
from configurator.solver.givens import read_fact
from configurator.solver.glucose import Oracle


class NaiveLoop:
    """The model as written in one solver, which keeps what it learns; no parts, no witnesses, no shortcuts."""

    def __init__(self, compiled: CompiledModel) -> None:
        every = range(len(compiled.variables))
        encoder = Encoder(compiled.domain, find_stepped(every, compiled.nodes, compiled.domain))
        self._compiled = compiled
        self._encoder = encoder
        self._literals = {
            compiled.variables[number].name: encoder.find_threshold(number, 1) for number in self._bools()
        }
        for node in compiled.nodes:
            encoder.post(node)
        self._oracle = Oracle(encoder.take_clauses())

    def find_possible(self, facts: Iterable[Fact], deadline: Deadline) -> dict[str, frozenset[bool]] | None:
        """The possible values of every Bool; None when the deadline passes first."""
        assumptions = self._find_assumptions(facts)
        possible = {}
        for name, literal in self._literals.items():
            answers = {
                value: self._oracle.ask([*assumptions, literal if value else -literal], deadline)
                for value in (False, True)
            }
            if None in answers.values():
                return None
            possible[name] = frozenset(value for value, answer in answers.items() if answer)
        return possible

    def _bools(self) -> list[int]:
        return [number for number in range(len(self._compiled.variables)) if self._compiled.is_bool(number)]

    def _find_assumptions(self, facts: Iterable[Fact]) -> list[int]:
        givens = [read_fact(fact, self._compiled.numbers, self._compiled.variables) for fact in facts]
        low, high = self._compiled.domain.low, self._compiled.domain.high
        assumptions = [
            self._encoder.find_threshold(given.variable, given.low)
            for given in givens
            if given.low > low[given.variable]
        ]
        assumptions += [
            -self._encoder.find_threshold(given.variable, given.high + 1)
            for given in givens
            if given.high < high[given.variable]
        ]
        self._oracle.add(self._encoder.take_clauses())
        return assumptions
