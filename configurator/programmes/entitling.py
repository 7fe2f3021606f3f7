"""Everything that a quote is granted: by the programmes of the catalog, and for the points that it redeems."""

from __future__ import annotations

from dataclasses import replace

from configurator.programmes.granting import find_entitlements as find_programme_entitlements
from configurator.programmes.model import NO_ENTITLEMENTS, Entitlements, QuoteFacts
from configurator.programmes.redeeming import grant_redemptions


def find_entitlements(facts: QuoteFacts, before: Entitlements = NO_ENTITLEMENTS) -> Entitlements:
    """The grants by line: first those of the programmes, then those for points. `before` is what was granted last."""
    found = find_programme_entitlements(facts, before)
    redeemed = grant_redemptions(facts)
    if not redeemed:
        return found
    numbers = sorted(found.grants.keys() | redeemed.keys())
    grants = {number: (*found.grants.get(number, ()), *redeemed.get(number, ())) for number in numbers}
    return replace(found, grants=grants, lines=(), awarded=())
