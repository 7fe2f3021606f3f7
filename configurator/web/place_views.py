"""Places that quotes take of offers, codes and points, called as the catalog calls them."""

from __future__ import annotations

from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog
from configurator.http.services import get_services
from configurator.programmes.claiming import ClaimKind
from configurator.storage.claims import ClaimRow
from configurator.values.text import Text


def name_place(row: ClaimRow) -> Text:
    """What is taken: programme and offer, or programme and code; the keys where the catalog knows them no more."""
    catalog = get_services().proposer.catalog
    name = _name_programme(catalog, row)
    if row.kind is ClaimKind.POINTS:
        return name
    detail = _name_detail(catalog, row)
    return Text(f"{name.zh} · {detail.zh}", f"{name.en} · {detail.en}")


def _name_programme(catalog: Catalog, row: ClaimRow) -> Text:
    reduction = catalog.programmes.get(row.programme)
    benefit = catalog.benefits.partners.get(row.programme) or catalog.benefits.loyalty.get(row.programme)
    named = reduction_of(reduction) if reduction else benefit
    return named.name if named else Text(row.programme, row.programme)


def _name_detail(catalog: Catalog, row: ClaimRow) -> Text:
    partner = catalog.benefits.partners.get(row.programme)
    offers = {offer.key: offer.name for offer in partner.offers} if partner else {}
    return offers.get(row.key, Text(row.key, row.key))
