"""`configurator catalog uvl`: a catalog's constraint model for other engines of feature models."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from configurator.cli.replacing import replace_files
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.exchange.feature_models import CatalogFeatures, make_features
from configurator.exchange.uvl import write_uvl
from configurator.services.releases import open_catalog
from configurator.wording import say

_SUFFIX = ".uvl"


def uvl_command() -> click.Command:
    """catalog uvl [DIR] [FILE] [--date DAY]"""

    @click.command("uvl", help=help_of("catalog.uvl"))
    @click.argument("paths", nargs=-1, metavar="[DIR] [FILE.uvl]", type=click.Path(path_type=Path))
    @click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help=help_of("catalog.uvl.date"))
    def uvl(paths: tuple[Path, ...], day: datetime | None) -> None:
        """Write the catalog of a day as UVL to the file, else to the output; tell what it leaves out."""
        folder, target = _split(paths)
        when = day.date() if day else today()
        book = open_catalog(folder or read_settings().catalog)
        features = make_features(book, when)
        text = write_uvl(book.catalog, features, when)
        if target is None:
            click.echo(text, nl=False)
        else:
            replace_files(target.parent, {target.name: text.encode()})
        _tell(features)

    return uvl


def _split(paths: tuple[Path, ...]) -> tuple[Path | None, Path | None]:
    """What is not called `….uvl` is the catalog's folder."""
    targets = [path for path in paths if path.suffix.lower() == _SUFFIX]
    folders = [path for path in paths if path not in targets]
    if len(targets) > 1 or len(folders) > 1:
        raise click.UsageError("[DIR] [FILE.uvl]")
    return next(iter(folders), None), next(iter(targets), None)


def _tell(features: CatalogFeatures) -> None:
    language = message_language()
    for key in ("exact", "consequences", "left_out"):
        names = getattr(features, key)
        click.echo(say(language, f"cli.catalog.uvl.{key}", count=len(names), names=" ".join(names)), err=True)
