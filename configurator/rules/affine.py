"""Exact linear expressions over solver variables: what a formula of the catalog amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Literal

from configurator.solver import Formula, Linear, Truth

Operator = Literal["<=", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Affine:
    """A constant plus coefficient × variable, exact; without terms it is just a figure."""

    constant: Fraction
    terms: Mapping[str, Fraction] = dataclass_field(default_factory=dict)

    @property
    def is_constant(self) -> bool:
        """Whether no variable takes part."""
        return not self.terms

    @property
    def is_integral(self) -> bool:
        """Whether every value it can take is a whole number."""
        return self.constant.denominator == 1 and all(factor.denominator == 1 for factor in self.terms.values())

    @property
    def scale(self) -> int:
        """The least figure that makes all coefficients and the constant whole."""
        return lcm(self.constant.denominator, *(value.denominator for value in self.terms.values()))

    def plus(self, other: Affine, factor: Fraction = Fraction(1)) -> Affine:
        """This plus `factor` times the other."""
        if other.is_constant:
            return Affine(self.constant + factor * other.constant, self.terms)
        terms = dict(self.terms)
        for name, coefficient in other.terms.items():
            terms[name] = terms.get(name, Fraction(0)) + factor * coefficient
        return Affine(self.constant + factor * other.constant, {name: value for name, value in terms.items() if value})

    def times(self, factor: Fraction) -> Affine:
        """This multiplied by a figure."""
        if not factor:
            return Affine(Fraction(0))
        return Affine(self.constant * factor, {name: value * factor for name, value in self.terms.items()})

    def compared_to_zero(self, comparator: str) -> Formula:
        """The formula `this comparator 0` with whole coefficients."""
        if self.is_constant:
            return Truth(_COMPARED[comparator](self.constant))
        scale = lcm(*(value.denominator for value in self.terms.values()))
        terms = tuple((int(value * scale), name) for name, value in self.terms.items())
        bound = -self.constant * scale
        match comparator:
            case ">=":
                return Linear(terms, ">=", ceil(bound))
            case ">":
                return Linear(terms, ">=", floor(bound) + 1)
            case "<=":
                return Linear(terms, "<=", floor(bound))
            case "<":
                return Linear(terms, "<=", ceil(bound) - 1)
            case _:
                return self._equated(terms, bound, comparator)

    @staticmethod
    def _equated(terms: tuple[tuple[int, str], ...], bound: Fraction, comparator: str) -> Formula:
        if bound.denominator != 1:
            return Truth(comparator == "!=")
        return Linear(terms, "==" if comparator == "=" else "!=", int(bound))


ZERO = Affine(Fraction(0))

_COMPARED = {
    ">=": lambda figure: figure >= 0,
    ">": lambda figure: figure > 0,
    "<=": lambda figure: figure <= 0,
    "<": lambda figure: figure < 0,
    "=": lambda figure: figure == 0,
    "!=": lambda figure: figure != 0,
}
