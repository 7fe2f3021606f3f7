"""How many random quotes really meet what is told apart here: not what they might, but what it did to them."""

from tests.oracle.pricing.anchoring import judge
from tests.oracle.pricing.granting import monthly_of
from tests.oracle.pricing.reckoning import reckon
from tests.oracle.pricing.restating import DECIMALS, regime_of
from tests.oracle.pricing.summing import contract_rows, every, is_taxed_on_totals, share_bundles


def count_shares(worlds):
    """How many of these quotes have each of the traits."""
    found = dict.fromkeys(TRAITS, 0)
    for world in worlds:
        charges, totals, given = reckon(world)
        for name, has in TRAITS.items():
            found[name] += bool(has(world, charges, totals, given))
    return found


def bundle_bands(charge):
    return {band for due in charge.dues for discount, band in due.grants if getattr(discount, "anchor", None)}


def month_ends(world):
    """What each month's end brought, and why nothing."""
    active = {at: (each.code, monthly_of(world, each)) for at, each in enumerate(world.lines, 1) if each.quantity}
    for end in world.ends:
        left = {at: line for at, line in active.items() if at not in end.ended}
        for bundle in world.programmes:
            if bundle.anchor:
                yield judge(world, bundle, end.month, left, end.arrears)


def is_abroad(world, treatment=None):
    regime = regime_of(world)
    return regime is not None and treatment in (None, regime.treatment)


def is_shared(world, charges):
    rows = contract_rows(charges)
    return share_bundles(world, list(rows)) != rows


TRAITS = {
    "bundle takes off": lambda world, charges, totals, given: any(bundle_bands(each) for each in charges),
    "bundle in two rows": lambda world, charges, totals, given: any(len(bundle_bands(each)) > 1 for each in charges),
    "month's end takes off": lambda world, charges, totals, given: any(off for off, _ in month_ends(world)),
    "month's end lapses": lambda world, charges, totals, given: any(lapsed for _, lapsed in month_ends(world)),
    "programmes save": lambda world, charges, totals, given: totals["savings"],
    "points pay": lambda world, charges, totals, given: "PTS" in totals["savings"],
    "tier's benefits": lambda world, charges, totals, given: any(each[1] for each in given["granted"]),
    "benefits left out": lambda world, charges, totals, given: given["left_out"],
    "partner's offer": lambda world, charges, totals, given: any(not each[1] for each in given["granted"]),
    "benefits cost": lambda world, charges, totals, given: totals["benefit_cost"],
    "regime abroad": lambda world, charges, totals, given: is_abroad(world),
    "home tax taken out": lambda world, charges, totals, given: is_abroad(world) and world.inclusive,
    "reverse charge": lambda world, charges, totals, given: is_abroad(world, "reverse_charge"),
    "zero rated": lambda world, charges, totals, given: is_abroad(world, "zero_rated"),
    "half to even": lambda world, charges, totals, given: (regime_of(world) or world).mode == "half_even",
    "tax on totals": lambda world, charges, totals, given: is_taxed_on_totals(world),
    "price bundle shared": lambda world, charges, totals, given: is_shared(world, charges),
    "several rates": lambda world, charges, totals, given: len({due.rate for due in every(charges)}) > 1,
    "another currency": lambda world, charges, totals, given: world.exchange,
    "currency and regime": lambda world, charges, totals, given: world.exchange and is_abroad(world),
    "currency without decimals": lambda world, charges, totals, given: decimals_of(world) == 0,
    "currency with three": lambda world, charges, totals, given: decimals_of(world) == 3,
}


def decimals_of(world):
    return DECIMALS[world.exchange.currency] if world.exchange else world.exponent
