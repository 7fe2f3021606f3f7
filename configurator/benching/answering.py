"""How quickly "why not?" and "what instead?" are answered after some random choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from time import perf_counter

from configurator.benching.clicking import Spread, click_randomly, measure_spread
from configurator.benching.metering import metering
from configurator.solver import CompiledModel, IsFalse, IsTrue, Reasoner

CHOICES = 6
ASKED = 6
"""How many settled options of each model are asked about."""

WAYS_OUT = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """Milliseconds of explanations and of finding up to three ways out, and the solves that explanations took.

    One explanation per model is asked and not counted, because the first has to encode the rules as written.
    """

    asked: int
    explanation: Spread
    explanation_solves: Spread
    repairs: Spread


def measure_answers(models: Iterable[CompiledModel], chance: Random) -> Answers:
    """Ask about options that the choices have settled."""
    explaining: list[float] = []
    solves: list[float] = []
    repairing: list[float] = []
    for compiled in models:
        with metering() as meter:
            reasoner = Reasoner(compiled)
            clicks = list(click_randomly(reasoner, meter, CHOICES, chance))
            if not clicks:
                continue
            chosen = {fact.name for fact in clicks[-1].facts}
            settled = [each for each in clicks[-1].possible.items() if len(each[1]) == 1 and each[0] not in chosen]
            for place, (name, values) in enumerate(chance.sample(settled, min(ASKED + 1, len(settled)))):
                goal = IsFalse(name) if True in values else IsTrue(name)
                meter.take()
                start = perf_counter()
                reasoner.explain(clicks[-1].facts, goal)
                explained = perf_counter()
                count = meter.take()[1]
                reasoner.repairs(clicks[-1].facts, [goal], WAYS_OUT)
                repaired = perf_counter()
                if place > 0:
                    explaining.append((explained - start) * 1000)
                    solves.append(count)
                    repairing.append((repaired - explained) * 1000)
    return Answers(len(explaining), measure_spread(explaining), measure_spread(solves), measure_spread(repairing))
