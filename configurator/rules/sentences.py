"""A rule's sentence with its `{formula}` places filled by the actual numbers."""

from __future__ import annotations

import re

from configurator.rules.meaning import MeaningRefused, World, read_value
from configurator.rules.parsing import SyntaxRefused, parse
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
        value = read_value(parse(source), world)
    except (SyntaxRefused, MeaningRefused):
        return unfilled
    return f"{float(value):g}" if getattr(value, "denominator", 1) != 1 else str(value)
