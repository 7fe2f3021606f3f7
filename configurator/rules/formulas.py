"""Formulas over nothing but the profile: defaults and derived inputs, default compliance levels, package quantities."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from configurator.catalog.model import Catalog
from configurator.catalog.sources import Expression
from configurator.rules.meaning import read_value
from configurator.rules.parsing import parse
from configurator.rules.world import Value
from configurator.rules.worlds import KnownWorld


def evaluate_formula(catalog: Catalog) -> Callable[[Expression, Mapping[str, Value]], Value]:
    """A function that evaluates an expression over the given inputs. SyntaxRefused and MeaningRefused name the
    character."""

    def evaluate(expression: Expression, values: Mapping[str, Value]) -> Value:
        return read_value(parse(expression.source), KnownWorld(catalog, values))

    return evaluate
