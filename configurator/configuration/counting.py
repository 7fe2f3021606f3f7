"""How many valid configurations a customer's choices leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.model import Choice
from configurator.configuration.naming import fact_of
from configurator.rules.translating import attribute_name, taken_name
from configurator.solver import Counted, count_models


def count_configurations(
    compiled: CompiledSituation, choices: Sequence[Choice], time_limit: Decimal | int | None = None
) -> Counted:
    """Count the different sets of options with their attributes; `time_limit` is in seconds.

    Configurations that differ in quantities only count once, as long as some quantities are valid.
    """
    facts = [fact_of(choice) for choice in choices]
    return count_models(compiled.model, facts, list_decisions(compiled.situation.catalog), time_limit)


def list_decisions(catalog: Catalog) -> list[str]:
    """The solver's Booleans for offerings taken and values of attributes."""
    decisions: list[str] = []
    for offering in catalog.offerings.values():
        decisions.append(taken_name(offering.code))
        for attribute in offering.attributes:
            decisions += [attribute_name(offering.code, attribute.key, value.key) for value in attribute.values]
    return decisions
