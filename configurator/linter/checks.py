"""What a check is, and how it notes a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from configurator.catalog.model import Catalog
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem, Severity, SourceLocation

Check = Callable[[Catalog, RuleBook], Iterable[Problem]]


def warn(code: str, location: SourceLocation, /, **params: object) -> Problem:
    """A finding that its maintainer should look at."""
    return Problem(code, Severity.WARNING, location, params=params)


def tell(code: str, location: SourceLocation, /, **params: object) -> Problem:
    """A finding that may well be meant."""
    return Problem(code, Severity.INFO, location, params=params)
