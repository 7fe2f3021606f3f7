"""Which modules hold pages; importing them gives the blueprint its routes."""

from __future__ import annotations

from flask import Flask

from configurator.http.record_numbers import RecordNumber
from configurator.web import (
    approvals,
    catalog,
    commercial,
    configuring,
    customers,
    desk,
    documents,
    ledgers,
    points,
    price_parts,
    proposals,
    quotes,
    repricing,
    seeking,
    signing_in,
    trials,
    users,
)
from configurator.web.blueprint import pages
from configurator.web.workbench import (
    candidates,
    differences,
    files,
    impacts,
    offerings,
    overview,
    pictures,
    problems,
    proofs,
    publishing,
    releases,
    scenarios,
    trying,
)

SUBJECTS = (
    signing_in,
    desk,
    customers,
    trials,
    proposals,
    seeking,
    configuring,
    quotes,
    ledgers,
    price_parts,
    commercial,
    points,
    repricing,
    approvals,
    documents,
    users,
    catalog,
)
WORKBENCH = (
    overview,
    problems,
    files,
    offerings,
    pictures,
    trying,
    scenarios,
    candidates,
    proofs,
    differences,
    impacts,
    publishing,
    releases,
)


def install_pages(app: Flask) -> None:
    """Give the application all pages."""
    app.url_map.converters["int"] = RecordNumber
    app.register_blueprint(pages)
