"""A family's options as the configurator shows them: state, quantity, allowed range, attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from configurator.catalog.model import Attribute, Catalog, Offering
from configurator.configuration.model import Mark, OptionState, State
from configurator.services.proposing import Evaluation
from configurator.values.text import Text
from configurator.web.drafting import is_said_of


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family in the list at the left: how many of its offerings are taken, and whether it is shown."""

    code: str
    name: Text
    taken: int
    current: bool


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """The families of one product line."""

    name: Text
    families: tuple[FamilyView, ...]


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value of an attribute; `wished` when the seller asked for it."""

    key: str
    name: Text
    state: State
    wished: bool


@dataclass(frozen=True, slots=True)
class AttributeView:
    """An attribute with its values."""

    key: str
    name: Text
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option of the family, with the quantities that may be chosen. `said`: the seller decided it; `refused`: the
    seller ruled it out."""

    offering: Offering
    unit: Text
    state: State
    low: int
    high: int
    quantity: int
    said: bool
    refused: bool
    attributes: tuple[AttributeView, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the present completion has it."""
        return self.quantity > 0

    @property
    def is_raised(self) -> bool:
        """Whether rules ask for more than the offering's own least quantity."""
        return self.low > self.offering.min_quantity

    @property
    def is_capped(self) -> bool:
        """Whether rules allow less than the offering's own greatest quantity."""
        return 0 < self.high < self.offering.max_quantity

    @property
    def is_forbidden(self) -> bool:
        """Whether rules or other choices leave no room for it."""
        return self.state is State.FORBIDDEN and not self.refused

    @property
    def is_forced(self) -> bool:
        """Whether rules leave no room to do without it."""
        return self.state is State.FORCED

    @property
    def shown_state(self) -> str:
        """Whose the value is: refused, chosen, forced, forbidden, default (the proposal's) or open."""
        if self.refused:
            return "refused"
        if self.said:
            return "chosen"
        if self.state in (State.FORCED, State.FORBIDDEN, State.UNDECIDED):
            return self.state.value
        return "default" if self.is_taken else "open"


def list_families(catalog: Catalog, evaluation: Evaluation, current: str) -> tuple[FamilyGroup, ...]:
    """All families by product line, in the catalog's order."""
    taken = count_taken(catalog, evaluation)
    sold = {offering.family for offering in catalog.offerings.values()}
    grouped: dict[str, list[FamilyView]] = {}
    for family in catalog.families.values():
        if family.code in sold:
            view = FamilyView(family.code, family.name, taken.get(family.code, 0), family.code == current)
            grouped.setdefault(family.line, []).append(view)
    return tuple(FamilyGroup(line.name, tuple(grouped[key])) for key, line in catalog.lines.items() if key in grouped)


def count_taken(catalog: Catalog, evaluation: Evaluation) -> dict[str, int]:
    """How many different offerings of each family are taken."""
    found: dict[str, int] = {}
    for code, option in evaluation.options.items():
        if option.quantity > 0 and code in catalog.offerings:
            family = catalog.offerings[code].family
            found[family] = found.get(family, 0) + 1
    return found


def list_options(
    catalog: Catalog, evaluation: Evaluation, request: Mapping[str, Any], family: str
) -> tuple[OptionView, ...]:
    """The family's options, what is taken first, what cannot be had last, else in the catalog's order."""
    found = [_show(catalog, each, evaluation, request) for each in _offerings_of(catalog, family)]
    return tuple(sorted(found, key=lambda option: (not option.is_taken, option.is_forbidden)))


def _offerings_of(catalog: Catalog, family: str) -> Iterator[Offering]:
    return (offering for offering in catalog.offerings.values() if offering.family == family)


def _show(catalog: Catalog, offering: Offering, evaluation: Evaluation, request: Mapping[str, Any]) -> OptionView:
    known = evaluation.options.get(offering.code) or _unknown(offering)
    return OptionView(
        offering=offering,
        unit=catalog.units.get(offering.unit, Text(offering.unit, offering.unit)).for_count(known.quantity),
        state=known.state,
        low=known.allowed[0],
        high=known.allowed[1],
        quantity=known.quantity,
        said=is_said_of(request, offering.code),
        refused=offering.code in (request.get("exclude") or ()),
        attributes=tuple(_show_attribute(each, known, offering, request) for each in offering.attributes),
        marks=known.marks,
    )


def _unknown(offering: Offering) -> OptionState:
    return OptionState(offering.code, State.UNDECIDED, 0, offering.max_quantity, 0, {})


def _show_attribute(
    attribute: Attribute, known: OptionState, offering: Offering, request: Mapping[str, Any]
) -> AttributeView:
    said = (request.get("choices") or {}).get(offering.code)
    wish = said.get(attribute.key) if isinstance(said, Mapping) else None
    states = known.attributes.get(attribute.key, {})
    values = (
        ValueView(value.key, value.name, states.get(value.key, State.OPEN), value.key == wish)
        for value in attribute.values
    )
    return AttributeView(attribute.key, attribute.name, tuple(values))
