"""`catalog lint` on the telecom catalog with mistakes planted in it: what the solver proves, and where."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from configurator.resources import catalog_dir

ROOT = Path(__file__).resolve().parents[3]
RULE = """
  - id: {id}
    kind: requires
    if: {when}
    then: {then}
    evidence: A
    sentence: {{zh: 规则。, en: Rule.}}
"""


def lint(*arguments: object) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-c", "from configurator.cli import main; main()", "catalog", "lint", "--json"]
    environ = {**os.environ, "CONFIGURATOR_LANGUAGE": "en"}
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, env=environ, check=False)
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


def test_a_mistake_of_two_rules_is_found_with_both(tmp_path: Path) -> None:
    folder = plant(
        tmp_path,
        ("TEST-1", '"CC-QM and staff >= 1"', '"SBC-100 >= 3"'),
        ("TEST-2", '"CC-QM"', '"SBC-100 <= 2"'),
    )
    status, answer = lint(folder)
    (dead,) = find(answer, "offering_dead")
    assert "CC-QM" in dead and "TEST-1" in dead and "TEST-2" in dead
    assert len(find(answer, "rules_contradict")) == 2
    assert status == (1 if answer["errors"] else 0)


def test_a_need_that_nothing_can_meet_is_an_error(tmp_path: Path) -> None:
    folder = plant(tmp_path, ("TEST-1", '"#internet"', '"staff > 1000000"'))
    status, answer = lint(folder)
    assert status == 1
    assert any("internet_access" in message and "TEST-1" in message for message in find(answer, "need_impossible"))


def test_packages_that_a_rule_breaks_are_named(tmp_path: Path) -> None:
    folder = plant(tmp_path, ("TEST-1", '"industry = healthcare and size = large"', '"staff <= 5000"'))
    _, answer = lint(folder)
    (found,) = find(answer, "package_without_customer_for")
    assert "healthcare" in found and "10010" in found and "TEST-1" in found


def test_a_contradiction_of_all_rules_is_an_error_and_nothing_else_is_proven(tmp_path: Path) -> None:
    folder = plant(tmp_path, ("TEST-1", '"staff >= 1"', '"DIA-50 and not DIA-50"'))
    status, answer = lint(folder)
    (void,) = find(answer, "catalog_void")
    assert status == 1
    assert "TEST-1" in void
    assert find(answer, "offering_dead", "need_impossible", "rule_never_applies") == []


@pytest.mark.parametrize(("options", "is_found"), [((), True), (("--quick",), False)])
def test_proofs_can_be_left_out(tmp_path: Path, options: tuple[str, ...], is_found: bool) -> None:
    folder = plant(tmp_path, ("TEST-1", '"CC-QM"', '"not CC-QM"'))
    _, answer = lint(folder, *options)
    assert bool(find(answer, "rule_contradicts_itself")) is is_found
