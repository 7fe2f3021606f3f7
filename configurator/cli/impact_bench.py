"""`configurator bench impact`: how long many open quotes take against a candidate."""

from __future__ import annotations

from dataclasses import asdict

import click

from configurator.benching.impacting import measure_impact
from configurator.cli.progressing import ProgressLine
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import print_json
from configurator.services.impacting import REPAIR_SECONDS, REPAIRING, REPLAYING
from configurator.services.releases import open_catalog
from configurator.wording import say

COUNT = click.IntRange(1, 100_000)


def impact_bench_command() -> click.Command:
    """bench impact [--quotes N] [--lines N] [--seed S] [--seconds N] [--json]"""

    @click.command("impact", help=help_of("bench.impact"))
    @click.option("--quotes", type=COUNT, default=1000, show_default=True, help=help_of("bench.impact.quotes"))
    @click.option("--lines", type=COUNT, default=20, show_default=True, help=help_of("bench.impact.lines"))
    @click.option("--seed", type=int, default=1, show_default=True, help=help_of("bench.seed"))
    @click.option(
        "--seconds", type=COUNT, default=REPAIR_SECONDS, show_default=True, help=help_of("catalog.impact.seconds")
    )
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(quotes: int, lines: int, seed: int, seconds: int, as_json: bool) -> None:
        """Measure an impact on made-up quotes, with progress on the error stream."""
        told = {stage: ProgressLine(f"cli.impact.{stage}") for stage in (REPLAYING, REPAIRING)}
        row = measure_impact(
            open_catalog(read_settings().catalog),
            quotes,
            lines,
            seed,
            today(),
            seconds,
            lambda stage, done, total: told[stage](done, total),
        )
        if as_json:
            print_json(
                {name: value if isinstance(value, (int, dict)) else str(value) for name, value in asdict(row).items()}
            )
        else:
            click.echo(say(message_language(), "cli.bench.impact.row", **asdict(row)))

    return command
