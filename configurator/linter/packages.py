"""Checks of packages, proven for typical customers: each is whole and valid for the customers that it is made for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from configurator.catalog.model import Catalog, Package
from configurator.customers.classes import list_staff
from configurator.customers.profile import STAFF, Value, read_profile
from configurator.guidance.proposing import package_targets
from configurator.linter.checks import tell, warn, word_labels
from configurator.linter.proofs import Proofs, Regime
from configurator.rules.formulas import evaluate_formula
from configurator.rules.translating import quantity_name, wish_name
from configurator.rules.world import MeaningRefused
from configurator.solver import Exactly, Explanation, Fact, IsTrue
from configurator.values.problem import Problem

_QUANTITY = quantity_name("")


@dataclass(frozen=True, slots=True)
class Customer:
    """A typical customer of a package: its staff (None where the catalog asks for none) and its whole profile."""

    staff: int | None
    values: Mapping[str, Value]


def check_packages(proofs: Proofs) -> Iterator[Problem]:
    """The lines of a package can be taken together, by the smallest and the largest customers of its class."""
    for package in proofs.book.catalog.packages.values():
        customers = list(list_customers(proofs.book.catalog, package))
        targets = [_find_targets(proofs, customer) for customer in customers]
        yield from _check_formulas(package, customers, targets)
        broken = [
            (customer, found)
            for customer, wanted in zip(customers, targets, strict=True)
            if (found := _find_fault(proofs, package, customer, wanted or {}))
        ]
        if broken:
            customer, (code, explanation) = broken[0]
            params = {"package": package.key, "industry": package.industry, "size": package.size}
            grounds = word_labels(explanation.labels)
            offerings = _list_offerings(explanation)
            if len(broken) == len(customers):
                yield warn(code, package.location, **params, offerings=offerings, grounds=grounds)
            else:
                staff = customer.staff
                yield tell(f"{code}_for", package.location, **params, staff=staff, offerings=offerings, grounds=grounds)


def _check_formulas(
    package: Package, customers: Iterable[Customer], targets: Iterable[Mapping[str, int] | None]
) -> Iterator[Problem]:
    """Every quantity has a value for every customer."""
    for customer, wanted in zip(customers, targets, strict=True):
        if wanted is None:
            params = {"package": package.key, "industry": package.industry, "size": package.size}
            yield warn("package_formula", package.location, **params, staff=customer.staff)


def _find_targets(proofs: Proofs, customer: Customer) -> Mapping[str, int] | None:
    """The package's quantities, None when one of its formulas divides by zero."""
    try:
        return package_targets(proofs.book, customer.values)
    except MeaningRefused:
        return None


def list_customers(catalog: Catalog, package: Package) -> Iterator[Customer]:
    """The smallest and the largest company of the package's class by staff; everything else as it is by default."""
    for staff in list_staff(catalog, package.size) if STAFF in catalog.inputs else (None,):
        stated = {"industry": package.industry, "size": package.size}
        raw = stated if staff is None else {**stated, STAFF: staff}
        profile, _ = read_profile(catalog, raw, evaluate_formula(catalog))
        if profile is not None:
            yield Customer(staff, profile.values)


def _find_fault(
    proofs: Proofs, package: Package, customer: Customer, targets: Mapping[str, int]
) -> tuple[str, Explanation] | None:
    """What stands against a package for one customer: already the profile and needs, or the lines."""

    def state_customer(regime: Regime) -> list[Fact]:
        asked = [IsTrue(wish_name(need)) for need in package.needs]
        return [*regime.translation.world.list_facts(customer.values), *asked]

    def state_package(regime: Regime) -> list[Fact]:
        lines = [Exactly(quantity_name(code), quantity) for code, quantity in targets.items()]
        return [*state_customer(regime), *lines]

    explanation = proofs.contradict(state_package)
    if explanation is None:
        return None
    void = proofs.contradict(state_customer)
    return ("package_without_customer", void) if void is not None else ("package_invalid", explanation)


def _list_offerings(explanation: Explanation) -> tuple[str, ...]:
    """The package's lines that take part in a contradiction."""
    names = [fact.name for fact in explanation.facts if fact.name.startswith(_QUANTITY)]
    return tuple(name.removeprefix(_QUANTITY) for name in names)
