"""The one picture of a proposal: what each product line adds to the contract value, as horizontal bars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from configurator.documents.figures import format_amount, format_rate
from configurator.documents.phrasebook import Phrasebook, Words, label
from configurator.quoting.content import Content
from configurator.quoting.term_values import value_over_term
from configurator.values.text import Text

MOST_BARS = 10
ROW_HEIGHT = 32
_LONGEST_NAME = 32  # in half-widths: a Chinese character counts two
_BAR_ROOM = 300
_NOTHING = Decimal(0)
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Bar:
    """One product line: its place from the top, its length, its words; lengths in the picture's units."""

    top: int
    length: int
    name: Words
    amount: str
    share: str


@dataclass(frozen=True, slots=True)
class ValueChart:
    """The bars, largest first, with a sentence for readers who cannot see them."""

    title: str
    height: int
    bars: tuple[Bar, ...]


def build_chart(content: Content, book: Phrasebook) -> ValueChart:
    """The chart of the contract value by product line; the smallest lines beyond ten are put together."""
    values = _merge_smallest(_values_by_line(content))
    bars = _draw_bars(values, book)
    said = "; ".join(f"{label(bar.name)} {bar.amount}" for bar in bars)
    title = label(book.say("chart.title"))
    return ValueChart(f"{title}: {said}", ROW_HEIGHT * len(bars), bars)


def _values_by_line(content: Content) -> list[tuple[Text | None, Decimal]]:
    values: dict[str, Decimal] = {}
    names: dict[str, Text] = {}
    for line in content.lines:
        names[line.product_line] = line.product_line_name
        worth = sum((value_over_term(charge, content.term_months) for charge in line.charges), _NOTHING)
        values[line.product_line] = values.get(line.product_line, _NOTHING) + worth
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return [(names[key], value) for key, value in ranked if value]


def _merge_smallest(values: list[tuple[Text | None, Decimal]]) -> list[tuple[Text | None, Decimal]]:
    if len(values) <= MOST_BARS:
        return values
    kept, rest = values[: MOST_BARS - 1], values[MOST_BARS - 1 :]
    return [*kept, (None, sum((value for _, value in rest), _NOTHING))]


def _draw_bars(values: list[tuple[Text | None, Decimal]], book: Phrasebook) -> tuple[Bar, ...]:
    whole = sum((value for _, value in values), _NOTHING)
    longest = max((abs(value) for _, value in values), default=_NOTHING)
    return tuple(
        Bar(
            top=ROW_HEIGHT * index,
            length=max(2, int(_BAR_ROOM * max(value, _NOTHING) / longest)),
            name=_short_name(name, book),
            amount=format_amount(format(value, "f")),
            share=_share(value, whole),
        )
        for index, (name, value) in enumerate(values)
    )


def _short_name(name: Text | None, book: Phrasebook) -> Words:
    if name is None:
        return book.say("chart.other")
    return book.each(lambda language: _shorten(name.in_language(language)))


def _shorten(name: str) -> str:
    widths = accumulate(2 if letter > "⺀" else 1 for letter in name)
    kept = sum(1 for width in widths if width <= _LONGEST_NAME)
    return name if kept == len(name) else name[: kept - 1] + "…"


def _share(value: Decimal, whole: Decimal) -> str:
    if not whole:
        return ""
    return format_rate(str((value / whole).quantize(_THOUSANDTH, ROUND_HALF_UP)))
