"""`configurator catalog tmf …`: a catalog out as TMF620 and back in, and documents that are refused."""

from __future__ import annotations

import json

import pytest

from tests.functional.cli.console import call

pytestmark = pytest.mark.usefixtures("english")


def run(*arguments: object) -> int:
    return call("catalog", *arguments)


@pytest.mark.parametrize("version", ["4.1", "5.0"])
def test_a_catalog_goes_out_and_comes_back_without_a_finding(folder, tmp_path, capsys, version):
    document, back = tmp_path / "tiny.json", tmp_path / "back"
    assert run("tmf", "export", folder, document, "--version", version) == 0
    assert json.loads(document.read_text(encoding="utf-8"))["version"].startswith(version)
    assert run("tmf", "import", document, back) == 0
    assert "0 things to look at" in capsys.readouterr().out
    assert run("lint", back, "--quick") == 0
    assert {path.relative_to(back).as_posix() for path in back.rglob("*.*")} >= {"catalog.yaml", "rules/voice.yaml"}


def test_without_a_file_it_goes_to_stdout(folder, capsys):
    assert run("tmf", "export", folder) == 0
    assert json.loads(capsys.readouterr().out)["productCatalog"][0]["id"] == "tiny"


def test_a_foreign_document_is_taken_with_words_about_the_rest(tmp_path, capsys):
    document = tmp_path / "acme.json"
    price = {"priceType": "recurring", "recurringChargePeriodType": "month", "price": {"unit": "EUR", "value": 5}}
    offering = {"id": "A", "name": "Alpha", "productOfferingPrice": [price], "place": [{"id": "x"}]}
    document.write_text(json.dumps([offering]), encoding="utf-8")
    assert run("tmf", "import", document, tmp_path / "acme", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert "offerings/general.yaml" in answer["files"]
    assert {problem["code"] for problem in answer["problems"]} >= {"tmf_field_unmapped", "tmf_tax_missing"}
    assert all(problem["hint"] and problem["line"] for problem in answer["problems"])
    assert run("lint", tmp_path / "acme", "--quick") == 0


def test_nothing_is_written_when_a_document_is_refused(tmp_path, capsys):
    document = tmp_path / "bad.json"
    document.write_text('{"productOffering": [', encoding="utf-8")
    assert run("tmf", "import", document, tmp_path / "out") == 1
    assert "bad.json:1:22: error [tmf_not_json]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(folder, tmp_path, capsys):
    document = tmp_path / "tiny.json"
    run("tmf", "export", folder, document)
    assert run("tmf", "import", document, folder) == 1
    assert "folder_not_empty" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert run("tmf", "import", tmp_path / "none.json", tmp_path / "out") == 1
    assert "none.json" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("export", "a", "b"), ("export", "--version", "3"), ("import", "a.json")])
def test_a_wrong_call_leaves_with_2(arguments, capsys):
    assert run("tmf", *arguments) == 2
