"""What conditions and formulas can speak of, and how a reading of them is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from configurator.rules.affine import Affine
from configurator.solver import Formula
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
