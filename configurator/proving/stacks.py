"""Stacks of adjustments: every commitment with every value that price factors speak of, and the largest discount."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from configurator.catalog.gradings import list_values
from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.customers.profile import Value
from configurator.pricing.book import PriceBook
from configurator.pricing.model import PricingContext

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stack:
    """What reduces or raises prices together: a commitment in months, a manual discount in percent, the profile's
    values on which factors depend, and the programmes and codes that are asked for."""

    term_months: int
    discount_percent: Decimal
    inputs: Mapping[str, Value]
    named: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        """What tells stacks apart before programmes."""
        return self.term_months, self.discount_percent, *sorted(self.inputs.items())

    def is_case_of(self, other: Stack) -> bool:
        """Whether it says all that another one does."""
        shared = {key: value for key, value in self.inputs.items() if key in other.inputs}
        return replace(self, inputs=shared) == other

    def context_on(self, day: date) -> PricingContext:
        """The stack as pricing knows it."""
        return PricingContext(
            day, self.term_months, self.discount_percent, inputs=self.inputs, named=self.named, codes=self.codes
        )

    def context_for(self, day: date, values: Mapping[str, Value], needs: Iterable[str]) -> PricingContext:
        """The same for one customer."""
        return replace(self.context_on(day), inputs=values, needs=frozenset(needs))


def largest_discount(catalog: Catalog) -> Decimal:
    """The most that the role of the proofs may grant in percent, or any role when none is named; 0 without limits."""
    role, limits = catalog.proof_limits.role, catalog.discount_limits
    chosen = [limits[role]] if role in limits else list(limits.values())
    return max((limit.percent for limit in chosen), default=_NOTHING)


def list_stacks(catalog: Catalog, day: date, discount_percent: Decimal) -> tuple[Stack, ...]:
    """Every commitment with every value of the inputs on which factors in force depend."""
    keys = dict.fromkeys(factor.input for factor in catalog.price_factors if factor.valid.contains(day))
    known = [catalog.inputs[key] for key in keys]
    ways = product(*([(each.key, value) for value in read_values(each)] for each in known))
    cases = [dict(way) for way in ways]
    return tuple(Stack(term.months, discount_percent, case) for term in catalog.terms for case in cases)


def narrow_stacks(stacks: Sequence[Stack], book: PriceBook, codes: Iterable[str]) -> tuple[Stack, ...]:
    """The stacks as far as they matter to these offerings: values on which none of their prices depends stay open."""
    return _keep_inputs(stacks, _list_inputs(book, codes))


def tell_apart(stack: Stack, stacks: Sequence[Stack], book: PriceBook, codes: Iterable[str]) -> tuple[Stack, ...]:
    """A narrowed stack once for each of the values that were left open and matter to these offerings as well."""
    keys = _list_inputs(book, codes) - stack.inputs.keys()
    if not keys:
        return (stack,)
    ways = _keep_inputs(stacks, {*keys, *stack.inputs})
    return tuple(way for way in ways if way.is_case_of(stack))


def _list_inputs(book: PriceBook, codes: Iterable[str]) -> set[str]:
    """The inputs on which prices of these offerings depend."""
    return {factor.input for code in codes for factor in book.factors.get(code, ())}


def _keep_inputs(stacks: Iterable[Stack], keys: Collection[str]) -> tuple[Stack, ...]:
    found: list[Stack] = []
    for stack in stacks:
        narrowed = replace(stack, inputs={key: value for key, value in stack.inputs.items() if key in keys})
        if narrowed not in found:
            found.append(narrowed)
    return tuple(found)


def read_values(known: ProfileInput) -> tuple[Value, ...]:
    """The values of an input that prices can depend on, as profiles have them."""
    if known.compliance:
        return tuple(map(int, list_values(known)))
    return tuple(_READ[known.kind](value) for value in list_values(known))


_READ: Mapping[InputKind, Callable[[str], Value]] = {
    InputKind.FLAG: lambda word: word == "yes",
    InputKind.CHOICE: str,
    InputKind.INTEGER: int,
}
