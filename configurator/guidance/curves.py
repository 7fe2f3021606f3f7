"""Piecewise linear functions of a quantity, with how far the exact amounts may be from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

HALF = Fraction(1, 2)
"""By how much rounding to whole units changes an amount at most."""

Piece = tuple[int, Fraction, Fraction]
"""The first quantity, the value there, and the change per further unit."""

_ENDLESS = 10**18


@dataclass(frozen=True, slots=True)
class Curve:
    """A piecewise linear function of a quantity: each piece is (first quantity, value there, change per further unit).

    Below the first piece it is zero. The exact amount is never further from it than `slack`.
    """

    pieces: tuple[Piece, ...] = ()
    slack: Fraction = Fraction(0)

    @classmethod
    def constant(cls, value: Fraction) -> Curve:
        """The same for every quantity from 1 on."""
        return cls(((1, value, Fraction(0)),))

    def at(self, quantity: int) -> Fraction:
        """The value at a quantity."""
        start, value, slope = self._piece(quantity)
        return value + slope * (quantity - start)

    def slope_at(self, quantity: int) -> Fraction:
        """The change per further unit at a quantity."""
        return self._piece(quantity)[2]

    def times(self, factor: Fraction) -> Curve:
        """The curve multiplied."""
        pieces = tuple((start, value * factor, slope * factor) for start, value, slope in self.pieces)
        return Curve(pieces, self.slack * abs(factor))

    def rounded(self) -> Curve:
        """The same amounts rounded to whole units; no further away where they are whole already."""
        return self if not self.slack and self._is_whole() else self.within(HALF)

    def within(self, slack: Fraction) -> Curve:
        """The curve with that much more slack."""
        return Curve(self.pieces, self.slack + slack)

    def from_quantity(self, least: int) -> Curve:
        """What is charged when at least so many units are: below them as for them."""
        if least <= 1:
            return self
        later = tuple(piece for piece in self.pieces if piece[0] > least)
        return Curve(
            ((1, self.at(least), Fraction(0)), (least, self.at(least), self.slope_at(least)), *later), self.slack
        )

    def higher(self, other: Curve) -> Curve:
        """The greater of two amounts at every quantity."""
        starts = sorted({start for curve in (self, other) for start, _, _ in curve.pieces})
        ends = [*starts[1:], _ENDLESS]
        pieces = [piece for span in zip(starts, ends, strict=True) for piece in _list_higher(self, other, *span)]
        return Curve(tuple(_merge(pieces)), max(self.slack, other.slack))

    def lower(self, other: Curve) -> Curve:
        """The lesser of two amounts at every quantity."""
        turned = Fraction(-1)
        return self.times(turned).higher(other.times(turned)).times(turned)

    @classmethod
    def total(cls, curves: Sequence[Curve]) -> Curve:
        """The sum of curves."""
        starts = sorted({start for curve in curves for start, _, _ in curve.pieces})
        values = [_sum(each.at(start) for each in curves) for start in starts]
        slopes = [_sum(each.slope_at(start) for each in curves) for start in starts]
        return cls(tuple(zip(starts, values, slopes, strict=True)), _sum(each.slack for each in curves))

    def _piece(self, quantity: int) -> Piece:
        reached = [piece for piece in self.pieces if piece[0] <= quantity]
        return reached[-1] if reached else (quantity, Fraction(0), Fraction(0))

    def _is_whole(self) -> bool:
        return all(value.denominator == 1 and slope.denominator == 1 for _, value, slope in self.pieces)


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


def _list_higher(one: Curve, other: Curve, start: int, end: int) -> Iterator[Piece]:
    """The greater of two straight lines between two quantities (the end exclusive): one, or one and then the other."""
    lines = sorted((curve.at(start), curve.slope_at(start)) for curve in (one, other))
    (low, rising), (high, slope) = lines
    yield start, high, slope
    if rising > slope:
        crossing = start + ceil((high - low) / (rising - slope))
        if crossing < end:
            yield crossing, low + rising * (crossing - start), rising


def _merge(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces without those that only go on as the one before."""
    yield from pieces[:1]
    for (start, value, slope), piece in pairwise(pieces):
        if piece[2] != slope or piece[1] != value + slope * (piece[0] - start):
            yield piece
