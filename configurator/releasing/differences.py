"""What differs between two catalogs, as values: entries added, removed and changed, and what customers may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from configurator.configuration.model import Choice
from configurator.values.problem import SourceLocation
from configurator.values.text import Text

_WORDS = frozenset({"zh", "en", "en_many"})


class Act(StrEnum):
    """What happened to an entry between the first and the second catalog."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One figure, text or expression of an entry: `path` leads to it (`tiers.10.amount`); None where it is not there.

    `location` is its place, or that of the nearest thing with a place, in the second catalog if it is there.
    """

    path: str
    before: str | None
    after: str | None
    location: SourceLocation | None = None

    @property
    def is_wording(self) -> bool:
        """Whether only people read it."""
        return self.path.rpartition(".")[2] in _WORDS


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs: `section` is the field of the catalog (offerings, rules, prices …), `name` its key."""

    section: str
    name: str
    act: Act
    fields: tuple[FieldChange, ...]
    location: SourceLocation | None = None

    @property
    def is_wording(self) -> bool:
        """Whether nothing but words changed."""
        return self.act is Act.CHANGED and all(field.is_wording for field in self.fields)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which catalog: key, label, digest of its files, and the number of its release if it has one."""

    key: str
    label: str
    digest: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Possibility:
    """What one catalog allows a customer and the other does not, with an example that shows it.

    `choices` are those in question: an offering or a value of an attribute, a quantity that goes beyond the other
    catalog's bounds (0: to leave it out), two offerings together; none when there is nothing at all for the customer.
    `example` is a request with these choices: the catalog that allows it proposes for it, the other one refuses it for
    the `reasons` (rules' ids and needs' codes with their sentences). `customers` counts those asked of whom it holds.
    """

    became_possible: bool
    choices: tuple[Choice, ...]
    example: Mapping[str, object]
    reasons: tuple[tuple[str, Text], ...]
    customers: int = 1


@dataclass(frozen=True, slots=True)
class Reach:
    """What was found by asking both catalogs for `customers` typical customers, and for `pairs` pairs of offerings.

    `is_complete` is False when time ran out before everybody was asked everything.
    """

    possibilities: tuple[Possibility, ...]
    customers: int
    pairs: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class CatalogDifference:
    """Everything that differs between two catalogs; `reach` is None when the solver was not asked."""

    before: Edition
    after: Edition
    changes: tuple[Change, ...]
    reach: Reach | None = None
