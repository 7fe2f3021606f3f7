"""What a check is, and how it notes a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from configurator.catalog.model import Catalog
from configurator.linter.proofs import Labels, Proofs
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem, Severity, SourceLocation
from configurator.values.text import Text
from configurator.wording import say_everywhere

Check = Callable[[Catalog, RuleBook], Iterable[Problem]]
"""A check of what is written."""

ProvenCheck = Callable[[Proofs], Iterable[Problem]]
"""A check of what the solver proves."""


def forbid(code: str, location: SourceLocation, /, **params: object) -> Problem:
    """A finding that is surely a mistake."""
    return Problem(code, Severity.ERROR, location, params=params)


def warn(code: str, location: SourceLocation, /, **params: object) -> Problem:
    """A finding that its maintainer should look at."""
    return Problem(code, Severity.WARNING, location, params=params)


def tell(code: str, location: SourceLocation, /, **params: object) -> Problem:
    """A finding that may well be meant."""
    return Problem(code, Severity.INFO, location, params=params)


def word_labels(labels: Labels | None) -> tuple[Text, ...]:
    """The rules and needs of a minimal set; something to say also where there are none, or time ran out."""
    if labels is None:
        return (say_everywhere("linter.grounds.unknown"),)
    if not labels:
        return (say_everywhere("linter.grounds.limits"),)
    return tuple(_word_label(*label.split(":", 1)) for label in labels)


def _word_label(kind: str, name: str) -> Text:
    return say_everywhere(f"linter.grounds.{kind}", name=name)
