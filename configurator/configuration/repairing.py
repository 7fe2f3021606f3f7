"""Ways out made whole: what to give up was found by the solver; here each such choice is changed rather than dropped
where anything near it is possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from configurator.catalog.model import Attribute, Catalog
from configurator.configuration.model import Change, Choice, Repair
from configurator.configuration.naming import fact_of, facts_of
from configurator.rules.translating import quantity_name
from configurator.solver import AtLeast, AtMost, Fact, Reasoner


def find_changes(
    reasoner: Reasoner,
    catalog: Catalog,
    choices: Sequence[Choice],
    wanted: Sequence[Choice],
    limit: int,
) -> tuple[Repair, ...]:
    """Up to `limit` smallest sets of choices to change or give up so that `wanted` holds, smallest first.

    Choices on what the catalog does not have are among those of every way out. No way out at all
    when nothing helps; Undecided when the time limit came before the first.
    """
    kept = [choice for choice in choices if not any(choice.concerns_same(want) for want in wanted)]
    facts = facts_of(choice for choice in kept if is_offered(choice, catalog))
    goal = tuple(fact_of(choice) for choice in wanted)
    found = reasoner.repairs(tuple(facts), goal, limit)
    sets = [{facts[fact] for fact in repair.dropped} for repair in found]
    return tuple(_make_whole(reasoner, catalog, kept, wanted, touched) for touched in sets)


def is_offered(choice: Choice, catalog: Catalog) -> bool:
    """Whether the catalog has the offering and the attribute's value of which the choice speaks."""
    attribute = _find_attribute(choice, catalog)
    if choice.attribute is None or attribute is None:
        return choice.attribute is None and choice.offering in catalog.offerings
    return any(value.key == choice.value for value in attribute.values)


def mend(choices: Sequence[Choice], repair: Repair) -> tuple[Choice, ...]:
    """The choices after the way out: each in its place, what was wanted at the end."""
    instead = {change.choice: change.instead for change in repair.changes}
    mended = [instead.get(choice, choice) for choice in choices]
    kept = [choice for choice in mended if choice and not any(choice.concerns_same(want) for want in repair.wanted)]
    return (*kept, *repair.wanted)


def _make_whole(
    reasoner: Reasoner, catalog: Catalog, kept: Sequence[Choice], wanted: Sequence[Choice], touched: set[Choice]
) -> Repair:
    """One way out: of the choices touched, each in turn is changed as little as the others leave room for."""
    lost = [choice for choice in kept if not is_offered(choice, catalog)]
    standing = [choice for choice in kept if choice not in touched and choice not in lost] + list(wanted)
    changes = []
    for choice in kept:
        if choice in touched or choice in lost:
            instead = _find_nearest(reasoner, catalog, choice, standing)
            standing += [instead] if instead else []
            changes.append(Change(choice, instead))
    return Repair(tuple(changes), tuple(wanted))


def _find_nearest(reasoner: Reasoner, catalog: Catalog, choice: Choice, standing: Sequence[Choice]) -> Choice | None:
    """The possible choice nearest to this one beside those that stand; None when there is none, or time ran out."""
    facts = tuple(facts_of(standing))
    for other in _list_nearest(reasoner, catalog, choice, facts):
        if other == choice or any(_says_already(known, other) for known in standing):
            continue
        answer = reasoner.consistent((*facts, fact_of(other)))
        if answer is not False:
            return other if answer else None
    return None


def _says_already(known: Choice, other: Choice) -> bool:
    """Whether a choice that stands leaves nothing for the other to say."""
    takes_only = other.attribute is None and other.quantity is None
    return known.concerns_same(other) or (takes_only and known.offering == other.offering)


def _list_nearest(reasoner: Reasoner, catalog: Catalog, choice: Choice, facts: tuple[Fact, ...]) -> Iterator[Choice]:
    """What comes nearest to a choice, the nearest first. To take or leave an offering has nothing near it."""
    if choice.offering not in catalog.offerings:
        return
    if choice.attribute is not None:
        attribute = _find_attribute(choice, catalog)
        yield from _list_values(choice, attribute) if attribute else (Choice(choice.offering),)
    elif choice.quantity:
        for quantity in _list_quantities(reasoner, choice.offering, choice.quantity, facts):
            yield Choice(choice.offering, quantity)


def _list_values(choice: Choice, attribute: Attribute) -> list[Choice]:
    """Every value of the attribute as a choice, the default first, then in the catalog's order."""
    ordered = sorted((value.key for value in attribute.values), key=lambda key: key != attribute.default)
    return [Choice(choice.offering, attribute=attribute.key, value=key) for key in ordered]


def _list_quantities(reasoner: Reasoner, offering: str, wish: int, facts: tuple[Fact, ...]) -> list[int]:
    """The greatest possible quantity up to the wish and the least from it on, the nearer first, at a tie the larger."""
    name = quantity_name(offering)
    below = _find_range(reasoner, name, (*facts, AtLeast(name, 1), AtMost(name, wish)))
    above = _find_range(reasoner, name, (*facts, AtLeast(name, max(wish, 1))))
    found = ([below[1]] if below else []) + ([above[0]] if above else [])
    return sorted(found, key=lambda quantity: (abs(quantity - wish), -quantity))


def _find_range(reasoner: Reasoner, name: str, facts: tuple[Fact, ...]) -> tuple[int, int] | None:
    return reasoner.bounds(facts, [name]).integers[name] if reasoner.consistent(facts) else None


def _find_attribute(choice: Choice, catalog: Catalog) -> Attribute | None:
    offering = catalog.offerings.get(choice.offering)
    return next((known for known in offering.attributes if known.key == choice.attribute), None) if offering else None
