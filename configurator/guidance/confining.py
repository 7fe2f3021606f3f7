"""What is known of programmes as limits of a search: figures within levels, conditions that hold or not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Protocol

from configurator.catalog.commercial import Bundle, Measure
from configurator.catalog.model import Catalog
from configurator.guidance.chances import SUMS, Chance, Outlook, View, list_starts
from configurator.guidance.gauging import Bound
from configurator.guidance.listed import YEAR, ListGauge, ListPrices, Weights
from configurator.rules.affine import Affine
from configurator.rules.connecting import conjunction, disjunction, negation
from configurator.rules.meaning import read_condition
from configurator.rules.translating import VariableWorld, quantity_name, taken_name
from configurator.rules.world import MeaningRefused, Value
from configurator.solver import BreachCost, Count, Formula, Is, Limit, Linear, Objective, Truth


class Ground(Protocol):
    """What conditions and inputs are in a model of the solver."""

    def read_condition(self, chance: Chance) -> Formula | None:
        """The programme's own condition; None when the model cannot say it."""

    def read_figure(self, key: str) -> Affine | None:
        """A figure of the profile; None when the model cannot say it."""

    def lacks(self, key: str) -> bool:
        """Whether the profile is known not to have the figure."""


class KnownGround:
    """The ground of a customer whose profile is known."""

    def __init__(
        self, catalog: Catalog, inputs: Mapping[str, Value], needs: Sequence[str] = (), wishes: Sequence[str] = ()
    ) -> None:
        self._inputs = inputs
        self._world = VariableWorld(catalog, inputs, needs, wishes)
        self._size = self._measure_world()

    def read_condition(self, chance: Chance) -> Formula | None:
        """The condition, as long as it needs no variables beside those of the model."""
        if chance.reach.condition is None:
            return Truth(True)
        try:
            found = read_condition(chance.reach.condition, self._world)
        except MeaningRefused:
            return None
        return found if self._measure_world() == self._size else None

    def read_figure(self, key: str) -> Affine | None:
        """The profile's figure."""
        value = self._inputs.get(key)
        return Affine(Fraction(value)) if isinstance(value, int) else None

    def lacks(self, key: str) -> bool:
        """Whether the profile does not have the figure."""
        return self.read_figure(key) is None

    def _measure_world(self) -> tuple[int, int]:
        return len(self._world.variables), len(self._world.structure)


@dataclass(frozen=True, slots=True)
class Confines:
    """What a search must keep to: formulas, and sums of list amounts."""

    formulas: tuple[Formula, ...] = ()
    bounds: tuple[Bound, ...] = ()

    @property
    def is_void(self) -> bool:
        """Whether nothing can keep to it."""
        return Truth(False) in self.formulas

    def limits(self) -> tuple[Limit, ...]:
        """The formulas as limits of the solver."""
        wanted = (formula for formula in self.formulas if not isinstance(formula, Truth))
        return tuple(Limit(Objective(breaches=(BreachCost(formula, 1),)), high=0) for formula in wanted)


class Confiner:
    """Says what an outlook means for the lines of a ledger."""

    def __init__(self, prices: ListPrices, ground: Ground, term_months: int) -> None:
        self.prices, self._ground, self._term = prices, ground, term_months
        self._catalog = prices.ledger.catalog
        self._minor = 10**self._catalog.currency.exponent

    def confine(self, outlook: Outlook) -> Confines:
        """The confines of everything that is known."""
        parts = [self._confine_chance(chance, outlook.view(chance)) for chance in outlook.chances]
        formulas = tuple(formula for part in parts for formula in part.formulas)
        return Confines(formulas, tuple(bound for part in parts for bound in part.bounds))

    def begin(self, chances: Sequence[Chance]) -> Outlook:
        """What is known from the start: figures that do not depend on the lines, settled conditions. Programmes
        that cannot count are left out."""
        views = {chance.key: view for chance in chances if (view := self._begin_chance(chance)) is not None}
        return Outlook(tuple(chance for chance in chances if chance.key in views), views)

    def _begin_chance(self, chance: Chance) -> View | None:
        condition, figure = self._ground.read_condition(chance), self._find_figure(chance)
        is_settled = condition == Truth(True) and chance.is_given and not chance.is_bundle
        view = View(0, chance.top, True if is_settled else None)
        if condition == Truth(False) or self._lacks_figure(chance):
            return None
        if figure is None or not figure.is_constant:
            return view
        level = bisect_right(list_starts(chance.reach.reduction), figure.constant)
        return View(level, level, view.holds) if level else None

    def _lacks_figure(self, chance: Chance) -> bool:
        reduction = chance.reach.reduction
        return reduction.measure is Measure.INPUT and self._ground.lacks(reduction.input)

    def _find_figure(self, chance: Chance) -> Affine | None:
        """The programme's figure where no line takes part in it."""
        reduction = chance.reach.reduction
        if chance.is_bundle:
            return None
        if reduction.measure is Measure.NONE:
            return Affine(Fraction(0))
        if reduction.measure is Measure.TERM_MONTHS:
            return Affine(Fraction(self._term))
        return self._ground.read_figure(reduction.input) if reduction.measure is Measure.INPUT else None

    def _confine_chance(self, chance: Chance, view: View) -> Confines:
        formulas, bounds = list(self._say_held(chance, view)), list[Bound]()
        if not chance.is_of_line and (view.low, view.high) != (0, chance.top):
            measure = chance.reach.reduction.measure
            if measure in SUMS:
                bounds += self._bound_sum(chance, view)
            else:
                formulas += self._say_levels(chance, view)
        return Confines(tuple(formulas), tuple(bounds))

    def _say_held(self, chance: Chance, view: View) -> Iterator[Formula]:
        """That the condition holds or does not, as far as that is known and can be said."""
        if view.holds is None or (view.holds is False and not chance.is_given):
            return
        parts = [self._ground.read_condition(chance)]
        if chance.is_bundle:
            parts.append(self._say_anchored(chance))
        known = [part for part in parts if part is not None]
        if view.holds:
            yield conjunction(known)
        elif len(known) == len(parts):
            yield negation(conjunction(known))

    def _say_anchored(self, chance: Chance) -> Formula | None:
        """That some line can carry others; None when it cannot be said from which quantities on."""
        programme, parts = chance.reach.programme, list[Formula]()
        least = programme.anchor.least_monthly if isinstance(programme, Bundle) else Decimal(0)
        for code in sorted(chance.reach.anchors & self.prices.ledger.first_quantities.keys()):
            ranges = self.prices.reach_monthly(code, max(1, ceil(Fraction(least) * self._minor * YEAR)))
            if ranges is None:
                return None
            parts += (_within(quantity_name(code), first, last) for first, last in ranges)
        return disjunction(parts)

    def _say_levels(self, chance: Chance, view: View) -> Iterator[Formula]:
        """The levels of a figure that is no sum over lines."""
        low, after = _find_edges(chance, view)
        if chance.reach.reduction.measure is Measure.PRODUCT_LINES:
            yield self._count_lines(chance, 0 if low is None else ceil(low), None if after is None else ceil(after) - 1)
            return
        figure = self._find_figure(chance)
        if figure is None:
            return
        if low is not None:
            yield figure.plus(Affine(Fraction(-low))).compared_to_zero(">=")
        if after is not None:
            yield figure.plus(Affine(Fraction(-after))).compared_to_zero("<")

    def _count_lines(self, chance: Chance, low: int, high: int | None) -> Formula:
        """That lines of so many product lines are taken."""
        catalog, measured, lines = self._catalog, chance.reach.measured, dict[str, list[Formula]]()
        for code, offering in catalog.offerings.items():
            if measured is None or code in measured:
                lines.setdefault(catalog.families[offering.family].line, []).append(Is(taken_name(code)))
        most = len(lines) if high is None else min(high, len(lines))
        if low > most:
            return Truth(False)
        return Count(tuple(map(disjunction, lines.values())), low, most)

    def _bound_sum(self, chance: Chance, view: View) -> Iterator[Bound]:
        """The levels of a sum of list amounts, as bounds in twelfths of a minor unit."""
        reduction, unit = chance.reach.reduction, self._minor * YEAR
        weights = Weights(1)
        if reduction.measure is Measure.CONTRACT_VALUE:
            weights = Weights(self._term, YEAR)
        beside = self._ground.read_figure(reduction.input) if reduction.measure is Measure.GROUP_MONTHLY else None
        beside = (beside or Affine(Fraction(0))).times(Fraction(unit))
        low, after = _find_edges(chance, view)
        terms = tuple((int(factor), name) for name, factor in beside.terms.items())
        if low is not None:
            turned = Weights(-weights.monthly, -weights.one_time)
            least = ceil(Fraction(low) * unit) - int(beside.constant)
            gauge = ListGauge(self.prices, turned, chance.reach.measured)
            yield Bound(gauge, -least, tuple((-factor, name) for factor, name in terms))
        if after is not None:
            most = ceil(Fraction(after) * unit) - 1 - int(beside.constant)
            yield Bound(ListGauge(self.prices, weights, chance.reach.measured), most, terms)


def _find_edges(chance: Chance, view: View) -> tuple[Decimal | None, Decimal | None]:
    """From which figure on, and below which, the levels are."""
    starts = list_starts(chance.reach.reduction)
    low = starts[view.low - 1] if view.low else None
    return low, starts[view.high] if view.high < chance.top else None


def _within(name: str, first: int, last: int) -> Formula:
    return conjunction((Linear(((1, name),), ">=", first), Linear(((1, name),), "<=", last)))
