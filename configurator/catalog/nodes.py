"""What a parser hands on: scalars, sequences and mappings with their lines and columns, nothing typed yet.

Named tuples, because a catalog has tens of thousands of them and they are made several times faster than dataclasses.
"""

from __future__ import annotations

from typing import NamedTuple


class Scalar(NamedTuple):
    """One text with the place of its first character (behind an opening quotation mark)."""

    text: str
    line: int
    column: int


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Entries in the order of the file, each key once."""

    entries: tuple[Entry, ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
