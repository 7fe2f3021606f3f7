"""`configurator bench engine`: how quickly the engine answers, how that grows, and what memory it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from configurator.benching.answering import Answers
from configurator.benching.clicking import Spread
from configurator.benching.conversing import Memory
from configurator.benching.engine import Row, collect, measure_engine
from configurator.cli.comparing import Comparison, add_commands, compare, rounded
from configurator.cli.impact_bench import impact_bench_command
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import fail, print_json
from configurator.models.reading import SUFFIXES, load_model
from configurator.models.translating import translate
from configurator.solver import Model
from configurator.values.text import Language
from configurator.wording import say

COUNT = click.IntRange(1, 100_000)


def bench_group() -> click.Group:
    """bench engine [--models DIR] [--clicks N] [--seed S] [--sessions N] [--tangled] [--peers] [--json], and what
    `comparing` adds."""
    group = click.Group("bench", help=help_of("bench"))
    add_commands(group)
    group.add_command(impact_bench_command())

    @group.command("engine", help=help_of("bench.engine"))
    @click.option(
        "--models", type=click.Path(path_type=Path, exists=True, file_okay=False), help=help_of("bench.models")
    )
    @click.option("--clicks", type=COUNT, default=200, show_default=True, help=help_of("bench.clicks"))
    @click.option("--seed", type=int, default=1, show_default=True, help=help_of("bench.seed"))
    @click.option("--sessions", type=COUNT, default=200, show_default=True, help=help_of("bench.sessions"))
    @click.option("--tangled", is_flag=True, help=help_of("bench.tangled"))
    @click.option("--peers", is_flag=True, help=help_of("bench.peers"))
    @click.option(
        "--peers-in",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(".venv-bench"),
        show_default=True,
        help=help_of("bench.peers_in"),
    )
    @click.option("--peer-seconds", type=COUNT, default=60, show_default=True, help=help_of("bench.peer_seconds"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def engine(
        models: Path | None,
        clicks: int,
        seed: int,
        sessions: int,
        tangled: bool,
        peers: bool,
        peers_in: Path,
        peer_seconds: int,
        as_json: bool,
    ) -> None:
        """Measure clicks on each model and on the catalog, beside other engines where they are asked for."""
        language = message_language()
        read = list(_read_models(models, language, as_json=as_json)) if models else []
        if peers:
            compare(models, read, Comparison(clicks, seed, peers_in, peer_seconds), as_json=as_json)
            return
        found = measure_engine(read_settings().catalog, read, clicks, seed, today(), sessions, tangled=tangled)
        if as_json:
            print_json(rounded(asdict(collect(found))))
            return
        click.echo(say(language, "cli.bench.head"))
        for part in found:
            for line in _lines(part, language):
                click.echo(line)

    return group


def _read_models(folder: Path, language: Language, *, as_json: bool) -> Iterator[tuple[str, Model]]:
    """Every model of a folder by its file's name; leaves with exit code 1 when one does not read."""
    for path in sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES):
        load = load_model(path)
        if load.model is None:
            fail(load.problems, language, as_json=as_json)
        else:
            yield path.stem, translate(load.model).model


def _lines(part: Row | Answers | Memory, language: Language) -> Iterator[str]:
    match part:
        case Row():
            yield _row_line(part)
        case Answers():
            for key in ("explanation", "explanation_solves", "repairs"):
                yield say(language, f"cli.bench.{key}", count=part.asked, spread=_spread(getattr(part, key)))
        case Memory():
            figures = {key: f"{getattr(part, f'{key}_mb'):.0f}" for key in ("catalog", "served", "held")}
            yield say(language, "cli.bench.memory", sessions=part.sessions, **figures)


def _row_line(row: Row) -> str:
    ratio = "-" if row.ratio is None else f"{row.ratio:.0f}"
    return (
        f"{row.name:<20.20} {row.bools:>6} {row.integers:>5} {row.constraints:>6} {row.components:>5} "
        f"{row.compile_ms:>8.1f} {row.first_ms:>8.1f} {_spread(row.options)} "
        f"{row.options_solver_share:>4.0%} {row.unasked_share:>4.0%} "
        f"{_spread(row.everything)} {row.everything_solver_share:>4.0%} "
        f"{ratio:>6} {row.differences:>5} {row.undecided:>5}"
    )


def _spread(spread: Spread) -> str:
    return f"{spread.median:>8.2f} {spread.p95:>8.2f} {spread.max:>8.2f}"
