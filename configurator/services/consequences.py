"""What a change does to a package besides what was asked for: lines that come, go, or change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.configuration.model import Choice
from configurator.quoting.content import Content, ContentLine
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class ValueShift:
    """An attribute of a line that gets another value."""

    attribute: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Consequence:
    """A line that appears (before is 0), vanishes (after is 0), or gets another quantity or other values."""

    offering: str
    name: Text
    unit: Text
    before: int
    after: int
    values: tuple[ValueShift, ...] = ()

    @property
    def is_more(self) -> bool:
        """Whether there is more of it afterwards."""
        return self.after > self.before


def list_consequences(now: Content, then: Content, asked: Sequence[Choice], catalog: Catalog) -> list[Consequence]:
    """How one content differs from another, what the choices `asked` for left out."""
    before = {line.offering: line for line in now.lines}
    after = {line.offering: line for line in then.lines}
    found = (_compare(before.get(code), after.get(code), asked, catalog) for code in dict.fromkeys((*after, *before)))
    return [each for each in found if each is not None]


def _compare(
    before: ContentLine | None, after: ContentLine | None, asked: Sequence[Choice], catalog: Catalog
) -> Consequence | None:
    line = after or before
    if line is None or (_is_asked(line.offering, None, asked) and not (before and after)):
        return None
    there, here = before.quantity if before else 0, after.quantity if after else 0
    values = tuple(_list_shifts(before, after, asked, catalog)) if before and after else ()
    is_asked = _is_asked(line.offering, None, asked)
    if not values and (there == here or is_asked):
        return None
    return Consequence(line.offering, line.name, line.unit, here if is_asked else there, here, values)


def _list_shifts(
    before: ContentLine, after: ContentLine, asked: Sequence[Choice], catalog: Catalog
) -> Iterator[ValueShift]:
    there = dict(before.attributes)
    keys = {attribute.name: attribute.key for attribute in catalog.offerings[after.offering].attributes}
    for name, value in after.attributes:
        known = there.get(name, value)
        if known != value and not _is_asked(after.offering, keys.get(name), asked):
            yield ValueShift(name, known, value)


def _is_asked(offering: str, attribute: str | None, asked: Sequence[Choice]) -> bool:
    """Whether a choice speaks of the quantity (no attribute) or of the attribute."""
    return any(choice.offering == offering and choice.attribute == attribute for choice in asked)
