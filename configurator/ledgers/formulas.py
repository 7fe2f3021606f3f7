"""Computations in figures, as traces show them (`ceil((50 − 20) ÷ 8) × 12.5`), computed again exactly.

The grammar: sums of products of figures; a figure may be a fraction (`1000/3`), a percentage (`15 %`), something in
brackets, rounded up (`ceil(…)`), or the largest of several (`max(…, …)`). Nothing else is understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

from configurator.values.refusal import Refusal

LONGEST_FORMULA = 100_000
_DEEPEST = 20
_TOKEN = re.compile(r"\s*([0-9]+/[0-9]+|[0-9]+(?:\.[0-9]+)?|max|ceil|[+−×÷%(),])", re.ASCII)
_CLOSING: Mapping[str, str] = {"(": ")", "ceil": ")", "max": ")"}


class FormulaRefused(Refusal):
    """A text that is no computation in figures."""

    code = "formula_refused"


def compute_formula(text: str) -> Fraction:
    """What a computation in figures comes to; FormulaRefused when it is none, or divides by nothing."""
    reader = _Reader(_split(text), text)
    value = reader.sum(0)
    reader.finish()
    return value


def _split(text: str) -> list[str]:
    if len(text) > LONGEST_FORMULA:
        raise FormulaRefused(text=text[:40])
    tokens, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        found = _TOKEN.match(stripped, at)
        if found is None:
            raise FormulaRefused(text=text[:40])
        tokens.append(found[1])
        at = found.end()
    return tokens


class _Reader:
    """Reads a formula's tokens from left to right."""

    def __init__(self, tokens: list[str], text: str) -> None:
        self._tokens, self._text, self._at = tokens, text, 0

    def finish(self) -> None:
        """Refuse what is left over."""
        if self._at < len(self._tokens):
            raise self._refuse()

    def sum(self, depth: int) -> Fraction:
        """Products, added and taken off from left to right."""
        value = self._product(depth)
        while self._next() in ("+", "−"):
            value = value + self._product(depth) if self._take() == "+" else value - self._product(depth)
        return value

    def _product(self, depth: int) -> Fraction:
        value = self._factor(depth)
        while self._next() in ("×", "÷"):
            if self._take() == "×":
                value *= self._factor(depth)
            else:
                value = value / Fraction(self._divisor(depth))
        return value

    def _divisor(self, depth: int) -> Fraction:
        value = self._factor(depth)
        if not value:
            raise self._refuse()
        return value

    def _factor(self, depth: int) -> Fraction:
        value = self._operand(depth)
        if self._next() == "%":
            self._take()
            return value / Fraction(100)
        return value

    def _operand(self, depth: int) -> Fraction:
        token = self._take()
        if depth > _DEEPEST:
            raise self._refuse()
        if token in _BRACKETS:
            if token != "(":
                self._expect("(")
            values = [self.sum(depth + 1)]
            while token == "max" and self._next() == ",":
                self._take()
                values.append(self.sum(depth + 1))
            self._expect(_CLOSING[token])
            return _BRACKETS[token](values)
        if not token[:1].isdigit():
            raise self._refuse()
        try:
            return Fraction(token)
        except ZeroDivisionError:
            raise self._refuse() from None

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _expect(self, wanted: str) -> None:
        if self._take() != wanted:
            raise self._refuse()

    def _refuse(self) -> FormulaRefused:
        return FormulaRefused(text=self._text[:40])


_BRACKETS: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "(": lambda values: values[0],
    "ceil": lambda values: Fraction(ceil(values[0])),
    "max": lambda values: max(values),
}
