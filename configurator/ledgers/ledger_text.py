"""The text of a price ledger: its format, how it is read and written, and its amounts in whole minor units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from configurator.pricing.pipeline import collecting_later
from configurator.pricing.rounding import HALF_EVEN, HALF_UP, round_ratio
from configurator.values.refusal import Refusal

FORMAT = "price-ledger"
EDITION = 2
EDITIONS = frozenset({1, 2})
"""What can be computed again. Edition 2 names the members of sums and the rows of the tax block besides."""

Tree = dict[str, Any]
_LETTERS_OF_LINE = 1_000
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class LedgerBroken(Refusal):
    """A text that is no price ledger of a known edition, or lacks an operand."""

    code = "ledger_broken"


def write_ledger(tree: Tree) -> str:
    """The one text of a ledger: JSON with sorted keys, no blanks, UTF-8."""
    return _ENCODER.encode(tree)


def write_with_lines(head: Tree, lines: Iterable[Tree]) -> Iterator[str]:
    """The same text of a tree whose lines are made one after the other, piece by piece."""
    before = "{"
    for key in sorted({*head, "lines"}):
        yield f'{before}"{key}":'
        before = ","
        if key == "lines":
            yield from _write_lines(lines)
        else:
            yield _ENCODER.encode(head[key])
    yield "}"


def _write_lines(lines: Iterable[Tree]) -> Iterator[str]:
    before = "["
    for line in lines:
        yield before + _ENCODER.encode(line)
        before = ","
    yield "[]" if before == "[" else "]"


def read_ledger(text: str) -> Tree:
    """The tree of a ledger's text; LedgerBroken unless it is a ledger of a known edition."""
    try:
        with collecting_later(len(text) // _LETTERS_OF_LINE):
            tree = json.loads(text)
    except (ValueError, RecursionError):
        raise LedgerBroken(reason="json") from None
    if not isinstance(tree, dict) or tree.get("format") != FORMAT or not _is_edition(tree.get("edition")):
        raise LedgerBroken(reason="edition")
    return tree


def _is_edition(stated: object) -> bool:
    return type(stated) is int and stated in EDITIONS


class LedgerMoney:
    """Rounds and writes amounts of one currency."""

    def __init__(self, decimals: int, rounding: str) -> None:
        self._scale = 10**decimals
        self.decimals, self._mode = decimals, rounding
        if rounding not in (HALF_UP, HALF_EVEN):
            raise LedgerBroken(reason="rounding")

    def round(self, exact: Fraction) -> int:
        """Whole minor units."""
        return round_ratio(exact.numerator * self._scale, exact.denominator, self._mode)

    def exact(self, minor: int) -> Fraction:
        """Minor units as an amount."""
        return Fraction(minor, self._scale)

    def write(self, minor: int) -> str:
        """Minor units in digits with all decimals."""
        sign, whole = "-" if minor < 0 else "", abs(minor)
        if not self.decimals:
            return f"{sign}{whole}"
        return f"{sign}{whole // self._scale}.{whole % self._scale:0{self.decimals}}"


def split_tax(money: LedgerMoney, amount: int, rate: Fraction, *, contained: bool) -> tuple[int, int]:
    """The amount without tax, and the tax."""
    if contained:
        ex_tax = money.round(money.exact(amount) / Fraction(1 + rate))
        return ex_tax, amount - ex_tax
    return amount, money.round(money.exact(amount) * rate)
