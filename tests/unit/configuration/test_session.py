"""The conversation: choices replace each other, nothing is changed unasked, explanations and ways out are minimal."""

from __future__ import annotations

import pytest

from configurator.configuration.compiled import SituationShelf
from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Choice, State
from configurator.configuration.session import ChoicesConflict, Session
from tests.factories.situations import compile_case, make_situation, read_choices

CASE = {
    "offerings": {
        "AP-IN": {"max": 500},
        "SW-24": {"max": 100},
        "EDR-1": {},
        "HIDS-1": {},
        "RDS-1": {"attributes": {"tls": ["on", "off"]}},
    },
    "inputs": {"staff": 100},
    "rules": [
        {"id": "SIZE", "if": "AP-IN", "then": "AP-IN >= ceil(staff / 28)", "sentence": "{ceil(staff / 28)} at least"},
        {"id": "PORTS", "if": "AP-IN", "then": "20 * SW-24 >= AP-IN"},
        {"id": "ONE", "then": "not (EDR-1 and HIDS-1)"},
    ],
}


def session(**choices: object) -> Session:
    return Session(compile_case(CASE), read_choices({key.replace("_", "-"): value for key, value in choices.items()}))


def test_a_new_quantity_replaces_the_old_one_and_keeps_the_attribute() -> None:
    talk = session(RDS_1={"tls": "on"}).choose(Choice("RDS-1", 2)).choose(Choice("RDS-1", 3))
    assert set(talk.choices) == {Choice("RDS-1", attribute="tls", value="on"), Choice("RDS-1", 3)}


def test_excluding_gives_up_everything_else_said_of_the_offering_and_back() -> None:
    talk = session(RDS_1={"tls": "on"}).choose(Choice("RDS-1", 0))
    assert talk.choices == (Choice("RDS-1", 0),)
    assert talk.choose(Choice("RDS-1", attribute="tls", value="off")).choices == (
        Choice("RDS-1", attribute="tls", value="off"),
    )


def test_retracting_leaves_the_other_choices_alone() -> None:
    talk = session(AP_IN=10, EDR_1=1).retract(Choice("AP-IN"))
    assert talk.choices == (Choice("EDR-1", 1),)


def test_sessions_are_immutable() -> None:
    talk = session(EDR_1=1)
    talk.choose(Choice("AP-IN", 10))
    assert talk.choices == (Choice("EDR-1", 1),)


def test_the_order_of_choices_does_not_change_the_states() -> None:
    one = Session(compile_case(CASE), [Choice("AP-IN", 10), Choice("EDR-1", 1)]).states()
    other = Session(compile_case(CASE), [Choice("EDR-1", 1), Choice("AP-IN", 10)]).states()
    assert one == other


def test_defaults_are_what_the_completion_takes_unasked() -> None:
    talk = session(EDR_1=1)
    completion = complete(talk.compiled, talk.choices, Aims({}, {"AP-IN": 8}))
    states = talk.states(completion)
    assert (states["AP-IN"].state, states["AP-IN"].quantity) == (State.DEFAULT, 8)
    assert states["SW-24"].state is State.DEFAULT
    assert states["RDS-1"].state is State.OPEN


def test_a_bound_is_explained_with_its_numbers() -> None:
    talk = session(AP_IN="any")
    explanation = talk.explain_bound("AP-IN", below=3)
    assert {reason.key for reason in explanation.reasons} == {"AP-IN", "SIZE"}
    assert any(reason.sentence.en == "4 at least" for reason in explanation.reasons)


def test_a_possible_choice_needs_no_explanation() -> None:
    assert session().explain_choice(Choice("AP-IN", 50)).reasons == ()


def test_an_impossible_quantity_is_explained_and_repaired_by_nothing_but_itself() -> None:
    talk = session(AP_IN=2)
    conflict = talk.conflict()
    assert conflict is not None
    assert {reason.key for reason in conflict.reasons} == {"AP-IN", "SIZE"}
    assert [repair.dropped for repair in talk.repairs()] == [(Choice("AP-IN", 2),)]
    with pytest.raises(ChoicesConflict) as refused:
        talk.states()
    assert refused.value.explanation == conflict


def test_each_way_out_works_and_none_gives_up_more_than_it_must() -> None:
    talk = session(EDR_1=1, AP_IN=40, SW_24=2)
    for repair in talk.repairs((Choice("HIDS-1"),)):
        mended = talk
        for choice in repair.dropped:
            mended = mended.retract(choice)
        assert mended.choose(Choice("HIDS-1")).conflict() is None
        assert repair.dropped == (Choice("EDR-1", 1),)


def test_the_shelf_compiles_a_situation_once() -> None:
    shelf = SituationShelf()
    assert shelf.compiled(make_situation(CASE)) is shelf.compiled(make_situation(CASE))
    other = {**CASE, "inputs": {"staff": 200}}
    assert shelf.compiled(make_situation(other)) is not shelf.compiled(make_situation(CASE))


def test_the_shelf_lets_the_longest_unused_go() -> None:
    shelf = SituationShelf(capacity=1)
    first = shelf.compiled(make_situation(CASE))
    shelf.compiled(make_situation({**CASE, "inputs": {"staff": 200}}))
    assert shelf.compiled(make_situation(CASE)) is not first
