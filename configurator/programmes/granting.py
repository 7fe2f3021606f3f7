"""From the facts of a quote to what its programmes grant."""

from __future__ import annotations

from configurator.programmes.model import NO_ENTITLEMENTS, Entitlements, QuoteFacts


def find_entitlements(facts: QuoteFacts) -> Entitlements:
    """What every programme of the catalog grants to the quote."""
    return NO_ENTITLEMENTS
