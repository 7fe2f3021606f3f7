"""Packages: whole and valid for the smallest and largest customers of their class."""

from __future__ import annotations

from configurator.linter.packages import check_packages, list_staff
from configurator.linter.proofs import Proofs
from configurator.rules.rulebook import read_rules
from tests.factories.catalog_files import FILES, load_tiny, read_catalog, tiny_files
from tests.factories.linting import describe

RULE = """
  - {id: VOICE-09, kind: requires, if: %s, then: %s, sentence: {zh: 规则。, en: Rule.}}
"""


def find_problems(*rules, **changes):
    files = {"rules/voice.yaml": FILES["rules/voice.yaml"] + "".join(rules), **changes}
    load = read_catalog(tiny_files() | {path: text.encode() for path, text in files.items()})
    assert load.catalog is not None, load.problems
    book = read_rules(load.catalog).book
    assert book is not None
    return list(check_packages(Proofs(book)))


def test_the_tiny_catalog_s_packages_are_whole():
    assert find_problems() == []


def test_finds_lines_that_rules_forbid_together():
    problems = find_problems(RULE % ("MIN-OUT", "not SBC-100"))
    assert {problem.code for problem in problems} == {"package_invalid"}
    assert {problem.params["size"] for problem in problems} == {"medium"}
    assert describe(problems[:1]) == [("package_invalid", "warning", "rule VOICE-09")]
    assert sorted(problems[0].params["offerings"]) == ["MIN-OUT", "SBC-100"]


def test_names_the_customers_for_whom_a_package_is_too_much():
    problems = find_problems(RULE % ("MIN-OUT", "MIN-OUT <= 5000"))
    assert {(problem.code, problem.params["staff"]) for problem in problems} == {("package_invalid_for", 1000)}


def test_finds_a_package_whose_need_cannot_be_met():
    problems = find_problems(RULE % ("industry = healthcare", "not SIP-30"))
    assert [(problem.code, problem.params["industry"], problem.params["size"]) for problem in problems] == [
        ("package_without_customer", "healthcare", "small")
    ]
    assert describe(problems) == [("package_without_customer", "warning", "rule VOICE-09, need voice")]


def test_a_rule_that_adds_something_leaves_a_package_whole():
    assert find_problems(RULE % ("MIN-OUT", "SIP-30 >= 2")) == []


def test_quantities_are_those_of_the_customer():
    assert find_problems(RULE % ("MIN-OUT", "MIN-OUT = staff * 10")) == []
    problems = find_problems(RULE % ("MIN-OUT", "MIN-OUT >= staff * 10 + 1"))
    assert {problem.code for problem in problems} == {"package_invalid"}


def test_staff_follows_the_table_for_all_industries():
    catalog = load_tiny().catalog
    assert [list_staff(catalog, size) for size in ("micro", "small", "medium", "large")] == [
        (1, 10),
        (11, 100),
        (101, 1000),
        (1001, 10010),
    ]


def test_finds_a_quantity_that_divides_by_zero_for_a_customer():
    lines = FILES["packages/base.yaml"].replace("staff * 10", "staff * 10 / (staff - 101)")
    problems = find_problems(**{"packages/base.yaml": lines})
    assert {(problem.code, problem.params["staff"]) for problem in problems} == {("package_formula", 101)}
    assert describe(problems[:1]) == [("package_formula", "warning", "")]
