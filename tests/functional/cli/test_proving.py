"""`configurator catalog prove` as a maintainer calls it: findings, limits with their lines, exit codes."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from configurator.resources import catalog_dir
from tests.functional.cli.console import start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the telecom catalog without its limits."""
    copy = tmp_path / "telecom"
    shutil.copytree(catalog_dir(), copy)
    (copy / "proofs.yaml").unlink()
    return copy


def test_tells_the_least_margin_of_a_family_with_the_configuration_that_has_it(folder: Path) -> None:
    done = start("catalog", "prove", folder, "--family", "NET")
    assert done.returncode == 0, done.stderr
    assert "least margin -6.67 % (proven)" in done.stdout
    assert "commitment of 36 months, manual discount of 25 %; Availability wanted: 99.5 % (silver)" in done.stdout
    assert "least margin -6.67 %" in done.stderr


def test_gives_machines_every_figure(folder: Path) -> None:
    done = start("catalog", "prove", folder, "--family", "NET", "--family", "DX", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    net, dx = sorted(answer["margins"], key=lambda found: found["family"] != "NET")
    assert (net["margin_percent"], net["proof"], net["bound_percent"]) == ("-6.67", "optimal", "-6.67")
    assert (net["term_months"], net["discount_percent"], net["customer"]["sla"]) == (36, "25", "silver")
    assert "COUNTER-OFFER" in net["programmes"]
    (programme, *_) = (part for part in net["parts"] if part["rule"] == "COUNTER-OFFER")
    assert programme["file"] == "programmes/segments.yaml"
    assert programme["line"] > 0
    assert dx["lines"]
    assert Decimal(dx["margin_percent"]) > Decimal(net["margin_percent"])
    assert (answer["packages"], answer["problems"]) == ([], [])


def test_a_limit_that_does_not_hold_is_named_with_its_line_and_an_example(folder: Path) -> None:
    (folder / "proofs.yaml").write_text("least_margin:\n  families:\n    NET: -5\n    DX: 0\n", encoding="utf-8")
    done = start("catalog", "prove", folder, "--family", "NET", "--family", "DX")
    assert done.returncode == 1
    assert "proofs.yaml:3:10: error [margin_below_limit]" in done.stderr
    assert "as low as -6.67 %, below the limit of -5 %" in done.stderr
    assert "proofs.yaml:4" not in done.stderr


def test_discounts_are_those_of_the_role_that_is_named(folder: Path) -> None:
    (folder / "proofs.yaml").write_text("discounts_of: rep\n", encoding="utf-8")
    done = start("catalog", "prove", folder, "--family", "DX", "--json")
    assert json.loads(done.stdout)["discount_percent"] == "5"


def test_a_family_that_is_not_there_is_a_wrong_call(folder: Path) -> None:
    done = start("catalog", "prove", folder, "--family", "NETT")
    assert done.returncode == 2
    assert "NETT" in done.stderr
    assert "COM-VOICE" in done.stderr


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("discounts_of: boss\n", "proofs.yaml:1:15", "proof_role_unknown"),
        ("least_margin: {families: {NOT: 5}}\n", "proofs.yaml:1:27", "unknown_family"),
        ("least_margin: {all: -5%}\n", "proofs.yaml:1:21", "figure_not_plain"),
        ("least_margin: {all: 1.234}\n", "proofs.yaml:1:21", "figure_decimals"),
        ("most_monthly: {tiny: 5}\n", "proofs.yaml:1:16", "not_one_of"),
    ],
)
def test_what_the_limits_say_wrongly_is_refused_with_its_place(folder: Path, text: str, place: str, code: str) -> None:
    (folder / "proofs.yaml").write_text(text, encoding="utf-8")
    done = start("catalog", "prove", folder)
    assert done.returncode == 1
    assert f"{place}: error [{code}]" in done.stderr
    assert "Traceback" not in done.stderr
