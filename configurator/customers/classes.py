"""How large the companies of a size class are."""

from __future__ import annotations

from configurator.catalog.model import Catalog
from configurator.catalog.profile_records import SIZES
from configurator.customers.profile import STAFF

_WIDEST = 10
"""The largest company looked at has so many times the staff at which its class begins."""

_ANY_CLASS = "*"


def list_staff(catalog: Catalog, size: str) -> tuple[int, ...]:
    """The least and greatest staff of a size class by the table for all industries, else by the first with staff.

    Where nothing sizes companies by their staff, every class goes from the least to the greatest that may be stated.
    """
    tables = [table for standard in catalog.size_standards for table in standard.tables]
    tables.sort(key=lambda table: _ANY_CLASS not in table.classes)
    bounds = next((one for table in tables for one in table.indicators if one.indicator == STAFF), None)
    if bounds is None:
        return tuple(dict.fromkeys((catalog.inputs[STAFF].minimum, catalog.inputs[STAFF].maximum)))
    starts = (catalog.inputs[STAFF].minimum, bounds.small, bounds.medium, bounds.large, bounds.large * _WIDEST + 1)
    place = SIZES.index(size)
    return tuple(dict.fromkeys((max(starts[place], starts[0]), max(starts[place + 1] - 1, starts[0]))))
