"""Everything that is proven of a catalog, and what its limits say against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from configurator.catalog.limits import ProofLimit
from configurator.catalog.model import Catalog
from configurator.guidance.budgeting import say_measure
from configurator.guidance.ledger import Measure
from configurator.proving.counting import Counter
from configurator.proving.customers import EveryCustomer
from configurator.proving.margins import LeastMargin, Scope, find_least_margin, list_scopes
from configurator.proving.packages import PackageCost, PackageCounter, find_package_cost
from configurator.proving.phrases import say_example, say_scope
from configurator.proving.stacks import largest_discount, list_stacks
from configurator.rules.rulebook import RuleBook
from configurator.solver.deadline import Deadline
from configurator.values.money import Money
from configurator.values.problem import Problem, Severity, SourceLocation

_GENEROUS = 3
"""A question may take so many times its share of the time that is left, and always a quarter of it."""

_LEAST_SHARE = Decimal("0.25")

Tell = Callable[[LeastMargin | PackageCost], None]
"""What is told of every finding as soon as it is there."""


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What was proven on a day with the largest discount in percent, and the limits that do not hold.

    `loose` are rules, needs and inputs that have no linear meaning without a customer; examples keep them all the same.
    """

    day: date
    discount_percent: Decimal
    margins: tuple[LeastMargin, ...]
    packages: tuple[PackageCost, ...]
    loose: tuple[str, ...]
    problems: tuple[Problem, ...]


def prove(
    book: RuleBook, day: date, seconds: Decimal, families: Sequence[str] = (), tell: Tell = lambda found: None
) -> ProofReport:
    """The least margins of everything and of each family, and what packages cost at most where there is a limit.

    Families come first, because they say what the whole is never below. Only those that are named, when some are, and
    then no packages. `seconds` are for all together.
    """
    catalog, deadline = book.catalog, Deadline(seconds)
    discount = largest_discount(catalog)
    customers, counter = EveryCustomer(book, day), Counter(catalog, day, list_stacks(catalog, day, discount))
    scopes = list_scopes(catalog, families)
    asked = [] if families else list(_list_asked(catalog))
    margins: dict[str, LeastMargin] = {}
    for scope in sorted(scopes, key=lambda each: not each.family):
        share = _share(deadline, len(scopes) - len(margins) + len(asked))
        floor = None if scope.family else _find_floor(margins.values())
        margins[scope.family] = find_least_margin(book, customers, counter, scope, share, floor)
        tell(margins[scope.family])
    packages = _price_packages(book, day, asked, deadline, tell)
    found = tuple(margins[scope.family] for scope in scopes)
    problems = (*_check_margins(catalog, found), *_check_packages(catalog, packages))
    return ProofReport(day, discount, found, packages, tuple(customers.loose), problems)


def _find_floor(families: Iterable[LeastMargin]) -> Decimal | None:
    """What no whole is below: the margin of several families is never below the least one among them."""
    bounds = [found.bound for found in families if found.bound is not None or found.proof == "feasible"]
    known = [bound for bound in bounds if bound is not None]
    return min(known) if known and len(known) == len(bounds) else None


def _share(deadline: Deadline, waiting: int) -> Decimal:
    rest = deadline.compute_rest() or Decimal(0)
    return min(rest, max(rest * _GENEROUS / waiting, rest * _LEAST_SHARE))


def _list_asked(catalog: Catalog) -> Iterator[tuple[Measure, tuple[str, str]]]:
    """The measures and packages that some limit speaks of."""
    for measure, size in catalog.proof_limits.package_limits:
        for key in catalog.packages:
            if key[1] == size:
                yield cast(Measure, measure), key


def _price_packages(
    book: RuleBook, day: date, asked: Sequence[tuple[Measure, tuple[str, str]]], deadline: Deadline, tell: Tell
) -> tuple[PackageCost, ...]:
    counter = PackageCounter(book, day) if asked else None
    costs: list[PackageCost] = []
    for measure, key in asked if counter else ():
        share = _share(deadline, len(asked) - len(costs))
        costs.append(find_package_cost(counter, book.catalog.packages[key], measure, share))  # type: ignore[arg-type]
        tell(costs[-1])
    return tuple(costs)


def find_limit(catalog: Catalog, scope: Scope) -> ProofLimit | None:
    """The least margin that a scope shall have."""
    limits = catalog.proof_limits
    return limits.family_margins.get(scope.family, limits.family_margin) if scope.family else limits.margin


def _check_margins(catalog: Catalog, margins: Sequence[LeastMargin]) -> Iterator[Problem]:
    """No margin is below its limit, as far as that is proven."""
    for found in margins:
        limit = find_limit(catalog, found.scope)
        if limit is None:
            continue
        params = {"scope": say_scope(catalog, found.scope), "limit": str(limit.figure)}
        if found.margin is not None and found.margin < limit.figure:
            example = say_example(catalog, found)
            yield _forbid("margin_below_limit", limit.location, **params, margin=str(found.margin), example=example)
        elif found.proof == "feasible" and (found.bound is None or found.bound < limit.figure):
            bound = "–" if found.bound is None else str(found.bound)
            yield _warn("margin_limit_unproven", limit.location, **params, bound=bound)


def _check_packages(catalog: Catalog, packages: Sequence[PackageCost]) -> Iterator[Problem]:
    """No package costs more than its limit, as far as that is proven."""
    for found in packages:
        limit = catalog.proof_limits.package_limits[found.measure, found.package.size]
        most = max((amount.amount for amount in (found.lines, found.proposed) if amount), default=Decimal(0))
        params = {
            "package": found.package.name,
            "measure": say_measure(found.measure),
            "limit": f"{limit.figure:,}",
            "currency": catalog.currency.code,
            "staff": "–" if found.staff is None else f"{found.staff:,}",
        }
        if most > limit.figure:
            yield _forbid("package_above_limit", limit.location, **params, amount=f"{most:,}")
        elif found.bound is None or found.bound.amount > limit.figure:
            yield _warn("package_limit_unproven", limit.location, **params, bound=_show(found.bound))


def _show(amount: Money | None) -> str:
    return "–" if amount is None else f"{amount.amount:,}"


def _forbid(code: str, location: SourceLocation, /, **params: object) -> Problem:
    return Problem(code, Severity.ERROR, location, params=params)


def _warn(code: str, location: SourceLocation, /, **params: object) -> Problem:
    return Problem(code, Severity.WARNING, location, params=params)
