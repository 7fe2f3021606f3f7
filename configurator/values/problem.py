"""Problems: findings about data that somebody wrote or chose. Values, collected, never raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Severity(StrEnum):
    """How much a finding weighs: an error forbids, a warning advises, an information tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """A place in a file: path as the reader knows it, line and column from 1 (0 when the whole file is meant)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: `code` names the texts `problems.<code>` and `problems.<code>.hint`, `params` fill them.

    `location` points into a file; `field` names the input (a form's field or a request's key path such as
    `customer.staff`) when the data came from there.
    """

    code: str
    severity: Severity = Severity.ERROR
    location: SourceLocation | None = None
    field: str | None = None
    params: Mapping[str, Any] = dataclass_field(default_factory=lambda: _NOTHING)


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Whether any finding forbids going on."""
    return any(problem.severity is Severity.ERROR for problem in problems)
