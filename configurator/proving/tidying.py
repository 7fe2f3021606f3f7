"""A small example instead of any: fewest components and needs, then small quantities, then small figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from configurator.proving.tilting import Tilt
from configurator.rules.translating import quantity_name, taken_name
from configurator.solver import (
    CompiledModel,
    ConflictFound,
    Fact,
    Integer,
    Limit,
    LimitsUnreachable,
    Objective,
    Undecided,
)
from configurator.solver.deadline import Deadline

TIDY_SECONDS = 3
"""How long it may take to make an example smaller; it is one as it is."""

_NEED = "need:"
_INPUT = "input:"


def tidy(
    model: CompiledModel,
    facts: Sequence[Fact],
    tilt: Tilt,
    hundredths: int,
    quantities: Mapping[str, int],
    deadline: Deadline,
    further: Sequence[Limit] = (),
) -> Mapping[str, int | bool] | None:
    """The smallest configuration whose margin is at most so many hundredths of a percent, within further limits; None
    when none was found."""
    from configurator.solver.optimising import optimise  # here, because its library takes a second to load

    known = {code: {quantity} for code, quantity in quantities.items()}
    limit = Limit(tilt.enclose(hundredths + 1, known, upper=True), high=-1 if hundredths >= 0 else 0)
    rest = deadline.compute_rest()
    seconds = Decimal(TIDY_SECONDS) if rest is None else min(rest, Decimal(TIDY_SECONDS))
    try:
        return optimise(model, facts, list_wishes(model), seconds, limits=[limit, tilt.worth(known), *further]).values
    except (LimitsUnreachable, ConflictFound, Undecided):
        return None


def list_wishes(model: CompiledModel) -> tuple[Objective, ...]:
    """Fewest components and needs, least quantities, smallest figures of the customer."""
    names = [variable.name for variable in model.variables]
    counted = [name for name in names if name.startswith((taken_name(""), _NEED))]
    figures = [one.name for one in model.variables if isinstance(one, Integer) and one.name.startswith(_INPUT)]
    sums = (counted, [name for name in names if name.startswith(quantity_name(""))], figures)
    return tuple(Objective(terms=tuple((1, name) for name in each)) for each in sums if each)
