"""The least margin that any valid configuration can reach, with the configuration that reaches it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Literal

from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog
from configurator.customers.profile import Value
from configurator.proving.counting import Counter
from configurator.proving.customers import EveryCustomer, Example, OneCustomer, is_valid
from configurator.proving.descending import MarginSearch, read_percent
from configurator.proving.plain_customers import list_plain_customers
from configurator.proving.repricing import Part, list_parts, reprice
from configurator.proving.stacks import Stack
from configurator.rules.rulebook import RuleBook
from configurator.solver.deadline import Deadline

_MOST_CUSTOMERS = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose margin: the lines of a family, or of everything (no family)."""

    family: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeastMargin:
    """What was found for a scope, margins in percent as pricing rounds them.

    "optimal": no valid configuration of any customer has less than `margin`; else none has less than `bound` (None: not
    known). `margin` is None when no configuration has a contract value in this scope (or none was found in time).
    `without_cost` are offerings of which the catalog does not say what they cost; configurations with them have no
    margin and are left out, as are those with `dependent` ones, whose price follows from other lines or attributes.
    `questions` counts what the solver was asked. `stack` says which programmes and codes are asked for, `parts` what
    made the price of the lines what it is, with the place of each.
    """

    scope: Scope
    margin: Decimal | None
    stack: Stack | None
    example: Example | None
    proof: Literal["optimal", "feasible"]
    bound: Decimal | None
    without_cost: tuple[str, ...]
    questions: int
    dependent: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def list_scopes(catalog: Catalog, families: Sequence[str] = ()) -> tuple[Scope, ...]:
    """Everything and each family with offerings; only the families that are named, when some are."""
    members: dict[str, list[str]] = {code: [] for code in catalog.families}
    for code, offering in catalog.offerings.items():
        members[offering.family].append(code)
    each = [Scope(family, tuple(codes)) for family, codes in members.items() if codes]
    if families:
        return tuple(scope for scope in each if scope.family in families)
    return (Scope("", tuple(catalog.offerings)), *each)


def find_least_margin(
    book: RuleBook,
    customers: EveryCustomer,
    counter: Counter,
    scope: Scope,
    seconds: Decimal,
    floor: Decimal | None = None,
) -> LeastMargin:
    """The least margin of a scope over all customers, stacks and programmes, priced again by pricing itself.

    `floor` is a margin in percent that none is below, if one is known.
    """
    deadline = Deadline(seconds)
    search = MarginSearch(customers, counter, scope.codes, deadline, floor)
    search.run()
    found = _report(search, scope)
    if found.example is not None and found.stack is not None:
        plain = _find_plain(book, counter, found)
        if plain is None and not is_valid(book, counter.day, found.example):
            found = _settle(book, counter, found, search, deadline)
        else:
            found = replace(found, example=plain or found.example)
    return _tell_parts(counter, found)


def _report(search: MarginSearch, scope: Scope) -> LeastMargin:
    """What is known, with the smallest example that reaches the margin."""
    best = search.best
    return LeastMargin(
        scope=scope,
        margin=None if best is None else read_percent(best.hundredths),
        stack=best.stack if best else None,
        example=None if best is None else search.make_example(best),
        proof="feasible" if search.unproven else "optimal",
        bound=search.bound(),
        without_cost=tuple(search.left_out),
        questions=search.questions,
        dependent=tuple(code for code in scope.codes if code in search.counter.dependent),
    )


def _tell_parts(counter: Counter, found: LeastMargin) -> LeastMargin:
    """What was found with what made its price."""
    if found.example is None or found.stack is None:
        return found
    priced = reprice(counter.catalog, counter.day, found.stack, found.example, found.scope.codes, counter.points)
    return found if priced is None else replace(found, parts=list_parts(counter.catalog, priced))


def _find_plain(book: RuleBook, counter: Counter, found: LeastMargin) -> Example | None:
    """The example for a customer who states little, if the rules and programmes treat that one alike."""
    if found.example is None or found.stack is None:
        return None
    inputs = {**found.stack.inputs, **_list_asked(book.catalog, found.stack, found.example)}
    for plain in list_plain_customers(book.catalog, inputs, found.example):
        priced = reprice(book.catalog, counter.day, found.stack, plain, found.scope.codes, counter.points)
        if priced is not None and priced.hundredths is not None and is_valid(book, counter.day, plain):
            if read_percent(priced.hundredths) == found.margin:
                return plain
    return None


def _list_asked(catalog: Catalog, stack: Stack, example: Example) -> dict[str, Value]:
    """What the example states of the figures and conditions of the programmes that are asked for."""
    keys: set[str] = set()
    for programme in map(reduction_of, catalog.programmes.values()):
        if programme.key in stack.named or programme.code in stack.codes:
            keys |= {programme.input, *re.findall(r"\w+", programme.when.source if programme.when else "")}
    return {key: value for key, value in example.stated.items() if key in keys and key not in ("industry", "size")}


def _settle(
    book: RuleBook, counter: Counter, found: LeastMargin, search: MarginSearch, deadline: Deadline
) -> LeastMargin:
    """What was found breaks a rule that has no meaning without a customer: it is only a bound. The least margin of a
    few customers is one that exists."""
    known = [
        one
        for example in _list_customers(book, found, search)
        if not deadline.is_over() and (one := _ask_customer(book, counter, found.scope, example, deadline)) is not None
    ]
    best = min(known, key=lambda one: one.margin or 0, default=replace(found, margin=None, stack=None, example=None))
    asked = found.questions + sum(one.questions for one in known)
    return replace(best, proof="feasible", bound=search.bound(), questions=asked)


def _list_customers(book: RuleBook, found: LeastMargin, search: MarginSearch) -> list[Example]:
    """The customers of what was found, before and after it was made small, and a few who state little."""
    made = [example for example in (found.example, search.found_example()) if example is not None]
    inputs = found.stack.inputs if found.stack else {}
    plain = list_plain_customers(book.catalog, inputs, made[0]) if made else ()
    return [*made, *islice(plain, _MOST_CUSTOMERS)]


def _ask_customer(
    book: RuleBook, counter: Counter, scope: Scope, example: Example, deadline: Deadline
) -> LeastMargin | None:
    """The least margin of one customer; None when it has none."""
    if example.profile is None:
        return None
    search = MarginSearch(OneCustomer(book, counter.day, example, example.profile), counter, scope.codes, deadline)
    search.run()
    found = _report(search, scope)
    return None if found.margin is None else found


def stated_values(example: Example) -> Mapping[str, Value]:
    """The whole profile of an example's customer."""
    return example.profile.values if example.profile else example.stated
