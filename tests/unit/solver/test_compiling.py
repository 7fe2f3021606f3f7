"""Compiling draws what follows at once and splits the rest into independent parts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from configurator.solver import (
    AtLeast,
    Bool,
    Constraint,
    Exactly,
    Implies,
    Integer,
    Is,
    Linear,
    Model,
    Not,
    Reasoner,
    compile,
)
from configurator.solver.compiling import find_stepped, list_cuts, split_groups
from tests.unit.solver.dice import make_pairs


def test_unrelated_constraints_are_apart() -> None:
    compiled = compile(make_pairs(3))
    assert [component.variables for component in compiled.components] == [(0, 3), (1, 4), (2, 5)]


def test_what_follows_at_once_is_fixed_and_leaves_the_rest_smaller() -> None:
    model = make_pairs(3)
    wired = Model(
        model.variables,
        (
            *model.constraints,
            Constraint("profile", Is("p0")),
            Constraint("needs", Implies(Is("p0"), Is("p1"))),
            Constraint("size", Linear(((20, "q1"), (-1, "q0")), ">=", 860)),
        ),
    )
    compiled = compile(wired)
    assert (compiled.box.low[0], compiled.box.low[1]) == (1, 1)
    assert compiled.box.low[compiled.numbers["q1"]] == 44
    assert sorted(component.variables for component in compiled.components) == [(2, 5), (3, 4)]


def test_a_variable_in_no_constraint_costs_nothing() -> None:
    model = make_pairs(1)
    compiled = compile(Model((*model.variables, Integer("free", 3, 10_000_000)), model.constraints))
    assert compiled.numbers["free"] not in compiled.places
    assert Reasoner(compiled).bounds([AtLeast("free", 9)], ["free"]).integers == {"free": (9, 10_000_000)}


def test_a_quantity_in_no_sum_needs_no_bits() -> None:
    encoded = compile(make_pairs(1)).components[0].encode()
    assert encoded.encoder.bits.keys() == {0}
    assert encoded.slots[1].cuts == (1,)
    assert encoded.width == 2


def test_stepped_and_cuts_come_from_the_constraints() -> None:
    compiled = compile(make_pairs(2))
    assert find_stepped(range(4), compiled.nodes, compiled.box) == {2, 3}
    assert list_cuts(compiled.nodes, compiled.box) == {0: {1}, 1: {1}, 2: {1}, 3: {1}}


def test_a_model_that_clashes_at_once_is_void() -> None:
    model = Model((Bool("a"),), (Constraint("yes", Is("a")), Constraint("no", Not(Is("a")))))
    compiled = compile(model)
    assert compiled.is_void and compiled.components == ()


def test_groups_keep_their_order_and_lonely_constraints_stay_together() -> None:
    assert split_groups([{3}, set(), {1, 2}, {2, 5}, set(), {5}]) == [
        ([3], [0]),
        ([], [1, 4]),
        ([1, 2, 5], [2, 3, 5]),
    ]


def test_one_compiled_model_serves_many_threads() -> None:
    compiled = compile(make_pairs(20))

    def ask(number: int) -> tuple[int, int]:
        facts = [Exactly(f"q{number}", number)]
        return Reasoner(compiled).domains(facts).integers[f"q{number}"]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(20))) == [(number, number) for number in range(20)]


def test_marks_are_where_labelled_constraints_see_an_integer_differently() -> None:
    def at_least(value: int) -> Linear:
        return Linear(((1, "seats"),), ">=", value)

    model = Model(
        (Integer("seats", 0, 5000), Integer("pods", 0, 9), Bool("sbc")),
        (
            Constraint("rule:a", Implies(at_least(501), Is("sbc"))),
            Constraint("rule:b", Implies(at_least(501), Linear(((1, "pods"),), ">=", 2))),
            Constraint("rule:cap", Linear(((1, "seats"),), "<=", 900)),
            Constraint("rule:far", Implies(at_least(1001), Is("sbc"))),
            Constraint("", Implies(at_least(77), Is("sbc"))),
        ),
    )
    assert compile(model).list_marks() == {"seats": {501: ("rule:a", "rule:b")}, "pods": {2: ("rule:b",)}}


def test_marks_are_seen_after_what_is_known_has_left_the_constraints() -> None:
    model = Model(
        (Integer("seats", 0, 5000), Integer("staff", 120, 120), Bool("off")),
        (
            Constraint("rule:sum", Linear(((1, "seats"), (-2, "staff")), ">=", 0)),
            Constraint("rule:each", Implies(Not(Is("off")), Linear(((1, "seats"), (-3, "staff")), ">=", 0))),
            Constraint("rule:never", Implies(Linear(((1, "staff"),), ">=", 500), Linear(((1, "seats"),), ">=", 999))),
        ),
    )
    assert compile(model).list_marks() == {"seats": {360: ("rule:each",)}}
