"""Two rule books → everything that differs between their catalogs, what is written and what may be chosen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from configurator.releasing.comparing import compare_catalogs, describe_edition
from configurator.releasing.differences import CatalogDifference
from configurator.releasing.reaching import REACH_SECONDS, Progress, find_possibilities
from configurator.rules.rulebook import RuleBook


def diff_books(
    before: RuleBook,
    after: RuleBook,
    day: date,
    *,
    seconds: Decimal | int = REACH_SECONDS,
    progress: Progress = lambda done, total: None,
) -> CatalogDifference:
    """The difference, with what the solver finds on the day within so many seconds; with 0 it is not asked."""
    changes = compare_catalogs(before.catalog, after.catalog)
    reach = find_possibilities((before, after), changes, day, seconds, progress) if seconds else None
    return CatalogDifference(describe_edition(before.catalog), describe_edition(after.catalog), changes, reach)
