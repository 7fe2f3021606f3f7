"""Scenarios: a situation in a maintainer's words and everything that is expected of it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from configurator.configuration.model import State
from configurator.guidance.request import Request
from configurator.values.problem import Problem, SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that is expected, with the place where it is written."""

    location: SourceLocation


@dataclass(frozen=True, slots=True)
class Validity(Expectation):
    """That the choices can hold together with the rules, or cannot."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Conflicting(Expectation):
    """That the rule is in a minimal explanation of the choices' contradiction."""

    rule: str


@dataclass(frozen=True, slots=True)
class Standing(Expectation):
    """The state of an offering; `open` holds whether or not it is proposed, `default` is open and proposed."""

    offering: str
    state: State


@dataclass(frozen=True, slots=True)
class Grounded(Expectation):
    """That the rule is among the reasons why an offering is forced or forbidden, of its bounds, or of the values that
    an attribute cannot have."""

    offering: str
    attribute: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ranging(Expectation):
    """The exact least and most of an offering's quantity (None: not looked at). For a chosen quantity: what it could
    be instead."""

    offering: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Valued(Expectation):
    """What an attribute can be: open (two values or more), forced to or forbidden a value, or proposed with it."""

    offering: str
    attribute: str
    state: State
    value: str


@dataclass(frozen=True, slots=True)
class Proposed(Expectation):
    """That the proposed package holds the offering, with this quantity (None: any) and these attribute values."""

    offering: str
    quantity: int | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LeftOut(Expectation):
    """That the proposed package does not hold the offering."""

    offering: str


@dataclass(frozen=True, slots=True)
class Advised(Expectation):
    """That the cheapest configuration of the choices does not follow the rule's advice, so that it is shown, or does
    (`shown` no)."""

    rule: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Priced(Expectation):
    """A total of the proposed package (monthly, one_time, quarterly, annual, tcv) in the catalog's currency.

    Also what comes in a month of the contract (`monthly_from`), what a programme takes off over the contract (`saving`)
    and what the benefits that it grants are worth (`worth`), with the month or the programme's key as `detail`.
    """

    measure: str
    amount: Decimal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation with its choices, and what is expected of it."""

    id: str
    name: Text
    request: Request
    expectations: tuple[Expectation, ...]
    location: SourceLocation


@dataclass(frozen=True, slots=True)
class ScenarioLoad:
    """The scenarios that read, in the order of files and lines, and what is wrong with the files."""

    scenarios: tuple[Scenario, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario: its misses (none: it passed), the rules that it names and that were found, and the
    offerings that it chooses or expects something of."""

    scenario: Scenario
    misses: tuple[Problem, ...]
    found: frozenset[str]
    offerings: frozenset[str]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.misses


def named_offering(expectation: Expectation) -> str:
    """The offering that something is expected of; empty when it is about the whole."""
    return str(getattr(expectation, "offering", ""))


def named_rule(expectation: Expectation) -> str:
    """The rule that the expectation names; empty when it names none."""
    return str(getattr(expectation, "rule", ""))


def list_offerings(scenario: Scenario) -> frozenset[str]:
    """The offerings that the scenario chooses or leaves out, or expects something of."""
    chosen = {choice.offering for choice in scenario.request.choices}
    return frozenset(chosen | {named_offering(one) for one in scenario.expectations} - {""})
