"""Choices, states, reasons and finished configurations: what the conversation about one package is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Literal

from configurator.values.problem import Severity, SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """One decision of the seller about an offering.

    `quantity` n means exactly n (0: must not be taken), None with no attribute means "take it, any quantity";
    `attribute` and `value` set an attribute of the offering (and thereby take it).
    """

    offering: str
    quantity: int | None = None
    attribute: str | None = None
    value: str | None = None

    def concerns_same(self, other: Choice) -> bool:
        """Whether only one of the two can stand: both about one quantity or attribute, or one of them excludes."""
        if self.offering != other.offering:
            return False
        return self.attribute == other.attribute or self.excludes or other.excludes

    @property
    def excludes(self) -> bool:
        """Whether the choice says that the offering must not be taken."""
        return self.quantity == 0


class State(StrEnum):
    """What is known of an option or value after the choices so far; undecided when the time limit came first."""

    OPEN = "open"
    CHOSEN = "chosen"
    DEFAULT = "default"
    FORCED = "forced"
    FORBIDDEN = "forbidden"
    UNDECIDED = "undecided"


ReasonKind = Literal["choice", "rule", "need", "package", "default"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: one rule, choice, need or package, with its sentence (numbers filled in).

    `key` is the rule's id, the need's code, the package's key or the chosen offering; `owner` answers for a rule.
    `because` are the taken offerings without which a rule would not ask for the line; none when the customer's
    profile is enough.
    """

    kind: ReasonKind
    key: str
    sentence: Text
    owner: str = ""
    location: SourceLocation | None = None
    choice: Choice | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A subset-minimal set of reasons that together force or forbid something."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A quantity from which on rules ask for something else, with those rules."""

    value: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OptionState:
    """An offering's state: exact range of its quantity, its quantity in the present completion, its attributes'
    values, and the marks within its allowed range.

    `reach` is what the range would be without the seller's own choice of the quantity; None when there is none.
    """

    offering: str
    state: State
    low: int
    high: int
    quantity: int
    attributes: Mapping[str, Mapping[str, State]] = dataclass_field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    reach: tuple[int, int] | None = None

    @property
    def allowed(self) -> tuple[int, int]:
        """The quantities that the seller may choose among, both ends included."""
        return self.reach or (self.low, self.high)

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The quantities, above the least possible one, from which on rules ask for something else."""
        return tuple(mark.value for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one choice in a way out: another one `instead`, or nothing when it is given up."""

    choice: Choice
    instead: Choice | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest way out: the choices to change or give up so that the wanted ones become possible."""

    changes: tuple[Change, ...]
    wanted: tuple[Choice, ...]

    @property
    def touched(self) -> tuple[Choice, ...]:
        """The choices that do not stay as they are."""
        return tuple(change.choice for change in self.changes)

    @property
    def dropped(self) -> tuple[Choice, ...]:
        """The choices that are given up altogether."""
        return tuple(change.choice for change in self.changes if change.instead is None)


@dataclass(frozen=True, slots=True)
class Advice:
    """A warning or information rule that the configuration does not follow; `fix` are choices that follow it, if any
    do."""

    rule: str
    severity: Severity
    sentence: Text
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ConfigurationLine:
    """One component of a finished configuration, with why it is there."""

    offering: str
    quantity: int
    attributes: Mapping[str, str] = dataclass_field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """A finished, valid choice of components; `proof` says whether it is proven optimal for its objective."""

    lines: tuple[ConfigurationLine, ...]
    proof: Literal["optimal", "feasible"]
    advice: tuple[Advice, ...] = ()

    def quantity(self, offering: str) -> int:
        """How many of the offering are taken."""
        return next((line.quantity for line in self.lines if line.offering == offering), 0)
