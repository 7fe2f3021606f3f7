"""Places within expressions."""

import pytest

from configurator.catalog.sources import Expression
from configurator.values.problem import SourceLocation

FIRST, SECOND = SourceLocation("r.yaml", 3, 11), SourceLocation("r.yaml", 5, 20)
COMPOSED = Expression("(A-1) >= (staff)", FIRST, ((1, FIRST), (10, SECOND)))


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        (1, FIRST),
        (3, SourceLocation("r.yaml", 3, 13)),
        (10, SECOND),
        (14, SourceLocation("r.yaml", 5, 24)),
        (0, FIRST),
    ],
)
def test_a_composed_expression_leads_to_its_parts(offset, place):
    assert COMPOSED.place_of(offset) == place


def test_a_written_expression_counts_from_its_first_character():
    assert Expression("ceil(x)", FIRST).place_of(5) == SourceLocation("r.yaml", 3, 16)


def test_an_expression_from_nowhere_has_no_columns():
    assert Expression("ceil(x)").place_of(5) == SourceLocation("")
