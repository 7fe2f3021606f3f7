"""What the proposal says, read back from the printed pages."""

from __future__ import annotations

import re

import pytest

from configurator.documents.figures import format_amount
from tests.factories.content import make_benefits, make_content, make_service_levels
from tests.factories.proposal import make_proposal_content
from tests.integration.documents.printed import squeeze

LANGUAGES = ("zh", "en", "both")
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")


def languages_of(language):
    return ("zh", "en") if language == "both" else (language,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_every_component_in_its_languages(print_sample, language):
    printed = print_sample(language)
    for line in make_proposal_content(14).lines:
        for one in languages_of(language):
            assert squeeze(line.name.in_language(one)) in printed.text
            assert f"{line.quantity:,}{squeeze(line.unit.in_language(one))}" in printed.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [14, 45])
def test_prints_every_amount_of_every_charge(print_sample, language, lines):
    printed = print_sample(language, lines)
    for line in make_proposal_content(lines).lines:
        for charge in line.charges:
            for amount in (charge.list, charge.net, charge.ex_tax, charge.tax):
                assert format_amount(amount) in printed.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_every_total(print_sample, language):
    printed, totals = print_sample(language), make_proposal_content(14).totals
    figures = ("one_time", "monthly", "annual", "usage_estimate", "first_year", "tcv", "list_tcv")
    for name in figures:
        assert format_amount(getattr(totals, name)) in printed.text
    for line in totals.tax_of_term:
        for amount in (line.inclusive, line.ex_tax, line.tax):
            assert format_amount(amount) in printed.text


def test_prints_the_same_figures_in_every_language(print_sample):
    amounts = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{2}")
    found = {language: sorted(amounts.findall(print_sample(language).text)) for language in LANGUAGES}
    assert found["zh"] == found["en"] == found["both"]


def test_says_sums_of_the_price_tables_next_to_their_words(print_sample):
    totals = make_proposal_content(14).totals
    assert f"每月月租合计{format_amount(totals.monthly)}" in print_sample("zh").text
    assert f"Contractvalue(24months){format_amount(totals.tcv)}" in print_sample("en").text


@pytest.mark.parametrize(("language", "printed"), [("zh", True), ("en", False), ("both", True)])
def test_writes_the_contract_value_in_capitals_for_chinese_readers(print_sample, language, printed):
    capitals = make_proposal_content(14).totals.tcv_capitals
    assert "元" in capitals
    assert (capitals in print_sample(language).text) is printed


def test_has_no_chinese_in_an_english_proposal(print_content):
    printed = print_content(make_content(customer_name="ACME Ltd"), "en", prepared_by="A. Smith")
    assert CHINESE.findall(printed.text) == []


def test_has_no_english_in_a_chinese_proposal(print_sample):
    text = print_sample("zh").text
    for word in ("Summary", "Price", "Total", "Monthly", "Customer", "Component", "seat", "site", "Level"):
        assert word not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_who_it_is_for_and_how_the_size_was_determined(print_sample, language):
    printed, customer = print_sample(language), make_proposal_content(14).customer
    assert customer.name in printed.pages[0]
    for one in languages_of(language):
        assert squeeze(customer.size_rule.in_language(one)) in printed.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_needs_advice_terms_and_assumptions(print_sample, language):
    printed, content = print_sample(language), make_proposal_content(14)
    for one in languages_of(language):
        sentences = (
            *(need.sentence for need in content.needs),
            *(advice.sentence for advice in content.advice),
            *(clause.text for clause in content.clauses),
            *(reason.sentence for line in content.lines for reason in line.reasons),
        )
        for sentence in sentences:
            assert squeeze(sentence.in_language(one)) in printed.text


def test_says_which_language_prevails(print_sample):
    assert squeeze("以中文版本为准") in print_sample("both").text
    assert squeeze("the Chinese version prevails") in print_sample("both").text


@pytest.mark.parametrize(
    ("language", "convention"),
    [("zh", "金额单位：人民币元（CNY）"), ("en", "Amounts are in Chinese yuan (CNY) and include tax")],
)
def test_states_the_currency(print_sample, language, convention):
    assert squeeze(convention) in print_sample(language).text


def test_tells_nothing_of_rules_prices_files_and_steps(print_sample):
    text = print_sample("both").text
    assert "ADVICE-1" not in text and "prices/" not in text and "R-LINE-200" not in text


def test_prints_a_quote_without_needs_advice_and_clauses(print_content):
    printed = print_content(make_content(lines=1, needs=(), advice=(), clauses=()), "en")
    assert squeeze("No separate needs were stated") in printed.text
    assert "Recommendationsnotfollowed" not in printed.text
    assert "6Signatures" in printed.text


def test_prints_net_prices_with_tax_on_top(print_content):
    content = make_content(tax_inclusive=False)
    printed = print_content(content, "en")
    charge = content.lines[0].charges[0]
    assert "Netexcl.tax" in printed.text and "excludetaxunless" in printed.text
    assert f"{format_amount(charge.net)}9%" in printed.text


def test_reads_a_price_row_in_the_order_of_its_columns(print_sample):
    line = make_proposal_content(14).lines[1]
    charge = line.charges[0]
    row = "".join(
        (
            f"{line.number}{line.name.zh}{line.quantity}{line.unit.zh}",
            format_amount(charge.list),
            "5%",
            format_amount(charge.net),
            "6%",
            format_amount(charge.ex_tax),
            format_amount(charge.tax),
        )
    )
    assert row in print_sample("zh").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_the_service_levels_with_the_terms(print_content, language):
    levels = make_service_levels()
    printed = print_content(make_content(lines=1, service_levels=levels), language)
    for level in levels:
        for one in languages_of(language):
            assert squeeze(level.name.in_language(one)) in printed.text
            assert squeeze(level.architecture.in_language(one)) in printed.text
        assert level.minutes_down in printed.text
    assert ("本方案采用" if language == "zh" else squeeze("Agreed in this proposal")) in printed.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_the_benefits_with_quantity_worth_and_last_day(print_content, language):
    benefits = make_benefits()
    printed = print_content(make_content(lines=1, benefits=benefits), language)
    for benefit in benefits:
        for one in languages_of(language):
            assert squeeze(benefit.name.in_language(one)) in printed.text
    for figure in ("6,000.00", "1,440.00", "1,200", "2027-11-21", "2026-12-05"):
        assert figure in printed.text
    assert squeeze("合同期内" if language == "zh" else "as long as the contract runs") in printed.text
