"""`configurator programmes run` as a person or a script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from configurator.resources import catalog_dir
from tests.functional.cli.console import start


def run(*arguments: str) -> CompletedProcess[str]:
    return start("programmes", "run", *arguments, CONFIGURATOR_CATALOG=str(catalog_dir()))


def test_releases_what_is_due_and_does_nothing_the_second_time(site: Path) -> None:
    first = run("--on", "2027-01-08", "--json")
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    shares = {each["offer"]: each["shares"] for each in told["released"]}
    assert shares == {"erp_2026_12": 200, "invoices_2027_01": 500}
    assert (told["day"], told["expired"], told["points"], told["converted"]) == ("2027-01-08", 0, [], [])
    second = run("--on", "2027-01-08")
    assert second.returncode == 0, second.stderr
    assert "2027-01-08" in second.stdout
    assert "Nothing else was due." in second.stdout


def test_says_in_words_what_it_did(site: Path) -> None:
    done = run("--on", "2026-12-01")
    assert "PARTNER-MONTH" in done.stdout
    assert "shares released: 50" in done.stdout


@pytest.mark.parametrize("day", ["2027-13-01", "9999-12-31", "1999-12-31"])
def test_a_day_that_is_none_or_out_of_reach_is_called_wrongly(site: Path, day: str) -> None:
    done = run("--on", day)
    assert done.returncode == 2
    assert day in done.stderr
    assert "Traceback" not in done.stderr
