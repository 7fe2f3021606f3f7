"""The section of benefits: what comes with the contract at price zero, how much, what it is worth, until when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from configurator.documents.figures import NONE, format_amount, format_count
from configurator.documents.phrasebook import Phrasebook, Words
from configurator.quoting.content import Content, ContentBenefit


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One benefit: its name, where it comes from, quantity with unit, worth, and how long it can be used."""

    name: Words
    origin: Words
    quantity: Words
    worth: str
    use_by: Words


@dataclass(frozen=True, slots=True)
class Benefits:
    """The section of benefits; `worth_label` heads the column of amounts with the currency."""

    rows: tuple[BenefitRow, ...]
    worth_label: Words
    part_titles: tuple[Words, ...] = ()


def build_benefits(content: Content, book: Phrasebook) -> Benefits | None:
    """The benefits of the quote in their order; None when there are none."""
    if not content.benefits:
        return None
    rows = tuple(_build_row(benefit, book) for benefit in content.benefits)
    return Benefits(rows, book.say("benefits.worth", currency=content.currency))


def _build_row(benefit: ContentBenefit, book: Phrasebook) -> BenefitRow:
    return BenefitRow(
        name=book.show(benefit.name),
        origin=_say_origin(benefit, book),
        quantity=book.each(lambda language: f"{format_count(benefit.quantity)} {benefit.unit.in_language(language)}"),
        worth=format_amount(benefit.worth) if Decimal(benefit.worth or 0) else NONE,
        use_by=_say_use(benefit, book),
    )


def _say_origin(benefit: ContentBenefit, book: Phrasebook) -> Words:
    if benefit.partner is not None:
        return book.say("benefits.from_partner", programme=benefit.programme, partner=benefit.partner)
    if benefit.tier is not None:
        return book.say("benefits.from_tier", programme=benefit.programme, tier=benefit.tier)
    return book.show(benefit.programme)


def _say_use(benefit: ContentBenefit, book: Phrasebook) -> Words:
    if not benefit.use_by:
        return book.say("benefits.contract")
    return book.say("benefits.yearly" if benefit.yearly else "benefits.once", day=benefit.use_by)
