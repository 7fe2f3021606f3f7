"""Ways out of a conflict as the pages show them: what would be given up or changed, and what that does to the price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.configuration.model import Choice
from configurator.services.proposing import PricedRepair
from configurator.values.text import Text
from configurator.web.drafting import digest_of


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice in words' parts: the offering, how many (None: any), or an attribute with its value."""

    name: Text
    quantity: int | None
    attribute: Text | None
    value: Text | None


@dataclass(frozen=True, slots=True)
class RepairView:
    """One way out; `key` names it when it is applied."""

    key: str
    dropped: tuple[ChoiceView, ...]
    wanted: tuple[ChoiceView, ...]
    one_time_change: str
    monthly_change: str
    tcv_change: str


def show_repairs(repairs: Iterable[PricedRepair], catalog: Catalog) -> tuple[RepairView, ...]:
    """The ways out in the order given."""
    return tuple(
        RepairView(
            key=digest_of(each.request),
            dropped=tuple(show_choice(choice, catalog) for choice in each.repair.dropped),
            wanted=tuple(show_choice(choice, catalog) for choice in each.repair.wanted),
            one_time_change=each.one_time_change,
            monthly_change=each.monthly_change,
            tcv_change=each.tcv_change,
        )
        for each in repairs
    )


def show_choice(choice: Choice, catalog: Catalog) -> ChoiceView:
    """The choice with the catalog's names in place of codes."""
    offering = catalog.offerings[choice.offering]
    attribute = next((each for each in offering.attributes if each.key == choice.attribute), None)
    value = next((each for each in attribute.values if each.key == choice.value), None) if attribute else None
    return ChoiceView(
        name=offering.name,
        quantity=choice.quantity,
        attribute=attribute.name if attribute else None,
        value=value.name if value else None,
    )
