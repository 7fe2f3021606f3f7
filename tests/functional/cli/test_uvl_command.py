"""`configurator catalog uvl`: a file that other commands read, and a word about what it does not say."""

from __future__ import annotations

import json

import pytest

from tests.functional.cli.console import call

pytestmark = pytest.mark.usefixtures("english")


def test_the_file_is_analysed_by_the_other_command(folder, tmp_path, capsys):
    target = tmp_path / "out" / "tiny.uvl"
    assert call("catalog", "uvl", folder, target) == 0
    assert "Said exactly: 2" in capsys.readouterr().err
    assert call("model", "analyse", target, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["void"], answer["dead"]) == (False, [])
    assert "offerings" in answer["core"]


def test_without_a_file_it_goes_to_stdout(folder, capsys):
    assert call("catalog", "uvl", folder, "--date", "2026-01-01") == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("// tiny 2026.10, rules in force on 2026-01-01")
    assert '"SIP-30" => "SBC-100"' in shown.out


def test_a_catalog_that_does_not_read_is_refused(folder, tmp_path, capsys):
    (folder / "catalog.yaml").unlink()
    assert call("catalog", "uvl", folder, tmp_path / "a.uvl") == 1
    assert "catalog.yaml" in capsys.readouterr().err
    assert not (tmp_path / "a.uvl").exists()


@pytest.mark.parametrize("arguments", [("a.uvl", "b.uvl"), ("a", "b"), ("--date", "tomorrow")])
def test_a_wrong_call_leaves_with_2(arguments, capsys):
    assert call("catalog", "uvl", *arguments) == 2
