"""Worlds in which conditions are read: what every world knows of the catalog and the customer, and the world of a
known configuration."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from configurator.catalog.model import Catalog, InputKind
from configurator.catalog.selectors import selection_of
from configurator.rules.affine import Affine
from configurator.rules.world import Value
from configurator.solver import Formula, Truth

SIZES = ("micro", "small", "medium", "large")


class CatalogWorld:
    """What the catalog and the customer's profile say, before anything is known of quantities."""

    def __init__(self, catalog: Catalog, profile: Mapping[str, Value], needs: Collection[str] = ()) -> None:
        self._catalog = catalog
        self._profile = profile
        self._needs = frozenset(needs)
        self._selection = selection_of(catalog)

    def input_value(self, name: str) -> Value | None:
        """The profile's value of an input."""
        return self._profile.get(name)

    def choice_order(self, name: str) -> tuple[str, ...]:
        """The values of a choice input in the catalog's order; industry and size are always there."""
        if name == "size":
            return SIZES
        if name == "industry":
            return tuple(self._catalog.industries)
        known = self._catalog.inputs.get(name)
        if known is None or known.kind is not InputKind.CHOICE:
            return ()
        return tuple(value.key for value in known.values)

    def choice_is(self, name: str, value: str) -> Formula:
        """Whether the profile has the value for the choice input."""
        return Truth(str(self._profile.get(name)) == value)

    def flag_holds(self, name: str) -> Formula:
        """Whether the profile's flag is true."""
        return Truth(bool(self._profile.get(name)))

    def input_figure(self, name: str) -> Affine:
        """The profile's figure."""
        return Affine(Fraction(self._profile[name]))

    def members(self, selector: str) -> tuple[str, ...]:
        """The offerings that a code, pattern, #tag or @FAMILY stands for; `*` is all."""
        return self._selection.members(selector)

    def attribute_values(self, offering: str, attribute: str) -> tuple[str, ...]:
        """The attribute's values in the catalog's order."""
        for known in self._catalog.offerings[offering].attributes:
            if known.key == attribute:
                return tuple(value.key for value in known.values)
        return ()

    def providers(self, capacity: str) -> Mapping[str, int] | None:
        """What one unit of each providing offering brings into a capacity balance; None when there is no such
        capacity."""
        return self._selection.providers(capacity) if capacity in self._catalog.capacities else None

    def quantity_range(self, offering: str) -> tuple[int, int]:
        """The least and greatest quantity of a taken offering."""
        known = self._catalog.offerings[offering]
        return known.min_quantity, known.max_quantity

    def asks_for(self, need: str) -> Formula | None:
        """Whether the customer asks for the need."""
        return Truth(need in self._needs) if need in self._catalog.needs else None


class KnownWorld(CatalogWorld):
    """A world in which every quantity and attribute is known: conditions collapse to true or false."""

    def __init__(
        self,
        catalog: Catalog,
        profile: Mapping[str, Value],
        needs: Collection[str] = (),
        quantities: Mapping[str, int] | None = None,
        attributes: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        super().__init__(catalog, profile, needs)
        self._quantities = quantities or {}
        self._attributes = attributes or {}

    def taken(self, offering: str) -> Formula:
        """Whether at least one is taken."""
        return Truth(self._quantities.get(offering, 0) > 0)

    def quantity(self, offering: str) -> Affine:
        """The known quantity."""
        return Affine(Fraction(self._quantities.get(offering, 0)))

    def attribute_is(self, offering: str, attribute: str, value: str) -> Formula:
        """Whether the offering is taken with this value."""
        taken = self._quantities.get(offering, 0) > 0
        return Truth(taken and self._attributes.get((offering, attribute)) == value)

    def count_taken(self, offerings: Sequence[str]) -> Affine:
        """How many different ones are taken."""
        return Affine(Fraction(sum(self._quantities.get(code, 0) > 0 for code in offerings)))

    def reach(self, part: Affine) -> tuple[Fraction, Fraction]:
        """The figure itself, twice."""
        return part.constant, part.constant

    def define_rounded(self, exact: Affine, upwards: bool) -> Affine:
        """Never asked here: everything is constant."""
        raise AssertionError("a known world has no variables")

    def define_extreme(self, parts: Sequence[Affine], largest: bool) -> Affine:
        """Never asked here: everything is constant."""
        raise AssertionError("a known world has no variables")

    def define_chosen(self, condition: Formula, first: Affine, second: Affine) -> Affine:
        """Never asked here: everything is constant."""
        raise AssertionError("a known world has no variables")
