"""What the selectors and conditions of programmes stand for in one catalog; looked up once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from configurator.catalog.commercial import Bundle, Discount, Programme, reduction_of
from configurator.catalog.model import Catalog
from configurator.catalog.selectors import SameCatalog, Selection, selection_of
from configurator.programmes.model import Grant
from configurator.rules.parsing import parse
from configurator.rules.syntax import Node

_KEPT_CATALOGS = 16


@dataclass(frozen=True, slots=True)
class Reach:
    """A programme with the offerings that it reduces, those that its measure counts (None: all), those that can carry
    it (of a bundle), its condition as a tree, and the grants that were made of its bands so far."""

    programme: Programme
    reduction: Discount
    members: frozenset[str]
    measured: frozenset[str] | None
    anchors: frozenset[str]
    condition: Node | None
    grants: dict[tuple[int, ...], Grant | None]


def reach_programmes(catalog: Catalog) -> tuple[Reach, ...]:
    """The catalog's programmes in its order; the same tuple again while the catalog is among the last ones used."""
    return _reach_all(SameCatalog(catalog))


@lru_cache(maxsize=_KEPT_CATALOGS)
def _reach_all(key: SameCatalog) -> tuple[Reach, ...]:
    catalog = key.catalog
    untouched = frozenset(code for code, offering in catalog.offerings.items() if offering.pass_through)
    selection = selection_of(catalog)
    return tuple(_reach(programme, selection, untouched) for programme in catalog.programmes.values())


def _reach(programme: Programme, selection: Selection, untouched: frozenset[str]) -> Reach:
    reduction = reduction_of(programme)
    return Reach(
        programme=programme,
        reduction=reduction,
        members=_all(reduction.applies_to, selection) - _all(reduction.excludes, selection) - untouched,
        measured=_all(reduction.measured_on, selection) if reduction.measured_on else None,
        anchors=_all(programme.anchor.applies_to, selection) if isinstance(programme, Bundle) else frozenset(),
        condition=parse(reduction.when.source) if reduction.when else None,
        grants={},
    )


def _all(selectors: Iterable[str], selection: Selection) -> frozenset[str]:
    return frozenset(code for selector in selectors for code in selection.members(selector))
