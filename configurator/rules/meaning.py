"""What a syntax tree means in a world: conditions become solver formulas, formulas become linear expressions.

The same reading serves every use. In a world of variables (`translating`) the result constrains a model; in a world
where everything is known (`worlds.KnownWorld`) every formula collapses to true or false and every expression to a
figure. Conditions hold figures and figures hold conditions (`if`), therefore both are read here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from configurator.rules.affine import Affine
from configurator.rules.connecting import conjunction, disjunction, implication, negation
from configurator.rules.naming import (
    add_capacity,
    compare_choice,
    equal_choice,
    find_members,
    is_choice,
    list_members,
    list_valued,
    read_flag,
    read_input,
    read_need,
)
from configurator.rules.reckoning import (
    check_size,
    check_width,
    combine,
    compare_to_zero,
    find_extreme,
    round_figure,
    sum_up,
)
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
from configurator.rules.world import MeaningRefused, Value, World
from configurator.solver import Count, Formula, Truth

Part = TypeVar("Part")


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
            return disjunction([world.taken(code) for code in find_members(node, world)])
        case Not(part=part):
            return negation(read_condition(part, world))
        case Junction():
            return _read_junction(node, world)
        case Compare():
            return _read_comparison(node, world)
        case Member(left=left, values=values):
            return disjunction([equal_choice(left, Name(value, node.at), world) for value in values])
        case Call(function="every"):
            return _read_every(node, world)
        case Call():
            return _read_condition_call(node, world)
        case Name(name=name):
            return read_flag(name, node, world)
        case _:
            raise MeaningRefused("expression_condition_expected", node.at)


def read_figure(node: Node, world: World) -> Affine:
    """The linear expression that a formula stands for."""
    match node:
        case Number(value=value):
            return Affine(value)
        case Name(name=name):
            return read_input(name, node, world)
        case Selector():
            return sum_up([world.quantity(code) for code in find_members(node, world)])
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
    if isinstance(node.left, AttributeOf) or is_choice(node.left, world):
        return compare_choice(node, world)
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
    return compare_to_zero(left.plus(right, Fraction(-1)), node.comparator, node, world)


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
        return compare_to_zero(left.plus(read_figure(call, world), Fraction(-1)), node.comparator, node, world)
    comparator, shift = _UNROUNDED[(node.comparator, call.function)]
    difference = left.plus(inner, Fraction(-1)).plus(Affine(Fraction(-shift)))
    return compare_to_zero(difference, comparator, node, world)


def _compare_both_ways(node: Compare, world: World) -> Formula:
    equal = conjunction(
        [
            _read_comparison(Compare(">=", node.left, node.right, node.at), world),
            _read_comparison(Compare("<=", node.left, node.right, node.at), world),
        ]
    )
    return equal if node.comparator == "=" else negation(equal)


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
        result = combine(result, read_figure(each.right, world), each)
        check_size(result, each)
    return result


def _read_condition_call(node: Call, world: World) -> Formula:
    match node.function:
        case "any" | "all" | "none":
            return _read_quantified(node, world)
        case "exactly" | "at_least" | "at_most":
            return _read_count(node, world)
        case "need":
            return read_need(node, world)
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


def _each_condition(nodes: Sequence[Node], world: World) -> list[Formula]:
    """One condition per argument; a selector of several offerings counts each of them, and none of them twice."""
    parts: list[Formula] = []
    seen: set[str] = set()
    for node in nodes:
        if isinstance(node, Selector):
            fresh = [code for code in find_members(node, world) if code not in seen]
            seen.update(fresh)
            parts.extend(map(world.taken, fresh))
        else:
            parts.append(read_condition(node, world))
    return parts


def _read_figure_call(node: Call, world: World) -> Affine:
    match node.function:
        case "ceil" | "floor":
            return round_figure(node, read_figure(_only_argument(node), world), world)
        case "min" | "max":
            return find_extreme(node, [read_figure(part, world) for part in node.arguments], world)
        case "if":
            return _choose(node, world)
        case "sum":
            return sum_up([read_figure(part, world) for part in node.arguments])
        case "count":
            return world.count_taken(list_members(node.arguments, world))
        case "total":
            return add_capacity(node, world)
        case _:
            raise MeaningRefused("expression_unknown_function", node.at, function=node.function)


def _only_argument(node: Call) -> Node:
    if len(node.arguments) != 1:
        raise MeaningRefused("expression_arguments", node.at, function=node.function)
    return node.arguments[0]


def _choose(node: Call, world: World) -> Affine:
    condition, (first, second) = _read_branches(node, world, lambda branch: read_figure(branch, world))
    if isinstance(condition, Truth):
        return (first if condition.value else second) or Affine(Fraction(0))
    assert first is not None, "a branch that may be needed was read"
    assert second is not None, "a branch that may be needed was read"
    if not (first.is_constant and second.is_constant):
        check_width(node, [first, second], world)
    return world.define_chosen(condition, first, second)


def _not_constant(node: Node) -> Value:
    raise MeaningRefused("expression_profile_only", node.at)
