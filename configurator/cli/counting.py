"""`configurator count`: how many valid configurations a request's choices leave; and how counts are said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from configurator.cli.opening import read_or_fail
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import fail, print_json
from configurator.configuration.counting import count_configurations
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.releases import open_catalog
from configurator.solver import Counted
from configurator.values.text import Language
from configurator.wording import say

MOST_SECONDS = 10
PLAIN_DIGITS = 15
"""Longer counts are said as a power of ten."""

MOST_DIGITS = 4_000
"""Of longer counts only a lower bound is given: Python writes no longer figures."""


def count_command() -> click.Command:
    """count REQUEST.yaml [--time-limit SECONDS] [--json]"""

    @click.command("count", help=help_of("count"))
    @click.argument("request_path", metavar="REQUEST.yaml", type=click.Path(path_type=Path))
    @click.option("--time-limit", type=click.IntRange(1), default=MOST_SECONDS, help=help_of("count.time"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(request_path: Path, time_limit: int, as_json: bool) -> None:
        """Count the configurations that a request leaves; exit code 1 where the request is wrong."""
        language = message_language()
        file = read_or_fail(request_path, language, as_json=as_json)
        try:
            session = Proposer(open_catalog(read_settings().catalog)).open_session(file.content, today())
        except RequestRefused as refusal:
            fail(map(file.locate, refusal.problems), language, as_json=as_json)
            return
        counted = count_configurations(session.compiled, session.choices, time_limit)
        if as_json:
            print_json({"configurations": count_json(counted)})
        else:
            click.echo(word_count(counted, language))

    return command


def count_json(counted: Counted) -> dict[str, Any]:
    """A count for machines: the whole figure, exact or a lower bound."""
    known = limit_digits(counted)
    return {"exact": known.exact, "count": known.least}


def word_count(counted: Counted, language: Language) -> str:
    """A count for people."""
    known = limit_digits(counted)
    digits = str(known.least)
    shown = digits if len(digits) <= PLAIN_DIGITS else f"{digits[0]}.{digits[1:3]} × 10^{len(digits) - 1}"
    is_rounded = known.exact and len(digits) > PLAIN_DIGITS
    return say(language, f"cli.count.{'about' if is_rounded else 'exact' if known.exact else 'more'}", count=shown)


def limit_digits(counted: Counted) -> Counted:
    """The count, or a lower bound that can be written."""
    return min(counted, Counted(10**MOST_DIGITS, exact=False), key=lambda one: one.least)
