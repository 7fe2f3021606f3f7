"""What maintainers want proven of every configuration: least margins, and the most that packages may cost."""

from __future__ import annotations

from collections.abc import Iterator

from configurator.catalog.limits import ProofLimit, ProofLimits
from configurator.catalog.model import Catalog
from configurator.catalog.records import Entry
from configurator.catalog.shapes import Placed
from configurator.catalog.sheets import Sheets

MEASURES = ("monthly", "one_time", "tcv")


def build_proof_limits(file: Entry | None) -> ProofLimits:
    """The limits of the file; none without it."""
    if file is None:
        return ProofLimits()
    margins: Entry | None = file.get("least_margin")
    families = margins.get("families", {}) if margins else {}
    return ProofLimits(
        role=file.get("discounts_of", ""),
        margin=_limit(margins.get("all") if margins else None),
        family_margin=_limit(margins.get("default") if margins else None),
        family_margins={code: ProofLimit(*placed) for code, placed in families.items()},
        package_limits=dict(_list_package_limits(file)),
    )


def check_proof_limits(catalog: Catalog, sheets: Sheets) -> None:
    """The role whose discounts are reckoned with has an approval limit."""
    file = sheets.single("proofs")
    role = catalog.proof_limits.role
    if file is not None and role and role not in catalog.discount_limits and "approvals" not in sheets.broken:
        file.report("proof_role_unknown", "discounts_of", role=role, choices=tuple(catalog.discount_limits))


def _limit(placed: Placed | None) -> ProofLimit | None:
    return None if placed is None else ProofLimit(placed.value, placed.location)


def _list_package_limits(file: Entry) -> Iterator[tuple[tuple[str, str], ProofLimit]]:
    for measure in MEASURES:
        for size, placed in file.get(f"most_{measure}", {}).items():
            yield (measure, size), ProofLimit(*placed)
