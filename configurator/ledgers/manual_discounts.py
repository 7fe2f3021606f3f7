"""How far the seller's own discounts go, as approvers weigh it: percentages, amounts and target prices together.

Of a charge it is what the manual stage takes off what it starts from (after term discount and programmes), in percent.
What was spread counts by the ratio of its sums, so that the last cent of a spread makes no difference; what floors give
back afterwards is not deducted, because it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_UP, Decimal
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.ledgers.spread_amounts import Places, find_spreads, measure_spread, place_spreads
from configurator.pricing.model import Charge, PricedConfiguration
from configurator.pricing.rounding import EXACT
from configurator.values.money import Money

_STEP = Decimal("0.01")
_NOTHING = Decimal(0)


def find_manual_discounts(catalog: Catalog, priced: PricedConfiguration) -> Mapping[int, Decimal]:
    """By line number the largest manual discount on one of its charges, in percent, rounded up to two decimals."""
    spreads = tuple(find_spreads(catalog, priced))
    places = place_spreads(spreads)
    ratios = tuple(_ratio(measure_spread(spread, places)) for spread in spreads)
    return {
        line.number: max(
            (
                _measure_charge(charge, f"{line.number}.{at}", places, ratios)
                for at, charge in enumerate(line.charges, start=1)
            ),
            default=_NOTHING,
        )
        for line in priced.lines
    }


def find_largest_discount(catalog: Catalog, priced: PricedConfiguration) -> Decimal:
    """The largest manual discount on any line, in percent; 0 when there is none."""
    return max(find_manual_discounts(catalog, priced).values(), default=_NOTHING)


def _ratio(members: Iterable[tuple[Money, Money]]) -> Fraction:
    """What is left of the sum that was spread over, as a fraction of it."""
    known = tuple(members)
    before, after = sum(old.minor for old, _ in known), sum(new.minor for _, new in known)
    return Fraction(after, before) if before else Fraction(1)


def _measure_charge(charge: Charge, path: str, places: Places, ratios: Sequence[Fraction]) -> Decimal:
    left = Fraction(1)
    for step in charge.regular.trace:
        if step.step == "manual_discount":
            left *= 1 - Fraction(step.params["percent"]) / 100
    own = next(at for at, each in enumerate(charge.payments, start=1) if each is charge.regular)
    for placed in places.get(f"{path}.{own}", ()):
        left *= ratios[placed.at]
    return _show_percent(max(Fraction(0), 1 - left))


def _show_percent(share: Fraction) -> Decimal:
    percent = EXACT.divide(Decimal(100 * share.numerator), Decimal(share.denominator))
    return percent.quantize(_STEP, ROUND_UP, EXACT)
