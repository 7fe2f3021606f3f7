from __future__ import annotations

import pytest

from configurator.documents.proposal_view import build_proposal
from tests.factories.content import make_benefits, make_content
from tests.factories.proposal import make_header
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def build(content=None, book=EN, **header):
    return build_proposal(content or make_content(), make_header(**header), book)


def test_numbers_the_sections_one_after_the_other():
    sections = build().sections
    assert [section.heading.number for section in sections] == list("12345678")
    assert [texts_of(section.heading.title)[0] for section in sections] == [
        "Summary",
        "Customer profile and compliance",
        "Solution components",
        "Prices",
        "Recommendations not followed",
        "Terms",
        "Assumptions and exclusions",
        "Signatures",
    ]


def test_leaves_no_gap_in_the_numbers_when_a_section_is_missing():
    sections = build(make_content(advice=(), clauses=())).sections
    assert [section.heading.bookmark for section in sections] == [
        "1 Summary",
        "2 Customer profile and compliance",
        "3 Solution components",
        "4 Prices",
        "5 Terms",
        "6 Signatures",
    ]


def test_shows_benefits_behind_the_prices_where_there_are_any():
    sections = build(make_content(benefits=make_benefits(), advice=())).sections
    assert [section.heading.bookmark for section in sections][3:6] == ["4 Prices", "5 Benefits included", "6 Terms"]
    assert sections[4].template == "_benefits.html"


def test_numbers_the_parts_within_their_section():
    components = build(make_content(lines=5)).sections[2]
    assert [part.bookmark for part in components.parts] == [
        "3.1 Network and connectivity",
        "3.2 Cloud and computing",
        "3.3 Voice and collaboration",
    ]


def test_gives_every_heading_its_own_anchor():
    sections = build().sections
    anchors = [heading.anchor for section in sections for heading in (section.heading, *section.parts)]
    assert len(set(anchors)) == len(anchors)


def test_bookmarks_in_both_languages():
    assert build(book=make_book()).sections[0].heading.bookmark == "1 概要 / Summary"


@pytest.mark.parametrize(
    ("status", "language", "mark"),
    [("draft", "zh", "草稿"), ("draft", "en", "DRAFT"), ("draft", "both", "草稿 / DRAFT"), ("final", "both", "")],
)
def test_marks_a_draft_and_nothing_else(status, language, mark):
    assert build(book=make_book(language), status=status).draft == mark


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en"), ("both", "zh-CN")])
def test_is_in_its_prevailing_language(language, tag):
    assert build(book=make_book(language)).lang == tag


def test_tells_number_dates_and_people_on_the_cover():
    facts = {texts_of(fact.name)[0]: texts_of(fact.value)[0] for fact in build().cover.facts}
    assert facts == {
        "Number": "Q-2026-000123 V2",
        "Status": "Final",
        "Date": "2026-11-22",
        "Valid until": "2026-12-22",
        "Prepared by": "Chen Yi 陈怡",
        "Contact": "chen.yi@example.com",
    }


def test_leaves_out_a_fact_that_is_not_known():
    names = [texts_of(fact.name)[0] for fact in build(contact="").cover.facts]
    assert "Contact" not in names and len(names) == 5


@pytest.mark.parametrize(("length", "size"), [(10, ""), (60, "long"), (199, "long"), (500, "endless")])
def test_sets_a_long_customer_name_smaller(length, size):
    assert build(make_content(customer_name="长" * length)).cover.customer_size == size
