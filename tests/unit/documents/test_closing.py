from __future__ import annotations

import pytest

from configurator.documents.closing import (
    build_advice,
    build_assumptions,
    build_signatures,
    build_terms,
)
from configurator.quoting.content import ContentAdvice
from configurator.values.text import Text
from tests.factories.content import make_content, make_service_levels
from tests.factories.proposal import make_header
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def test_has_no_section_of_advice_when_everything_is_followed():
    assert build_advice(make_content(advice=()), EN) is None


@pytest.mark.parametrize(
    ("severity", "weight"),
    [("error", "Important"), ("warning", "Recommended"), ("info", "Note"), ("odd", "odd")],
)
def test_weighs_advice(severity, weight):
    advice = build_advice(make_content(advice=(ContentAdvice("R", severity, Text("甲", "Do it.")),)), EN)
    assert advice is not None
    assert [(texts_of(row.weight), texts_of(row.sentence)) for row in advice.rows] == [([weight], ["Do it."])]


def test_keeps_the_identifiers_of_rules_to_ourselves():
    advice = build_advice(make_content(), EN)
    assert "ADVICE-1" not in repr(advice)


def test_states_validity_and_term_before_the_catalogs_terms():
    said = [texts_of(sentence)[0] for sentence in build_terms(make_content(), EN).sentences]
    assert said[0] == "This offer is dated 2026-11-22 and valid until 2026-12-22."
    assert said[1].startswith("The contract runs for 24 months")
    assert said[2] == "Monthly fees are due within thirty days of invoice."


def test_states_a_monthly_order_without_a_minimum_term():
    said = [texts_of(sentence)[0] for sentence in build_terms(make_content(term_months=1), EN).sentences]
    assert said[1] == "Services are ordered month by month without a minimum term."


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_says_last_which_language_prevails(language):
    said = texts_of(build_terms(make_content(), make_book(language)).sentences[-1])
    assert all("中文" in text or "Chinese version prevails" in text for text in said)


def test_lists_assumptions_apart_from_terms():
    assumptions = build_assumptions(make_content(), EN)
    assert assumptions is not None
    assert [texts_of(sentence)[0] for sentence in assumptions.sentences] == [
        "The customer provides room, power and earthing.",
        "Special ducting is quoted separately.",
    ]


def test_has_no_section_of_assumptions_when_there_are_none():
    assert build_assumptions(make_content(clauses=()), EN) is None


def test_lets_both_parties_sign():
    signatures = build_signatures(make_content(customer_name="ACME"), make_header(number="Q-7", version=3), EN)
    assert [texts_of(party.role)[0] for party in signatures.parties] == ["For the customer", "For the provider"]
    assert texts_of(signatures.parties[0].name) == ["ACME"]
    assert "Q-7 V3" in texts_of(signatures.lead)[0]
    assert len(signatures.blanks) == 4


def test_terms_have_no_table_where_the_catalog_has_no_service_levels():
    assert build_terms(make_content(), EN).levels == ()


def test_terms_show_every_service_level_and_mark_the_one_agreed():
    silver, gold = build_terms(make_content(service_levels=make_service_levels()), EN).levels
    assert (silver.mark, texts_of(gold.mark)) == ((), ["Agreed in this proposal"])
    assert [texts_of(words) for words in (gold.name, gold.down, gold.architecture)] == [
        ["Gold"],
        ["21.6 minutes"],
        ["Dual access"],
    ]
    assert [texts_of(credit) for credit in gold.credits] == [["10 % if below 99.95 %"], ["25 % if below 99 %"]]
