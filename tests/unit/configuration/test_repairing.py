"""Ways out: every one holds, none touches more than it must, and what can be changed is changed to what is nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.model import Change, Choice, Repair
from configurator.configuration.repairing import is_offered, mend
from configurator.configuration.session import Session
from configurator.rules.worlds import KnownWorld
from tests.factories.situations import compile_case, read_choices

CASE = {
    "offerings": {
        "AP-IN": {"max": 500},
        "SW-24": {"max": 100},
        "EDR-1": {"min": 5},
        "HIDS-1": {},
        "RDS-1": {"attributes": {"tls": ["on", "off", "auto"]}},
    },
    "inputs": {"staff": 100},
    "rules": [
        {"id": "SIZE", "if": "AP-IN", "then": "AP-IN >= ceil(staff / 28)"},
        {"id": "PORTS", "if": "AP-IN", "then": "20 * SW-24 >= AP-IN"},
        {"id": "ONE", "then": "not (EDR-1 and HIDS-1)"},
        {"id": "TLS", "if": "HIDS-1", "then": "not RDS-1 or RDS-1.tls = off"},
        {"id": "PAIR", "if": "EDR-1", "then": "RDS-1 != 3"},
    ],
}


def talk(**choices: Any) -> Session:
    return Session(compile_case(CASE), read_choices({key.replace("_", "-"): value for key, value in choices.items()}))


def test_a_quantity_is_changed_to_the_nearest_possible() -> None:
    (repair,) = talk(AP_IN=2).repairs()
    assert repair.changes == (Change(Choice("AP-IN", 2), Choice("AP-IN", 4)),)
    assert (repair.dropped, repair.touched) == ((), (Choice("AP-IN", 2),))


def test_between_two_equally_near_quantities_the_larger_is_taken() -> None:
    repairs = talk(EDR_1=5, RDS_1=3).repairs()
    assert repairs[0].changes == (Change(Choice("RDS-1", 3), Choice("RDS-1", 4)),)


def test_a_quantity_that_others_cap_goes_down_and_the_others_go_up() -> None:
    down, up = talk(SW_24=2, AP_IN=45).repairs()
    assert down.changes == (Change(Choice("AP-IN", 45), Choice("AP-IN", 40)),)
    assert up.changes == (Change(Choice("SW-24", 2), Choice("SW-24", 3)),)


def test_what_is_not_possible_in_any_quantity_is_given_up() -> None:
    (repair,) = talk(EDR_1=6).repairs((Choice("HIDS-1"),))
    assert repair.changes == (Change(Choice("EDR-1", 6)),)
    assert repair.dropped == (Choice("EDR-1", 6),)


def test_a_value_is_changed_to_another_that_is_possible() -> None:
    (repair,) = talk(RDS_1={"tls": "on"}).repairs((Choice("HIDS-1"),))
    off = Choice("RDS-1", attribute="tls", value="off")
    assert repair.changes == (Change(Choice("RDS-1", attribute="tls", value="on"), off),)
    assert repair.wanted == (Choice("HIDS-1"),)


def test_an_exclusion_that_must_go_is_given_up() -> None:
    (repair,) = talk(SW_24=0).repairs((Choice("AP-IN", 10),))
    assert repair.changes == (Change(Choice("SW-24", 0)),)


def test_what_is_possible_already_needs_no_change() -> None:
    assert talk(AP_IN=10).repairs((Choice("SW-24", 3),)) == (Repair((), (Choice("SW-24", 3),)),)


def test_what_no_choice_stands_against_but_the_rules_do_has_no_way_out() -> None:
    assert talk(EDR_1=6).repairs((Choice("AP-IN", 3),)) == ()


def test_mending_keeps_places_and_puts_what_is_wanted_last() -> None:
    choices = (Choice("AP-IN", 2), Choice("EDR-1", 6), Choice("SW-24", 1))
    repair = Repair((Change(choices[0], Choice("AP-IN", 4)), Change(choices[1])), (Choice("HIDS-1"),))
    assert mend(choices, repair) == (Choice("AP-IN", 4), Choice("SW-24", 1), Choice("HIDS-1"))
    assert mend(choices, Repair((), (Choice("AP-IN", 9),))) == (choices[1], choices[2], Choice("AP-IN", 9))


def test_a_session_mends_itself_and_stays_as_it_was() -> None:
    before = talk(EDR_1=6, AP_IN=2)
    (repair,) = before.repairs((Choice("HIDS-1"),))
    after = before.mend(repair)
    assert after.conflict() is None
    assert after.choices == (Choice("AP-IN", 4), Choice("HIDS-1"))
    assert before.choices == (Choice("EDR-1", 6), Choice("AP-IN", 2))


LOST = [Choice("OLD-1", 3), Choice("OLD-2", 0), Choice("RDS-1", attribute="colour", value="red")]


@pytest.mark.parametrize("lost", LOST)
def test_a_choice_on_what_the_catalog_no_longer_has_is_lost_and_every_way_out_touches_it(lost: Choice) -> None:
    before = Session(compile_case(CASE), (lost, Choice("EDR-1", 6), Choice("HIDS-1", 2), Choice("RDS-1", 2)))
    assert before.lost == (lost,)
    assert not is_offered(lost, before.compiled.situation.catalog)
    repairs = before.repairs()
    assert len(repairs) == 2
    for repair in repairs:
        assert repair.changes[0] == Change(lost)
        assert before.mend(repair).conflict() is None
        assert before.mend(repair).lost == ()


def test_a_lost_value_is_changed_to_the_first_that_is_open() -> None:
    lost = Choice("RDS-1", attribute="tls", value="quantum")
    (plain,) = Session(compile_case(CASE), (lost,)).repairs()
    assert plain.changes == (Change(lost, Choice("RDS-1", attribute="tls", value="on")),)
    (bound,) = Session(compile_case(CASE), (lost, Choice("HIDS-1"))).repairs()
    assert bound.changes == (Change(lost, Choice("RDS-1", attribute="tls", value="off")),)


def test_the_offering_of_a_lost_attribute_is_still_taken() -> None:
    lost = Choice("RDS-1", attribute="colour", value="red")
    (repair,) = Session(compile_case(CASE), (lost,)).repairs()
    assert repair.changes == (Change(lost, Choice("RDS-1")),)


def test_a_quantity_beyond_what_is_sold_comes_back_to_the_limit() -> None:
    for wish, sold in ((600, 500), (999_999_999, 500)):
        (repair,) = talk(AP_IN=wish).repairs()
        assert repair.changes == (Change(Choice("AP-IN", wish), Choice("AP-IN", sold)),)
    (repair,) = talk(EDR_1=2).repairs()
    assert repair.changes == (Change(Choice("EDR-1", 2), Choice("EDR-1", 5)),)


def test_lost_choices_do_not_count_as_a_conflict_or_in_the_states() -> None:
    stale = Session(compile_case(CASE), (Choice("OLD-1", 3), Choice("EDR-1", 6)))
    assert stale.conflict() is None
    assert stale.states()["HIDS-1"].high == 0
    assert "OLD-1" not in stale.states()


SMALL = {"A-1": {"max": 4}, "B-1": {"max": 4, "min": 2}, "C-1": {"max": 3, "attributes": {"mode": ["x", "y", "z"]}}}
RULES = (
    "A-1 + B-1 <= 5",
    "A-1 >= B-1",
    "not (A-1 and C-1)",
    "2 * A-1 >= C-1 + B-1",
    "A-1 != 2",
    "A-1 + C-1 >= 2",
    "not C-1 or C-1.mode = x or A-1",
    "not B-1 or C-1.mode != y",
    "B-1 = 0 or B-1 = 4",
    "not (A-1 >= 3) or B-1",
    "at_least(2, A-1, B-1, C-1)",
    "C-1 <= 1 or C-1.mode = z",
)
WORLDS = [
    ({"A-1": a, "B-1": b, "C-1": c}, mode)
    for a, b, c, mode in product(range(5), (0, 2, 3, 4), range(4), ("x", "y", "z"))
    if c or mode == "x"
]
"""Every configuration of the small catalog that its structure allows."""


def make_small(rules: Sequence[str]) -> CompiledSituation:
    stated = [{"id": f"R-{place}", "then": rule} for place, rule in enumerate(rules)]
    return compile_case({"offerings": SMALL, "rules": stated})


def list_worlds(compiled: CompiledSituation) -> list[tuple[dict[str, int], str]]:
    situation = compiled.situation
    parsed = rules_in_force(situation)
    found = []
    for quantities, mode in WORLDS:
        attributes = {("C-1", "mode"): mode} if quantities["C-1"] else {}
        world = KnownWorld(situation.catalog, situation.profile, (), quantities, attributes)
        if all(holds(rule, world) for rule in parsed):
            found.append((quantities, mode))
    return found


def fits(choice: Choice, world: tuple[dict[str, int], str]) -> bool:
    quantities, mode = world
    if choice.attribute is not None:
        return quantities["C-1"] > 0 and mode == choice.value
    taken = quantities[choice.offering]
    return taken > 0 if choice.quantity is None else taken == choice.quantity


def can_hold(choices: Sequence[Choice], worlds: Sequence[tuple[dict[str, int], str]]) -> bool:
    return any(all(fits(choice, world) for choice in choices) for world in worlds)


def list_smallest(
    kept: Sequence[Choice], wanted: Sequence[Choice], worlds: Sequence[tuple[dict[str, int], str]]
) -> list[frozenset[Choice]]:
    """All subset-minimal sets of choices without which the others can hold, smallest first."""
    found: list[frozenset[Choice]] = []
    for size in range(len(kept) + 1):
        for touched in map(frozenset, combinations(kept, size)):
            rest = [choice for choice in kept if choice not in touched]
            if not any(known <= touched for known in found) and can_hold([*rest, *wanted], worlds):
                found.append(touched)
    return found


def list_nearest(choice: Choice) -> Iterator[Choice]:
    """By brute force what may stand instead of a choice, best first."""
    if choice.attribute is not None:
        yield from (Choice("C-1", attribute="mode", value=value) for value in ("x", "y", "z") if value != choice.value)
    elif choice.quantity:
        wish = choice.quantity
        others = sorted((n for n in range(1, 5) if n != wish), key=lambda n: (abs(n - wish), -n))
        yield from (Choice(choice.offering, n) for n in others)


def expect_changes(
    touched: frozenset[Choice],
    kept: Sequence[Choice],
    wanted: Sequence[Choice],
    worlds: Sequence[tuple[dict[str, int], str]],
) -> tuple[Change, ...]:
    standing = [choice for choice in kept if choice not in touched] + list(wanted)
    changes = []
    for choice in (choice for choice in kept if choice in touched):
        possible = (
            other
            for other in list_nearest(choice)
            if not any(other.concerns_same(known) for known in standing) and can_hold([*standing, other], worlds)
        )
        instead = next(possible, None)
        standing += [instead] if instead else []
        changes.append(Change(choice, instead))
    return tuple(changes)


CODES = st.sampled_from(("A-1", "B-1", "C-1"))
ANY_CHOICE = st.one_of(
    st.builds(Choice, CODES, st.integers(0, 4)),
    st.builds(Choice, CODES),
    st.builds(Choice, st.just("C-1"), st.none(), st.just("mode"), st.sampled_from("xyz")),
)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[list[str], Session, tuple[Choice, ...]]:
    rules = draw(st.lists(st.sampled_from(RULES), min_size=2, max_size=5, unique=True))
    session = Session(make_small(rules))
    for choice in draw(st.lists(ANY_CHOICE, min_size=3, max_size=6)):
        session = session.choose(choice)
    return rules, session, tuple(draw(st.lists(ANY_CHOICE, max_size=1)))


@settings(max_examples=150, deadline=None)
@given(sessions())
def test_ways_out_are_exactly_the_smallest_and_the_nearest(
    drawn: tuple[list[str], Session, tuple[Choice, ...]],
) -> None:
    _, session, wanted = drawn
    worlds = list_worlds(session.compiled)
    kept = [choice for choice in session.choices if not any(choice.concerns_same(want) for want in wanted)]
    expected = list_smallest(kept, wanted, worlds)
    found = session.repairs(wanted, limit=100)
    assert {frozenset(repair.touched) for repair in found} == set(expected)
    assert [len(repair.changes) for repair in found] == sorted(map(len, expected))
    for repair in found:
        assert can_hold(session.mend(repair).choices, worlds)
        assert repair.changes == expect_changes(frozenset(repair.touched), kept, wanted, worlds)
    assert session.repairs(wanted, limit=3) == found[:3]
