"""A rule's sentence with its `{formula}` places filled by the actual numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from configurator.rules.meaning import read_value
from configurator.rules.parsing import SyntaxRefused, parse
from configurator.rules.syntax import Name
from configurator.rules.world import MeaningRefused, World
from configurator.values.text import Text

_PLACE = re.compile(r"\{([^{}]+)\}")


def fill(text: Text, world: World) -> Text:
    """The text with every `{formula}` replaced by its value in the world."""
    return Text(_fill(text.zh, world), _fill(text.en, world))


def places(text: Text) -> tuple[str, ...]:
    """The formulas that stand in the text, for the linter."""
    return tuple(_PLACE.findall(text.zh) + _PLACE.findall(text.en))


def _fill(sentence: str, world: World) -> str:
    return _PLACE.sub(lambda place: _value(place.group(1), place.group(0), world), sentence)


def _value(source: str, unfilled: str, world: World) -> str:
    try:
        tree = parse(source)
        if isinstance(tree, Name) and world.input_value(tree.name) is None:
            return unfilled
        value = read_value(tree, world)
    except (SyntaxRefused, MeaningRefused):
        return unfilled
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.2f}".rstrip("0").rstrip(".")
    return str(value)
