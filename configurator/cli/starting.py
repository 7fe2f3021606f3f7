"""`configurator catalog init`: a commented starter for a new catalog."""

from __future__ import annotations

from pathlib import Path

import click

from configurator.cli.speaking import help_of, message_language
from configurator.services.starting import derive_key, start_catalog
from configurator.wording import say


def init_command() -> click.Command:
    """catalog init DIR [--key KEY]"""

    @click.command("init", help=help_of("catalog.init"))
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @click.option("--key", default=None, metavar="KEY", help=help_of("catalog.init_key"))
    def init(folder: Path, key: str | None) -> None:
        paths = start_catalog(folder, key or derive_key(folder))
        click.echo(say(message_language(), "cli.init.done", folder=folder, count=len(paths)))

    return init
