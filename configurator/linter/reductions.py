"""Checks of programmes: reductions of nothing, and reductions that together go below the floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.commercial import Discount, Floor, Keep
from configurator.catalog.model import Catalog
from configurator.linter.checks import tell, warn
from configurator.pricing.exact import show_exact
from configurator.programmes.reaching import Reach, reach_programmes
from configurator.rules.rulebook import RuleBook
from configurator.values.problem import Problem

_HUNDRED = 100
_MOST_NAMED = 6
_FINEST = Decimal("0.01")

Stack = tuple[frozenset[str], Floor]
"""Programmes that come together, and the floor that they meet."""


def check_reductions(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """Every programme has charges that it can reduce."""
    for reach in reach_programmes(catalog):
        charged = (price.charge for code in reach.members for price in catalog.prices.get(code, ()))
        if not reach.reduction.charges & set(charged):
            yield warn("programme_reduces_nothing", reach.reduction.location, programme=reach.reduction.key)


def check_stacks(catalog: Catalog, book: RuleBook) -> Iterator[Problem]:
    """Programmes that may come together and then take off more than the floor of a family allows."""
    found: dict[Stack, tuple[Fraction, list[str]]] = {}
    for code in catalog.offerings:
        floor = _find_floor(catalog, code)
        if floor is None or floor.most_discount is None:
            continue
        percent, keys = _find_largest(catalog, code)
        if percent > Fraction(floor.most_discount):
            most, codes = found.setdefault((keys, floor), (percent, []))
            found[keys, floor] = max(most, percent), [*codes, code]
    for (keys, floor), (percent, codes) in found.items():
        yield tell(
            "programmes_exceed_floor",
            floor.location,
            programmes=tuple(key for key in catalog.programmes if key in keys),
            offerings=tuple(codes[:_MOST_NAMED]),
            count=len(codes),
            percent=_show(percent),
            limit=show_exact(floor.most_discount or Decimal(0)),
        )


def _find_floor(catalog: Catalog, code: str) -> Floor | None:
    offering = catalog.offerings[code]
    floors = {floor.family: floor for floor in catalog.policy.floors}
    return None if offering.pass_through else floors.get(offering.family, floors.get(""))


def _find_largest(catalog: Catalog, code: str) -> tuple[Fraction, frozenset[str]]:
    """The most that programmes behind the term discount take off the offering on any day, in percent, and which."""
    kinds = {price.charge for price in catalog.prices.get(code, ())}
    able = [
        reach.reduction
        for reach in reach_programmes(catalog)
        if code in reach.members and reach.reduction.charges & kinds and _is_bounded(reach, catalog)
    ]
    days = {each.valid.first or date.min for each in able}
    stacks = [[each for each in able if each.valid.contains(day)] for day in sorted(days)]
    figures = [(_add_up(stack, catalog), frozenset(each.key for each in stack)) for stack in stacks]
    return max(figures, key=lambda each: each[0], default=(Fraction(0), frozenset()))


def _is_bounded(reach: Reach, catalog: Catalog) -> bool:
    """Whether the floor looks at what the programme takes off: it comes after the term discount."""
    order = [stage.key for stage in catalog.policy.stages]
    terms = [position for position, stage in enumerate(catalog.policy.stages) if stage.kind == "term"]
    return not terms or order.index(reach.reduction.stage) > terms[-1]


def _add_up(stack: Iterable[Discount], catalog: Catalog) -> Fraction:
    """Percentages of one stage add up, those of a group that keeps one count once; stages follow one another."""
    by_stage: dict[str, dict[str, list[Fraction]]] = {}
    for each in stack:
        group = catalog.policy.groups.get(each.group)
        name = each.group if group and group.keep is not Keep.ALL else f"{each.key} alone"
        by_stage.setdefault(each.stage, {}).setdefault(name, []).append(_largest_percent(each))
    left = Fraction(1)
    for groups in by_stage.values():
        off = min(Fraction(_HUNDRED), sum((max(rivals) for rivals in groups.values()), Fraction(0)))
        left *= 1 - Fraction(off, _HUNDRED)
    return _HUNDRED * (1 - left)


def _largest_percent(reduction: Discount) -> Fraction:
    return max((Fraction(band.percent) for span in reduction.spans for band in span.bands), default=Fraction(0))


def _show(percent: Fraction) -> str:
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return show_exact(exact.quantize(_FINEST))
