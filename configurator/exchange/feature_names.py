"""What features are called: offerings by their codes, families as selectors are, the rest by what they are of."""

from __future__ import annotations


def offering_feature(code: str) -> str:
    """The feature of an offering being taken."""
    return code


def family_feature(code: str) -> str:
    """The feature of something of a family being taken."""
    return f"@{code}"


def value_feature(offering: str, attribute: str, value: str) -> str:
    """The feature of an attribute's value."""
    return f"{offering}:{attribute}={value}"


def input_feature(key: str, value: str | None = None) -> str:
    """The feature of a flag of the customer, or of a choice's value."""
    return f"customer:{key}" if value is None else f"customer:{key}={value}"


def threshold_feature(key: str, value: int) -> str:
    """The feature of a figure of the customer being at least so large."""
    return f"customer:{key}>={value}"


def need_feature(code: str) -> str:
    """The feature of a need being asked for."""
    return f"need:{code}"
