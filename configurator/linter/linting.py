"""The lists of checks, and the one function that runs them."""

from __future__ import annotations

from configurator.catalog.model import Catalog
from configurator.linter.amounts import check_currency, check_reduced_prices
from configurator.linter.checks import Check, ProvenCheck
from configurator.linter.coverage import (
    check_capacities,
    check_industry_classes,
    check_price_ends,
    check_price_gaps,
    check_tax_ends,
    check_tax_gaps,
    check_volume_prices,
)
from configurator.linter.origins import check_costs, check_price_sources, check_rule_sources
from configurator.linter.packages import check_packages
from configurator.linter.proofs import Proofs
from configurator.linter.reachability import (
    check_dead_customers,
    check_dead_offerings,
    check_dead_values,
    check_forced_offerings,
    check_needs,
    check_price_tiers,
    check_rule_tiers,
    check_table_rows,
    check_void,
)
from configurator.linter.reductions import check_reductions, check_stacks
from configurator.linter.sizing import check_cyclic_sizing
from configurator.linter.soundness import check_advice, check_conditions, check_limits, check_redundant
from configurator.linter.texts import check_offering_names, check_translations
from configurator.linter.usage import check_inputs, check_lines
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem

CHECKS: tuple[Check, ...] = (
    check_translations,
    check_offering_names,
    check_rule_sources,
    check_price_sources,
    check_costs,
    check_currency,
    check_reduced_prices,
    check_volume_prices,
    check_price_gaps,
    check_price_ends,
    check_tax_gaps,
    check_tax_ends,
    check_capacities,
    check_industry_classes,
    check_inputs,
    check_lines,
    check_reductions,
    check_stacks,
    check_cyclic_sizing,
)
"""Checks of what is written."""

PROVEN_CHECKS: tuple[ProvenCheck, ...] = (
    check_void,
    check_dead_customers,
    check_dead_offerings,
    check_dead_values,
    check_forced_offerings,
    check_needs,
    check_conditions,
    check_advice,
    check_rule_tiers,
    check_table_rows,
    check_price_tiers,
    check_redundant,
    check_packages,
    check_limits,
)
"""Checks of what the solver proves. The last one tells what the others left out."""


def lint(catalog: Catalog, book: RuleBook, *, with_proofs: bool = True) -> tuple[Problem, ...]:
    """Everything that the checks find, in their order; `with_proofs` leaves nothing out but takes longer."""
    found = [problem for check in CHECKS for problem in check(catalog, book)]
    if with_proofs:
        proofs = Proofs(book)
        found += [problem for check in PROVEN_CHECKS for problem in check(proofs)]
    return tuple(found)
