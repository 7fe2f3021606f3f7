"""The conversation: choices replace each other, nothing is changed unasked, explanations and ways out are minimal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.configuration.compiled import CompiledSituation, SituationShelf
from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Choice, State
from configurator.configuration.session import ChoicesConflict, Session
from tests.factories.catalog import make_text
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


def test_a_chosen_quantity_still_says_what_else_could_be_chosen() -> None:
    case = {
        "offerings": {"LIC-1": {"max": 40}, "SEAT-1": {"max": 30}},
        "rules": [{"id": "R", "then": "LIC-1 >= SEAT-1"}],
    }
    session = Session(compile_case(case), (Choice("SEAT-1", 12), Choice("LIC-1", 20)))
    states = session.states()
    assert (states["SEAT-1"].low, states["SEAT-1"].high, states["SEAT-1"].allowed) == (12, 12, (0, 20))
    assert (states["LIC-1"].low, states["LIC-1"].high, states["LIC-1"].allowed) == (20, 20, (12, 40))
    open_states = session.retract(Choice("LIC-1", 20)).states()
    assert open_states["LIC-1"].reach is None and open_states["LIC-1"].allowed == (12, 40)


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
    assert [repair.touched for repair in talk.repairs()] == [(Choice("AP-IN", 2),)]
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


def test_conflicts_that_share_no_choice_are_each_told() -> None:
    talk = session(AP_IN=2, EDR_1=1, HIDS_1=1, SW_24=3)
    found = [{reason.key for reason in conflict.reasons} for conflict in talk.conflicts()]
    assert sorted(found, key=sorted) == [{"AP-IN", "SIZE"}, {"EDR-1", "HIDS-1", "ONE"}]
    assert talk.conflicts(limit=1) == talk.conflicts()[:1]
    assert session(EDR_1=1).conflicts() == ()


def test_a_customer_for_whom_there_is_nothing_is_one_conflict() -> None:
    case = {**CASE, "needs": {"both": "EDR-1 and HIDS-1"}, "asks": ["both"]}
    (conflict,) = Session(compile_case(case), (Choice("AP-IN", 2),)).conflicts()
    assert {reason.kind for reason in conflict.reasons} == {"rule", "need"}


def test_explanations_speak_of_what_is_needed_of_everything_else() -> None:
    case = {
        **CASE,
        "rules": [
            *CASE["rules"][:1],  # type: ignore[index]
            {"id": "PORTS", "if": "SW-24", "then": "20 * SW-24 >= AP-IN", "sentence": "{AP-IN} on {20 * SW-24} ports"},
        ],
        "needs": {"wifi": "AP-IN >= 50 and SW-24"},
        "asks": ["wifi"],
    }
    talk = Session(compile_case(case))
    state = talk.states()["SW-24"]
    assert state.low == 3
    (ports,) = (reason for reason in talk.explain_bound("SW-24", below=2).reasons if reason.kind == "rule")
    assert ports.sentence.en == "50 on 40 ports"
    (ports,) = (reason for reason in talk.explain_choice(Choice("SW-24", 1)).reasons if reason.kind == "rule")
    assert ports.sentence.en == "50 on 20 ports"
    conflict = Session(compile_case(case), (Choice("AP-IN", 70), Choice("SW-24", 2))).conflict()
    assert conflict is not None
    assert "70 on 40 ports" in [reason.sentence.en for reason in conflict.reasons]


def test_a_need_that_tells_how_much_is_a_reason_with_its_numbers() -> None:
    case = {**CASE, "needs": {"wifi": "AP-IN >= 50"}, "asks": ["wifi"]}
    situation = compile_case(case).situation
    need = replace(situation.catalog.needs["wifi"], sentence=make_text("{staff} people take 50"))
    catalog = replace(situation.catalog, needs={"wifi": need})
    told = replace(situation, book=replace(situation.book, catalog=catalog))
    (reason,) = Session(CompiledSituation(told)).explain_bound("AP-IN", below=49).reasons
    assert (reason.kind, reason.key) == ("need", "wifi")
    assert "100 people take 50" in reason.sentence.en
    (plain,) = Session(compile_case(case)).explain_bound("AP-IN", below=49).reasons
    assert plain.sentence.en == "The customer needs: wifi"


MARKED = {
    "offerings": {"SEAT-1": {"max": 5000}, "LIC-1": {"max": 10}, "POD-1": {"max": 40, "min": 3}},
    "inputs": {"staff": 100},
    "rules": [
        {"id": "BIG", "if": "SEAT-1 >= 501", "then": "LIC-1", "sentence": "from {SEAT-1}"},
        {"id": "HUGE", "if": "SEAT-1 > 1000", "then": "LIC-1 >= 2"},
        {"id": "HUGE-POD", "if": "SEAT-1 > 1000", "then": "not POD-1"},
        {"id": "STAFF", "if": "staff > 500 and SEAT-1 >= 77", "then": "LIC-1 >= 5"},
        {"id": "CAP", "if": "LIC-1", "then": "SEAT-1 <= 2000"},
        {"id": "POD", "if": "POD-1 >= 2", "then": "LIC-1"},
    ],
}


def thresholds(choices: dict[str, object]) -> tuple[int, ...]:
    return Session(compile_case(MARKED), read_choices(choices)).states()["SEAT-1"].thresholds


def test_thresholds_are_the_quantities_from_which_on_rules_in_force_ask_for_something_else() -> None:
    assert thresholds({}) == (501, 1001)
    marks = Session(compile_case(MARKED)).states()["SEAT-1"].marks
    assert [[reason.key for reason in mark.reasons] for mark in marks] == [["BIG"], ["HUGE", "HUGE-POD"]]
    assert marks[0].reasons[0].sentence.en == "from 501"


def test_thresholds_lie_within_what_may_be_chosen() -> None:
    assert thresholds({"LIC-1": 0}) == ()
    assert thresholds({"POD-1": 5}) == (501,)
    assert thresholds({"SEAT-1": 600}) == (501, 1001), "what was chosen may be changed"
    states = Session(compile_case(MARKED)).states()
    assert states["LIC-1"].thresholds == (2,)
    assert states["POD-1"].thresholds == (), "the least quantity that is sold is no threshold"


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
