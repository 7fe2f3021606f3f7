"""All answers of the engine on many generated models, against trying every world and against another solver.

`ORACLE_CASES=10000 pytest -s tests/unit/solver/test_large_oracle.py` runs as many small models, a tenth as many larger
ones and a tenth as many catalogs, and says how much was compared; by default a few. `ORACLE_FIRST` is the number of the
first case, so that runs can be divided.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import permutations

import pytest

from configurator.benching.generating import make_catalog
from configurator.solver import Fact, Model, Reasoner, compile
from configurator.solver.compiling import CompiledModel
from tests.unit.solver.dice import Dice, roll_large, roll_over, roll_small
from tests.unit.solver.judging import (
    COMPARED,
    Judge,
    check_analysis,
    check_domains,
    check_goal,
    check_memory,
    check_optimum,
    check_repairs,
    read_domains,
)
from tests.unit.solver.meaning import World
from tests.unit.solver.reference import Reference
from tests.unit.solver.worlds import Worlds

CASES = int(os.environ.get("ORACLE_CASES", "40"))
FIRST = int(os.environ.get("ORACLE_FIRST", "0"))
BATCHES = 4
STEPS = 3


@pytest.fixture(autouse=True, scope="module")
def _say_what_was_compared() -> Iterator[None]:
    yield
    print("\ncompared:", ", ".join(f"{count} {name}" for name, count in sorted(COMPARED.items())))


def list_cases(batch: int, share: int = 1) -> range:
    """The cases of one batch, of a share of them all."""
    return range(FIRST + batch, FIRST + max(BATCHES, CASES // share), BATCHES)


def check_everything(judge: Judge, dice: Dice, near: World | None, steps: int = STEPS) -> None:
    """A conversation about a model: clicks and retractions, each with questions, and then the analyses."""
    compiled = compile(judge.model)
    reasoner = Reasoner(compiled)
    facts: list[Fact] = []
    for step in range(steps):
        facts = [fact for fact in facts if dice.chance.random() < 0.7] + dice.draw_facts(3, near)
        spans = check_domains(judge, reasoner, facts)
        for _ in range(2):
            check_goal(judge, reasoner, facts, dice.draw_fact())
        wanted = [dice.draw_fact()] if dice.chance.randrange(4) else []
        check_repairs(judge, reasoner, facts, wanted)
        check_repairs(judge, reasoner, facts + dice.draw_facts(5, None), wanted)
        check_memory(reasoner, compiled, facts, dice.draw_fact())
        if step == 0:
            objectives = [dice.draw_objective() for _ in range(dice.chance.randint(1, 3))]
            check_optimum(judge, compiled, facts if spans else [], objectives)
    every = list(permutations(dice.bools, 2))
    check_analysis(judge, compiled, dice.chance.sample(every, min(12, len(every))))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_small_models_agree_with_every_possible_world(batch: int) -> None:
    for case in list_cases(batch):
        dice = roll_small(case)
        judge = Worlds(dice.draw_model(dice.chance.randint(1, 6)))
        left = judge.list()
        try:
            check_everything(judge, dice, dice.chance.choice(left) if left else None)
        except AssertionError as difference:
            raise AssertionError(f"small {case}: {difference}\n{judge.model}") from difference


@pytest.mark.parametrize("batch", range(BATCHES))
def test_larger_models_agree_with_another_solver(batch: int) -> None:
    for case in list_cases(batch, 10):
        dice = roll_large(case)
        judge = Reference(dice.draw_model(dice.chance.randint(4, 14), 2))
        check_larger(judge, dice, f"larger {case}")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_catalogs_agree_with_another_solver(batch: int) -> None:
    for case in list_cases(batch, 10):
        scale = (0.03, 0.03, 0.05, 0.08)[case % 4]
        judge = Reference(make_catalog(scale, case))
        check_larger(judge, roll_over(judge.model, case), f"catalog {case} at {scale}")


def check_larger(judge: Reference, dice: Dice, name: str) -> None:
    """One conversation, with the model's name on what differs."""
    try:
        check_everything(judge, dice, judge.draw_world(dice.chance), 2)
    except AssertionError as difference:
        raise AssertionError(f"{name}: {difference}") from difference


@pytest.mark.parametrize("batch", range(BATCHES))
def test_two_threads_share_a_compiled_model(batch: int) -> None:
    for case in list_cases(batch, 10):
        model = make_catalog(0.05, case) if case % 2 else roll_large(case).draw_model(8, 2)
        expected = [converse(compile(model), model, speaker) for speaker in range(2)]
        compiled = compile(model)
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(partial(converse, compiled, model), range(2))) == expected, case
        COMPARED["threads"] += 2


def converse(compiled: CompiledModel, model: Model, speaker: int) -> list[object]:
    """What one of several speakers is told in a conversation of a few clicks."""
    dice, reasoner = roll_over(model, speaker), Reasoner(compiled)
    answers: list[object] = []
    for _ in range(4):
        facts = dice.draw_facts(4, None)
        answers += [read_domains(reasoner, facts), reasoner.repairs(facts, [dice.draw_fact()])]
        if answers[-2] is None:
            answers.append(reasoner.conflict(facts))
    return answers


def test_the_two_judges_agree_with_each_other() -> None:
    for case in range(12):
        dice = roll_small(f"both {case}")
        model = dice.draw_model(4)
        tried, other = Worlds(model), Reference(model)
        facts, wanted = dice.draw_facts(4, None), [dice.draw_fact()]
        assert other.find_domains(facts) == tried.find_domains(facts), case
        assert other.list_repair_sizes(facts, wanted, 3) == tried.list_repair_sizes(facts, wanted, 3), case
        objectives = [dice.draw_objective(), dice.draw_objective()]
        assert other.find_best(facts, objectives) == tried.find_best(facts, objectives), case
        labels = sorted({entry.label for entry in model.constraints if entry.label})
        assert other.list_redundant(labels) == tried.list_redundant(labels), case
        assert all(other.implies(*pair) == tried.implies(*pair) for pair in permutations("abcd", 2)), case
