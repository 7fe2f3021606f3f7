"""What a quote takes from what is limited: shares of partners' offers, promotion codes and loyalty points."""

from __future__ import annotations

from collections.abc import Iterator

from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog
from configurator.guidance.proposing import Proposal
from configurator.pricing.model import PricedConfiguration
from configurator.programmes.benefits import Benefit, BenefitKind
from configurator.programmes.claiming import ClaimKind
from configurator.programmes.redeeming import count_needed
from configurator.quoting.content import ContentClaim
from configurator.values.text import Text


def compose_claims(proposal: Proposal) -> tuple[ContentClaim, ...]:
    """The claims of a proposal: only what really counts in it, not what it asks for in vain."""
    catalog, priced = proposal.session.compiled.situation.catalog, proposal.priced
    offers = (benefit for benefit in priced.benefits.granted if benefit.kind is BenefitKind.PARTNER)
    return (
        *(_claim_offer(catalog, benefit) for benefit in offers),
        *_list_codes(catalog, priced),
        *_list_points(catalog, priced),
    )


def _claim_offer(catalog: Catalog, benefit: Benefit) -> ContentClaim:
    offers = {offer.key: offer for offer in catalog.benefits.partners[benefit.programme].offers}
    shares = benefit.quantity // offers[benefit.key].quantity
    name = Text(f"{benefit.programme_name.zh} · {benefit.name.zh}", f"{benefit.programme_name.en} · {benefit.name.en}")
    return ContentClaim(ClaimKind.OFFER.value, benefit.programme, benefit.key, name, shares)


def _list_codes(catalog: Catalog, priced: PricedConfiguration) -> Iterator[ContentClaim]:
    for saving in priced.totals.savings:
        programme = catalog.programmes.get(saving.programme)
        reduction = reduction_of(programme) if programme else None
        if reduction and reduction.code and saving.amount:
            yield ContentClaim(ClaimKind.CODE.value, reduction.key, reduction.code, reduction.name, 1)


def _list_points(catalog: Catalog, priced: PricedConfiguration) -> Iterator[ContentClaim]:
    for saving in priced.totals.savings:
        loyalty = catalog.benefits.loyalty.get(saving.programme)
        if loyalty and saving.amount:
            points = count_needed(loyalty, saving.amount)
            yield ContentClaim(ClaimKind.POINTS.value, loyalty.key, loyalty.input, loyalty.name, points)
