"""What a model makes impossible or unavoidable before anybody chooses anything."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from configurator.solver.compiling import CompiledModel, compile
from configurator.solver.model import Bool, Model
from configurator.solver.reasoner import Reasoner
from configurator.solver.refusals import ConflictFound


@dataclass(frozen=True, slots=True)
class Analysis:
    """`void`: nothing satisfies the model. `dead`: Bools never true. `core`: Bools always true.

    Of a void model nothing else is said. Names in `undecided` ran out of time and are in neither list.
    """

    void: bool
    dead: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()


def analyse(model: Model | CompiledModel, time_limit: Decimal | int | None = None) -> Analysis:
    """Find out; `time_limit` is in seconds."""
    compiled = compile(model) if isinstance(model, Model) else model
    try:
        domains = Reasoner(compiled, time_limit).booleans(())
    except ConflictFound:
        return Analysis(void=True)
    names = [variable.name for variable in compiled.variables if isinstance(variable, Bool)]
    dead = tuple(name for name in names if domains.bools[name] == {False})
    core = tuple(name for name in names if domains.bools[name] == {True})
    return Analysis(False, dead, core, domains.undecided)
