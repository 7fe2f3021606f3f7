"""Preferences and defaults: what makes one valid configuration better than another, as formulas over the solver's
variables.

A wish never constrains. A preference is kept or not and weighs something. A default is what a completion starts from:
it is kept wherever choices and rules leave that possible, and a default quantity that cannot be reached is missed by as
little as can be. An offering's own attribute default is the same thing without a condition, and counts only where no
default rule speaks of the attribute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Protocol

from configurator.catalog.model import Catalog, RuleKind
from configurator.rules.affine import Affine
from configurator.rules.connecting import implication
from configurator.rules.meaning import read_condition, read_figure
from configurator.rules.naming import list_valued
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.syntax import AttributeOf, Call, Compare, Node, Selector
from configurator.rules.world import World
from configurator.solver import Formula, Truth


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that should hold, of a rule; `weight` is a preference's (1 for a default).

    `gap` of a default quantity is the quantity less the wished figure, to be brought near zero wherever `condition`
    holds; `attribute` (offering and key) tells defaults of attributes from those that take offerings.
    """

    rule: str
    formula: Formula
    weight: int = 1
    condition: Formula = dataclass_field(default_factory=lambda: Truth(True))
    gap: Affine | None = None
    attribute: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes of all rules in force that some configuration may keep and another not."""

    defaults: tuple[Wish, ...] = ()
    preferences: tuple[Wish, ...] = ()


class WishWorld(World, Protocol):
    """A world that knows between which quantities a taken offering may be ordered."""

    def quantity_range(self, offering: str) -> tuple[int, int]:
        """The least and greatest quantity of a taken offering."""


def read_wishes(book: RuleBook, world: WishWorld, day: date) -> Wishes:
    """What preferences and defaults in force on the day come to. MeaningRefused names the character of a fault."""
    parsed = [known for known in book.rules if known.rule.kind.is_soft and known.rule.valid.contains(day)]
    defaults = [known for known in parsed if known.rule.kind is RuleKind.DEFAULT]
    preferences = [known for known in parsed if known.rule.kind is RuleKind.PREFERENCE]
    return Wishes(
        tuple(wish for known in defaults for wish in _read_default(known, world) if _is_open(wish)),
        tuple(wish for known in preferences for wish in _read_preference(known, world) if _is_open(wish)),
    )


def list_own_defaults(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """The attributes with a default of their own: offering, attribute, value."""
    for offering in catalog.offerings.values():
        for attribute in offering.attributes:
            if attribute.default is not None:
                yield offering.code, attribute.key, attribute.default


def default_quantity(require: Node) -> tuple[Selector, Node] | None:
    """The offering and the formula of a default that states a quantity (`take` with `quantity`)."""
    match require:
        case Compare(comparator="=", left=Selector() as offering, right=Call(function="ceil", arguments=(figure,))):
            return offering, figure
        case _:
            return None


def _is_open(wish: Wish) -> bool:
    return not isinstance(wish.formula, Truth) or wish.gap is not None


def _read_preference(parsed: ParsedRule, world: WishWorld) -> Iterator[Wish]:
    condition = _read_when(parsed, world)
    if condition != Truth(False):
        formula = implication(condition, read_condition(parsed.require, world))
        yield Wish(parsed.rule.id, formula, parsed.rule.weight, condition)


def _read_default(parsed: ParsedRule, world: WishWorld) -> Iterator[Wish]:
    condition = _read_when(parsed, world)
    if condition == Truth(False):
        return
    quantity = default_quantity(parsed.require)
    if quantity is not None:
        yield from _read_quantity(parsed.rule.id, condition, *quantity, world)
        return
    match parsed.require:
        case Call(function="every", arguments=(Compare(left=AttributeOf() as attribute) as wanted,)):
            yield from _read_attributes(parsed.rule.id, condition, attribute, wanted, world)
        case _:
            yield Wish(parsed.rule.id, implication(condition, read_condition(parsed.require, world)), 1, condition)


def _read_attributes(
    rule: str, condition: Formula, attribute: AttributeOf, wanted: Compare, world: WishWorld
) -> Iterator[Wish]:
    """One wish for each offering that can have the value, so that one that cannot keep it does not spoil the others."""
    for code, taken, valued in list_valued(attribute, wanted.right, world):
        formula = implication(condition, implication(taken, valued))
        yield Wish(rule, formula, 1, condition, attribute=(code, attribute.attribute))


def _read_quantity(rule: str, condition: Formula, selector: Selector, figure: Node, world: WishWorld) -> Iterator[Wish]:
    """A known figure is brought within the offering's range; one of zero or less is no wish."""
    (code,) = world.members(selector.text)
    wanted = read_figure(figure, world)
    if wanted.is_constant:
        if wanted.constant <= 0:
            return
        low, high = world.quantity_range(code)
        wanted = Affine(Fraction(min(max(ceil(wanted.constant), low), high)))
    else:
        wanted = _keep_within(read_figure(Call("ceil", (figure,), figure.at), world), code, world)
    gap = world.quantity(code).plus(wanted, Fraction(-1))
    yield Wish(rule, implication(condition, gap.compared_to_zero("=")), 1, condition, gap)


def _keep_within(wanted: Affine, code: str, world: WishWorld) -> Affine:
    """A figure that moves with quantities, between none and all of the offering."""
    low, high = world.reach(wanted)
    _, most = world.quantity_range(code)
    if low < 0:
        wanted = world.define_extreme([wanted, Affine(Fraction(0))], True)
    return world.define_extreme([wanted, Affine(Fraction(most))], False) if high > most else wanted


def _read_when(parsed: ParsedRule, world: WishWorld) -> Formula:
    return read_condition(parsed.when, world) if parsed.when is not None else Truth(True)
