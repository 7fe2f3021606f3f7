"""`configurator programmes run`: the daily work of programmes, told in words or as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from configurator.bootstrap import open_services
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import print_json
from configurator.guidance.reading_terms import read_day
from configurator.services.programmes import ProgrammeRun
from configurator.values.problem import Problem
from configurator.values.text import Language
from configurator.wording import say, say_problem


def programmes_group() -> click.Group:
    """programmes run"""
    group = click.Group("programmes", help=help_of("programmes"))

    @group.command("run", help=help_of("programmes.run"))
    @click.option("--on", "day", metavar="DATE", callback=_read_day, help=help_of("programmes.on"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def run_command(day: date | None, as_json: bool) -> None:
        """Do what is due on the day and tell what was done."""
        done = open_services(read_settings()).programmes.run(day)
        if as_json:
            print_json(run_json(done))
        else:
            _tell(done, message_language())

    return group


def run_json(done: ProgrammeRun) -> dict[str, object]:
    """A run for machines."""
    return {
        **asdict(done),
        "day": done.day.isoformat(),
        "released": [{"programme": key, "offer": offer, "shares": shares} for key, offer, shares in done.released],
        "points": [{"programme": key, "customer": customer, "points": lost} for key, customer, lost in done.points],
        "converted": [{"trial": trial, "quote": quote} for trial, quote in done.converted],
        "failed": list(done.failed),
    }


def _tell(done: ProgrammeRun, language: Language) -> None:
    lines = [
        say(language, "cli.programmes.expired", count=done.expired, freed=done.freed),
        *(say(language, "cli.programmes.released", programme=p, offer=o, shares=n) for p, o, n in done.released),
        *(say(language, "cli.programmes.points", programme=p, customer=c, points=n) for p, c, n in done.points),
        *(say(language, "cli.programmes.converted", trial=trial, quote=quote) for trial, quote in done.converted),
        *(say(language, "cli.programmes.failed", trial=trial) for trial in done.failed),
    ]
    click.echo(say(language, "cli.programmes.day", day=done.day.isoformat()))
    for line in lines:
        click.echo(f"  {line}")
    if len(lines) == 1 and not done.expired:
        click.echo(f"  {say(language, 'cli.programmes.nothing')}")


def _read_day(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    found = read_day(text, "on")
    if isinstance(found, Problem):
        raise click.BadParameter(say_problem(message_language(), found)[0])
    return found
