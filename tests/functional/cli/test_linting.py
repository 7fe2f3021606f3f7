"""`catalog lint` on the telecom catalog with mistakes planted in it: what the solver proves, and where."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from configurator.resources import catalog_dir
from tests.functional.cli.console import start

RULE = """
  - id: {id}
    kind: requires
    if: {when}
    then: {then}
    evidence: A
    sentence: {{zh: 规则。, en: Rule.}}
"""


def lint(*arguments: object) -> tuple[int, dict[str, Any]]:
    done = start("catalog", "lint", "--json", *arguments)
    return done.returncode, json.loads(done.stdout)


def plant(folder: Path, *rules: tuple[str, str, str]) -> Path:
    """The telecom catalog with further rules at the end of the voice products'."""
    copy = folder / "telecom"
    shutil.copytree(catalog_dir(), copy)
    with (copy / "rules/voice.yaml").open("a", encoding="utf-8") as file:
        file.writelines(RULE.format(id=id, when=when, then=then) for id, when, then in rules)
    return copy


def find(answer: dict[str, Any], *codes: str) -> list[str]:
    return [problem["message"] for problem in answer["problems"] if problem["code"] in codes]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(
        tmp_path_factory.mktemp("planted"),
        ("TEST-1", '"CC-QM and staff >= 1"', '"SBC-100 >= 3"'),
        ("TEST-2", '"CC-QM"', '"SBC-100 <= 2"'),
        ("TEST-3", '"ATA-8"', '"not ATA-8"'),
        ("TEST-4", '"industry = healthcare and size = micro"', '"staff <= 5"'),
        ("TEST-5", '"DR-SITE"', '"staff > 1000000"'),
    )


@pytest.fixture(scope="module")
def linted(planted: Path) -> tuple[int, dict[str, Any]]:
    return lint(planted)


def test_a_mistake_of_two_rules_is_found_with_both(linted: tuple[int, dict[str, Any]]) -> None:
    dead = [message for message in find(linted[1], "offering_dead") if "CC-QM" in message]
    assert len(dead) == 1 and "TEST-1" in dead[0] and "TEST-2" in dead[0]
    assert len(find(linted[1], "rules_contradict")) == 2


def test_a_rule_that_contradicts_itself_is_found(linted: tuple[int, dict[str, Any]]) -> None:
    assert any("TEST-3" in message for message in find(linted[1], "rule_contradicts_itself"))


def test_a_need_that_nothing_can_meet_is_an_error(linted: tuple[int, dict[str, Any]]) -> None:
    status, answer = linted
    assert status == 1 and answer["errors"] >= 1
    (found,) = find(answer, "need_impossible")
    assert "disaster_recovery" in found and "TEST-5" in found


def test_packages_that_a_rule_breaks_are_named(linted: tuple[int, dict[str, Any]]) -> None:
    found = [message for message in find(linted[1], "package_without_customer_for") if "TEST-4" in message]
    assert len(found) == 1 and "healthcare" in found[0] and "staff of 10." in found[0]


def test_proofs_can_be_left_out(planted: Path) -> None:
    status, answer = lint(planted, "--quick")
    assert (status, answer["errors"], answer["warnings"]) == (0, 0, 0)


def test_a_contradiction_of_all_rules_is_an_error_and_nothing_else_is_proven(tmp_path: Path) -> None:
    folder = plant(tmp_path, ("TEST-1", '"staff >= 1"', '"DIA-50 and not DIA-50"'))
    status, answer = lint(folder)
    (void,) = find(answer, "catalog_void")
    assert status == 1
    assert "TEST-1" in void
    assert find(answer, "offering_dead", "need_impossible", "rule_never_applies") == []
