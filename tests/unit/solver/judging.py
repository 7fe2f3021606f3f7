"""What every answer of a Reasoner must satisfy, whoever judges it.

A judge knows the model by other means than the solver: by trying every world (`worlds.Worlds`) or with another solver
and a translation of its own (`reference.Reference`). `COMPARED` counts what was compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from configurator.solver import (
    Bool,
    ConflictFound,
    Explanation,
    Fact,
    Model,
    NotForbidden,
    Objective,
    Reasoner,
    analyse,
    find_implications,
    find_redundant,
)
from configurator.solver.compiling import CompiledModel
from configurator.solver.optimising import optimise
from tests.unit.solver.meaning import agrees, holds, weigh

Spans = dict[str, tuple[int, int]]
COMPARED: Counter[str] = Counter()


class Judge(Protocol):
    """Knows what a model allows."""

    model: Model

    def find_domains(self, facts: Sequence[Fact]) -> Spans | None:
        """Least and greatest value of every variable, None when the facts clash."""

    def is_possible(self, facts: Iterable[Fact], labels: frozenset[str] | None = None) -> bool:
        """Whether facts and the constraints of these labels (None: all) and of no label can hold together."""

    def list_repair_sizes(self, facts: Sequence[Fact], wanted: Sequence[Fact], limit: int) -> list[int]:
        """The sizes of the smallest minimal sets of facts to give up, smallest first."""

    def find_best(self, facts: Sequence[Fact], objectives: Sequence[Objective]) -> tuple[int, ...] | None:
        """The best values of the objectives in turn, None when the facts clash."""

    def implies(self, one: str, other: str) -> bool:
        """Whether a Bool is true wherever another is."""

    def list_redundant(self, labels: Sequence[str]) -> list[str]:
        """Labels that follow from the rest, one after another left out."""


def read_domains(reasoner: Reasoner, facts: Sequence[Fact]) -> Spans | None:
    """The reasoner's answer as spans, None for a conflict."""
    try:
        domains = reasoner.domains(facts)
    except ConflictFound:
        return None
    assert not domains.undecided
    bools = {name: (int(min(values)), int(max(values))) for name, values in domains.bools.items()}
    return bools | dict(domains.integers)


def check_domains(judge: Judge, reasoner: Reasoner, facts: Sequence[Fact]) -> Spans | None:
    """Every state and every bound; a clash is explained; a solution is one. Returns the spans."""
    expected = judge.find_domains(facts)
    assert read_domains(reasoner, facts) == expected, facts
    COMPARED["clashes" if expected is None else "domains"] += 1
    solution = reasoner.solve(facts)
    if expected is None:
        assert solution is None
        check_explanation(judge, facts, (), reasoner.conflict(facts))
    else:
        assert solution is not None
        check_world(judge, {name: int(value) for name, value in solution.values.items()}, facts)
    return expected


def check_world(judge: Judge, world: dict[str, int], facts: Sequence[Fact]) -> None:
    """The world keeps every range, every constraint and every fact."""
    for variable in judge.model.variables:
        low, high = (0, 1) if isinstance(variable, Bool) else (variable.low, variable.high)
        assert low <= world[variable.name] <= high
    assert all(holds(entry.formula, world) for entry in judge.model.constraints)
    assert all(agrees(fact, world) for fact in facts)


def check_explanation(judge: Judge, facts: Sequence[Fact], goal: Sequence[Fact], explanation: Explanation) -> None:
    """The explanation suffices, comes from what was given, and no member can be left out."""
    COMPARED["explanations"] += 1
    labels, kept = frozenset(explanation.labels), explanation.facts
    assert explanation.is_minimal
    assert set(kept) <= set(facts) and len(set(kept)) == len(kept)
    assert len(labels) == len(explanation.labels) and "" not in labels
    assert not judge.is_possible((*kept, *goal), labels), "not sufficient"
    for label in explanation.labels:
        assert judge.is_possible((*kept, *goal), labels - {label}), f"{label} is not needed"
    for fact in kept:
        rest = [other for other in kept if other is not fact]
        assert judge.is_possible((*rest, *goal), labels), f"{fact} is not needed"


def check_goal(judge: Judge, reasoner: Reasoner, facts: Sequence[Fact], goal: Fact) -> None:
    """An impossible goal is explained, a possible one refused."""
    if judge.is_possible((*facts, goal)):
        try:
            explanation = reasoner.explain(facts, goal)
        except NotForbidden:
            return
        raise AssertionError(f"{goal} is possible but explained by {explanation}")
    check_explanation(judge, facts, (goal,), reasoner.explain(facts, goal))


def check_repairs(judge: Judge, reasoner: Reasoner, facts: Sequence[Fact], wanted: Sequence[Fact]) -> None:
    """Each repair helps and gives up nothing in vain; they differ; none smaller was missed."""
    given = list(dict.fromkeys(facts))
    repairs = [repair.dropped for repair in reasoner.repairs(given, wanted, limit=3)]
    assert [len(dropped) for dropped in repairs] == judge.list_repair_sizes(given, wanted, 3)
    assert len(set(map(frozenset, repairs))) == len(repairs)
    for dropped in repairs:
        COMPARED["repairs"] += 1
        kept = [fact for fact in given if fact not in dropped]
        assert judge.is_possible((*kept, *wanted))
        assert not any(judge.is_possible((*kept, back, *wanted)) for back in dropped)


def check_optimum(
    judge: Judge, compiled: CompiledModel, facts: Sequence[Fact], objectives: Sequence[Objective]
) -> None:
    """The optimum is proven, as good as the judge's, and reached by a world that is allowed."""
    best = judge.find_best(facts, objectives)
    if best is None:
        try:
            optimise(compiled, facts, objectives, 120)
        except ConflictFound as refusal:
            return check_explanation(judge, facts, (), refusal.explanation)
        raise AssertionError("an optimum of what is impossible")
    COMPARED["optima"] += 1
    optimum = optimise(compiled, facts, objectives, 120)
    world = {name: int(value) for name, value in optimum.values.items()}
    check_world(judge, world, facts)
    assert optimum.proof == "optimal"
    assert optimum.objective_values == best == tuple(weigh(objective, world) for objective in objectives)
    assert optimum.bound == best[-1]


def check_analysis(judge: Judge, compiled: CompiledModel, pairs: Sequence[tuple[str, str]]) -> None:
    """Void, dead, core, implications and redundant labels."""
    COMPARED["analyses"] += 1
    found, spans = analyse(compiled), judge.find_domains(())
    assert found.void is (spans is None)
    if spans is not None:
        names = [variable.name for variable in judge.model.variables if isinstance(variable, Bool)]
        assert list(found.dead) == [name for name in names if spans[name] == (0, 0)]
        assert list(found.core) == [name for name in names if spans[name] == (1, 1)]
    assert list(find_implications(compiled, pairs).holding) == [pair for pair in pairs if judge.implies(*pair)]
    labels = list(dict.fromkeys(entry.label for entry in judge.model.constraints if entry.label))
    assert list(find_redundant(compiled, labels).labels) == judge.list_redundant(labels)


def check_memory(reasoner: Reasoner, compiled: CompiledModel, facts: Sequence[Fact], goal: Fact) -> None:
    """A reasoner that was asked much answers as one that was never asked anything."""
    COMPARED["fresh ones"] += 1
    fresh = Reasoner(compiled)
    assert read_domains(reasoner, facts) == read_domains(fresh, facts)
    assert reasoner.consistent((*facts, goal)) is fresh.consistent((*facts, goal))
    assert reasoner.repairs(facts, (goal,)) == fresh.repairs(facts, (goal,))
    if fresh.consistent((*facts, goal)) is False:
        assert reasoner.explain(facts, goal) == fresh.explain(facts, goal)
