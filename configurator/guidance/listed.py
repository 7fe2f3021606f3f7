"""What programmes read from a quote: list amounts of lines, their sums, and from which quantities on bands change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from configurator.configuration.model import ConfigurationLine
from configurator.guidance.curves import Curve
from configurator.guidance.gauging import Gauge
from configurator.guidance.ledger import Ledger, Measure
from configurator.pricing.listing import list_line
from configurator.programmes.model import LineFacts
from configurator.values.periods import ChargeKind

YEAR = 12
"""Monthly list amounts are counted in twelfths of a minor unit, in which those of yearly charges are whole."""

_MOST_TRIED = 600


@dataclass(frozen=True, slots=True)
class Weights:
    """What of a line counts: so many times what comes every month (in twelfths), and what comes once."""

    monthly: int
    one_time: int = 0


class ListPrices:
    """The list amounts of one ledger's lines."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._facts: dict[tuple[str, int], LineFacts] = {}
        self._curves: dict[tuple[str, ChargeKind], Curve] = {}
        self.drawn: dict[tuple[object, ...], Curve] = {}
        """Curves with programmes, drawn once for all outlooks that say the same of an offering."""
        self.granted: dict[tuple[object, ...], dict[Measure, int]] = {}
        """Amounts with programmes, computed once for all outlooks that say the same of an offering."""

    def state(self, offering: str, quantity: int, number: int = 1) -> LineFacts:
        """A line as programmes see it."""
        key = offering, quantity
        if key not in self._facts:
            _, listed = list_line(self.ledger.deal, ConfigurationLine(offering, quantity))
            self._facts[key] = LineFacts(1, offering, quantity, listed.monthly, listed.one_time, listed.usage)
        found = self._facts[key]
        return found if number == 1 else LineFacts(number, *_plain(found))

    def weigh(self, offering: str, quantity: int, weights: Weights) -> int:
        """The weighted amount of a line, exactly."""
        if not quantity:
            return 0
        facts = self.state(offering, quantity)
        return weights.monthly * int(facts.monthly * YEAR) + weights.one_time * facts.one_time

    def draw(self, offering: str, kind: ChargeKind) -> Curve:
        """A curve that encloses what comes every month (in twelfths), or once."""
        key = offering, kind
        if key not in self._curves:
            self._curves[key] = self._draw(offering, kind)
        return self._curves[key]

    def reach_monthly(self, offering: str, least: int) -> tuple[tuple[int, int], ...] | None:
        """The quantities (both ends inclusive) at which a line lists so much a month (in twelfths) or more; None when
        there are too many to try."""
        top = self.ledger.catalog.offerings[offering].max_quantity
        if self._is_rising(offering):
            first = bisect_left(range(1, top + 1), least, key=lambda quantity: self._monthly(offering, quantity)) + 1
            return ((first, top),) if first <= top else ()
        if top > _MOST_TRIED:
            return None
        return tuple(_join([each for each in range(1, top + 1) if self._monthly(offering, each) >= least]))

    def _monthly(self, offering: str, quantity: int) -> int:
        return self.weigh(offering, quantity, Weights(1))

    def _draw(self, offering: str, kind: ChargeKind) -> Curve:
        curves = [Curve()]
        for plan, charge in self.ledger.list_charges(offering):
            if charge.kind is kind:
                curve = self.ledger.drawer.draw_listed(plan, charge.payments[0])
                curves.append(curve.times(Fraction(YEAR, charge.period.months)) if charge.period else curve)
        return Curve.total(curves)

    def _is_rising(self, offering: str) -> bool:
        """Whether more units never list less a month; known where every price is drawn without a jump down."""
        curve = self.draw(offering, ChargeKind.RECURRING)
        jumps = (later[1] >= curve.at(later[0] - 1) for _, later in pairwise(curve.pieces))
        return all(slope >= 0 for _, _, slope in curve.pieces) and all(jumps)


class ListGauge(Gauge):
    """A weighted sum of list amounts over the lines of some offerings (all when none are named)."""

    def __init__(self, prices: ListPrices, weights: Weights, codes: Collection[str] | None = None) -> None:
        super().__init__(prices.ledger, {})
        self._prices, self._of, self._codes = prices, weights, codes

    def amount(self, offering: str, quantity: int) -> int:
        """The exact amount of one line."""
        is_counted = self._codes is None or offering in self._codes
        return self._prices.weigh(offering, quantity, self._of) if is_counted else 0

    @cached_property
    def curves(self) -> Mapping[str, Curve]:
        """A curve for every offering that counts."""
        codes = self._prices.ledger.first_quantities
        drawn = {code: self._draw(code) for code in codes if self._codes is None or code in self._codes}
        return {code: curve for code, curve in drawn.items() if any(value or slope for _, value, slope in curve.pieces)}

    def _draw(self, code: str) -> Curve:
        monthly, once = (self._prices.draw(code, kind) for kind in (ChargeKind.RECURRING, ChargeKind.ONE_TIME))
        return Curve.total([monthly.times(Fraction(self._of.monthly)), once.times(Fraction(self._of.one_time))])


def _plain(facts: LineFacts) -> tuple[str, int, Fraction | int, int, int]:
    return facts.offering, facts.quantity, facts.monthly, facts.one_time, facts.usage


def _join(numbers: list[int]) -> list[tuple[int, int]]:
    """Rising numbers as ranges without gaps."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    return ranges
