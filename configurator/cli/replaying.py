"""`configurator replay`: price ledgers computed again from their operands alone, from files or as they were stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import FAILED, print_json
from configurator.services.replaying import Replayed, replay_stored, replay_text
from configurator.storage.database import open_database
from configurator.values.text import Language
from configurator.wording import say

MOST_BYTES = 200_000_000


def replay_command() -> click.Command:
    """replay [LEDGER.json]… [--json]"""

    @click.command("replay", help=help_of("replay"))
    @click.argument(
        "paths", metavar="[LEDGER.json]…", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
    )
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(paths: tuple[Path, ...], as_json: bool) -> None:
        """Replay the files, else all ledgers of the database; exit code 1 where one does not come out the same."""
        found = tuple(_replay_files(paths) if paths else _replay_database())
        if as_json:
            print_json({"replayed": [asdict(each) for each in found]})
        else:
            _tell(found, message_language())
        if not all(each.is_good for each in found):
            raise click.exceptions.Exit(FAILED)

    return command


def _replay_files(paths: Iterable[Path]) -> Iterator[Replayed]:
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8") if path.stat().st_size <= MOST_BYTES else "too large"
        except (OSError, UnicodeDecodeError):
            text = "unreadable"
        yield replay_text(str(path), text or "empty")


def _replay_database() -> Iterator[Replayed]:
    database = open_database(read_settings().database_url)
    try:
        yield from replay_stored(database.uow_factory)
    finally:
        database.close()


def _tell(found: Iterable[Replayed], language: Language) -> None:
    count = 0
    for each in found:
        count += 1
        click.echo(say(language, f"cli.replay.{each.verdict}", name=each.name, amounts=each.amounts))
        for difference in each.differences:
            click.echo(f"    {difference.place}: {difference.stated} → {difference.computed}")
    if not count:
        click.echo(say(language, "cli.replay.nothing"))
