"""The section of benefits: quantity, worth, origin and last day, in the document's languages."""

from __future__ import annotations

from dataclasses import replace

from configurator.documents.benefits import build_benefits
from configurator.values.text import Text
from tests.factories.content import make_benefits, make_content
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def build(benefits=None, book=EN):
    return build_benefits(make_content(benefits=make_benefits() if benefits is None else benefits), book)


def test_there_is_no_section_without_benefits():
    assert build(()) is None


def test_shows_quantity_worth_and_last_day():
    scan, support, invoices = build().rows
    assert [texts_of(words) for words in (scan.name, scan.quantity, scan.use_by)] == [
        ["Vulnerability scan"],
        ["2 scans"],
        ["every contract year; first by 2027-11-21"],
    ]
    assert scan.worth == "6,000.00"
    assert (texts_of(invoices.quantity), invoices.worth) == (["1,200 documents"], "1,440.00")
    assert texts_of(invoices.use_by) == ["until 2026-12-05"]
    assert texts_of(support.use_by) == ["as long as the contract runs"]


def test_what_states_no_worth_has_a_dash():
    _, support, _ = build().rows
    assert support.worth == "–"
    (zero,) = build((replace(make_benefits()[0], worth="0.00"),)).rows
    assert zero.worth == "–"


def test_says_from_which_tier_or_partner_it_comes():
    scan, _, invoices = build().rows
    assert texts_of(scan.origin) == ["Service packages: Classic"]
    assert texts_of(invoices.origin) == ["Partner benefits: Invoice platform"]
    (plain,) = build((replace(make_benefits()[0], tier=None),)).rows
    assert texts_of(plain.origin) == ["Service packages"]


def test_heads_the_amounts_with_the_currency():
    assert texts_of(build().worth_label) == ["Worth (CNY)"]


def test_speaks_both_languages():
    scan = build(book=make_book()).rows[0]
    assert texts_of(scan.name) == ["漏洞扫描", "Vulnerability scan"]
    assert texts_of(scan.quantity) == ["2 次", "2 scans"]
    assert texts_of(scan.origin)[0] == "服务套餐：尊享"


def test_text_of_data_that_is_alike_stands_once():
    (row,) = build((replace(make_benefits()[0], name=Text("WAF", "WAF")),), make_book()).rows
    assert texts_of(row.name) == ["WAF"]
