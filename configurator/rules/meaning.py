"""What a syntax tree means in a world: conditions become solver formulas, formulas become linear expressions.

The same reading serves every use. In a world of variables (`translating`) the result constrains a model; in a world
where
everything is known (`worlds.KnownWorld`) every formula collapses to true or false and every expression to a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from configurator.rules.affine import Affine
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
)
from configurator.solver import And, Count, Formula, Implies, Or, Truth
from configurator.solver import Not as NotFormula
from configurator.values.refusal import Refusal

Value = int | bool | str | Fraction


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

    def asks_for(self, need: str) -> bool | None:
        """Whether the customer asks for the need; None when there is no such need."""

    def need_holds(self, need: str) -> Formula:
        """That the customer asks for a need of the catalog."""

    def define_rounded(self, exact: Affine, upwards: bool) -> Affine:
        """A whole number that is the expression rounded up or down."""

    def define_extreme(self, parts: Sequence[Affine], largest: bool) -> Affine:
        """The largest or smallest of the expressions."""

    def define_chosen(self, condition: Formula, first: Affine, second: Affine) -> Affine:
        """The first expression where the condition holds, otherwise the second."""

    def count_taken(self, offerings: Sequence[str]) -> Affine:
        """How many different ones of the offerings are taken."""


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


def conjunction(parts: Sequence[Formula]) -> Formula:
    """All parts, simplified."""
    kept = [part for part in parts if part != Truth(True)]
    if Truth(False) in kept:
        return Truth(False)
    return kept[0] if len(kept) == 1 else And(tuple(kept)) if kept else Truth(True)


def disjunction(parts: Sequence[Formula]) -> Formula:
    """Any part, simplified."""
    kept = [part for part in parts if part != Truth(False)]
    if Truth(True) in kept:
        return Truth(True)
    return kept[0] if len(kept) == 1 else Or(tuple(kept)) if kept else Truth(False)


def negation(part: Formula) -> Formula:
    """Not the part, simplified."""
    if isinstance(part, Truth):
        return Truth(not part.value)
    return part.part if isinstance(part, NotFormula) else NotFormula(part)


def implication(condition: Formula, consequence: Formula) -> Formula:
    """The consequence wherever the condition holds, simplified."""
    if isinstance(condition, Truth):
        return consequence if condition.value else Truth(True)
    if isinstance(consequence, Truth):
        return Truth(True) if consequence.value else negation(condition)
    return Implies(condition, consequence)


def _read_junction(node: Junction, world: World) -> Formula:
    left, right = read_condition(node.left, world), read_condition(node.right, world)
    match node.word:
        case "and":
            return conjunction([left, right])
        case "or":
            return disjunction([left, right])
        case _:
            return implication(left, right)


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
    left, right = read_figure(node.left, world), read_figure(node.right, world)
    return left.plus(right, Fraction(-1)).compared_to_zero(node.comparator)


def _is_special(node: Node) -> bool:
    return isinstance(node, Call) and node.function in ("min", "max", "ceil", "floor")


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
        return left.plus(read_figure(call, world), Fraction(-1)).compared_to_zero(node.comparator)
    comparator, shift = _UNROUNDED[(node.comparator, call.function)]
    return left.plus(inner, Fraction(-1)).plus(Affine(Fraction(-shift))).compared_to_zero(comparator)


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
    left, right = read_figure(node.left, world), read_figure(node.right, world)
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


def _each_condition(nodes: Sequence[Node], world: World) -> list[Formula]:
    """One condition per argument; a selector of several offerings counts each of them."""
    parts: list[Formula] = []
    for node in nodes:
        if isinstance(node, Selector):
            parts.extend(world.taken(code) for code in _members(node, world))
        else:
            parts.append(read_condition(node, world))
    return parts


def _read_need(node: Call, world: World) -> Formula:
    word = node.arguments[0]
    if not isinstance(word, Name) or world.asks_for(word.name) is None or len(node.arguments) != 1:
        raise MeaningRefused("expression_unknown_need", word.at, need=getattr(word, "name", "…"))
    return world.need_holds(word.name)


def _read_figure_call(node: Call, world: World) -> Affine:
    match node.function:
        case "ceil" | "floor":
            return _round(read_figure(_only_argument(node), world), node.function == "ceil", world)
        case "min" | "max":
            return _extreme([read_figure(part, world) for part in node.arguments], node.function == "max", world)
        case "if" if len(node.arguments) == 3:
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


def _round(exact: Affine, upwards: bool, world: World) -> Affine:
    if exact.is_constant:
        return Affine(Fraction((ceil if upwards else floor)(exact.constant)))
    return exact if exact.is_integral else world.define_rounded(exact, upwards)


def _extreme(parts: list[Affine], largest: bool, world: World) -> Affine:
    if all(part.is_constant for part in parts):
        return Affine((max if largest else min)(part.constant for part in parts))
    return world.define_extreme(parts, largest)


def _choose(node: Call, world: World) -> Affine:
    condition = read_condition(node.arguments[0], world)
    first, second = (read_figure(part, world) for part in node.arguments[1:])
    if isinstance(condition, Truth):
        return first if condition.value else second
    if not (first.is_constant and second.is_constant):
        raise MeaningRefused("expression_not_linear", node.at)
    return world.define_chosen(condition, first, second)


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
