"""Selectors: a code, a code pattern, a tag or a family → offerings."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache

from configurator.catalog.model import Catalog, Offering

_KEPT_CATALOGS = 16


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


class Selection:
    """What selectors and capacities stand for in one catalog; each is looked up once and kept."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._members: dict[str, tuple[str, ...]] = {"*": tuple(catalog.offerings)}
        self._providers: dict[str, dict[str, int]] = {}

    def members(self, selector: str) -> tuple[str, ...]:
        """The offerings of a selector in the catalog's order; `*` is all of them."""
        known = self._members.get(selector)
        if known is None:
            known = self._members[selector] = select(self._catalog, selector)
        return known

    def providers(self, capacity: str) -> dict[str, int]:
        """The offerings that bring something into a capacity balance, with what one unit brings."""
        known = self._providers.get(capacity)
        if known is None:
            each = ((code, offering.provides.get(capacity, 0)) for code, offering in self._catalog.offerings.items())
            known = self._providers[capacity] = {code: provided for code, provided in each if provided}
        return known


class SameCatalog:
    """A catalog as a cache key by identity: its digest need not be unique among catalogs made in memory."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __hash__(self) -> int:
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCatalog) and other.catalog is self.catalog


def selection_of(catalog: Catalog) -> Selection:
    """The catalog's selection; the same object again while the catalog is among the last ones used."""
    return _selection(SameCatalog(catalog))


@lru_cache(maxsize=_KEPT_CATALOGS)
def _selection(key: SameCatalog) -> Selection:
    return Selection(key.catalog)
