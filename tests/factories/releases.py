"""Releases of the tiny catalog for tests: as values, and as files that were checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from configurator.releasing.model import CatalogRelease, Decision, ReleaseDecision
from configurator.services.releases import CatalogFiles, CheckedCatalog, check_release
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.quotes import MOMENT

TODAY = date(2026, 11, 22)


def make_release(number: int = 1, **changes: Any) -> CatalogRelease:
    """A release of the tiny catalog, published at once."""
    plain = CatalogRelease(number, "tiny", number, "2026.10", f"{number:064x}", "User 5", 5, MOMENT, TODAY)
    return replace(plain, **changes)


def make_decision(outcome: Decision = Decision.APPROVED) -> ReleaseDecision:
    """The administrator's decision."""
    return ReleaseDecision(outcome, "User 6", 6, MOMENT, "seen")


def dearer(amount: str = "33000") -> dict[str, bytes]:
    """The tiny catalog with another price of its first offering."""
    return changed("prices/voice.csv", ",32000,", f",{amount},")


def check(files: Mapping[str, bytes] | None = None) -> CheckedCatalog:
    """The tiny catalog's files, or these, checked for publication."""
    return check_release(CatalogFiles(files or tiny_files()))
