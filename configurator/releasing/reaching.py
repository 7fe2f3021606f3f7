"""What customers may choose in one catalog and not in the other, asked of the solver for typical customers.

Asked are the smallest and the largest customer of every package: first what each may choose at all, then, for the
offerings that changed rules speak of, what each may choose beside them. The answers are exact for the customers asked;
a difference that only others see is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from configurator.catalog.model import Catalog, Offering
from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.model import Choice, Explanation
from configurator.configuration.session import Session
from configurator.customers.classes import list_staff
from configurator.customers.profile import STAFF, read_profile
from configurator.guidance.proposing import situation_of
from configurator.guidance.reading import NEEDED_FIGURES, read_request
from configurator.guidance.request import choices_mapping
from configurator.releasing.differences import Change, Possibility, Reach
from configurator.rules.formulas import evaluate_formula
from configurator.rules.rulebook import RuleBook
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.rules.worlds import SIZES
from configurator.solver import ConflictFound, Domains, IsTrue, Undecided
from configurator.solver.deadline import Deadline
from configurator.values.text import Text

REACH_SECONDS = 60
MOST_PARTNERS = 60
"""Of so many offerings at most all pairs are asked."""

_UNBINDING = frozenset(
    {
        "catalog",
        "lines",
        "units",
        "prices",
        "packages",
        "tax_categories",
        "tax_rates",
        "terms",
        "term_discounts",
        "discount_limits",
        "owners",
        "clauses",
        "price_factors",
        "service_levels",
        "proof_limits",
        "programmes",
        "ladders",
        "partners",
        "trials",
        "loyalty",
        "matrices",
        "input_groups",
        "tax_regimes",
        "tax_bundles",
        "exchange_rates",
        "currency_rounding",
    }
)
"""Sections that no constraint is made from."""

Progress = Callable[[int, int], None]
Found = dict[tuple[bool, str], Possibility]


@dataclass(frozen=True, slots=True)
class _Side:
    """One catalog for one customer: its compiled model, and what it leaves open (None: nothing at all)."""

    compiled: CompiledSituation
    domains: Domains | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """An offering that is taken, and another that is taken beside it or left out."""

    code: str
    other: str
    truth: bool


def find_possibilities(
    books: tuple[RuleBook, RuleBook],
    changes: Iterable[Change],
    day: date,
    seconds: Decimal | int = REACH_SECONDS,
    progress: Progress = lambda done, total: None,
) -> Reach:
    """What became possible or impossible from the first book to the second on the day, as far as the time goes."""
    binding = [change for change in changes if is_binding(change)]
    requests = list(list_typical(books[0].catalog, books[1].catalog)) if binding else []
    partners = _list_partners(books, binding)
    found: Found = {}
    deadline, asked = Deadline(seconds), 0
    for raw in requests:
        if deadline.is_over():
            break
        sides = [_ask(book, raw, day) for book in books]
        if sides[0] is not None and sides[1] is not None:
            _compare(found, (sides[0], sides[1]), raw, partners, deadline)
        asked += 1
        progress(asked, len(requests))
    is_complete = asked == len(requests) and not deadline.is_over()
    ranked = sorted(found.values(), key=lambda one: (len(one.choices), one.became_possible, one.choices))
    return Reach(tuple(ranked), asked, len(partners) * (len(partners) - 1) // 2, is_complete)


def is_binding(change: Change) -> bool:
    """Whether the change can make anything possible or impossible."""
    return change.section not in _UNBINDING and not change.is_wording


def list_typical(*catalogs: Catalog) -> Iterator[dict[str, object]]:
    """Requests of typical customers of every package that one of the catalogs has: the largest ones, then the
    smallest, so that much is known early."""
    last = catalogs[-1]
    keys = list(dict.fromkeys(key for catalog in catalogs for key in catalog.packages))
    for end in (-1, 0):
        for industry, size in keys or product(last.industries, SIZES):
            request = _describe_typical(last, industry, size, end)
            if request is not None and (end or request != _describe_typical(last, industry, size, -1)):
                yield request


def _describe_typical(catalog: Catalog, industry: str, size: str, end: int) -> dict[str, object] | None:
    """The customer with the least (end 0) or most staff of the class, all else as it is by default; with the figures
    that every request must state."""
    staff = list_staff(catalog, size)[end] if STAFF in catalog.inputs else None
    stated = {"industry": industry, "size": size, STAFF: staff}
    customer = {key: value for key, value in stated.items() if value is not None and key in catalog.inputs}
    profile, _ = read_profile(catalog, customer, evaluate_formula(catalog))
    if profile is None:
        return None
    needed = {key: profile.values[key] for key in NEEDED_FIGURES if key in catalog.inputs}
    return {"customer": {**needed, **customer}}


def _list_partners(books: tuple[RuleBook, RuleBook], binding: Iterable[Change]) -> tuple[str, ...]:
    """The offerings that changed rules speak of, and those that changed themselves, if both catalogs have them."""
    names = {change.name for change in binding}
    changed = [parsed for book in books for parsed in book.rules if names & {parsed.rule.id, parsed.rule.table}]
    mentioned = {code for parsed in changed for code in parsed.mentions} | names
    shared = books[0].catalog.offerings.keys() & books[1].catalog.offerings.keys()
    return tuple(sorted(mentioned & shared)[:MOST_PARTNERS])


def _ask(book: RuleBook, raw: Mapping[str, object], day: date) -> _Side | None:
    """The side of the customer, None where the catalog does not know such customers or time was too short."""
    request, _ = read_request(book.catalog, raw, day)
    if request is None:
        return None
    compiled = CompiledSituation(situation_of(book, request))
    with compiled.reasoner() as reasoner:
        try:
            return _Side(compiled, reasoner.domains(()))
        except ConflictFound:
            return _Side(compiled, None)
        except Undecided:
            return None


def _compare(
    found: Found,
    sides: tuple[_Side, _Side],
    raw: Mapping[str, object],
    partners: Iterable[str],
    deadline: Deadline,
) -> None:
    """Note what one side allows and the other does not, in both directions."""
    for able, unable, became_possible in ((sides[1], sides[0], True), (sides[0], sides[1], False)):
        if able.domains is None:
            continue
        if unable.domains is None:
            _keep(found, became_possible, (), unable, raw)
            continue
        for choice in _list_singles(able.domains, unable.domains, _shared(able, unable)):
            _keep(found, became_possible, (choice,), unable, raw)
    if sides[0].domains is not None and sides[1].domains is not None:
        _compare_pairs(found, sides, raw, [code for code in partners if _both_allow(sides, code)], deadline)


def _shared(one: _Side, other: _Side) -> list[Offering]:
    """The offerings of both catalogs, as the first has them."""
    known = other.compiled.situation.catalog.offerings
    return [offering for code, offering in one.compiled.situation.catalog.offerings.items() if code in known]


def _list_singles(able: Domains, unable: Domains, offerings: Iterable[Offering]) -> Iterator[Choice]:
    """Choices that the able side allows and the other does not."""
    for offering in offerings:
        code = offering.code
        name, amount = taken_name(code), quantity_name(code)
        if {name, amount} & (able.undecided | unable.undecided) or True not in able.bools[name]:
            continue
        if True not in unable.bools[name]:
            yield Choice(code)
            continue
        if False in able.bools[name] and False not in unable.bools[name]:
            yield Choice(code, 0)
        yield from _list_quantities(code, able.integers[amount], unable.integers[amount])
        yield from _list_values(offering, able, unable)


def _list_quantities(code: str, able: tuple[int, int], unable: tuple[int, int]) -> Iterator[Choice]:
    """The ends of a range that lie beyond the other's."""
    if 0 < able[0] < unable[0]:
        yield Choice(code, able[0])
    if able[1] > unable[1]:
        yield Choice(code, able[1])


def _list_values(offering: Offering, able: Domains, unable: Domains) -> Iterator[Choice]:
    for attribute in offering.attributes:
        for value in attribute.values:
            name = attribute_name(offering.code, attribute.key, value.key)
            is_known = name in unable.bools and name not in able.undecided | unable.undecided
            if is_known and True in able.bools[name] and True not in unable.bools[name]:
                yield Choice(offering.code, attribute=attribute.key, value=value.key)


def _both_allow(sides: tuple[_Side, _Side], code: str) -> bool:
    return all(side.domains is not None and True in side.domains.bools.get(taken_name(code), ()) for side in sides)


def _compare_pairs(
    found: Found,
    sides: tuple[_Side, _Side],
    raw: Mapping[str, object],
    codes: list[str],
    deadline: Deadline,
) -> None:
    """Beside each of the offerings, which of the others can be taken, and which can be left out."""
    for place, code in enumerate(codes):
        if deadline.is_over():
            return
        old, new = (_ask_beside(side, code, codes) for side in sides)
        for position, other in enumerate(codes):
            if position != place and taken_name(other) not in old.undecided | new.undecided:
                for truth in (True, False) if position > place else (False,):
                    _compare_pair(found, sides, raw, (old, new), _Pair(code, other, truth))


def _compare_pair(
    found: Found, sides: tuple[_Side, _Side], raw: Mapping[str, object], beside: tuple[Domains, Domains], pair: _Pair
) -> None:
    name = taken_name(pair.other)
    was, is_now = (pair.truth in domains.bools[name] for domains in beside)
    alone = all(side.domains is not None and pair.truth in side.domains.bools[name] for side in sides)
    if was is not is_now and alone:
        choices = Choice(pair.code), Choice(pair.other, None if pair.truth else 0)
        _keep(found, is_now, choices, sides[0] if is_now else sides[1], raw)


def _ask_beside(side: _Side, code: str, codes: list[str]) -> Domains:
    with side.compiled.reasoner() as reasoner:
        return reasoner.booleans([IsTrue(taken_name(code))], map(taken_name, codes))


def _keep(
    found: Found, became_possible: bool, choices: tuple[Choice, ...], unable: _Side, raw: Mapping[str, object]
) -> None:
    """The first customer is the example; the others are counted. Quantities differ from customer to customer."""
    key = became_possible, " ".join(map(_describe, choices))
    known = found.get(key)
    if known is not None:
        found[key] = replace(known, customers=known.customers + 1)
        return
    example = {**raw, **choices_mapping(choices)}
    found[key] = Possibility(became_possible, choices, example, _explain(unable.compiled, choices))


def _describe(choice: Choice) -> str:
    if choice.attribute:
        return f"{choice.offering} {choice.attribute} {choice.value}"
    return f"{choice.offering} {'?' if choice.quantity is None else 'none' if choice.excludes else 'some'}"


def _explain(compiled: CompiledSituation, choices: tuple[Choice, ...]) -> tuple[tuple[str, Text], ...]:
    try:
        conflict = Session(compiled, choices).conflict()
    except Undecided:
        conflict = None
    reasons = (conflict or Explanation(())).reasons
    return tuple((reason.key, reason.sentence) for reason in reasons if reason.choice is None)
