"""Whose a value is, and what may be done with it."""

from __future__ import annotations

from typing import Any

import pytest

from configurator.configuration.model import Mark, OptionState, Reason, State
from configurator.services.proposing import Evaluation
from configurator.web.option_views import OptionView, count_taken, list_options
from tests.factories.catalog import make_attribute, make_catalog, make_offering, make_text


def show(state: State, quantity: int = 0, request: dict[str, Any] | None = None) -> OptionView:
    catalog = make_catalog(offerings=[make_offering("A")])
    evaluation = make_evaluation(OptionState("A", state, 0, 9, quantity, {}))
    return list_options(catalog, evaluation, request or {}, "DEMO")[0]


def make_evaluation(*options: OptionState) -> Evaluation:
    return Evaluation(None, {option.offering: option for option in options}, (), None, (), None)


@pytest.mark.parametrize(
    ("state", "quantity", "request_", "shown"),
    [
        (State.OPEN, 0, {}, "open"),
        (State.DEFAULT, 2, {}, "default"),
        (State.OPEN, 2, {}, "default"),
        (State.FORCED, 1, {}, "forced"),
        (State.FORBIDDEN, 0, {}, "forbidden"),
        (State.UNDECIDED, 0, {}, "undecided"),
        (State.CHOSEN, 3, {"choices": {"A": 3}}, "chosen"),
        (State.FORCED, 3, {"choices": {"A": 3}}, "chosen"),
        (State.FORBIDDEN, 0, {"exclude": ["A"]}, "refused"),
    ],
)
def test_shows_whose_the_value_is(state: State, quantity: int, request_: dict[str, Any], shown: str) -> None:
    assert show(state, quantity, request_).shown_state == shown


def test_what_the_seller_ruled_out_is_not_called_forbidden() -> None:
    assert not show(State.FORBIDDEN, request={"exclude": ["A"]}).is_forbidden
    assert show(State.FORBIDDEN).is_forbidden


def test_taken_options_come_first_and_forbidden_ones_last() -> None:
    catalog = make_catalog(offerings=[make_offering(code) for code in "ABC"])
    evaluation = make_evaluation(
        OptionState("A", State.FORBIDDEN, 0, 0, 0, {}),
        OptionState("B", State.OPEN, 0, 9, 0, {}),
        OptionState("C", State.DEFAULT, 0, 9, 1, {}),
    )
    assert [each.offering.code for each in list_options(catalog, evaluation, {}, "DEMO")] == ["C", "B", "A"]
    assert count_taken(catalog, evaluation) == {"DEMO": 1}


def test_option_that_was_not_evaluated_is_undecided() -> None:
    catalog = make_catalog(offerings=[make_offering("A", max_quantity=7)])
    (option,) = list_options(catalog, make_evaluation(), {}, "DEMO")
    assert (option.shown_state, option.high) == ("undecided", 7)


def test_wished_value_is_marked() -> None:
    catalog = make_catalog(offerings=[make_offering("A", attributes=(make_attribute("tls"),))])
    state = OptionState("A", State.CHOSEN, 1, 9, 1, {"tls": {"on": State.CHOSEN, "off": State.FORBIDDEN}})
    (option,) = list_options(catalog, make_evaluation(state), {"choices": {"A": {"tls": "on"}}}, "DEMO")
    values = option.attributes[0].values
    assert [(value.key, value.wished, value.state) for value in values] == [
        ("on", True, State.CHOSEN),
        ("off", False, State.FORBIDDEN),
    ]


def test_marks_and_caps_are_shown_of_what_rules_bound() -> None:
    catalog = make_catalog(offerings=[make_offering("A", max_quantity=50)])
    mark = Mark(7, (Reason("rule", "R-1", make_text("why")),))
    state = OptionState("A", State.DEFAULT, 0, 9, 1, {}, (mark,))
    (view,) = list_options(catalog, make_evaluation(state), {}, "DEMO")
    assert (view.marks, state.thresholds, view.is_capped) == ((mark,), (7,), True)
    (free,) = list_options(catalog, make_evaluation(OptionState("A", State.OPEN, 0, 50, 1)), {}, "DEMO")
    assert (free.marks, free.is_capped) == ((), False)
    for reach, is_capped in (((0, 50), False), ((0, 9), True)):
        own = OptionState("A", State.CHOSEN, 9, 9, 9, reach=reach)
        (chosen,) = list_options(catalog, make_evaluation(own), {"choices": {"A": 9}}, "DEMO")
        assert (chosen.low, chosen.high, chosen.is_capped) == (*reach, is_capped)
