"""A difference as the workbench shows it, from the JSON that the job left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from configurator.http.languages import get_language
from configurator.values.money import FigureRefused, parse_figure
from configurator.values.problem import SourceLocation
from configurator.values.text import Text
from configurator.web.context import has_text, translate
from configurator.web.workbench.impact_views import say_choice

LONGEST = 300
_AMOUNTS = ("amount", "cost")
_WORDS = frozenset({"zh", "en", "en_many"})


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field with its values before and after (None: not there); `percent` how much an amount grew, signed."""

    path: str
    before: str | None
    after: str | None
    place: SourceLocation | None
    percent: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One entry that was added, removed or changed."""

    name: str
    act: str
    place: SourceLocation | None
    fields: tuple[FieldView, ...]

    @property
    def is_wording(self) -> bool:
        """Whether nothing but words changed."""
        return self.act == "changed" and all(field.path.rpartition(".")[2] in _WORDS for field in self.fields)


@dataclass(frozen=True, slots=True)
class SectionView:
    """The changes of one section: offerings, rules, prices …; `key` is the catalog's word, `name` the reader's."""

    key: str
    name: str
    changes: tuple[ChangeView, ...]

    def count(self, act: str) -> int:
        """How many entries were added, removed or changed."""
        return sum(change.act == act for change in self.changes)


@dataclass(frozen=True, slots=True)
class PossibilityView:
    """What became possible or impossible, for how many of the customers asked, with one of them and the reasons."""

    became_possible: bool
    choices: str
    customers: int
    example: str
    reasons: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Everything that differs; `customers` and `pairs` say how many were asked, `is_complete` whether time sufficed."""

    sections: tuple[SectionView, ...]
    possibilities: tuple[PossibilityView, ...]
    customers: int
    pairs: int
    is_complete: bool

    @property
    def total(self) -> int:
        """How many entries differ."""
        return sum(len(section.changes) for section in self.sections)


def show_difference(result: Mapping[str, Any]) -> DifferenceView:
    """The difference in the reader's words."""
    reach = result["reach"] or {"possibilities": [], "customers": 0, "pairs": 0, "is_complete": True}
    return DifferenceView(
        tuple(_show_sections(result["changes"])),
        tuple(_show_possibility(row) for row in reach["possibilities"]),
        reach["customers"],
        reach["pairs"],
        reach["is_complete"],
    )


def _show_sections(rows: list[Mapping[str, Any]]) -> Iterator[SectionView]:
    for key, changes in groupby(rows, lambda row: str(row["section"])):
        word = f"cli.diff.section.{key}"
        yield SectionView(key, translate(word) if has_text(word) else key, tuple(map(_show_change, changes)))


def _show_change(row: Mapping[str, Any]) -> ChangeView:
    return ChangeView(row["name"], row["act"], _place(row["location"]), tuple(map(_show_field, row["fields"])))


def _show_field(row: Mapping[str, Any]) -> FieldView:
    before, after = row["before"], row["after"]
    percent = _grow(before, after) if row["path"].rpartition(".")[2] in _AMOUNTS else ""
    return FieldView(row["path"], _shorten(before), _shorten(after), _place(row["location"]), percent)


def _show_possibility(row: Mapping[str, Any]) -> PossibilityView:
    choices = " + ".join(map(say_choice, row["choices"])) or translate("cli.diff.anything")
    customer = row["example"].get("customer")
    joiner = "，" if get_language() == "zh" else ", "
    example = joiner.join(f"{key} {value}" for key, value in customer.items()) if isinstance(customer, dict) else ""
    reasons = tuple((key, Text(**sentence)) for key, sentence in row["reasons"])
    return PossibilityView(row["became_possible"], choices, row["customers"], example, reasons)


def _grow(before: str | None, after: str | None) -> str:
    """How much an amount grew in percent of what it was, signed; empty where that cannot be said."""
    try:
        old, new = parse_figure(before or ""), parse_figure(after or "")
    except FigureRefused:
        return ""
    return f"{(new - old) * 100 / old:+.1f}" if old > Decimal(0) else ""


def _shorten(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _place(row: Mapping[str, Any] | None) -> SourceLocation | None:
    return SourceLocation(**row) if row else None
