"""A model is checked when it is made."""

from __future__ import annotations

import pytest

from configurator.solver import (
    And,
    Bool,
    Constraint,
    Count,
    Formula,
    Implies,
    Integer,
    Is,
    Linear,
    Model,
    ModelRefusal,
    Not,
    Table,
    Truth,
    Variable,
)
from configurator.solver.model import MOST, list_names
from configurator.values.refusal import Refusal

VARIABLES = (Bool("a"), Integer("x", 0, 9))


def refuse(variables: tuple[Variable, ...], formula: Formula) -> tuple[str, str]:
    """The fault and the culprit of a model that must be refused."""
    with pytest.raises(ModelRefusal) as caught:
        Model(variables, (Constraint("r", formula),))
    return caught.value.fault, caught.value.subject


def test_refuses_a_name_used_twice() -> None:
    assert refuse((Bool("a"), Integer("a", 0, 1)), Truth(True)) == ("name-twice", "a")


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (4, 3), (0, MOST + 1)])
def test_refuses_an_impossible_range(low: int, high: int) -> None:
    assert refuse((Integer("x", low, high),), Truth(True)) == ("impossible-range", "x")


@pytest.mark.parametrize(
    "formula",
    [
        Is("b"),
        Not(Is("b")),
        And((Is("a"), Implies(Is("a"), Is("b")))),
        Count((Is("a"), Is("b")), 0, 1),
        Linear(((1, "b"),), ">=", 1),
        Table(("a", "b"), ()),
    ],
)
def test_refuses_a_name_that_is_not_there_however_deep(formula: Formula) -> None:
    assert refuse(VARIABLES, formula) == ("unknown-name", "b")


def test_refuses_an_integer_where_a_bool_is_needed() -> None:
    assert refuse(VARIABLES, Not(Is("x"))) == ("bool-needed", "x")


def test_refuses_an_unknown_comparison() -> None:
    assert refuse(VARIABLES, Linear(((1, "x"),), "<", 3)) == ("unknown-operator", "<")  # type: ignore[arg-type]


def test_refuses_a_row_of_another_length() -> None:
    assert refuse(VARIABLES, Table(("a", "x"), ((1, 2), (1,)))) == ("row-length", "a, x")


def test_a_refusal_is_a_refusal_with_its_evidence() -> None:
    refusal = ModelRefusal("unknown-name", "b")
    assert isinstance(refusal, Refusal)
    assert refusal.params == {"fault": "unknown-name", "subject": "b"}


def test_sums_and_tables_take_both_kinds_of_variable() -> None:
    formulas = (Linear(((2, "a"), (1, "x")), "<=", 4), Table(("a", "x"), ((1, (2, 3)), (None, 0))))
    model = Model(VARIABLES, tuple(Constraint("r", formula) for formula in formulas))
    assert [sorted(list_names(entry.formula)) for entry in model.constraints] == [["a", "x"], ["a", "x"]]
