"""Changes of the telecom catalog: what the diff and the impact say of them holds when it is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from configurator.benching.quoting import make_quotes
from configurator.catalog.model import Rule, RuleKind
from configurator.quoting.model import lines_of
from configurator.releasing.comparing import compare_catalogs
from configurator.releasing.impact import Outcome
from configurator.releasing.reaching import find_possibilities
from configurator.releasing.replaying import replay
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.releases import open_catalog
from configurator.values.problem import Severity
from tests.factories.releases import make_open_quote

BOOK: RuleBook = open_catalog(catalog_dir())
DAY = date(2026, 11, 22)
SECONDS = 5


def with_rules(rules: dict[str, Rule]) -> RuleBook:
    load = read_rules(replace(BOOK.catalog, rules=rules, digest="other"))
    assert load.book is not None
    return load.book


def list_deletions() -> list[str]:
    """A few binding rules, spread over the catalog."""
    kinds = (RuleKind.REQUIRES, RuleKind.EXCLUDES, RuleKind.GROUP, RuleKind.COMPLIANCE)
    binding = [rule for rule in BOOK.catalog.rules.values() if rule.severity is Severity.ERROR and rule.kind in kinds]
    return [rule.id for rule in binding[:: max(1, len(binding) // 4)]]


def is_possible(proposer: Proposer, example: dict[str, object]) -> bool:
    try:
        return proposer.open_session(example, DAY).conflict() is None
    except RequestRefused:
        return False


@pytest.mark.parametrize("rule", list_deletions())
def test_every_example_of_a_deleted_rule_holds(rule: str) -> None:
    lax = with_rules({key: one for key, one in BOOK.catalog.rules.items() if key != rule})
    changes = compare_catalogs(BOOK.catalog, lax.catalog)
    assert [(change.section, change.name) for change in changes] == [("rules", rule)]
    reach = find_possibilities((BOOK, lax), changes, DAY, SECONDS)
    assert reach.customers > 0
    strict, relaxed = Proposer(BOOK), Proposer(lax)
    for one in reach.possibilities[:3]:
        assert one.became_possible
        assert is_possible(relaxed, dict(one.example)), one
        assert not is_possible(strict, dict(one.example)), one
        assert rule in {key for key, _ in one.reasons}


def test_quotes_of_valid_packages_stay_the_same_in_the_same_catalog() -> None:
    for quote in make_quotes(BOOK, 5, 25, DAY, Random(5)):
        tried = make_open_quote(*lines_of(quote.content), request=quote.request)
        found = replay(tried, (BOOK, BOOK), DAY)
        assert found.outcome is Outcome.SAME
        assert found.after is not None
        assert (found.after.monthly, found.after.tcv) == (quote.content.totals.monthly, quote.content.totals.tcv)
