"""Conversations about random catalogs in the rule language, against every configuration judged without the solver.

`ORACLE_CASES=10000` runs a tenth as many catalogs; by default a few.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import combinations
from random import Random
from typing import Any

import pytest

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Choice, Explanation, OptionState, State
from configurator.configuration.session import ChoicesConflict, Session
from configurator.rules.world import MeaningRefused
from configurator.solver import ConflictFound
from tests.factories.situations import make_situation
from tests.unit.configuration.writing import Configurations, Writer
from tests.unit.configuration.writing import State as Known

CASES = max(24, int(os.environ.get("ORACLE_CASES", "0")) // 10)
BATCHES = 4
STEPS = 4


@pytest.mark.parametrize("batch", range(BATCHES))
def test_sessions_agree_with_every_configuration(batch: int) -> None:
    for number in range(batch, CASES, BATCHES):
        writer = Writer(Random(f"catalog {number}"))
        case = write_meaningful_case(writer)
        try:
            converse(writer, case)
        except AssertionError as difference:
            raise AssertionError(f"catalog {number}: {difference}\n{case}") from difference


def write_meaningful_case(writer: Writer) -> dict[str, Any]:
    """A case without rules that the linter would refuse as not linear."""
    while True:
        case = writer.write_case()
        try:
            CompiledSituation(make_situation(case))
            return case
        except MeaningRefused as refusal:
            assert refusal.why == "expression_not_linear", refusal.why


def converse(writer: Writer, case: dict[str, Any]) -> None:
    """Choices made and taken back, everything asked after each."""
    known = Configurations(make_situation(case))
    talk = Session(CompiledSituation(known.situation))
    left = known.list(())
    near = writer.chance.choice(left) if left else None
    for _ in range(STEPS):
        if talk.choices and writer.chance.randrange(4) == 0:
            talk = talk.retract(writer.chance.choice(talk.choices))
        else:
            talk = talk.choose(writer.write_choice(case, near))
        check_states(talk, known)
        check_wish(talk, known, writer.write_choice(case, None))
    check_completion(talk, known, writer)


def check_states(talk: Session, known: Configurations) -> None:
    """Every state and bound; each that is not open explained by what is needed and nothing else."""
    left = known.list(talk.choices)
    if not left:
        with pytest.raises(ChoicesConflict) as refused:
            talk.states()
        return check_reasons(known, (), refused.value.explanation)
    for code, state in talk.states().items():
        quantities = [quantities[code] for quantities, _ in left]
        assert (state.low, state.high) == (min(quantities), max(quantities)), (code, talk.choices)
        assert state.state is expect_state(talk.choices, code, quantities), (code, talk.choices)
        check_values(talk, left, state)
        if state.state is State.FORBIDDEN:
            check_reasons(known, (Choice(code),), talk.explain(state))
        elif state.low > 0:
            check_reasons(known, (Choice(code, 0),), talk.explain(state))


def expect_state(choices: Iterable[Choice], code: str, quantities: list[int]) -> State:
    """The state that the quantities in all configurations left amount to."""
    if max(quantities) == 0:
        return State.FORBIDDEN
    if any(choice.offering == code for choice in choices):
        return State.CHOSEN
    return State.FORCED if min(quantities) > 0 else State.OPEN


def check_values(talk: Session, left: list[Known], state: OptionState) -> None:
    """The state of every value of every attribute."""
    for key, values in state.attributes.items():
        seen = [attributes.get((state.offering, key)) for _, attributes in left]
        for value, told in values.items():
            chosen = Choice(state.offering, attribute=key, value=value) in talk.choices
            never, always = value not in seen, set(seen) == {value}
            expected = State.CHOSEN if chosen else State.FORCED if always else State.OPEN
            assert told is (State.FORBIDDEN if never else expected), (state.offering, key, value)


def check_reasons(known: Configurations, goal: tuple[Choice, ...], explanation: Explanation) -> None:
    """The reasons suffice, and none can be left out."""
    assert explanation.reasons or not known.find(goal, ())
    for gone in (None, *explanation.reasons):
        kept = [reason for reason in explanation.reasons if reason is not gone]
        choices = [reason.choice for reason in kept if reason.choice is not None]
        causes = [(str(reason.kind), reason.key) for reason in kept if reason.kind != "choice"]
        assert bool(known.find((*goal, *choices), causes)) is (gone is not None), (gone, explanation)


def check_wish(talk: Session, known: Configurations, wish: Choice) -> None:
    """A wish that does not fit is explained, and the ways out are the smallest there are."""
    others = talk.retract(wish).choices
    is_possible = bool(known.find((*others, wish)))
    explanation = talk.explain_choice(wish)
    assert is_possible is (not explanation.reasons and bool(known.find((wish,), ())))
    if not is_possible:
        check_reasons(known, (wish,), explanation)
    repairs = [repair.touched for repair in talk.repairs((wish,))]
    helpful = [
        set(dropped)
        for size in range(len(others) + 1)
        for dropped in combinations(others, size)
        if known.find((*(one for one in others if one not in dropped), wish))
    ]
    minimal = [dropped for dropped in helpful if not any(other < dropped for other in helpful)]
    assert [len(dropped) for dropped in repairs] == [len(dropped) for dropped in minimal[:3]]
    assert all(set(dropped) in minimal for dropped in repairs)
    assert len({frozenset(dropped) for dropped in repairs}) == len(repairs)


def check_completion(talk: Session, known: Configurations, writer: Writer) -> None:
    """The cheapest completion costs as little as the cheapest configuration, and is one."""
    prices = {code: writer.chance.randint(1, 50) for code in ("A-1", "A-2", "B-1", "C-1")}
    aims = Aims({code: ((0, 0, price),) for code, price in prices.items()})
    left = known.list(talk.choices)
    if not left:
        with pytest.raises(ConflictFound):
            complete(talk.compiled, talk.choices, aims)
        return
    completion = complete(talk.compiled, talk.choices, aims)
    bought = {line.offering: line.quantity for line in completion.lines}
    assert any({code: count for code, count in quantities.items() if count} == bought for quantities, _ in left)
    cost = sum(prices[code] * count for code, count in bought.items())
    assert cost == min(sum(prices[code] * count for code, count in quantities.items()) for quantities, _ in left)
