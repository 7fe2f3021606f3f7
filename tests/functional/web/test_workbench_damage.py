"""Damaged catalogs on the workbench: every page answers, and what is wrong has its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.workbench.candidates import pack_files
from tests.damage.copies import make_copy
from tests.factories.catalog_files import tiny_files
from tests.factories.site import Site, make_tiny_site
from tests.functional.web.conftest import Browser
from tests.functional.web.test_workbench import upload

SEED, COPIES = 4, 60
PAGES = (
    "",
    "/problems",
    "/files",
    "/offerings",
    "/offerings/SBC-100",
    "/rules",
    "/rules/VOICE-01",
    "/picture",
    "/picture?offering=SBC-100",
    "/try",
    "/publish",
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_tiny_site(tmp_path)


def test_damaged_catalogs_break_no_page(maintainer: Browser, site: Site) -> None:
    broken, refused = [], 0
    in_force = site.services.proposer.catalog
    for number in range(COPIES):
        copy = make_copy(tiny_files(), SEED, number)
        answer = upload(maintainer, ("catalog.zip", pack_files(copy.files)))
        if answer.status_code == 422:
            refused += 1
            continue
        for page in PAGES:
            status = maintainer.get(f"{answer.location}{page}").status_code
            if status not in (200, 404, 422):
                broken.append((number, copy.kind, copy.path, page, status))
    assert broken == []
    assert refused < COPIES / 2
    assert site.services.proposer.catalog is in_force
