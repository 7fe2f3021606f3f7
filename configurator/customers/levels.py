"""What may be stated as a compliance level, as people are told it."""

from __future__ import annotations

from configurator.catalog.model import AttributeValue, ProfileInput
from configurator.values.text import Text
from configurator.wording import say_everywhere


def name_levels(known: ProfileInput) -> tuple[Text, ...]:
    """The figures of the levels, each with its name where it has one."""
    return tuple(_name_level(level) for level in known.values)


def _name_level(level: AttributeValue) -> Text:
    plain = Text(level.key, level.key)
    return plain if level.name == plain else say_everywhere("customers.level", level=level.key, name=level.name)
