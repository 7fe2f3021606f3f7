"""Each shape reads what it may hold and says at which place it could not."""

import re
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.nodes import Mapping, Scalar, Sequence
from configurator.catalog.notebook import Notebook
from configurator.catalog.shapes import REFUSED, Day, Figure, Flag, Formula, Named, OneOf, Span, Whole, Words
from configurator.catalog.sources import Evidence, Expression
from configurator.values.problem import SourceLocation


def read(shape, node):
    notebook = Notebook()
    node = Scalar(node, 3, 7) if isinstance(node, str) else node
    value = shape.read(node, notebook.page("f.yaml"))
    return value, [(problem.code, problem.location.column) for problem in notebook.problems]


CODE = Named(re.compile(r"[A-Z]+"), "ABC", reserved=frozenset({"NOT"}))


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (Words(), " two words ", "two words"),
        (CODE, "ABC", "ABC"),
        (Whole(), "010", 10),
        (Whole(1, 5), "5", 5),
        (Figure(2), "1.10", Decimal("1.10")),
        (Figure(4, maximum=Decimal(1)), "1", Decimal(1)),
        (Flag(), "yes", True),
        (Flag(), "true", True),
        (Flag(), "no", False),
        (Flag(), "false", False),
        (OneOf.words("a", "b"), "b", "b"),
        (OneOf.members(Evidence), "R", Evidence.RECALLED),
        (Day(), "2024-02-29", date(2024, 2, 29)),
        (Span(), "1..20", (1, 20)),
        (Span(), "7", (7, 7)),
        (Span(), "5..5", (5, 5)),
        (Formula(), "ceil(staff / 28) ", Expression("ceil(staff / 28)", SourceLocation("f.yaml", 3, 7))),
    ],
)
def test_reads_what_it_may_hold(shape, text, value):
    assert read(shape, text) == (value, [])


@pytest.mark.parametrize(
    ("shape", "text", "code", "column"),
    [
        (Words(3), "four", "text_too_long", 7),
        (CODE, "abc", "name_malformed", 7),
        (CODE, "ABC ", "name_malformed", 7),
        (CODE, "NOT", "name_reserved", 7),
        (Whole(), "1.5", "figure_not_whole", 7),
        (Whole(1, 5), "6", "figure_out_of_bounds", 7),
        (Whole(1, 5), "0", "figure_out_of_bounds", 7),
        (Figure(2), "1.234", "figure_decimals", 7),
        (Figure(2), "-1", "figure_negative", 7),
        (Flag(), "NO", "not_yes_or_no", 7),
        (Flag(), "1", "not_yes_or_no", 7),
        (OneOf.words("a", "b"), "c", "not_one_of", 7),
        (OneOf.members(Evidence), "SEEN", "not_one_of", 7),
        (Day(), "2026-02-29", "date_malformed", 7),
        (Day(), "20260228", "date_malformed", 7),
        (Day(), "2026-2-28", "date_malformed", 7),
        (Day(), "２０２６-02-28", "date_malformed", 7),
        (Span(), "0..5", "span_reversed", 7),
        (Span(), "5..1", "span_reversed", 7),
        (Span(), "-1..5", "span_malformed", 7),
        (Span(), "1-5", "span_malformed", 7),
        (Span(), "1..9999999999", "span_malformed", 7),
        (Formula(), "ceil(staff", "formula_bracket", 11),
        (Formula(), "staff)", "formula_bracket", 12),
        (Formula(), "a) + (b", "formula_bracket", 8),
        (Formula(), "a, b", "formula_comma", 8),
        (Formula(), "max(a，b)", "formula_full_width", 12),
        (Formula(), "（a", "formula_full_width", 7),
        (Formula(5), "aaaaaa", "text_too_long", 7),
    ],
)
def test_says_at_which_character_it_could_not(shape, text, code, column):
    assert read(shape, text) == (REFUSED, [(code, column)])


SHAPES = [Words(), CODE, Whole(), Figure(), Flag(), OneOf.words("a"), Day(), Span(), Formula()]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_nothing_is_no_value(shape):
    assert read(shape, "") == (REFUSED, [("value_missing", 7)])


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
@pytest.mark.parametrize("node", [Sequence((), 3, 7), Mapping((), 3, 7)], ids=["list", "map"])
def test_a_collection_is_no_value(shape, node):
    assert read(shape, node) == (REFUSED, [("not_a_scalar", 7)])


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_every_shape_tells_its_schema(shape):
    assert {"type", "enum"} & shape.schema().keys()


def test_a_name_is_noted_as_definition_and_reference():
    notebook = Notebook()
    page = notebook.page("f.yaml")
    Named(re.compile("[a-z]+"), "x", defines="unit").read(Scalar("seat", 1, 2), page)
    Named(re.compile("[a-z]+"), "x", refers="unit").read(Scalar("seats", 3, 4), page)
    assert notebook.names("unit") == {"seat": SourceLocation("f.yaml", 1, 2)}
    assert notebook.referred("unit") == {"seats"}
