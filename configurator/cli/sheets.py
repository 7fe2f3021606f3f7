"""`configurator catalog sheet …`: prices and combination tables out to spreadsheets and back in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from configurator.catalog.model import Catalog
from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import open_files, read_catalog
from configurator.catalog.sources import Evidence
from configurator.cli.replacing import replace_files
from configurator.cli.speaking import help_of, message_language, now, read_settings
from configurator.cli.telling import FAILED, fail, print_json, problem_json, tell_problem
from configurator.exchange.exporting import WHAT, make_sheets, write_separated
from configurator.exchange.importing import ImportedSheets, count_changes, import_sheets
from configurator.exchange.price_changes import ChangeKind, Origin, PriceChange
from configurator.exchange.table_changes import TableChange
from configurator.exchange.writing_workbooks import write_workbook
from configurator.values.problem import Problem, Severity, SourceLocation
from configurator.values.text import Language
from configurator.wording import say

_WORKBOOK = ".xlsx"
_MOST_FILES = 500
_FOLDER = click.Path(path_type=Path)


def sheet_group() -> click.Group:
    """catalog sheet export [DIR] TARGET; catalog sheet import FILE"""
    group = click.Group("sheet", help=help_of("catalog.sheet"))
    group.add_command(_make_export())
    group.add_command(_make_import())
    return group


def open_or_fail(folder: Path, language: Language, *, as_json: bool = False) -> tuple[Catalog, dict[str, bytes]]:
    """A catalog with the contents of its files; leaves with exit code 1 when it does not read."""
    notebook = Notebook()
    files = open_files(folder, notebook)
    load = read_catalog(files, notebook)
    if load.catalog is None:
        fail(load.problems, language, as_json=as_json)
    assert load.catalog is not None
    return load.catalog, files


def _make_export() -> click.Command:
    @click.command("export", help=help_of("catalog.sheet.export"))
    @click.argument("paths", nargs=-1, required=True, metavar="[DIR] FILE.xlsx|FOLDER", type=_FOLDER)
    @click.option("--what", type=click.Choice(WHAT), default="all", help=help_of("catalog.sheet.what"))
    def export(paths: tuple[Path, ...], what: str) -> None:
        """Write prices and tables as a workbook, or as CSV files into a folder."""
        folder, target = split_paths(paths)
        language = message_language()
        catalog, files = open_or_fail(folder, language)
        sheets = make_sheets(catalog, files, what)
        if target.suffix.lower() == _WORKBOOK:
            replace_files(target.parent, {target.name: write_workbook(catalog, sheets, now())})
        else:
            replace_files(target, write_separated(sheets))
        rows = sum(len(sheet.rows) for sheet in sheets if sheet.is_prices)
        tables = sum(not sheet.is_prices for sheet in sheets)
        click.echo(say(language, "cli.catalog.sheet.exported", target=target, prices=rows, tables=tables))

    return export


def split_paths(paths: tuple[Path, ...]) -> tuple[Path, Path]:
    """`[DIR] TARGET`: the catalog folder (default: the one in force) and what to write."""
    if len(paths) > 2:
        raise click.UsageError(f"{paths[2]}?")
    return (paths[0], paths[1]) if len(paths) == 2 else (read_settings().catalog, paths[0])


def _make_import() -> click.Command:
    @click.command("import", help=help_of("catalog.sheet.import"))
    @click.argument("path", metavar="FILE", type=_FOLDER)
    @click.option("--into", "folder", metavar="DIR", type=_FOLDER, help=help_of("catalog.sheet.into"))
    @click.option("--source", default="", help=help_of("catalog.sheet.source"))
    @click.option(
        "--evidence", type=click.Choice([*Evidence]), default=Evidence.SEEN, help=help_of("catalog.sheet.evidence")
    )
    @click.option("--apply", "is_applied", is_flag=True, help=help_of("catalog.sheet.apply"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def take(path: Path, folder: Path | None, source: str, evidence: Evidence, is_applied: bool, as_json: bool) -> None:
        """Show what a spreadsheet changes, and change it where asked and nothing is wrong; exit code 1 on errors."""
        language = message_language()
        into = folder or read_settings().catalog
        catalog, files = open_or_fail(into, language, as_json=as_json)
        sheets = _read_sheets(path, language, as_json=as_json)
        result = import_sheets(sheets, files, Origin(Evidence(evidence), source.strip()))
        errors = sum(problem.severity is Severity.ERROR for problem in result.problems)
        if is_applied and not errors:
            replace_files(into, result.files)
        if as_json:
            print_json(_result_json(result, language, is_applied=is_applied and not errors))
        else:
            _tell(result, catalog, language, errors)
            if result.files:
                done = "applied" if is_applied else "preview"
                click.echo(say(language, f"cli.catalog.sheet.{done}", files=len(result.files)))
        if errors:
            raise click.exceptions.Exit(FAILED)

    return take


def _read_sheets(path: Path, language: Language, *, as_json: bool) -> dict[str, bytes]:
    """The file, or the CSV files of a folder, by name."""
    try:
        if not path.is_dir():
            return {path.name: path.read_bytes()}
        paths = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        return {file.name: file.read_bytes() for file in paths[:_MOST_FILES]}
    except OSError as error:
        problem = Problem(
            "file_unreadable", location=SourceLocation(str(path)), params={"reason": error.strerror or ""}
        )
        fail([problem], language, as_json=as_json)
        raise AssertionError("left") from error


def _tell(result: ImportedSheets, catalog: Catalog, language: Language, errors: int) -> None:
    for problem in result.problems:
        click.echo(tell_problem(problem, language), err=True)
    for price in result.prices:
        click.echo(_word_price(price, catalog, language))
    for table in result.tables:
        click.echo(_word_table(table, language))
    changes = (*result.prices, *result.tables)
    if changes or errors:
        click.echo(say(language, "cli.catalog.sheet.summary", **count_changes(changes), errors=errors))
    else:
        click.echo(say(language, "cli.catalog.sheet.nothing"))


def _word_price(change: PriceChange, catalog: Catalog, language: Language) -> str:
    key, row = change.key, (change.after or change.before)
    assert row is not None, "a change has at least one side"
    dates = f"{key.first or ''}..{key.last or ''}" if key.first or key.last else ""
    month = f"from_month={key.month}" if key.month > 1 else ""
    price = " ".join(filter(None, (str(key.charge), str(key.period or ""), str(row.model), dates, month)))
    fields = [_word_field(*field, language) for field in change.list_fields()]
    cells = row.cells()
    return say(
        language,
        f"cli.catalog.sheet.price.{change.kind}",
        offering=key.offering,
        name=catalog.offerings[key.offering].name.in_language(language),
        price=price,
        start=key.start,
        amount=cells["amount"] or "–",
        evidence=cells["evidence"],
        source=cells["source"] or "–",
        fields="; ".join(fields),
    )


def _word_field(column: str, before: str, after: str, language: Language) -> str:
    named = say(language, f"exchange.column.{column}")
    return say(language, "cli.catalog.sheet.field", column=named, before=before or "–", after=after or "–")


def _word_table(change: TableChange, language: Language) -> str:
    key = "columns" if change.row == 0 and change.kind is ChangeKind.CHANGED else str(change.kind)
    return say(
        language,
        f"cli.catalog.sheet.table.{key}",
        table=change.table,
        row=change.row,
        before=" | ".join(change.before),
        after=" | ".join(change.after),
    )


def _result_json(result: ImportedSheets, language: Language, *, is_applied: bool) -> dict[str, Any]:
    return {
        "prices": [_price_json(change) for change in result.prices],
        "tables": [_table_json(change) for change in result.tables],
        **count_changes((*result.prices, *result.tables)),
        "files": sorted(result.files),
        "applied": is_applied,
        "problems": [problem_json(problem, language) for problem in result.problems],
    }


def _price_json(change: PriceChange) -> dict[str, Any]:
    key = change.key
    return {
        "kind": str(change.kind),
        "offering": key.offering,
        "charge": str(key.charge),
        "period": str(key.period or ""),
        "from": key.start,
        "from_month": key.month,
        "valid_from": str(key.first or ""),
        "valid_to": str(key.last or ""),
        "fields": [
            {"column": column, "before": before, "after": after} for column, before, after in change.list_fields()
        ],
        "place": str(change.place),
    }


def _table_json(change: TableChange) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "table": change.table,
        "row": change.row,
        "before": list(change.before),
        "after": list(change.after),
        "place": str(change.place),
    }
