"""New witnesses from old ones without a search: move one variable and repair what follows at once.

The move is propagated over intervals, the old witness is clipped into what that leaves, and the
constraints around everything that moved are checked. Often that is a model; if not, nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping

from configurator.solver.compiling import Component
from configurator.solver.narrowing import Box, judge, narrow
from configurator.solver.witnesses import Slot


class Nudger:
    """Moves one witness of a component; `outer` are bounds that hold for sure."""

    def __init__(self, component: Component, slots: Mapping[int, Slot], witness: int, outer: Box) -> None:
        self._component = component
        self._slots = slots
        self._witness = witness
        self._values = list(outer.low)
        for variable in component.variables:
            least, most = slots[variable].read_range(witness)
            self._values[variable] = min(max(least, outer.low[variable]), most)

    def move(self, variable: int, value: int, outer: Box) -> int | None:
        """A witness with the variable at the value, if that is easy."""
        box = outer.copy()
        box.raise_low(variable, value)
        box.cut_high(variable, value)
        watching = self._component.watching
        moved = {variable, *narrow(self._component.constraints, watching, box, watching.get(variable, ()))}
        if box.is_empty:
            return None
        values = self._values.copy()
        for one in moved:
            values[one] = min(max(values[one], box.low[one]), box.high[one])
        point = Box.at(values)
        changed = [one for one in moved if values[one] != self._values[one]]
        places = {place for one in changed for place in watching.get(one, ())}
        if not all(judge(self._component.constraints[place], point) for place in places):
            return None
        return self._write(moved, values)

    def _write(self, moved: set[int], values: list[int]) -> int:
        witness = self._witness
        for variable in moved:
            witness = self._slots[variable].write(witness, values[variable])
        return witness
