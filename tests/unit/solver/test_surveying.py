"""A survey asks only the parts that it must, and what it remembers stays right when facts come and go."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, pairwise

import pytest

from configurator.solver import (
    Bool,
    CompiledModel,
    ConflictFound,
    Constraint,
    Domains,
    Exactly,
    Fact,
    Implies,
    Integer,
    Is,
    IsFalse,
    IsTrue,
    Linear,
    Model,
    Not,
    Or,
    Reasoner,
    compile,
)
from configurator.solver.glucose import Oracle
from configurator.solver.surveying import SLIM

ISLANDS = 6
BOTH = frozenset({False, True})


def make_model(width: int = 4) -> Model:
    """Islands that share no variable: in each a row of Bools needs its next one, and n is at least their number."""
    variables: list[Bool | Integer] = []
    constraints = []
    for island in range(ISLANDS):
        names = [f"b{island}.{place}" for place in range(width)]
        variables += [*map(Bool, names), Integer(f"n{island}", 0, 3 * width)]
        terms = ((1, f"n{island}"), *((-1, name) for name in names))
        constraints += [Constraint(f"row {island} {one}", Implies(Is(one), Is(two))) for one, two in pairwise(names)]
        constraints += [
            Constraint(f"size {island}", Linear(terms, ">=", 0)),
            Constraint(f"some {island}", Or((Is(names[0]), Not(Is(names[0])), Is(names[1])))),
        ]
    return Model((*variables, Bool("free"), Integer("loose", 3, 7)), tuple(constraints))


def count_questions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows with every question to a SAT solver."""
    asked: list[int] = []
    plain = Oracle._search

    def search(self: Oracle, *arguments: object) -> object:
        asked.append(1)
        return plain(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Oracle, "_search", search)
    return asked


def survey_afresh(compiled: CompiledModel, facts: Sequence[Fact]) -> Domains:
    """The answer of somebody who remembers nothing."""
    return Reasoner(compile(compiled.model)).domains(facts)


@pytest.mark.parametrize("width", [4, SLIM + 5])
def test_facts_that_come_and_go_leave_the_answers_right(width: int) -> None:
    compiled = compile(make_model(width))
    reasoner = Reasoner(compiled)
    walk: list[tuple[Fact, ...]] = [
        (),
        (IsTrue("b0.1"),),
        (IsTrue("b0.1"), Exactly("n3", 1)),
        (Exactly("n3", 1), IsTrue("free")),
        (IsTrue("b3.2"), Exactly("n3", 3 * width - 1), Exactly("loose", 4)),
        (),
        (IsFalse("b0.3"), Exactly("n0", 0)),
        (IsTrue("b0.1"),),
    ]
    for facts in walk:
        assert reasoner.domains(facts) == survey_afresh(compiled, facts), facts


def test_a_fact_on_one_island_asks_nothing_of_the_others() -> None:
    compiled = compile(make_model())
    assert len(compiled.components) == ISLANDS
    reasoner = Reasoner(compiled)
    reasoner.domains(())
    reasoner.domains((IsTrue("b2.0"),))
    assert set(reasoner._parts) == {next(place for place, one in enumerate(compiled.components) if _is_in(one, "2"))}


def _is_in(component: object, island: str) -> bool:
    names = [make_model().variables[number].name for number in component.variables]  # type: ignore[attr-defined]
    return any(name.startswith(f"b{island}.") for name in names)


def test_what_one_conversation_found_before_any_fact_the_next_one_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile(make_model())
    first = Reasoner(compiled).domains(())
    asked = count_questions(monkeypatch)
    assert Reasoner(compiled).domains(()) == first
    assert not asked


def test_a_bool_half_and_a_bounds_half_make_the_whole() -> None:
    reasoner = Reasoner(compile(make_model()))
    facts = (IsTrue("b1.2"), Exactly("n4", 2))
    whole = reasoner.domains(facts)
    assert reasoner.booleans(facts).bools == whole.bools and not reasoner.booleans(facts).integers
    assert reasoner.bounds(facts).integers == whole.integers and not reasoner.bounds(facts).bools


def test_only_what_is_named_is_answered() -> None:
    reasoner = Reasoner(compile(make_model()))
    facts = (IsTrue("b1.2"), Exactly("loose", 5))
    whole = reasoner.domains(facts)
    named = reasoner.domains(facts, ("b1.3", "n1", "loose", "b5.0"))
    assert named.bools == {"b1.3": frozenset({True}), "b5.0": BOTH}
    assert named.integers == {"n1": whole.integers["n1"], "loose": (5, 5)}
    assert reasoner.domains(()).integers["loose"] == (3, 7)


def test_a_clash_in_a_part_that_nobody_touched_is_a_clash() -> None:
    sides = [(p, q) for p in (Is("p"), Not(Is("p"))) for q in (Is("q"), Not(Is("q")))]
    clashing = tuple(Constraint(f"odd {place}", Or(pair)) for place, pair in enumerate(sides))
    model = make_model()
    broken = Model((*model.variables, Bool("p"), Bool("q")), (*model.constraints, *clashing))
    reasoner = Reasoner(compile(broken))
    assert reasoner.consistent((IsTrue("b0.0"),)) is False
    with pytest.raises(ConflictFound):
        reasoner.booleans((IsTrue("b0.0"),), ("b0.1",))
    assert reasoner.repairs((IsTrue("b0.0"),), ()) == ()


def test_time_that_is_up_is_not_remembered_as_an_answer() -> None:
    compiled = compile(make_model())
    ticks = count(0, 10**12)
    hurried = Reasoner(compiled, 1, lambda: next(ticks))
    assert hurried.domains((IsTrue("b0.0"),)).undecided
    assert Reasoner(compiled).domains(()) == survey_afresh(compiled, ())
    patient = Reasoner(compiled).domains((IsTrue("b0.0"),))
    assert not patient.undecided and patient == survey_afresh(compiled, (IsTrue("b0.0"),))


def test_conversations_in_threads_share_one_compiled_model() -> None:
    compiled = compile(make_model())
    questions = [
        (IsTrue(f"b{island}.{place}"), Exactly(f"n{(island + 1) % ISLANDS}", place))
        for island in range(ISLANDS)
        for place in range(4)
    ]
    expected = [survey_afresh(compiled, facts) for facts in questions]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda facts: Reasoner(compiled).domains(facts), questions * 3))
    assert found == expected * 3
