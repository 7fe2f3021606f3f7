"""The waterfall from list to net as a picture: bars whose places and lengths are whole units of an SVG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from configurator.ledgers.waterfalling import Drop, Margin, Waterfall
from configurator.values.money import Money

WIDTH = 760
ROW = 30
_LABELS = 220
_AMOUNTS = 150
_ROOM = WIDTH - _LABELS - _AMOUNTS
_LONGEST_LABEL = 28  # in half-widths: a Chinese character counts two

Name = Callable[[str, str], str]
"""A step and its rule in the reader's words."""


@dataclass(frozen=True, slots=True)
class FallBar:
    """One row: what it is called, what it changes (none for a sum) and leads to, and its bar.

    `look` is total, less, more, cost or margin; `x` and `length` are units of the picture, `y` the row's top; `joint`
    is where the line to the next row stands.
    """

    label: str
    short: str
    change: str
    amount: str
    look: str
    x: int
    length: int
    y: int
    joint: int


@dataclass(frozen=True, slots=True)
class FallPicture:
    """The rows from top to bottom, and the picture's size."""

    bars: tuple[FallBar, ...]
    width: int
    height: int


def draw_waterfall(waterfall: Waterfall, margin: Margin | None, name: Name) -> FallPicture:
    """The picture of a waterfall; with a margin, cost and what is left follow the net."""
    rows = [_row(name(drop.step, drop.rule), drop) for drop in waterfall.drops]
    rows.append((name("total", ""), Money.zero(waterfall.net.currency), waterfall.net, waterfall.net, "total"))
    if margin is not None:
        rows.append((name("cost", ""), margin.left, waterfall.net, margin.left, "cost"))
        rows.append((name("margin", ""), Money.zero(margin.left.currency), margin.left, margin.left, "margin"))
    largest = max((abs(edge.minor) for _, *edges, _ in rows for edge in edges), default=0) or 1
    bars = tuple(_bar(at, row, largest) for at, row in enumerate(rows))
    return FallPicture(bars, WIDTH, ROW * len(bars))


_Row = tuple[str, Money, Money, Money, str]
"""Label, the bar's two ends, what the row leads to, and the look."""


def _row(label: str, drop: Drop) -> _Row:
    before = drop.amount - drop.change
    if drop.step == "list":
        return label, before, drop.amount, drop.amount, "total"
    return label, before, drop.amount, drop.amount, "more" if drop.change.minor > 0 else "less"


def _bar(at: int, row: _Row, largest: int) -> FallBar:
    label, one, other, amount, look = row
    ends = sorted((_place(one, largest), _place(other, largest)))
    change = "" if look in ("total", "margin") else str(amount - (one if look != "cost" else other))
    return FallBar(
        label=label,
        short=_shorten(label),
        change=change,
        amount=str(amount),
        look=look,
        x=ends[0],
        length=max(2, ends[1] - ends[0]),
        y=ROW * at,
        joint=_place(amount, largest),
    )


def _place(amount: Money, largest: int) -> int:
    """Amounts below zero stay at the left edge."""
    return _LABELS + max(0, amount.minor) * _ROOM // largest


def _shorten(label: str) -> str:
    widths = accumulate(2 if letter > "⺀" else 1 for letter in label)
    kept = sum(1 for width in widths if width <= _LONGEST_LABEL)
    return label if kept == len(label) else label[: kept - 1] + "…"
