"""`configurator catalog tmf …`: TM Forum TMF620 product catalogs out and in."""

from __future__ import annotations

from pathlib import Path

import click

from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import open_files
from configurator.cli.replacing import replace_files
from configurator.cli.speaking import help_of, message_language, now, read_settings
from configurator.cli.telling import FAILED, fail, print_json, problem_json, tell_problem
from configurator.exchange.json_trees import write_json
from configurator.exchange.tmf_export import export_tmf
from configurator.exchange.tmf_import import ImportedCatalog, import_tmf
from configurator.exchange.tmf_shapes import VERSIONS
from configurator.services.releases import open_catalog
from configurator.values.problem import Problem, SourceLocation, has_errors
from configurator.values.text import Language
from configurator.wording import say

_SUFFIX = ".json"
_PATH = click.Path(path_type=Path)


def tmf_group() -> click.Group:
    """catalog tmf export [DIR] [FILE]; catalog tmf import FILE DIR"""
    group = click.Group("tmf", help=help_of("catalog.tmf"))
    group.add_command(_make_export())
    group.add_command(_make_import())
    return group


def _make_export() -> click.Command:
    @click.command("export", help=help_of("catalog.tmf.export"))
    @click.argument("paths", nargs=-1, metavar="[DIR] [FILE.json]", type=_PATH)
    @click.option("--version", type=click.Choice(VERSIONS), default=VERSIONS[-1], help=help_of("catalog.tmf.version"))
    def export(paths: tuple[Path, ...], version: str) -> None:
        """Write a catalog as TMF620 to the file, else to the output."""
        targets = [path for path in paths if path.suffix.lower() == _SUFFIX]
        folders = [path for path in paths if path not in targets]
        if len(targets) > 1 or len(folders) > 1:
            raise click.UsageError("[DIR] [FILE.json]")
        folder = folders[0] if folders else read_settings().catalog
        book = open_catalog(folder)
        text = write_json(export_tmf(book, open_files(folder, Notebook()), version, now()))
        if targets:
            replace_files(targets[0].parent, {targets[0].name: text.encode()})
        else:
            click.echo(text, nl=False)

    return export


def _make_import() -> click.Command:
    @click.command("import", help=help_of("catalog.tmf.import"))
    @click.argument("path", metavar="FILE", type=_PATH)
    @click.argument("folder", metavar="DIR", type=_PATH)
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def take(path: Path, folder: Path, as_json: bool) -> None:
        """Make a catalog folder of a TMF620 file; exit code 1 where the folder is not empty or the file is wrong."""
        language = message_language()
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            place = SourceLocation(str(folder))
            fail(
                [Problem("folder_not_empty", location=place, params={"folder": folder.name})], language, as_json=as_json
            )
        content = read_or_fail(path, language, as_json=as_json)
        result = import_tmf(content, path.name)
        if result.files:
            replace_files(folder, result.files)
        _tell(result, folder, language, as_json=as_json)
        if has_errors(result.problems):
            raise click.exceptions.Exit(FAILED)

    return take


def read_or_fail(path: Path, language: Language, *, as_json: bool) -> bytes:
    """The file's content; leaves with exit code 1 when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        params = {"reason": error.strerror or ""}
        problem = Problem("file_unreadable", location=SourceLocation(str(path)), params=params)
        fail([problem], language, as_json=as_json)
        raise AssertionError("left") from error


def _tell(result: ImportedCatalog, folder: Path, language: Language, *, as_json: bool) -> None:
    if as_json:
        problems = [problem_json(problem, language) for problem in result.problems]
        print_json({"files": sorted(result.files), "problems": problems})
        return
    for problem in result.problems:
        click.echo(tell_problem(problem, language), err=True)
    if result.files:
        counts = {"files": len(result.files), "warnings": len(result.problems)}
        click.echo(say(language, "cli.catalog.tmf.imported", folder=folder, **counts))
