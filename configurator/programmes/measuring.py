"""What the bands of programmes are read from: exact figures of a quote and its lines.

Money is counted in parts of a minor unit so small that every line's is whole, since whole numbers compare fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, lcm

from configurator.catalog.commercial import Measure
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.programmes.reaching import Reach
from configurator.values.money import Currency

OF_A_LINE = frozenset({Measure.LINE_QUANTITY, Measure.LINE_MONTHLY})
IN_MONEY = frozenset({Measure.LINE_MONTHLY, Measure.QUOTE_MONTHLY, Measure.GROUP_MONTHLY, Measure.CONTRACT_VALUE})


class Gauge:
    """Measures one quote. Lines of which nothing is taken do not count."""

    def __init__(self, facts: QuoteFacts) -> None:
        self.facts = facts
        self.lines: tuple[LineFacts, ...] = tuple(line for line in facts.lines if line.quantity > 0)
        self.parts = lcm(*{line.monthly.denominator for line in self.lines})
        """Into how many parts a minor unit is divided."""
        self.monthly: tuple[int, ...] = tuple(
            line.monthly.numerator * (self.parts // line.monthly.denominator) for line in self.lines
        )

    @cached_property
    def quantities(self) -> Mapping[str, int]:
        """What is taken of each offering."""
        return self._sum(line.quantity for line in self.lines)

    @cached_property
    def _monthly_of(self) -> Mapping[str, int]:
        return self._sum(self.monthly)

    @cached_property
    def _one_time_of(self) -> Mapping[str, int]:
        return self._sum(line.one_time for line in self.lines)

    def _sum(self, figures: Iterable[int]) -> dict[str, int]:
        sums: dict[str, int] = {}
        for line, figure in zip(self.lines, figures, strict=True):
            sums[line.offering] = sums.get(line.offering, 0) + figure
        return sums

    def scale(self, measure: Measure) -> int:
        """How many of our units one unit of a band is: of money in major units, of everything else as it is."""
        return self.parts * _minor_of(self.facts.catalog.currency) if measure in IN_MONEY else 1

    def threshold(self, since: Decimal, measure: Measure) -> int:
        """The least whole figure that reaches a band."""
        return ceil(Fraction(since) * self.scale(measure))

    def read(self, reach: Reach) -> int | None:
        """The measure of a programme that looks at the whole quote; None when the profile does not have its input."""
        return _READINGS[reach.reduction.measure](self, reach)

    def read_line(self, position: int, measure: Measure) -> int:
        """The measure of the line at this position."""
        return self.monthly[position] if measure is Measure.LINE_MONTHLY else self.lines[position].quantity

    def _total(self, sums: Mapping[str, int], reach: Reach) -> int:
        if reach.measured is None:
            return sum(sums.values())
        return sum(sums.get(code, 0) for code in reach.measured)

    def _quote_monthly(self, reach: Reach) -> int:
        return self._total(self._monthly_of, reach)

    def _group_monthly(self, reach: Reach) -> int:
        elsewhere = self._input(reach) or 0
        return self._quote_monthly(reach) + elsewhere * self.scale(Measure.GROUP_MONTHLY)

    def _contract_value(self, reach: Reach) -> int:
        once = self._total(self._one_time_of, reach) * self.parts
        return once + self.facts.term_months * self._quote_monthly(reach)

    def _product_lines(self, reach: Reach) -> int:
        catalog = self.facts.catalog
        counted = (code for code in self.quantities if reach.measured is None or code in reach.measured)
        return len({catalog.families[catalog.offerings[code].family].line for code in counted})

    def _input(self, reach: Reach) -> int | None:
        value = self.facts.inputs.get(reach.reduction.input)
        return value if isinstance(value, int) else None


_READINGS: Mapping[Measure, Callable[[Gauge, Reach], int | None]] = {
    Measure.NONE: lambda gauge, reach: 0,
    Measure.QUOTE_MONTHLY: Gauge._quote_monthly,
    Measure.GROUP_MONTHLY: Gauge._group_monthly,
    Measure.CONTRACT_VALUE: Gauge._contract_value,
    Measure.TERM_MONTHS: lambda gauge, reach: gauge.facts.term_months,
    Measure.PRODUCT_LINES: Gauge._product_lines,
    Measure.INPUT: Gauge._input,
}


def _minor_of(currency: Currency) -> int:
    """How many minor units a major one has."""
    return int(10**currency.exponent)
