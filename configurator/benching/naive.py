"""The obvious way to exact states, for comparison: one solver for the whole model, two questions per option."""

from __future__ import annotations

from collections.abc import Iterable

from configurator.benching.clauses import WrittenClauses
from configurator.solver import CompiledModel, Fact
from configurator.solver.deadline import Deadline
from configurator.solver.glucose import Oracle


class NaiveLoop:
    """The model as written in one solver, which keeps what it learns; no parts, no witnesses, no shortcuts."""

    def __init__(self, compiled: CompiledModel) -> None:
        self._written = WrittenClauses(compiled)
        self._oracle = Oracle(self._written.take_clauses())

    def find_possible(self, facts: Iterable[Fact], deadline: Deadline) -> dict[str, frozenset[bool]] | None:
        """The possible values of every Bool; None when the deadline passes first."""
        assumptions = self._written.find_assumptions(facts)
        self._oracle.add(self._written.take_clauses())
        possible = {}
        for name, literal in self._written.literals.items():
            answers = {
                value: self._oracle.ask([*assumptions, literal if value else -literal], deadline)
                for value in (False, True)
            }
            if None in answers.values():
                return None
            possible[name] = frozenset(value for value, answer in answers.items() if answer)
        return possible
