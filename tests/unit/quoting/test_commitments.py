from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.quoting.commitments import asked_discount, largest_discount, read_percent, read_term
from configurator.quoting.refusals import DiscountImpossible
from configurator.values.money import FigureRefused
from tests.factories.content import make_content


@pytest.mark.parametrize(
    ("request_", "largest"),
    [
        ({}, "0"),
        ({"discount_percent": "5"}, "5"),
        ({"discount_percent": 5}, "5"),
        ({"discount_percent": "5.25"}, "5.25"),
        ({"discount_percent": ""}, "0"),
        ({"discount_percent": None, "line_discounts": None}, "0"),
        ({"discount_percent": "5", "line_discounts": {"A": "3"}}, "5"),
        ({"discount_percent": "5", "line_discounts": {"A": "3", "B": "12.5"}}, "12.5"),
        ({"line_discounts": {"A": " 7 ", "B": ""}}, "7"),
        ({"discount_percent": "5", "adjustments": [{"form": "percent", "value": "9"}]}, "9"),
        ({"discount_percent": "5", "adjustments": [{"form": "target", "value": "9000"}]}, "5"),
        ({"adjustments": [{"form": "percent"}, "5", {"form": "amount", "value": "50"}]}, "0"),
        ({"adjustments": None}, "0"),
    ],
)
def test_counts_the_largest_discount_wherever_it_is_asked(request_, largest):
    assert largest_discount(request_) == Decimal(largest)


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        (None, "5"),
        (make_content(discount_percent="4"), "5"),
        (make_content(discount_percent="6"), "6"),
        (make_content(manual_percent="7.25"), "7.25"),
    ],
)
def test_amounts_and_targets_count_by_what_the_content_came_to(content, asked):
    assert asked_discount({"discount_percent": "5"}, content) == Decimal(asked)


@pytest.mark.parametrize("figure", ["-1", "100.000001", "1000"])
def test_rejects_a_percentage_outside_0_to_100(figure):
    with pytest.raises(DiscountImpossible):
        read_percent(figure)


@pytest.mark.parametrize("figure", ["NaN", "1e3", "１２", "5%", "1_0", 5.0, True, [], "0.0000001"])
def test_rejects_what_is_no_plain_figure(figure):
    with pytest.raises(FigureRefused):
        read_percent(figure)


def test_finds_a_bad_figure_on_a_line():
    with pytest.raises(FigureRefused):
        largest_discount({"discount_percent": "1", "line_discounts": {"A": "lots"}})


@pytest.mark.parametrize(
    ("request_", "term"),
    [({"term_months": 24}, 24), ({"term_months": " 36 "}, 36), ({}, None), ({"term_months": "two years"}, None)],
)
def test_reads_the_term(request_, term):
    assert read_term(request_) == term
