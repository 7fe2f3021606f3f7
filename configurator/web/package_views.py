"""Alternatives as the guided proposal shows them: figures, needs covered, the best reasons, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.quoting.content import Content, ContentLine, ContentReason
from configurator.services.proposing import Alternative
from configurator.values.text import Text

REASONS = 4
DIFFERENCES = 6
WEIGHT = {"rule": 0, "need": 1, "choice": 2, "package": 3, "default": 4}


@dataclass(frozen=True, slots=True)
class Difference:
    """A component that this package has more of, fewer of, or alone, against the standard one."""

    name: Text
    unit: Text
    here: int
    there: int

    @property
    def is_more(self) -> bool:
        """Whether this package has more of it."""
        return self.here > self.there


@dataclass(frozen=True, slots=True)
class PackageView:
    """One column of the comparison."""

    ambition: str
    content: Content
    uncovered: tuple[Text, ...]
    reasons: tuple[tuple[Text, Text], ...]
    differences: tuple[Difference, ...]
    further: int


def show_packages(alternatives: Sequence[Alternative], catalog: Catalog) -> tuple[PackageView, ...]:
    """The alternatives in the order given, each against the standard one."""
    standard = next((each for each in alternatives if each.ambition == "standard"), None)
    return tuple(_show(each, catalog, standard.content if standard else None) for each in alternatives)


def top_reasons(content: Content) -> tuple[tuple[Text, Text], ...]:
    """The components whose reasons weigh most, rules before needs, each sentence once."""
    found: dict[Text, Text] = {}
    best = [(reason, line.name) for line in content.lines for reason in line.reasons[:1]]
    for reason, name in sorted(best, key=lambda each: _weight(each[0])):
        found.setdefault(reason.sentence, name)
    return tuple((name, sentence) for sentence, name in list(found.items())[:REASONS])


def _weight(reason: ContentReason) -> int:
    return WEIGHT.get(reason.kind, len(WEIGHT))


def _show(alternative: Alternative, catalog: Catalog, standard: Content | None) -> PackageView:
    content = alternative.content
    compared = compare_lines(content.lines, standard.lines) if standard and standard is not content else ()
    return PackageView(
        ambition=alternative.ambition,
        content=content,
        uncovered=tuple(catalog.needs[code].name for code in alternative.uncovered),
        reasons=top_reasons(content),
        differences=compared[:DIFFERENCES],
        further=max(0, len(compared) - DIFFERENCES),
    )


def compare_lines(here: Iterable[ContentLine], there: Iterable[ContentLine]) -> tuple[Difference, ...]:
    """The components whose quantities differ, with both quantities."""
    ours = {line.offering: line for line in here}
    theirs = {line.offering: line for line in there}
    return tuple(
        _compare(ours.get(code), theirs.get(code))
        for code in dict.fromkeys((*ours, *theirs))
        if _quantity(ours.get(code)) != _quantity(theirs.get(code))
    )


def _compare(here: ContentLine | None, there: ContentLine | None) -> Difference:
    line = here or there
    if line is None:
        raise ValueError("a difference between nothing and nothing")
    return Difference(line.name, line.unit, _quantity(here), _quantity(there))


def _quantity(line: ContentLine | None) -> int:
    return line.quantity if line else 0
