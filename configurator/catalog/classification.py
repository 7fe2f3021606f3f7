"""Industries, and the official methods by which a company has its size class. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from configurator.catalog.sources import NOWHERE, Evidence, Expression
from configurator.values.problem import SourceLocation
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of the catalog, with the GB/T 4754 classes it stands for and its default compliance levels.

    One without classes (a group of consumers, say) is classified by its own key.
    """

    key: str
    name: Text
    classes: tuple[str, ...]
    compliance: Mapping[str, Expression] = dataclass_field(default_factory=dict)
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class SizeIndicator:
    """Lower bounds (inclusive) of one indicator: staff in persons, revenue and assets in units of `unit_cny` yuan."""

    indicator: str
    unit_cny: int
    large: int
    medium: int
    small: int
    evidence: Evidence
    location: SourceLocation = NOWHERE


@dataclass(frozen=True, slots=True)
class SizeTable:
    """One row group of a size standard: an industry of the standard, what it covers, and its indicators."""

    key: str
    name: Text
    classes: tuple[str, ...]
    indicators: tuple[SizeIndicator, ...]
    standard: str


@dataclass(frozen=True, slots=True)
class SizeStandard:
    """An official company-size method (`rule` says how a class follows), its tables, and who falls back on which."""

    key: str
    name: Text
    rule: Text
    tables: tuple[SizeTable, ...]
    fallbacks: Mapping[str, str]
    indicator_names: Mapping[str, Text] = dataclass_field(default_factory=dict)
