"""A model as written, whole, as clauses: no parts, nothing drawn beforehand. What other engines are given."""

from __future__ import annotations

from collections.abc import Iterable

from configurator.solver import CompiledModel, Fact
from configurator.solver.compiling import find_stepped
from configurator.solver.encoding import Clause, Encoder
from configurator.solver.givens import read_fact


class WrittenClauses:
    """The clauses, the literal of each Bool in `literals`, and facts as assumptions; integers are bits."""

    def __init__(self, compiled: CompiledModel) -> None:
        every = range(len(compiled.variables))
        self._compiled = compiled
        self._encoder = Encoder(compiled.domain, find_stepped(every, compiled.nodes, compiled.domain))
        self.literals = {
            variable.name: self._encoder.find_threshold(number, 1)
            for number, variable in enumerate(compiled.variables)
            if compiled.is_bool(number)
        }
        for node in compiled.nodes:
            self._encoder.post(node)

    @property
    def top(self) -> int:
        """The greatest variable so far."""
        return self._encoder.top

    def take_clauses(self) -> list[Clause]:
        """The clauses that came up since the last call; at first all of them."""
        return self._encoder.take_clauses()

    def find_assumptions(self, facts: Iterable[Fact]) -> list[int]:
        """The literals of facts; facts about integers may bring new clauses."""
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
        return assumptions


def write_dimacs(clauses: Iterable[Clause], top: int, options: Iterable[int]) -> str:
    """DIMACS with a comment `c NUMBER vNUMBER` for each option; one clause a line."""
    listed = [*clauses]
    lines = [f"c {number} v{number}" for number in options]
    lines.append(f"p cnf {top} {len(listed)}")
    lines += [" ".join(map(str, (*clause, 0))) for clause in listed]
    return "\n".join(lines) + "\n"
