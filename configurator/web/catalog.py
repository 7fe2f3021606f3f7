"""The catalog as it is in force: offerings by family, and what is wrong with its files."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog, Offering
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.refusing import say_finding
from configurator.http.services import get_services
from configurator.web.blueprint import pages


@pages.get("/catalog")
@needs(Permission.VIEW_CATALOG)
def show_catalog() -> ResponseReturnValue:
    """Offerings with prices, found by code or name, and the catalog's findings."""
    proposer = get_services().proposer
    text = request.args.get("text", "").strip()[:100]
    problems = [(each, *say_finding(each)) for each in getattr(proposer, "problems", ())]
    return render_template(
        "web/catalog/catalog.html",
        catalog=proposer.catalog,
        families=_find(proposer.catalog, text),
        text=text,
        problems=problems,
    )


def _find(catalog: Catalog, text: str) -> dict[str, list[Offering]]:
    found: dict[str, list[Offering]] = {}
    for offering in catalog.offerings.values():
        if text.casefold() in f"{offering.code} {offering.name.in_language(get_language())}".casefold():
            found.setdefault(offering.family, []).append(offering)
    return found
