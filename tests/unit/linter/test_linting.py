"""Advice about catalogs that load: each check finds its fault and leaves a good catalog alone."""

import pytest

from configurator.linter.linting import CHECKS, PROVEN_CHECKS, lint
from configurator.rules.rulebook import read_rules
from configurator.values.problem import Severity
from configurator.wording import say_problem
from tests.factories.catalog_files import FILES, load_tiny, read_catalog, tiny_files


def lint_files(files):
    load = read_catalog(files)
    assert load.catalog is not None, load.problems
    rules = read_rules(load.catalog)
    assert rules.book is not None, rules.problems
    problems = lint(load.catalog, rules.book)
    for problem in problems:
        assert problem.location is not None
        for language in ("zh", "en"):
            assert all(say_problem(language, problem))
    return problems


def found(path, old, new):
    """What is found more than before the change."""
    assert old in FILES[path]
    before = lint_files(tiny_files())
    after = lint_files(tiny_files() | {path: FILES[path].replace(old, new, 1).encode()})
    return [problem for problem in after if problem.code not in {known.code for known in before}]


def test_the_tiny_catalog_lacks_two_costs_and_asks_four_idle_questions():
    problems = lint_files(tiny_files())
    assert {problem.severity for problem in problems} == {Severity.INFO}
    assert [problem.params["offering"] for problem in problems if problem.code == "price_without_cost"] == [
        "SIP-30",
        "SIP-30",
    ]
    idle = [problem.params["name"] for problem in problems if problem.code == "unused_input"]
    assert idle == ["beds", "phones", "cards", "sla"]
    assert {problem.code for problem in problems} == {"price_without_cost", "unused_input"}


def test_nothing_that_the_linter_finds_forbids_a_catalog():
    assert all(problem.severity is not Severity.ERROR for problem in lint_files(tiny_files()))


def test_every_check_is_listed_once_and_says_what_it_checks():
    every = (*CHECKS, *PROVEN_CHECKS)
    assert len(set(every)) == len(every)
    assert all(check.__doc__ for check in every)


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "line"),
    [
        ("offerings/voice.yaml", "zh: 去话分钟", "zh: Outbound", "text_not_chinese", 24),
        ("offerings/voice.yaml", "zh: 去话分钟", "zh: Outbound minutes", "text_same_in_languages", 24),
        ("offerings/voice.yaml", "en: Outbound minutes", "en: 去话", "text_not_english", 24),
        ("offerings/voice.yaml", "en: Outbound minutes", "en: Trunk of 30 channels", "name_twice", 24),
        ("rules/voice.yaml", "evidence: R", "evidence: S", "rule_without_source", 3),
        ("prices/voice.csv", "24000,,,A", "24000,,,S", "price_without_source", 2),
        ("prices/voice.csv", "0.1345", "0.2", "volume_dearer", 6),
        ("prices/voice.csv", "0.90,,2026-07-01", "0.90,,2026-07-03", "price_gap", 4),
        ("tax.csv", "2026-01-01", "2026-02-01", "tax_gap", 3),
        ("offerings/voice.yaml", "    provides: {sessions: 100}\n", "", "capacity_without_source", 12),
        ("industries.yaml", "classes: [J]", "classes: [J, I65]", "industry_class_twice", 4),
    ],
)
def test_each_check_finds_its_fault_at_its_place(path, old, new, code, line):
    problems = found(path, old, new)
    assert [(problem.code, problem.location.line) for problem in problems] == [(code, line)]


def test_a_gap_names_its_first_and_last_day():
    (problem,) = found("tax.csv", "2026-01-01", "2026-02-01")
    assert (problem.params["first"], problem.params["last"]) == ("2026-01-01", "2026-01-31")


def test_names_without_english_words_may_be_the_same():
    assert found("offerings/voice.yaml", "{zh: 去话分钟, en: Outbound minutes}", "{zh: IPv6, en: IPv6}") == []


def test_a_price_of_zero_needs_no_cost():
    free = FILES["prices/voice.csv"].replace("1.10", "0").replace("0.90", "0").encode()
    codes = {problem.code for problem in lint_files(tiny_files() | {"prices/voice.csv": free})}
    assert "price_without_cost" not in codes


@pytest.mark.parametrize("model", ["flat", "stair_step"])
def test_an_amount_for_all_together_may_rise_with_the_quantity(model):
    rows = FILES["prices/voice.csv"].replace("volume,1,0.15", f"{model},1,10")
    rows = rows.replace("volume,10000,0.1345", f"{model},10000,90")
    codes = {problem.code for problem in lint_files(tiny_files() | {"prices/voice.csv": rows.encode()})}
    assert "volume_dearer" not in codes


def test_a_rate_may_rise_with_the_contracts_months_but_not_within_them():
    head = "offering,charge,period,model,from,from_month,amount,cost,evidence\n"
    rows = [f"SBC-100,recurring,month,volume,{start},{month},{amount},1,A\n" for start, month, amount in (
        (1, 1, 10), (5, 1, 9), (1, 13, 12), (5, 13, 13)
    )]  # fmt: skip
    extra = {"prices/extra.csv": (head + "".join(rows)).encode()}
    found = [problem for problem in lint_files(tiny_files() | extra) if problem.code == "volume_dearer"]
    assert [(problem.location.line, problem.params["amount"]) for problem in found] == [(5, "13")]


def test_linting_changes_nothing():
    catalog = load_tiny().catalog
    lint(catalog, read_rules(catalog).book)
    assert catalog == load_tiny().catalog


def test_proofs_can_be_left_out():
    dead = FILES["rules/voice.yaml"].replace("then: SBC-*", "then: SBC-* >= 21")
    load = read_catalog(tiny_files() | {"rules/voice.yaml": dead.encode()})
    book = read_rules(load.catalog).book
    quick = {problem.code for problem in lint(load.catalog, book, with_proofs=False)}
    proven = {problem.code for problem in lint(load.catalog, book)}
    assert quick == {"price_without_cost", "unused_input"}
    assert {"offering_dead", "rule_contradicts_itself", "need_impossible"} <= proven


PROGRAMMES = {
    "pricing.yaml": "stages:\n"
    "  - {key: promotion, kind: programme, name: {zh: 促销, en: Promotion}}\n"
    "  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}\n",
    "programmes/a.yaml": "discounts:\n"
    "  HELLO:\n"
    "    name: {zh: 迎新, en: Hello}\n"
    "    sentence: {zh: 减价, en: Reduced}\n"
    "    stage: promotion\n"
    "    applies_to: [SBC-100]\n"
    "    bands: [{percent: 5}]\n"
    "    evidence: A\n",
}


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        ("pricing.yaml", "en: Promotion", "en: 促销", 2),
        ("programmes/a.yaml", "en: Hello", "en: 迎新", 2),
        ("programmes/a.yaml", "en: Reduced", "en: 减价", 2),
    ],
)
def test_texts_of_pricing_are_looked_at(path, old, new, line):
    files = tiny_files() | {name: text.encode() for name, text in PROGRAMMES.items()}
    assert "text_not_english" not in {problem.code for problem in lint_files(files)}
    files[path] = PROGRAMMES[path].replace(old, new, 1).encode()
    (problem,) = (one for one in lint_files(files) if one.code == "text_not_english")
    assert (problem.location.file, problem.location.line) == (path, line)
