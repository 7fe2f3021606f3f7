"""The command group, and the one place where refusals become exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from configurator.cli.speaking import help_of, message_language
from configurator.cli.telling import FAILED, problems_of, tell_problem
from configurator.values.refusal import Refusal

USAGE = 2


class TranslatedGroup(click.Group):
    """A group whose commands' help is found by their names: `cli.<path>.help`."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first line of the help."""
        return str(self.help or "")


def build() -> click.Group:
    """The whole command group; built late so that help comes in the language of this run."""
    from configurator.cli import catalogs, databases, proposing, serving

    group = TranslatedGroup("configurator", help=help_of("configurator"))
    group.add_command(proposing.propose_command())
    group.add_command(proposing.try_command())
    group.add_command(catalogs.catalog_group())
    group.add_command(databases.database_group())
    group.add_command(databases.seed_command())
    group.add_command(serving.serve_command())
    return group


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; leaves with exit code 0, 1 or 2 and never with a traceback for bad input."""
    code: Any = FAILED
    try:
        code = build().main(args=arguments, prog_name="configurator", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        code = USAGE
    except click.exceptions.Abort:
        code = FAILED
    except click.ClickException as error:
        error.show()
        code = FAILED
    except Refusal as refusal:
        for problem in problems_of(refusal):
            click.echo(tell_problem(problem, message_language()), err=True)
        code = FAILED
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(code if isinstance(code, int) else 0)
