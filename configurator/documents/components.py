"""The components section: what is delivered, grouped by product line, and why each component is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from configurator.documents.figures import format_count
from configurator.documents.phrasebook import Phrasebook, Words
from configurator.quoting.content import Content, ContentLine, ContentReason
from configurator.values.text import Text

MOST_REASONS = 3
# The most telling kind of reason first: a rule says what forces a component, a default hardly anything.
_SPECIFIC_FIRST = ("rule", "need", "choice", "package", "default")


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One component: what it is, how many, with which settings, and at most three reasons."""

    number: int
    name: Words
    description: Words
    settings: tuple[Words, ...]
    quantity: Words
    reasons: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ComponentGroup:
    """The components of one product line."""

    title: Words
    rows: tuple[ComponentRow, ...]


@dataclass(frozen=True, slots=True)
class Components:
    """The components section."""

    groups: tuple[ComponentGroup, ...]

    @property
    def part_titles(self) -> tuple[Words, ...]:
        """The titles of the subsections."""
        return tuple(group.title for group in self.groups)


def build_components(content: Content, book: Phrasebook) -> Components:
    """Product lines in the order of their first component, components in the order of the quote."""
    grouped: dict[str, list[ContentLine]] = {}
    for line in content.lines:
        grouped.setdefault(line.product_line, []).append(line)
    return Components(tuple(_build_group(lines, book) for lines in grouped.values()))


def pick_reasons(reasons: Iterable[ContentReason]) -> tuple[ContentReason, ...]:
    """At most three reasons with different sentences, the most specific first."""
    different: dict[Text, ContentReason] = {}
    for reason in sorted(reasons, key=_specificity):
        different.setdefault(reason.sentence, reason)
    return tuple(different.values())[:MOST_REASONS]


def show_quantity(book: Phrasebook, line: ContentLine) -> Words:
    """A line's quantity with its unit."""
    return book.each(lambda language: f"{format_count(line.quantity)} {line.unit.in_language(language)}")


def _build_group(lines: list[ContentLine], book: Phrasebook) -> ComponentGroup:
    return ComponentGroup(
        title=book.show(lines[0].product_line_name), rows=tuple(_build_row(line, book) for line in lines)
    )


def _build_row(line: ContentLine, book: Phrasebook) -> ComponentRow:
    return ComponentRow(
        number=line.number,
        name=book.show(line.name),
        description=book.show(line.description) if line.description else (),
        settings=tuple(book.say("component.setting", name=name, value=value) for name, value in line.attributes),
        quantity=show_quantity(book, line),
        reasons=tuple(book.show(reason.sentence) for reason in pick_reasons(line.reasons)),
    )


def _specificity(reason: ContentReason) -> int:
    kind = reason.kind
    return _SPECIFIC_FIRST.index(kind) if kind in _SPECIFIC_FIRST else len(_SPECIFIC_FIRST)
