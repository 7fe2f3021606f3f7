"""What a quote promises beside its prices: service levels with their credits, and standing clauses. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from configurator.catalog.sources import NOWHERE, Evidence
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class ServiceCredit:
    """What is credited when a month's availability stays below a figure; both in percent."""

    below: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """What is promised at one value of the levels' input: availability in percent, the minutes that a service may be
    down in 30 days, the least architecture, and the credits in falling order of availability."""

    key: str
    name: Text
    availability: Decimal
    minutes_down: Decimal
    architecture: Text
    credits: tuple[ServiceCredit, ...]
    evidence: Evidence = Evidence.ASSUMED
    source: str = ""
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """The levels by value of a choice input, in the file's order."""

    input: str
    levels: Mapping[str, ServiceLevel]
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class Clause:
    """A standing text of proposals: kind is terms or assumptions."""

    key: str
    kind: str
    text: Text
