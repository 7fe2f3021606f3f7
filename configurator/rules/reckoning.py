"""Arithmetic with linear expressions, within what a solver can take."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, lcm

from configurator.rules.affine import Affine
from configurator.rules.syntax import Arithmetic, Call, Node
from configurator.rules.world import MeaningRefused, World
from configurator.solver import MOST, Formula

WIDEST = 10**15
"""The widest range of a sum that is compared, after its factors were made whole; solvers count in 63 bits."""
_LARGEST_FIGURE = 10**40


def combine(left: Affine, right: Affine, node: Arithmetic) -> Affine:
    """The result of one operator. MeaningRefused where it is no linear expression."""
    match node.operator:
        case "+":
            return left.plus(right)
        case "-":
            return left.plus(right, Fraction(-1))
        case "*":
            if not (left.is_constant or right.is_constant):
                raise MeaningRefused("expression_not_linear", node.at)
            return left.times(right.constant) if right.is_constant else right.times(left.constant)
        case _:
            return _divide(left, right, node)


def _divide(left: Affine, right: Affine, node: Arithmetic) -> Affine:
    if not right.is_constant:
        raise MeaningRefused("expression_not_linear", node.at)
    if not right.constant:
        raise MeaningRefused("expression_division_by_zero", node.right.at)
    return left.times(1 / right.constant)


def check_size(result: Affine, node: Node) -> None:
    """Refuse figures that no business has, before they take time and memory."""
    for figure in (result.constant, *result.terms.values()):
        if abs(figure.numerator) > _LARGEST_FIGURE or figure.denominator > _LARGEST_FIGURE:
            raise MeaningRefused("expression_too_large", node.at, most=WIDEST)


def sum_up(parts: Sequence[Affine]) -> Affine:
    """The sum of the expressions."""
    result = Affine(Fraction(0))
    for part in parts:
        result = result.plus(part)
    return result


def compare_to_zero(difference: Affine, comparator: str, node: Node, world: World) -> Formula:
    """The comparison as a formula of whole numbers that no solver overflows at."""
    if difference.is_constant:
        return difference.compared_to_zero(comparator)
    low, high = world.reach(difference)
    if (high - low) * difference.scale > WIDEST:
        raise MeaningRefused("expression_too_large", node.at, most=WIDEST)
    if low > 0 or high < 0:
        return Affine(low if low > 0 else high).compared_to_zero(comparator)
    return difference.compared_to_zero(comparator)


def round_figure(node: Call, exact: Affine, world: World) -> Affine:
    """The expression rounded up or down, as `ceil` and `floor` say."""
    upwards = node.function == "ceil"
    if exact.is_constant:
        return Affine(Fraction((ceil if upwards else floor)(exact.constant)))
    if exact.is_integral:
        return exact
    check_width(node, [exact], world)
    return world.define_rounded(exact, upwards)


def find_extreme(node: Call, parts: list[Affine], world: World) -> Affine:
    """The largest or the smallest of the expressions, as `max` and `min` say."""
    largest = node.function == "max"
    if all(part.is_constant for part in parts):
        return Affine((max if largest else min)(part.constant for part in parts))
    check_width(node, parts, world)
    return world.define_extreme(parts, largest)


def check_width(node: Call, parts: Sequence[Affine], world: World) -> None:
    """Refuse a part of a sum that would need a whole number of its own outside of what solvers take."""
    scale = 1 if node.function in ("ceil", "floor") else lcm(*(part.scale for part in parts))
    reaches = [world.reach(part) for part in parts]
    width = max(high for _, high in reaches) - min(low for low, _ in reaches)
    if width * scale + 2 > MOST:
        raise MeaningRefused("expression_too_large", node.at, most=MOST)
