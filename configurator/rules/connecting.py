"""Formulas joined by and, or, not and implies, simplified on the way and without needless nesting."""

from __future__ import annotations

from collections.abc import Sequence

from configurator.solver import And, Formula, Implies, Or, Truth
from configurator.solver import Not as NotFormula


def conjunction(parts: Sequence[Formula]) -> Formula:
    """All parts, simplified."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    kept = [part for part in flat if part != Truth(True)]
    if Truth(False) in kept:
        return Truth(False)
    return kept[0] if len(kept) == 1 else And(tuple(kept)) if kept else Truth(True)


def disjunction(parts: Sequence[Formula]) -> Formula:
    """Any part, simplified."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    kept = [part for part in flat if part != Truth(False)]
    if Truth(True) in kept:
        return Truth(True)
    return kept[0] if len(kept) == 1 else Or(tuple(kept)) if kept else Truth(False)


def negation(part: Formula) -> Formula:
    """Not the part, simplified."""
    if isinstance(part, Truth):
        return Truth(not part.value)
    return part.part if isinstance(part, NotFormula) else NotFormula(part)


def implication(condition: Formula, consequence: Formula) -> Formula:
    """The consequence wherever the condition holds, simplified."""
    if isinstance(condition, Truth):
        return consequence if condition.value else Truth(True)
    if isinstance(consequence, Truth):
        return Truth(True) if consequence.value else negation(condition)
    return Implies(condition, consequence)
