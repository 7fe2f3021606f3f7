"""One change makes the next request, and leaves the old one alone."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from configurator.web import drafting
from configurator.web.drafting import ANY

REQUEST: dict[str, Any] = {
    "customer": {"staff": 860},
    "choices": {"A": 2, "B": {"tls": "on"}},
    "exclude": ["C"],
    "line_discounts": {"A": "3"},
}
Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize(
    "change",
    [
        lambda request: drafting.take(request, "A", 5),
        lambda request: drafting.exclude(request, "A"),
        lambda request: drafting.forget(request, "A"),
        lambda request: drafting.set_attribute(request, "B", "tls", "off"),
        lambda request: drafting.set_terms(request, 24, "5"),
        lambda request: drafting.set_line_discount(request, "A", "4"),
    ],
)
def test_change_never_alters_the_request_it_came_from(change: Change) -> None:
    request = copy.deepcopy(REQUEST)
    assert change(request) != REQUEST
    assert request == REQUEST


def test_takes_exactly_so_many_or_any() -> None:
    assert drafting.take(REQUEST, "D", 3)["choices"]["D"] == 3
    assert drafting.take(REQUEST, "D", None)["choices"]["D"] == ANY


def test_taking_keeps_the_attributes() -> None:
    assert drafting.take(REQUEST, "B", 4)["choices"]["B"] == {"tls": "on", "quantity": 4}


def test_taking_what_was_ruled_out_takes_it_in_again() -> None:
    changed = drafting.take(REQUEST, "C", 1)
    assert changed["exclude"] == [] and changed["choices"]["C"] == 1


def test_ruling_out_forgets_the_choice_and_stands_once() -> None:
    changed = drafting.exclude(drafting.exclude(REQUEST, "A"), "A")
    assert changed["exclude"] == ["C", "A"]
    assert "A" not in changed["choices"]


def test_forgetting_leaves_the_others() -> None:
    assert drafting.forget(REQUEST, "A")["choices"] == {"B": {"tls": "on"}}
    assert drafting.forget(REQUEST, "C")["exclude"] == []
    assert drafting.forget({}, "A") == {"choices": {}, "exclude": []}


def test_attribute_joins_a_quantity() -> None:
    assert drafting.set_attribute(REQUEST, "A", "tls", "on")["choices"]["A"] == {"tls": "on", "quantity": 2}


def test_attribute_alone_needs_no_quantity() -> None:
    request = {"choices": {"A": ANY}}
    assert drafting.set_attribute(request, "A", "tls", "on")["choices"]["A"] == {"tls": "on"}


def test_attribute_taken_back_leaves_quantity_or_nothing() -> None:
    with_quantity = drafting.set_attribute(REQUEST, "A", "tls", "on")
    assert drafting.set_attribute(with_quantity, "A", "tls", "")["choices"]["A"] == 2
    assert "B" not in drafting.set_attribute(REQUEST, "B", "tls", "")["choices"]


def test_knows_what_the_seller_decided() -> None:
    assert all(drafting.is_said_of(REQUEST, code) for code in "ABC")
    assert not drafting.is_said_of(REQUEST, "D")


@pytest.mark.parametrize("nothing", ["", "0", "0.00", " "])
def test_line_discount_of_nothing_is_taken_away(nothing: str) -> None:
    assert drafting.set_line_discount(REQUEST, "A", nothing)["line_discounts"] == {}


def test_line_discount_leaves_the_other_lines() -> None:
    assert drafting.set_line_discount(REQUEST, "B", "10")["line_discounts"] == {"A": "3", "B": "10"}


def test_blank_discount_is_none() -> None:
    assert drafting.set_terms(REQUEST, 36, "")["discount_percent"] == "0"


@pytest.mark.parametrize(
    ("text", "figure"), [("860", 860), (" 7 ", 7), ("abc", "abc"), ("１２", "１２"), ("1.5", "1.5")]
)
def test_figure_is_a_number_or_stays_as_typed(text: str, figure: object) -> None:
    assert drafting.as_figure(text) == figure


def test_digits_without_end_stay_text() -> None:
    assert drafting.as_figure("9" * 5000) == "9" * 5000


def test_blanks_are_dropped_but_not_zeros() -> None:
    assert drafting.drop_blanks({"a": "", "b": None, "c": 0, "d": [], "e": False}) == {"c": 0, "e": False}


def test_digest_depends_on_content_and_not_on_order() -> None:
    one, other = {"a": 1, "b": [2, 3]}, {"b": [2, 3], "a": 1}
    assert drafting.digest_of(one) == drafting.digest_of(other)
    assert drafting.digest_of(one) != drafting.digest_of({"a": 1, "b": [3, 2]})
