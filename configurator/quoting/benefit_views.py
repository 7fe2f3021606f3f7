"""Benefits as quotes and screens show them: lines at price zero for the customer, hints for the seller."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.catalog.model import Catalog
from configurator.programmes.benefits import Benefit, Benefits, TierHint, TierReached
from configurator.quoting.content import ContentBenefit
from configurator.values.text import Text
from configurator.wording import say_everywhere


@dataclass(frozen=True, slots=True)
class TierView:
    """A tier that a quote reaches: its package, its name, the most its benefits may be worth in a year, their worth."""

    programme: Text
    tier: Text
    most: str
    worth: str


@dataclass(frozen=True, slots=True)
class BenefitView:
    """All benefits of a quote for the seller: tiers, benefits granted, those that the cap leaves out, hints.

    Amounts are decimal strings. Nothing here names our cost.
    """

    tiers: tuple[TierView, ...]
    granted: tuple[ContentBenefit, ...]
    left_out: tuple[ContentBenefit, ...]
    hints: tuple[Text, ...]


def describe_benefits(catalog: Catalog, benefits: Benefits) -> BenefitView:
    """The view of what pricing found."""
    return BenefitView(
        tiers=tuple(_describe_tier(catalog, tier) for tier in benefits.tiers),
        granted=compose_benefits(catalog, benefits.granted),
        left_out=compose_benefits(catalog, benefits.left_out),
        hints=tuple(_say_hint(hint) for hint in benefits.hints),
    )


def compose_benefits(catalog: Catalog, benefits: tuple[Benefit, ...]) -> tuple[ContentBenefit, ...]:
    """The benefits as lines of a quote's content."""
    return tuple(_compose(catalog, benefit) for benefit in benefits)


def _compose(catalog: Catalog, benefit: Benefit) -> ContentBenefit:
    unit = catalog.units.get(benefit.unit, Text(benefit.unit, benefit.unit))
    return ContentBenefit(
        programme=benefit.programme_name,
        name=benefit.name,
        quantity=benefit.quantity,
        unit=unit.for_count(benefit.quantity),
        worth=str(benefit.worth) if benefit.worth else "",
        use_by=benefit.use_by.isoformat() if benefit.use_by else "",
        yearly=benefit.yearly,
        tier=benefit.tier_name,
        partner=benefit.partner,
    )


def _describe_tier(catalog: Catalog, tier: TierReached) -> TierView:
    return TierView(catalog.benefits.ladders[tier.programme].name, tier.name, str(tier.most), str(tier.worth))


def _say_hint(hint: TierHint) -> Text:
    kind = "both" if hint.missing_monthly and hint.missing_months else "term" if hint.missing_months else "charges"
    return say_everywhere(
        f"quoting.benefits.hint.{kind}",
        tier=hint.name,
        missing=str(hint.missing_monthly),
        months=hint.missing_months,
        reached=hint.reached_percent,
    )
