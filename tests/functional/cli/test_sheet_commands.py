"""`configurator catalog sheet …` as a product manager calls it: look first, write whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from configurator.cli import replacing
from tests.functional.cli.console import call

pytestmark = pytest.mark.usefixtures("english")


def run(*arguments: object) -> int:
    return call("catalog", "sheet", *arguments)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(book: Path, cell: str, value: object) -> None:
    opened = load_workbook(book)
    opened["prices"][cell] = value
    opened.save(book)


def test_a_price_is_changed_in_a_workbook(folder, tmp_path, capsys):
    book = tmp_path / "book.xlsx"
    before = snapshot(folder)
    assert run("export", folder, book) == 0
    assert "5 rows of prices, 1 tables" in capsys.readouterr().out
    edit(book, "K2", 31500)
    assert run("import", book, "--into", folder, "--source", "list 12") == 0
    shown = capsys.readouterr().out
    assert "~ SBC-100 SBC 100 sessions: one_time per_unit, from 1: Amount 32000 → 31500; Evidence A → S" in shown
    assert "preview" in shown
    assert snapshot(folder) == before
    assert run("import", book, "--into", folder, "--source", "list 12", "--apply") == 0
    after = snapshot(folder)
    assert [path for path in before if before[path] != after[path]] == ["prices/voice.csv"]
    assert after.keys() == before.keys()
    assert run("import", book, "--into", folder) == 0
    assert "read only" not in capsys.readouterr().err


def test_a_folder_of_csv_goes_out_and_in(folder, tmp_path, capsys):
    sheets = tmp_path / "sheets"
    assert run("export", folder, sheets, "--what", "all") == 0
    assert sorted(path.name for path in sheets.iterdir()) == ["prices.csv", "table sbc_sites.csv"]
    assert run("import", sheets, "--into", folder) == 0
    assert "No changes" in capsys.readouterr().out


def test_a_mistake_is_named_by_its_cell_and_nothing_is_written(folder, tmp_path, capsys):
    book = tmp_path / "book.xlsx"
    run("export", folder, book)
    edit(book, "K2", "=1+1")
    before = snapshot(folder)
    assert run("import", book, "--into", folder, "--apply") == 1
    assert "book.xlsx[prices!K2]: error [sheet_formula]" in capsys.readouterr().err
    assert snapshot(folder) == before


def test_machines_are_answered_in_json(folder, tmp_path, capsys):
    book = tmp_path / "book.xlsx"
    run("export", folder, book)
    edit(book, "K2", -5)
    capsys.readouterr()
    assert run("import", book, "--into", folder, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    problem = answer["problems"][0]
    assert (problem["code"], problem["file"], problem["line"], problem["column"]) == (
        "figure_negative", "book.xlsx[prices!K2]", 2, 11,
    )  # fmt: skip
    assert (answer["applied"], answer["files"]) == (False, [])


@pytest.mark.parametrize("arguments", [("export",), ("export", "a", "b", "c"), ("import",), ("import", "x", "--what")])
def test_a_wrong_call_leaves_with_2(arguments, capsys):
    assert run(*arguments) == 2


def test_files_and_catalogs_that_are_not_there_are_named(folder, tmp_path, capsys):
    assert run("import", tmp_path / "none.xlsx", "--into", folder) == 1
    assert "none.xlsx" in capsys.readouterr().err
    assert run("export", tmp_path / "nowhere", tmp_path / "a.xlsx") == 1
    assert not (tmp_path / "a.xlsx").exists()


def test_a_disk_that_takes_nothing_leaves_everything_as_it_was(folder, tmp_path, monkeypatch, capsys):
    book = tmp_path / "book.xlsx"
    run("export", folder, book)
    edit(book, "K2", 31500)
    before = snapshot(folder)

    def refuse(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(replacing.Path, "write_bytes", refuse)
    assert run("import", book, "--into", folder, "--source", "list 12", "--apply") == 1
    assert "No space left" in capsys.readouterr().err
    monkeypatch.undo()
    assert snapshot(folder) == before
