"""What a proposal says below its tax block."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.documents.prices import build_prices
from configurator.documents.taxes import list_tax_notes
from configurator.quoting.content import ContentExchange, ContentTaxRegime
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")
HOME = ContentTaxRegime("cn", Text("中国增值税", "VAT in China"), "half_up", "line", "taxed")
ABROAD = ContentTaxRegime(
    "eu", Text("反向征收", "Reverse charge"), "half_even", "total", "reverse_charge",
    Text("由客户申报缴纳。", "To be accounted for by the customer."), Text("指令", "Directive"),
)  # fmt: skip
RATE = ContentExchange("CNY", "EUR", "0.12", "2026-11-02", "a bank")


def notes(book=EN, **changes):
    content = replace(make_content(), **changes)
    return [texts_of(words) for words in list_tax_notes(content, book)]


def test_a_content_frozen_before_quotes_stated_it_says_nothing():
    assert notes(tax_regime=None, exchange=None) == []


def test_states_the_regime_the_rounding_and_what_tax_is_computed_on():
    assert notes(tax_regime=HOME) == [
        ["Tax regime: VAT in China."],
        ["Amounts are rounded to 0.01 CNY, halves away from zero."],
        ["Tax is computed on each line's amount over the term and then added up."],
    ]


def test_a_catalog_without_regimes_still_states_its_rounding():
    plain = replace(HOME, key="", name=Text("", ""), tax_on="total")
    assert notes(tax_regime=plain) == [
        ["Amounts are rounded to 0.01 CNY, halves away from zero."],
        ["Tax is computed once on the sum at each rate and then divided over the lines."],
    ]


def test_says_why_no_tax_is_charged_and_by_which_rule():
    assert notes(tax_regime=ABROAD) == [
        ["Tax regime: Reverse charge. Legal basis: Directive."],
        ["To be accounted for by the customer."],
        ["Amounts are rounded to 0.01 CNY, halves to the even neighbour."],
    ]


@pytest.mark.parametrize(("source", "shown"), [("a bank", ", published by a bank)"), ("", "(2026-11-02)")])
def test_states_the_rate_with_its_date_and_source(source, shown):
    (words,) = notes(exchange=replace(RATE, source=source))
    assert words[0].startswith("Exchange rate: 1 CNY = 0.12 EUR") and shown in words[0]


def test_the_unit_is_the_smallest_of_the_currency():
    totals = replace(make_content().totals, tcv="16440")
    assert "rounded to 1 JPY" in notes(tax_regime=HOME, totals=totals, currency="JPY")[1][0]


def test_speaks_both_languages():
    zh, en = notes(make_book(), tax_regime=ABROAD)[0]
    assert (zh, en) == ("税制：反向征收。依据：指令。", "Tax regime: Reverse charge. Legal basis: Directive.")


def test_the_prices_section_carries_the_notes():
    prices = build_prices(replace(make_content(), tax_regime=HOME), EN)
    assert [texts_of(words) for words in prices.tax_notes] == notes(tax_regime=HOME)
