"""A part answers from memory where it can, and keeps its answers right when facts come and go."""

from __future__ import annotations

from configurator.solver import Bool, Constraint, Count, Implies, Integer, Is, Linear, Model, compile
from configurator.solver.deadline import Deadline
from configurator.solver.facts import AtLeast, AtMost, Fact, IsFalse, IsTrue
from configurator.solver.givens import Given, read_fact
from configurator.solver.parts import VIEWS, Part

ENDLESS = Deadline(None)
NAMES = tuple(f"b{number}" for number in range(30))
MODEL = Model(
    (*map(Bool, NAMES), Integer("x", 0, 500), Integer("y", 0, 500)),
    (
        *(Constraint(f"c{n}", Implies(Is(NAMES[n]), Is(NAMES[n + 1]))) for n in range(28)),
        Constraint("few", Count(tuple(map(Is, NAMES[20:])), 0, 6)),
        Constraint("size", Implies(Is("b29"), Linear(((20, "x"), (-1, "y")), ">=", 172))),
        Constraint("most", Linear(((1, "x"), (1, "y")), "<=", 90)),
        Constraint("joint", Linear(((1, "b29"), (1, "b28"), (1, "x")), "<=", 70)),
    ),
)
COMPILED = compile(MODEL)


def make_part() -> Part:
    """A fresh part of the one component."""
    (component,) = COMPILED.components
    return Part(component, filter(COMPILED.is_bool, component.variables))


def read(*facts: Fact) -> list[Given]:
    """The facts as givens."""
    return [read_fact(fact, COMPILED.numbers, COMPILED.variables) for fact in facts]


def settle(part: Part, *facts: Fact) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]]:
    """Bools and bounds under the facts."""
    view = part.look(read(*facts))
    assert part.is_consistent(view, ENDLESS)
    part.settle_booleans(view, ENDLESS)
    part.settle_bounds(view, (30, 31), ENDLESS)
    offsets = {number: part.slots[number].offset for number in range(30)}
    bools = {n: (view.not_false >> bit & 1, 1 - (view.not_true >> bit & 1)) for n, bit in offsets.items()}
    return bools, dict(view.bounds)


def test_the_same_facts_again_cost_no_question() -> None:
    part = make_part()
    first = settle(part, IsTrue("b23"))
    asked = part.oracle.asked
    assert settle(part, IsTrue("b23")) == first
    assert part.oracle.asked == asked


def test_undoing_a_choice_costs_no_question() -> None:
    part = make_part()
    before = settle(part)
    settle(part, IsTrue("b29"))
    asked = part.oracle.asked
    assert settle(part) == before
    assert part.oracle.asked == asked


def test_a_choice_that_excludes_little_costs_few_questions() -> None:
    part = make_part()
    settle(part)
    asked = part.oracle.asked
    settle(part, IsFalse("b29"))
    assert part.oracle.asked - asked <= 10


def test_memory_and_a_fresh_part_agree_along_a_walk() -> None:
    part = make_part()
    walk: list[tuple[Fact, ...]] = [
        (IsTrue("b25"),),
        (IsTrue("b25"), IsTrue("b29"), AtLeast("y", 30)),
        (IsTrue("b29"), AtLeast("y", 30)),
        (IsTrue("b29"), AtMost("x", 10)),
        (IsFalse("b24"), AtMost("x", 10)),
        (),
    ]
    for facts in walk:
        assert settle(part, *facts) == settle(make_part(), *facts)


def test_known_answers_of_the_model() -> None:
    bools, bounds = settle(make_part(), IsTrue("b25"), IsTrue("b29"), AtLeast("y", 30))
    assert bools[23] == (0, 0) and bools[24] == (0, 1) and bools[27] == (1, 1)
    assert bounds == {30: (11, 60), 31: (30, 77)}


def test_only_the_last_views_are_kept() -> None:
    part = make_part()
    first = part.look([])
    for bound in range(1, VIEWS + 1):
        part.look(read(AtLeast("y", bound)))
    assert part.look([]) is not first


def test_a_core_names_what_clashes() -> None:
    part = make_part()
    givens = read(IsFalse("b3"), IsTrue("b25"), IsFalse("b27"))
    core = part.find_core(givens, ENDLESS)
    assert core == set(part.find_literals(givens[1])) | set(part.find_literals(givens[2]))
    assert part.find_core(givens[:2], ENDLESS) is None


def test_time_that_is_up_leaves_outer_bounds_and_says_so() -> None:
    part = make_part()
    view = part.look(read(IsTrue("b29")))
    assert part.is_consistent(view, ENDLESS)
    over = Deadline(0)
    part.settle_booleans(view, over)
    part.settle_bounds(view, (31,), over)
    assert view.undecided
    low, high = view.bounds[31]
    assert low == 0 and high >= 77
    part.settle_booleans(view, ENDLESS)
    part.settle_bounds(view, (31,), ENDLESS)
    assert not view.undecided and not view.vague
    assert view.bounds[31] == (0, 77)
