"""Benefits for tests: small ladders, partner programmes, trials, loyalty programmes, and quotes as facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from configurator.catalog.benefits import (
    BenefitBook,
    Criterion,
    EarnBand,
    LoyaltyProgramme,
    PartnerOffer,
    PartnerProgramme,
    Perk,
    PointsLevel,
    Qualification,
    Tier,
    TierLadder,
    Trial,
)
from configurator.catalog.model import Catalog
from configurator.catalog.sources import Expression
from configurator.programmes.model import LineFacts, QuoteFacts
from configurator.values.money import Money
from tests.factories.catalog import CNY, make_catalog, make_text

DAY = date(2027, 1, 15)


def yuan(amount: str) -> Money:
    """The amount in CNY."""
    return Money.of(Decimal(amount), CNY)


def make_perk(key: str, value: str = "0", cost: str = "0", **changes: Any) -> Perk:
    """One unit of a benefit for every contract year."""
    plain = Perk(key, make_text(key), "unit", value=Decimal(value), cost=Decimal(cost))
    return replace(plain, **changes)


def make_way(monthly: str = "0", term: int = 1) -> Qualification:
    """A way into a tier."""
    return Qualification(Decimal(monthly), term)


def make_tier(key: str, ways: Iterable[Qualification] = (), perks: Iterable[Perk] = (), cap: str = "100") -> Tier:
    """A tier whose benefits may be worth so many percent of the yearly contract value."""
    return Tier(key, make_text(key), tuple(perks), tuple(ways), Decimal(cap))


def make_ladder(**changes: Any) -> TierLadder:
    """Essential for all, Classic by charges or term, Master by both, each with one benefit."""
    tiers = (
        make_tier("essential", cap="0"),
        make_tier("classic", [make_way("10000"), make_way(term=24)], [make_perk("scan", "3000", "1200")], "6"),
        make_tier("master", [make_way("50000", 36)], [make_perk("drill", "30000", "12000")], "9"),
    )
    return replace(TierLadder("PACKAGES", make_text("packages"), make_text("why"), tiers), **changes)


def make_offer(key: str = "erp", month: date = date(2027, 1, 1), **changes: Any) -> PartnerOffer:
    """A month's offer of 100 shares, each of one unit worth 300 that costs 100."""
    plain = PartnerOffer(key, f"{key}_partner", make_text(key), month, 100, "unit", 1, Decimal(300), Decimal(100))
    return replace(plain, **changes)


def make_partners(*offers: PartnerOffer, when: str = "", double: str = "", **changes: Any) -> PartnerProgramme:
    """A partner programme with these offers, or that of January 2027."""
    shown = offers or (make_offer(),)
    plain = PartnerProgramme(
        "PARTNERS",
        make_text("partners"),
        make_text("why"),
        shown,
        partners={offer.partner: make_text(offer.partner) for offer in shown},
        when=Expression(when) if when else None,
        double=Expression(double) if double else None,
        partner_percent=Decimal(60),
    )
    return replace(plain, **changes)


def make_trial(**changes: Any) -> Trial:
    """A trial of A-1 for 30 days with three criteria."""
    plain = Trial(
        key="TRIAL-30",
        name=make_text("trial"),
        applies_to=("A-1",),
        days=30,
        criteria=tuple(Criterion(key, make_text(key)) for key in ("uptime", "users", "tickets")),
        midpoint_day=15,
        quote_day=21,
        most_spent=Decimal(3000),
        excludes=("#hardware",),
        incentive="TRIAL-7D",
    )
    return replace(plain, **changes)


def make_loyalty(**changes: Any) -> LoyaltyProgramme:
    """The earn rates, levels and group bands of the operator's loyalty programme; points pay for A-1."""
    bands = {0: "1", 1: "1.2", 3: "1.5", 6: "1.8", 10: "2"}
    plain = LoyaltyProgramme(
        key="POINTS",
        name=make_text("points"),
        sentence=make_text("why"),
        bands=tuple(EarnBand(years, Decimal(rate)) for years, rate in bands.items()),
        value=Decimal("0.5"),
        stage="points",
        redeem_on=("A-1",),
        input="points_redeemed",
        balance="points_balance",
        levels=tuple(PointsLevel(key, make_text(key), least) for key, least in _LEVELS),
        funding={"operator": Decimal(100)},
    )
    return replace(plain, **changes)


_LEVELS = (("silver", 5_000), ("gold", 20_000), ("platinum", 80_000))


def make_book(*programmes: TierLadder | PartnerProgramme | Trial | LoyaltyProgramme) -> BenefitBook:
    """A book with these programmes."""
    return BenefitBook(
        ladders={each.key: each for each in programmes if isinstance(each, TierLadder)},
        partners={each.key: each for each in programmes if isinstance(each, PartnerProgramme)},
        trials={each.key: each for each in programmes if isinstance(each, Trial)},
        loyalty={each.key: each for each in programmes if isinstance(each, LoyaltyProgramme)},
    )


def make_benefit_catalog(
    *programmes: TierLadder | PartnerProgramme | Trial | LoyaltyProgramme, **changes: Any
) -> Catalog:
    """A catalog that has these programmes."""
    return make_catalog(benefits=make_book(*programmes), **changes)


def make_line(
    offering: str = "A-1", monthly: str = "0", one_time: str = "0", number: int = 1, quantity: int = 1
) -> LineFacts:
    """A line with charges in yuan."""
    return LineFacts(number, offering, quantity, Fraction(Decimal(monthly)) * 100, yuan(one_time).minor, 0)


def make_facts(
    catalog: Catalog,
    *lines: LineFacts,
    monthly: str = "",
    term: int = 12,
    day: date = DAY,
    inputs: Mapping[str, str | int] | None = None,
    named: Iterable[str] = (),
) -> QuoteFacts:
    """A quote with these lines, or one line of A-1 with the monthly charges."""
    taken = lines or ((make_line(monthly=monthly),) if monthly else ())
    return QuoteFacts(catalog, day, term, taken, inputs or {}, named=frozenset(named))
