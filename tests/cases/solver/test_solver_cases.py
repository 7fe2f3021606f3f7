"""Runs the solver's cases: each file is a small model, steps of facts, and what must come out.

Formulas: a name, "not name", "name >= 3" (also <=, =), {all: […]}, {any: […]}, {if: …, then: …},
{same: [one, other]}, {count: […], from: 0, to: 1}, {sum: {name: factor}, at_least: 5} (also at_most,
exactly, not), {columns: […], rows: [[…]]} where a cell is a value, [low, high] or null. Facts: the
first three of these.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from configurator.solver import (
    And,
    AtLeast,
    AtMost,
    Bool,
    ConflictFound,
    Constraint,
    Count,
    DistanceCost,
    Domains,
    Exactly,
    Explanation,
    Fact,
    Formula,
    Iff,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    Not,
    Objective,
    Or,
    PiecewiseCost,
    Reasoner,
    Table,
    analyse,
    compile,
)
from configurator.solver.optimising import optimise

CASES = sorted(Path(__file__).parent.glob("*.yaml"))
COMPARISONS = {"at_least": ">=", "at_most": "<=", "exactly": "==", "not": "!="}
STATES = {"open": {True, False}, "forced": {True}, "forbidden": {False}}
Said = Any


def read_formula(said: Said) -> Formula:
    """A formula as the cases write it."""
    if isinstance(said, str):
        return read_words(said)
    if "all" in said:
        return And(tuple(map(read_formula, said["all"])))
    if "any" in said:
        return Or(tuple(map(read_formula, said["any"])))
    if "if" in said:
        return Implies(read_formula(said["if"]), read_formula(said["then"]))
    if "same" in said:
        return Iff(*map(read_formula, said["same"]))
    if "count" in said:
        return Count(tuple(map(read_formula, said["count"])), said["from"], said["to"])
    if "columns" in said:
        rows = (tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row) for row in said["rows"])
        return Table(tuple(said["columns"]), tuple(rows))
    terms = tuple((factor, name) for name, factor in said["sum"].items())
    (word,) = COMPARISONS.keys() & said.keys()
    return Linear(terms, COMPARISONS[word], said[word])  # type: ignore[arg-type]  # the table holds operators only


def read_words(said: str) -> Formula:
    """A name, its negation or a comparison."""
    match said.split():
        case [name]:
            return Is(name)
        case ["not", name]:
            return Not(Is(name))
        case [name, ("<=" | ">=") as operator, bound]:
            return Linear(((1, name),), operator, int(bound))  # type: ignore[arg-type]  # narrowed by the pattern
        case [name, "=", bound]:
            return Linear(((1, name),), "==", int(bound))
        case _:
            raise AssertionError(f"not a formula: {said}")


def read_fact(said: str) -> Fact:
    """A fact as the cases write it."""
    match said.split():
        case [name]:
            return IsTrue(name)
        case ["not", name]:
            return IsFalse(name)
        case [name, ">=", bound]:
            return AtLeast(name, int(bound))
        case [name, "<=", bound]:
            return AtMost(name, int(bound))
        case [name, "=", bound]:
            return Exactly(name, int(bound))
        case _:
            raise AssertionError(f"not a fact: {said}")


def read_facts(said: list[str]) -> tuple[Fact, ...]:
    """Facts in their order."""
    return tuple(map(read_fact, said))


def read_model(said: Said) -> Model:
    """The model of a case: choices are Bools, quantities are Integers with [low, high]."""
    bools = [Bool(name) for name in said.get("choices", ())]
    integers = [Integer(name, *span) for name, span in said.get("quantities", {}).items()]
    constraints = tuple(
        Constraint(label, read_formula(formula))
        for label, formulas in said["rules"].items()
        for formula in (formulas if isinstance(formulas, list) else [formulas])
    )
    return Model((*bools, *integers), constraints)


def read_objective(said: Said) -> Objective:
    """What a case wants to be least (or, with `greatest`, greatest)."""
    terms = said.get("least") or said.get("greatest") or {}
    return Objective(
        tuple((factor, name) for name, factor in terms.items()),
        tuple(PiecewiseCost(name, tuple(map(tuple, points))) for name, points in said.get("tiers", {}).items()),
        tuple(DistanceCost(name, target, 1) for name, target in said.get("near", {}).items()),
        "max" if "greatest" in said else "min",
    )


def check_domains(domains: Domains, expected: Said) -> None:
    """The states of choices and the ranges of quantities."""
    for name, state in expected.items():
        if isinstance(state, list):
            assert domains.integers[name] == tuple(state), name
        else:
            assert domains.bools[name] == STATES[state], name
    assert not domains.undecided


def check_explanation(explanation: Explanation, expected: Said) -> None:
    """The labels and facts, in their order."""
    assert explanation == Explanation(tuple(expected.get("rules", ())), read_facts(expected.get("facts", [])))


def check_step(model: Model, reasoner: Reasoner, step: Said) -> None:
    """One step of a case: facts, and any of the expectations."""
    facts = read_facts(step.get("facts", []))
    if "clash" in step:
        with pytest.raises(ConflictFound) as caught:
            reasoner.domains(facts)
        check_explanation(caught.value.explanation, step["clash"])
    if "domains" in step:
        check_domains(reasoner.domains(facts), step["domains"])
    for goal, expected in step.get("why_not", {}).items():
        check_explanation(reasoner.explain(facts, read_fact(goal)), expected)
    for wish, expected in step.get("repairs", {}).items():
        repairs = reasoner.repairs(facts, [read_fact(wish)])
        assert [list(repair.dropped) for repair in repairs] == [list(read_facts(one)) for one in expected]
    if "best" in step:
        check_best(model, facts, step["best"])


def check_best(model: Model, facts: tuple[Fact, ...], expected: Said) -> None:
    """The optimum and the values that it must have."""
    optimum = optimise(model, facts, [read_objective(one) for one in expected["by"]], 60)
    assert optimum.proof == "optimal"
    assert list(optimum.objective_values) == expected["values"]
    for name, value in expected.get("with", {}).items():
        assert optimum.values[name] == value, name


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    model = read_model(said)
    reasoner = Reasoner(compile(model))
    for step in said["steps"]:
        check_step(model, reasoner, step)
    if "always" in said or "never" in said:
        analysis = analyse(model)
        assert analysis.core == tuple(said.get("always", ()))
        assert analysis.dead == tuple(said.get("never", ()))


def test_there_are_cases() -> None:
    assert len(CASES) >= 12
