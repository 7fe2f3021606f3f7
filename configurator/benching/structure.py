"""How a compiled catalog looks to the solver: what is open, in how many parts, how far its rules reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from configurator.solver import CompiledModel
from configurator.solver.lowering import list_variables, lower_formula
from configurator.solver.simplifying import simplify

FAR = 10
"""Rules over so many offerings or more are counted together."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Figures after narrowing; `parts` are the sizes of parts in variables, the largest first.

    `rules` counts labelled rules, `several` those of them that speak of several offerings and are not yet decided.
    `across` is the share of these that crosses families, `arities` which share speaks of 2, 3, … offerings (FAR: of so
    many or more). `unruled` is the share of offerings of which no rule speaks.
    """

    offerings: int
    rules: int
    open_variables: int
    parts: tuple[int, ...]
    several: int
    across: float
    arities: tuple[tuple[int, float], ...]
    unruled: float


def measure_structure(
    compiled: CompiledModel, offering_of: Callable[[str], str | None], family_of: Callable[[str], str]
) -> Structure:
    """The figures of one model; the functions name the offering of a variable (None: of none) and its family."""
    box, names = compiled.box, [variable.name for variable in compiled.variables]
    offerings = {offering for name in names if (offering := offering_of(name)) is not None}
    spoken: list[set[str]] = []
    mentioned: set[str] = set()
    labels = set()
    for entry in compiled.model.constraints:
        if not entry.label:
            continue
        labels.add(entry.label)
        node = lower_formula(entry.formula, compiled.numbers)
        mentioned |= _list_offerings((names[number] for number in list_variables(node)), offering_of)
        rest = simplify(node, box)
        spoken.append(_list_offerings((names[number] for number in list_variables(rest)), offering_of))
    several = [each for each in spoken if len(each) > 1]
    counted = Counter(min(len(each), FAR) for each in several)
    return Structure(
        len(offerings),
        len(labels),
        sum(low < high for low, high in zip(box.low, box.high, strict=True)),
        tuple(sorted((len(part.variables) for part in compiled.components), reverse=True)),
        len(several),
        sum(len({family_of(offering) for offering in each}) > 1 for each in several) / max(1, len(several)),
        tuple((arity, counted[arity] / len(several)) for arity in sorted(counted)),
        1 - len(mentioned & offerings) / max(1, len(offerings)),
    )


def average_structures(found: Iterable[Structure]) -> Structure | None:
    """The median of every figure; parts place by place. None of none."""
    all_of = list(found)
    if not all_of:
        return None
    most = round(median(len(one.parts) for one in all_of))
    parts = tuple(
        round(median(one.parts[place] if place < len(one.parts) else 0 for one in all_of)) for place in range(most)
    )
    arities = sorted({arity for one in all_of for arity, _ in one.arities})
    return Structure(
        round(median(one.offerings for one in all_of)),
        round(median(one.rules for one in all_of)),
        round(median(one.open_variables for one in all_of)),
        parts,
        round(median(one.several for one in all_of)),
        median(one.across for one in all_of),
        tuple((arity, median(dict(one.arities).get(arity, 0) for one in all_of)) for arity in arities),
        median(one.unruled for one in all_of),
    )


def _list_offerings(names: Iterable[str], offering_of: Callable[[str], str | None]) -> set[str]:
    return {offering for name in names if (offering := offering_of(name)) is not None}
