"""Where the figures and expressions of a catalog come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from configurator.values.problem import SourceLocation

NOWHERE = SourceLocation("")


class Evidence(StrEnum):
    """Where a figure comes from: seen in a public source, recalled without a check, or assumed."""

    SEEN = "S"
    RECALLED = "R"
    ASSUMED = "A"


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or formula as its author wrote it, with its place (of the first character).

    An expression put together from several scalars keeps in `places` at which offset each of them begins.
    """

    source: str
    location: SourceLocation = NOWHERE
    places: tuple[tuple[int, SourceLocation], ...] = ()

    def place_of(self, offset: int) -> SourceLocation:
        """Where in its file the character at this offset of `source` was written."""
        start, place = 0, self.location
        for begin, where in self.places:
            if begin <= offset:
                start, place = begin, where
        return SourceLocation(place.file, place.line, place.column + offset - start) if place.line else place
