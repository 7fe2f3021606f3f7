"""What a proposal says below its tax block: the regime and why no tax is charged, how amounts are rounded, the rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from configurator.documents.phrasebook import Phrasebook, Words
from configurator.quoting.content import Content, ContentTaxRegime


def list_tax_notes(content: Content, book: Phrasebook) -> tuple[Words, ...]:
    """The sentences in their order; none for a content that was frozen before quotes stated them."""
    return tuple(_list_notes(content, book))


def _list_notes(content: Content, book: Phrasebook) -> Iterator[Words]:
    regime = content.tax_regime
    if regime is not None:
        yield from _state_regime(regime, book)
        yield book.say(f"tax.rounding.{regime.rounding}", unit=_show_unit(content), currency=content.currency)
        if regime.treatment == "taxed":
            yield book.say(f"tax.on.{regime.tax_on}")
    rate = content.exchange
    if rate is not None:
        key = "tax.exchange.source" if rate.source else "tax.exchange"
        said = {"base": rate.base, "currency": rate.currency, "rate": rate.rate, "date": rate.date}
        yield book.say(key, source=rate.source, **said)


def _state_regime(regime: ContentTaxRegime, book: Phrasebook) -> Iterator[Words]:
    if regime.key and regime.regulation is not None:
        yield book.say("tax.regime.regulation", name=regime.name, regulation=regime.regulation)
    elif regime.key:
        yield book.say("tax.regime", name=regime.name)
    if regime.statement is not None:
        yield book.show(regime.statement)


def _show_unit(content: Content) -> str:
    """The smallest amount of the quote's currency, by the decimals that its amounts have."""
    decimals = len(content.totals.tcv.partition(".")[2])
    return f"{Decimal(1).scaleb(-decimals):f}"
