"""The seller's amounts and targets as they were spread: over which payments, and what each came to.

Read off a priced configuration's traces. What a payment did not change is told as well, because it counts in the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from configurator.catalog.model import Catalog
from configurator.catalog.selectors import selection_of
from configurator.pricing.model import Charge, ManualAdjustment, Payment, PricedConfiguration
from configurator.values.money import Money

_MEASURES: Mapping[str, tuple[str, str | None]] = {
    "one_time": ("one_time", None),
    "monthly": ("recurring", "month"),
    "annual": ("recurring", "year"),
    "usage": ("usage", "month"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """The regular payment of a charge that an amount is spread over, and the charge's other payments."""

    id: str
    place: tuple[str, str, int, int]
    payment: Payment
    followers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount or target of the seller's with the charges that it is spread over; `at` counts spreads from 0."""

    at: int
    rule: str
    adjustment: ManualAdjustment
    members: tuple[Member, ...]


class Placed(NamedTuple):
    """A spread that a payment takes part in, by its rule, and the payment whose ratio it follows (empty: its own)."""

    at: int
    rule: str
    like: str


Places = Mapping[str, Sequence[Placed]]
"""By payment: the spreads that it takes part in, in their order."""


def find_spreads(catalog: Catalog, priced: PricedConfiguration) -> Iterator[Spread]:
    """Every amount and target of the context, in the order in which they were spread."""
    given = [(at, each) for at, each in enumerate(priced.context.manual) if each.form != "percent"]
    for at, (position, adjustment) in enumerate(given):
        members = tuple(_find_members(catalog, priced, adjustment))
        yield Spread(at, f"adjustments.{position}", adjustment, members)


def _find_members(catalog: Catalog, priced: PricedConfiguration, adjustment: ManualAdjustment) -> Iterator[Member]:
    chosen = set(selection_of(catalog).members(adjustment.scope)) if adjustment.scope else set(catalog.offerings)
    for line in priced.lines:
        if line.offering in chosen and not catalog.offerings[line.offering].pass_through:
            for at, charge in enumerate(line.charges, start=1):
                if (charge.kind.value, charge.period) == _MEASURES[adjustment.measure] and not _is_waived(
                    charge.regular
                ):
                    place = (line.offering, charge.component, -line.quantity, line.number)
                    yield _member(charge, f"{line.number}.{at}", place)


def _member(charge: Charge, path: str, place: tuple[str, str, int, int]) -> Member:
    ids = [f"{path}.{number}" for number, _ in enumerate(charge.payments, start=1)]
    own = next(at for at, each in enumerate(charge.payments) if each is charge.regular)
    followers = (ids[at] for at, each in enumerate(charge.payments) if at != own and not _is_waived(each))
    return Member(ids[own], place, charge.regular, tuple(followers))


def _is_waived(payment: Payment) -> bool:
    return any(step.step == "waiver" for step in payment.trace)


def place_spreads(spreads: Sequence[Spread]) -> Places:
    """The same by payment."""
    found: dict[str, list[Placed]] = {}
    for spread in spreads:
        for member in spread.members:
            found.setdefault(member.id, []).append(Placed(spread.at, spread.rule, ""))
            for follower in member.followers:
                found.setdefault(follower, []).append(Placed(spread.at, spread.rule, member.id))
    return found


def follow_spreads(payment: Payment, placed: Sequence[Placed]) -> Iterator[tuple[Placed, Money, Money]]:
    """What the payment came to before and after each spread that it takes part in."""
    changed = {step.rule: step.amount for step in payment.trace if step.step == "spread"}
    amount = next((step.amount for step in payment.trace if step.step == "manual_discount"), payment.net)
    for each in placed:
        before, amount = amount, changed.get(each.rule, amount)
        yield each, before, amount


def measure_spread(spread: Spread, places: Places) -> tuple[tuple[Money, Money], ...]:
    """What each member came to before and after the spread."""
    return tuple(_change(spread, member, places[member.id]) for member in spread.members)


def _change(spread: Spread, member: Member, placed: Sequence[Placed]) -> tuple[Money, Money]:
    followed = follow_spreads(member.payment, placed)
    return next((old, new) for each, old, new in followed if each.at == spread.at)
