"""Selectors: a code, a code pattern, a tag or a family → offerings."""

from __future__ import annotations

from fnmatch import fnmatchcase

from configurator.catalog.model import Catalog, Offering


def select(catalog: Catalog, selector: str) -> tuple[str, ...]:
    """The codes of the offerings that `VM-*`, `#tag`, `@FAMILY` or a plain code selects, in the catalog's order."""
    if selector in catalog.offerings:
        return (selector,)
    return tuple(code for code, offering in catalog.offerings.items() if matches(offering, selector))


def matches(offering: Offering, selector: str) -> bool:
    """Whether the selector selects the offering. `*` stands for any number of signs; nothing else is special."""
    if selector.startswith("#"):
        return selector[1:] in offering.tags
    if selector.startswith("@"):
        return fnmatchcase(offering.family, _escape(selector[1:]))
    return fnmatchcase(offering.code, _escape(selector))


def _escape(pattern: str) -> str:
    return pattern.replace("[", "[[]").replace("?", "[?]")
