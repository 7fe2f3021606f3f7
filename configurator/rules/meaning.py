"""What a syntax tree means in a world: conditions become solver formulas, formulas become linear expressions.

The same reading serves every use. In a world of variables (`translating`) the result constrains a model; in a world
where
everything is known (`worlds.KnownWorld`) every formula collapses to true or false and every expression to a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Protocol, TypeVar

from configurator.rules.affine import Affine
from configurator.rules.connecting import conjunction, disjunction, implication, negation
from configurator.rules.syntax import (
    Arithmetic,
    AttributeOf,
    Call,
    Compare,
    Junction,
    Member,
    Name,
    Node,
    Not,
    Number,
    Selector,
    spine,
)
from configurator.solver import MOST, Count, Formula, Truth
from configurator.values.refusal import Refusal

Value = int | bool | str | Fraction
Part = TypeVar("Part")


class MeaningRefused(Refusal):
    """A condition or formula that reads well but has no meaning here; `at` is the character, `why` a problem code."""

    code = "expression_meaning"

    def __init__(self, why: str, at: int, **params: object) -> None:
        super().__init__(why=why, at=at, **params)
        self.why, self.at = why, at


class World(Protocol):
    """What a condition can speak of: inputs, offerings with quantities and attributes, needs, and definitions."""

    def input_value(self, name: str) -> Value | None:
        """The value of a profile input; None when there is no such input."""

    def choice_order(self, name: str) -> tuple[str, ...]:
        """The values of a choice input in order; empty when the input is not a choice."""

    def choice_is(self, name: str, value: str) -> Formula:
        """That a choice input has one of its values."""

    def flag_holds(self, name: str) -> Formula:
        """That a flag input is true."""

    def input_figure(self, name: str) -> Affine:
        """The figure of an integer input."""

    def members(self, selector: str) -> tuple[str, ...]:
        """The offerings that a selector stands for."""

    def taken(self, offering: str) -> Formula:
        """That the offering is taken."""

    def quantity(self, offering: str) -> Affine:
        """How many of the offering are taken."""

    def attribute_values(self, offering: str, attribute: str) -> tuple[str, ...]:
        """The values that the attribute can take; empty when the offering has no such attribute."""

    def attribute_is(self, offering: str, attribute: str, value: str) -> Formula:
        """That the offering is taken with this value."""

    def providers(self, capacity: str) -> Mapping[str, int] | None:
        """What one unit of each providing offering brings into a capacity; None when the catalog has no such
        capacity."""

    def asks_for(self, need: str) -> Formula | None:
        """Whether the customer asks for the need; None when there is no such need."""

    def define_rounded(self, exact: Affine, upwards: bool) -> Affine:
        """A whole number that is the expression rounded up or down."""

    def define_extreme(self, parts: Sequence[Affine], largest: bool) -> Affine:
        """The largest or smallest of the expressions."""

    def define_chosen(self, condition: Formula, first: Affine, second: Affine) -> Affine:
        """The first expression where the condition holds, otherwise the second."""

    def count_taken(self, offerings: Sequence[str]) -> Affine:
        """How many different ones of the offerings are taken."""

    def reach(self, part: Affine) -> tuple[Fraction, Fraction]:
        """The least and the greatest that the expression can be, each quantity taken alone."""


WIDEST = 10**15
"""The widest range of a sum that is compared, after its factors were made whole; solvers count in 63 bits."""
_LARGEST_FIGURE = 10**40


_MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "!=": "!="}
_BOTH_MUST = {(">=", "max"), (">", "max"), ("<=", "min"), ("<", "min")}
# For a whole x: x compared to a rounded e is x compared to e itself, moved by this much and with this comparator.
_UNROUNDED = {
    (">=", "ceil"): (">=", 0),
    ("<", "ceil"): ("<", 0),
    ("<=", "ceil"): ("<", 1),
    (">", "ceil"): (">=", 1),
    ("<=", "floor"): ("<=", 0),
    (">", "floor"): (">", 0),
    (">=", "floor"): (">", -1),
    ("<", "floor"): ("<=", -1),
}


def read_condition(node: Node, world: World) -> Formula:
    """The formula that a condition stands for. MeaningRefused names the character and the reason."""
    match node:
        case Selector():
            return disjunction([world.taken(code) for code in _members(node, world)])
        case Not(part=part):
            return negation(read_condition(part, world))
        case Junction():
            return _read_junction(node, world)
        case Compare():
            return _read_comparison(node, world)
        case Member(left=left, values=values):
            return disjunction([_equal_choice(left, Name(value, node.at), world) for value in values])
        case Call(function="every"):
            return _read_every(node, world)
        case Call():
            return _read_condition_call(node, world)
        case Name(name=name):
            return _read_flag(name, node, world)
        case _:
            raise MeaningRefused("expression_condition_expected", node.at)


def read_figure(node: Node, world: World) -> Affine:
    """The linear expression that a formula stands for."""
    match node:
        case Number(value=value):
            return Affine(value)
        case Name(name=name):
            return _read_input(name, node, world)
        case Selector():
            return _sum([world.quantity(code) for code in _members(node, world)])
        case Arithmetic():
            return _read_arithmetic(node, world)
        case Call():
            return _read_figure_call(node, world)
        case _:
            raise MeaningRefused("expression_figure_expected", node.at)


def read_value(node: Node, world: World) -> Value:
    """The plain value of an expression that depends on nothing but the profile: a figure, true or false, or a
    choice's value."""
    if isinstance(node, Name) and world.input_value(node.name) is None:
        return node.name
    if isinstance(node, Name):
        return world.input_value(node.name) or 0
    if isinstance(node, Call) and node.function == "if" and len(node.arguments) == 3:
        decided = read_condition(node.arguments[0], world)
        if isinstance(decided, Truth):
            return read_value(node.arguments[1 if decided.value else 2], world)
    if isinstance(node, (Not, Junction, Compare, Member)):
        decided = read_condition(node, world)
        return decided.value if isinstance(decided, Truth) else _not_constant(node)
    figure = read_figure(node, world)
    return figure.constant if figure.is_constant else _not_constant(node)


def _read_junction(node: Junction, world: World) -> Formula:
    if node.word == "implies":
        left = read_condition(node.left, world)
        right = _read_after(node.right, world, is_settled=left == Truth(False))
        return implication(left, right or Truth(True))
    settling = Truth(node.word == "or")
    parts: list[Formula] = []
    is_settled = False
    for operand in spine(node):
        parts.append(_read_after(operand, world, is_settled=is_settled) or settling)
        is_settled = is_settled or parts[-1] == settling
    return conjunction(parts) if node.word == "and" else disjunction(parts)


def _read_after(node: Node, world: World, *, is_settled: bool) -> Formula | None:
    """A condition behind another one. When that settles the matter, this one may divide by zero (None): `beds > 0 and
    staff / beds > 3` is sound."""
    return _read_unless(lambda: read_condition(node, world)) if is_settled else read_condition(node, world)


def _read_unless(reading: Callable[[], Part]) -> Part | None:
    try:
        return reading()
    except MeaningRefused as refusal:
        if refusal.why != "expression_division_by_zero":
            raise
        return None


def _read_comparison(node: Compare, world: World) -> Formula:
    if isinstance(node.left, AttributeOf) or _is_choice(node.left, world):
        return _compare_choice(node, world)
    if _is_special(node.left) and not _is_special(node.right):
        mirrored = Compare(_MIRRORED[node.comparator], node.right, node.left, node.at)  # type: ignore[arg-type]
        return _read_comparison(mirrored, world)
    if isinstance(node.right, Call) and node.right.function in ("min", "max"):
        return _compare_extreme(node, node.right, world)
    if isinstance(node.right, Call) and node.right.function in ("ceil", "floor"):
        return _compare_rounded(node, node.right, world)
    if isinstance(node.right, Call) and node.right.function == "if":
        return _compare_chosen(node, node.right, world)
    left, right = read_figure(node.left, world), read_figure(node.right, world)
    return _compare_to_zero(left.plus(right, Fraction(-1)), node.comparator, node, world)


def _compare_to_zero(difference: Affine, comparator: str, node: Node, world: World) -> Formula:
    """The comparison as a formula of whole numbers that no solver overflows at."""
    if difference.is_constant:
        return difference.compared_to_zero(comparator)
    low, high = world.reach(difference)
    if (high - low) * difference.scale > WIDEST:
        raise MeaningRefused("expression_too_large", node.at, most=WIDEST)
    if low > 0 or high < 0:
        return Affine(low if low > 0 else high).compared_to_zero(comparator)
    return difference.compared_to_zero(comparator)


def _is_special(node: Node) -> bool:
    return isinstance(node, Call) and node.function in ("min", "max", "ceil", "floor", "if")


def _compare_chosen(node: Compare, call: Call, world: World) -> Formula:
    """`x >= if(c, a, b)` is `c implies x >= a` and `not c implies x >= b`."""
    condition, (first, second) = _read_branches(
        call, world, lambda branch: _read_comparison(Compare(node.comparator, node.left, branch, node.at), world)
    )
    parts = (implication(condition, first or Truth(True)), implication(negation(condition), second or Truth(True)))
    return conjunction(parts)


def _read_branches(
    call: Call, world: World, reading: Callable[[Node], Part]
) -> tuple[Formula, tuple[Part | None, Part | None]]:
    """The condition and both branches of an `if`; a branch that is not needed may divide by zero (None)."""
    if len(call.arguments) != 3:
        raise MeaningRefused("expression_arguments", call.at, function="if")
    condition = read_condition(call.arguments[0], world)
    parts = [
        _read_unless(lambda branch=branch: reading(branch)) if condition == unneeded else reading(branch)  # type: ignore[misc]
        for branch, unneeded in zip(call.arguments[1:], (Truth(False), Truth(True)), strict=True)
    ]
    return condition, (parts[0], parts[1])


def _compare_extreme(node: Compare, call: Call, world: World) -> Formula:
    if node.comparator in ("=", "!="):
        return _compare_both_ways(node, world)
    parts = [_read_comparison(Compare(node.comparator, node.left, part, node.at), world) for part in call.arguments]
    both = (node.comparator, call.function) in _BOTH_MUST
    return conjunction(parts) if both else disjunction(parts)


def _compare_rounded(node: Compare, call: Call, world: World) -> Formula:
    if node.comparator in ("=", "!="):
        return _compare_both_ways(node, world)
    left, inner = read_figure(node.left, world), read_figure(_only_argument(call), world)
    if inner.is_constant or not left.is_integral:
        return _compare_to_zero(left.plus(read_figure(call, world), Fraction(-1)), node.comparator, node, world)
    comparator, shift = _UNROUNDED[(node.comparator, call.function)]
    difference = left.plus(inner, Fraction(-1)).plus(Affine(Fraction(-shift)))
    return _compare_to_zero(difference, comparator, node, world)


def _compare_both_ways(node: Compare, world: World) -> Formula:
    equal = conjunction(
        [
            _read_comparison(Compare(">=", node.left, node.right, node.at), world),
            _read_comparison(Compare("<=", node.left, node.right, node.at), world),
        ]
    )
    return equal if node.comparator == "=" else negation(equal)


def _is_choice(node: Node, world: World) -> bool:
    return isinstance(node, Name) and bool(world.choice_order(node.name))


def _compare_choice(node: Compare, world: World) -> Formula:
    if node.comparator == "=":
        return _equal_choice(node.left, node.right, world)
    if node.comparator == "!=":
        return negation(_equal_choice(node.left, node.right, world))
    if isinstance(node.left, Name) and isinstance(node.right, Name):
        order = world.choice_order(node.left.name)
        _check_value(node.right.name, order, node.right.at)
        places = {word: Affine(Fraction(place - order.index(node.right.name))) for place, word in enumerate(order)}
        fitting = [word for word, place in places.items() if place.compared_to_zero(node.comparator) == Truth(True)]
        return disjunction([world.choice_is(node.left.name, word) for word in fitting])
    if isinstance(node.left, Name):
        raise MeaningRefused("expression_choice_expected", node.right.at)
    raise MeaningRefused("expression_order", node.at)


def _equal_choice(left: Node, right: Node, world: World) -> Formula:
    value = _plain_word(right)
    if isinstance(left, AttributeOf):
        return _attribute_is(left, value, right.at, world)
    if not isinstance(left, Name):
        raise MeaningRefused("expression_choice_expected", left.at)
    _check_value(value, world.choice_order(left.name), right.at)
    return world.choice_is(left.name, value)


def _plain_word(node: Node) -> str:
    match node:
        case Name(name=name):
            return name
        case Number(value=value) if value.denominator == 1:
            return str(value)
        case _:
            raise MeaningRefused("expression_choice_expected", node.at)


def _check_value(value: str, known: tuple[str, ...], at: int) -> None:
    if value not in known:
        raise MeaningRefused("expression_unknown_value", at, value=value, known=known)


def _attribute_is(node: AttributeOf, value: str, at: int, world: World) -> Formula:
    known = {code: world.attribute_values(code, node.attribute) for code in _members(node.selector, world)}
    if not any(known.values()):
        raise MeaningRefused(
            "expression_unknown_attribute", node.at, attribute=node.attribute, selector=node.selector.text
        )
    _check_value(value, tuple(dict.fromkeys(word for words in known.values() for word in words)), at)
    return disjunction(
        [world.attribute_is(code, node.attribute, value) for code, words in known.items() if value in words]
    )


def _read_flag(name: str, node: Node, world: World) -> Formula:
    value = world.input_value(name)
    if value is None:
        raise MeaningRefused("expression_unknown_name", node.at, name=name)
    if isinstance(value, bool):
        return world.flag_holds(name)
    raise MeaningRefused("expression_condition_expected", node.at)


def _read_input(name: str, node: Node, world: World) -> Affine:
    value = world.input_value(name)
    if value is None:
        raise MeaningRefused("expression_unknown_name", node.at, name=name)
    if isinstance(value, (bool, str)):
        raise MeaningRefused("expression_figure_expected", node.at)
    return world.input_figure(name)


def _read_arithmetic(node: Arithmetic, world: World) -> Affine:
    """A chain of operators that bind equally, from left to right."""
    operands = spine(node)
    steps: list[Arithmetic] = []
    step: Node = node
    while step is not operands[0]:
        assert isinstance(step, Arithmetic), "the spine of arithmetic is arithmetic"
        steps.append(step)
        step = step.left
    result = read_figure(operands[0], world)
    for each in reversed(steps):
        result = _combine(result, read_figure(each.right, world), each)
        _check_size(result, each)
    return result


def _check_size(result: Affine, node: Node) -> None:
    """Refuse figures that no business has, before they take time and memory."""
    for figure in (result.constant, *result.terms.values()):
        if abs(figure.numerator) > _LARGEST_FIGURE or figure.denominator > _LARGEST_FIGURE:
            raise MeaningRefused("expression_too_large", node.at, most=WIDEST)


def _combine(left: Affine, right: Affine, node: Arithmetic) -> Affine:
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


def _read_condition_call(node: Call, world: World) -> Formula:
    match node.function:
        case "any" | "all" | "none":
            return _read_quantified(node, world)
        case "exactly" | "at_least" | "at_most":
            return _read_count(node, world)
        case "need":
            return _read_need(node, world)
        case _:
            raise MeaningRefused("expression_unknown_function", node.at, function=node.function)


def _read_quantified(node: Call, world: World) -> Formula:
    parts = _each_condition(node.arguments, world)
    match node.function:
        case "all":
            return conjunction(parts)
        case "any":
            return disjunction(parts)
        case _:
            return negation(disjunction(parts))


def _read_count(node: Call, world: World) -> Formula:
    if len(node.arguments) < 2:
        raise MeaningRefused("expression_arguments", node.at, function=node.function)
    wanted = read_figure(node.arguments[0], world)
    if not wanted.is_constant or wanted.constant.denominator != 1:
        raise MeaningRefused("expression_figure_expected", node.arguments[0].at)
    parts, number = _each_condition(node.arguments[1:], world), int(wanted.constant)
    certain = sum(part == Truth(True) for part in parts)
    unsure = tuple(part for part in parts if not isinstance(part, Truth))
    low = number - certain if node.function in ("exactly", "at_least") else 0
    high = number - certain if node.function in ("exactly", "at_most") else len(unsure)
    if high < 0 or low > len(unsure):
        return Truth(False)
    return Truth(True) if low <= 0 and high >= len(unsure) else Count(unsure, max(low, 0), high)


def _read_every(node: Call, world: World) -> Formula:
    """That every taken one of the selected offerings which can have the value has it."""
    match node.arguments:
        case (Compare(comparator="=", left=AttributeOf() as attribute, right=right),):
            return conjunction([implication(*both) for _, *both in list_valued(attribute, right, world)])
        case _:
            raise MeaningRefused("expression_arguments", node.at, function=node.function)


def list_valued(node: AttributeOf, right: Node, world: World) -> list[tuple[str, Formula, Formula]]:
    """The selected offerings that can have the value: that each is taken, and that it has the value."""
    value = _plain_word(right)
    _attribute_is(node, value, right.at, world)
    return [
        (code, world.taken(code), world.attribute_is(code, node.attribute, value))
        for code in _members(node.selector, world)
        if value in world.attribute_values(code, node.attribute)
    ]


def _each_condition(nodes: Sequence[Node], world: World) -> list[Formula]:
    """One condition per argument; a selector of several offerings counts each of them, and none of them twice."""
    parts: list[Formula] = []
    seen: set[str] = set()
    for node in nodes:
        if isinstance(node, Selector):
            fresh = [code for code in _members(node, world) if code not in seen]
            seen.update(fresh)
            parts.extend(map(world.taken, fresh))
        else:
            parts.append(read_condition(node, world))
    return parts


def _read_need(node: Call, world: World) -> Formula:
    word = node.arguments[0]
    if len(node.arguments) != 1:
        raise MeaningRefused("expression_arguments", node.at, function=node.function)
    asked = world.asks_for(word.name) if isinstance(word, Name) else None
    if asked is None:
        raise MeaningRefused("expression_unknown_need", word.at, need=getattr(word, "name", "…"))
    return asked


def _read_figure_call(node: Call, world: World) -> Affine:
    match node.function:
        case "ceil" | "floor":
            return _round(node, read_figure(_only_argument(node), world), world)
        case "min" | "max":
            return _extreme(node, [read_figure(part, world) for part in node.arguments], world)
        case "if":
            return _choose(node, world)
        case "sum":
            return _sum([read_figure(part, world) for part in node.arguments])
        case "count":
            return world.count_taken(_all_members(node.arguments, world))
        case "total":
            return _total(node, world)
        case _:
            raise MeaningRefused("expression_unknown_function", node.at, function=node.function)


def _only_argument(node: Call) -> Node:
    if len(node.arguments) != 1:
        raise MeaningRefused("expression_arguments", node.at, function=node.function)
    return node.arguments[0]


def _round(node: Call, exact: Affine, world: World) -> Affine:
    upwards = node.function == "ceil"
    if exact.is_constant:
        return Affine(Fraction((ceil if upwards else floor)(exact.constant)))
    if exact.is_integral:
        return exact
    _check_width(node, [exact], world)
    return world.define_rounded(exact, upwards)


def _extreme(node: Call, parts: list[Affine], world: World) -> Affine:
    largest = node.function == "max"
    if all(part.is_constant for part in parts):
        return Affine((max if largest else min)(part.constant for part in parts))
    _check_width(node, parts, world)
    return world.define_extreme(parts, largest)


def _choose(node: Call, world: World) -> Affine:
    condition, (first, second) = _read_branches(node, world, lambda branch: read_figure(branch, world))
    if isinstance(condition, Truth):
        return (first if condition.value else second) or Affine(Fraction(0))
    assert first is not None, "a branch that may be needed was read"
    assert second is not None, "a branch that may be needed was read"
    if not (first.is_constant and second.is_constant):
        _check_width(node, [first, second], world)
    return world.define_chosen(condition, first, second)


def _check_width(node: Call, parts: Sequence[Affine], world: World) -> None:
    """Refuse a part of a sum that would need a whole number of its own outside of what solvers take."""
    scale = 1 if node.function in ("ceil", "floor") else lcm(*(part.scale for part in parts))
    reaches = [world.reach(part) for part in parts]
    width = max(high for _, high in reaches) - min(low for low, _ in reaches)
    if width * scale + 2 > MOST:
        raise MeaningRefused("expression_too_large", node.at, most=MOST)


def _sum(parts: Sequence[Affine]) -> Affine:
    result = Affine(Fraction(0))
    for part in parts:
        result = result.plus(part)
    return result


def _total(node: Call, world: World) -> Affine:
    if not isinstance(node.arguments[0], Name):
        raise MeaningRefused("expression_arguments", node.at, function="total")
    capacity = node.arguments[0].name
    providers = world.providers(capacity)
    if providers is None:
        raise MeaningRefused("expression_unknown_capacity", node.arguments[0].at, capacity=capacity)
    codes = _all_members(node.arguments[1:], world) if len(node.arguments) > 1 else providers
    return _sum([world.quantity(code).times(Fraction(providers[code])) for code in codes if code in providers])


def _all_members(nodes: Sequence[Node], world: World) -> list[str]:
    codes: dict[str, None] = {}
    for node in nodes:
        if not isinstance(node, Selector):
            raise MeaningRefused("expression_selector_expected", node.at)
        codes.update(dict.fromkeys(_members(node, world)))
    return list(codes)


def _members(node: Selector, world: World) -> tuple[str, ...]:
    codes = world.members(node.text)
    if not codes:
        raise MeaningRefused("expression_unknown_offering", node.at, selector=node.text)
    return codes


def _not_constant(node: Node) -> Value:
    raise MeaningRefused("expression_profile_only", node.at)
