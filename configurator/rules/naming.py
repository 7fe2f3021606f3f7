"""What names, selectors and words stand for in a world: inputs, offerings, needs, values of choices and attributes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from configurator.rules.affine import Affine
from configurator.rules.connecting import disjunction, negation
from configurator.rules.reckoning import sum_up
from configurator.rules.syntax import AttributeOf, Call, Compare, Name, Node, Number, Selector
from configurator.rules.world import MeaningRefused, World
from configurator.solver import Formula, Truth


def find_members(node: Selector, world: World) -> tuple[str, ...]:
    """The offerings of a selector. MeaningRefused where it selects none."""
    codes = world.members(node.text)
    if not codes:
        raise MeaningRefused("expression_unknown_offering", node.at, selector=node.text)
    return codes


def list_members(nodes: Sequence[Node], world: World) -> list[str]:
    """The offerings of all these selectors, each once."""
    codes: dict[str, None] = {}
    for node in nodes:
        if not isinstance(node, Selector):
            raise MeaningRefused("expression_selector_expected", node.at)
        codes.update(dict.fromkeys(find_members(node, world)))
    return list(codes)


def read_flag(name: str, node: Node, world: World) -> Formula:
    """That a flag of the profile is set."""
    value = world.input_value(name)
    if value is None:
        raise MeaningRefused("expression_unknown_name", node.at, name=name)
    if isinstance(value, bool):
        return world.flag_holds(name)
    raise MeaningRefused("expression_condition_expected", node.at)


def read_input(name: str, node: Node, world: World) -> Affine:
    """The figure of a profile input."""
    value = world.input_value(name)
    if value is None:
        raise MeaningRefused("expression_unknown_name", node.at, name=name)
    if isinstance(value, (bool, str)):
        raise MeaningRefused("expression_figure_expected", node.at)
    return world.input_figure(name)


def read_need(node: Call, world: World) -> Formula:
    """That the customer asks for the need of a call."""
    word = node.arguments[0]
    if len(node.arguments) != 1:
        raise MeaningRefused("expression_arguments", node.at, function=node.function)
    asked = world.asks_for(word.name) if isinstance(word, Name) else None
    if asked is None:
        raise MeaningRefused("expression_unknown_need", word.at, need=getattr(word, "name", "…"))
    return asked


def add_capacity(node: Call, world: World) -> Affine:
    """What the offerings, or those that are named, bring into a capacity balance."""
    if not isinstance(node.arguments[0], Name):
        raise MeaningRefused("expression_arguments", node.at, function="total")
    capacity = node.arguments[0].name
    providers = world.providers(capacity)
    if providers is None:
        raise MeaningRefused("expression_unknown_capacity", node.arguments[0].at, capacity=capacity)
    codes = list_members(node.arguments[1:], world) if len(node.arguments) > 1 else providers
    return sum_up([world.quantity(code).times(Fraction(providers[code])) for code in codes if code in providers])


def is_choice(node: Node, world: World) -> bool:
    """Whether this is a profile input with values to choose from."""
    return isinstance(node, Name) and bool(world.choice_order(node.name))


def compare_choice(node: Compare, world: World) -> Formula:
    """The comparison of a choice input or an attribute with one of its values; only inputs have an order."""
    if node.comparator == "=":
        return equal_choice(node.left, node.right, world)
    if node.comparator == "!=":
        return negation(equal_choice(node.left, node.right, world))
    if isinstance(node.left, Name) and isinstance(node.right, Name):
        order = world.choice_order(node.left.name)
        _check_value(node.right.name, order, node.right.at)
        places = {word: Affine(Fraction(place - order.index(node.right.name))) for place, word in enumerate(order)}
        fitting = [word for word, place in places.items() if place.compared_to_zero(node.comparator) == Truth(True)]
        return disjunction([world.choice_is(node.left.name, word) for word in fitting])
    if isinstance(node.left, Name):
        raise MeaningRefused("expression_choice_expected", node.right.at)
    raise MeaningRefused("expression_order", node.at)


def equal_choice(left: Node, right: Node, world: World) -> Formula:
    """That a choice input or an attribute has the value."""
    value = _plain_word(right)
    if isinstance(left, AttributeOf):
        return _attribute_is(left, value, right.at, world)
    if not isinstance(left, Name):
        raise MeaningRefused("expression_choice_expected", left.at)
    _check_value(value, world.choice_order(left.name), right.at)
    return world.choice_is(left.name, value)


def list_valued(node: AttributeOf, right: Node, world: World) -> list[tuple[str, Formula, Formula]]:
    """The selected offerings that can have the value: that each is taken, and that it has the value."""
    value = _plain_word(right)
    _attribute_is(node, value, right.at, world)
    return [
        (code, world.taken(code), world.attribute_is(code, node.attribute, value))
        for code in find_members(node.selector, world)
        if value in world.attribute_values(code, node.attribute)
    ]


def _attribute_is(node: AttributeOf, value: str, at: int, world: World) -> Formula:
    known = {code: world.attribute_values(code, node.attribute) for code in find_members(node.selector, world)}
    if not any(known.values()):
        raise MeaningRefused(
            "expression_unknown_attribute", node.at, attribute=node.attribute, selector=node.selector.text
        )
    _check_value(value, tuple(dict.fromkeys(word for words in known.values() for word in words)), at)
    return disjunction(
        [world.attribute_is(code, node.attribute, value) for code, words in known.items() if value in words]
    )


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
