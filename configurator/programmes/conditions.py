"""Whether a programme's condition holds for a quote."""

from __future__ import annotations

from functools import lru_cache

from configurator.catalog.sources import Expression
from configurator.programmes.model import QuoteFacts
from configurator.rules.meaning import read_condition
from configurator.rules.parsing import parse
from configurator.rules.syntax import Node
from configurator.rules.world import MeaningRefused
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth


def is_met(condition: Expression | None, facts: QuoteFacts) -> bool:
    """Whether the condition holds over the profile, needs and quantities; none always does.

    Not when the profile lacks what it speaks of.
    """
    if condition is None:
        return True
    try:
        return read_condition(_tree(condition.source), open_world(facts)) == Truth(True)
    except MeaningRefused:
        return False


def open_world(facts: QuoteFacts) -> KnownWorld:
    """What the quote states, for conditions to speak of."""
    quantities: dict[str, int] = {}
    for line in facts.lines:
        quantities[line.offering] = quantities.get(line.offering, 0) + line.quantity
    return KnownWorld(facts.catalog, facts.inputs, facts.needs, quantities)


@lru_cache(maxsize=256)
def _tree(source: str) -> Node:
    return parse(source)
