"""The command group, and the one place where refusals become exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from configurator.cli.groups import TabledGroup
from configurator.cli.speaking import help_of, message_language
from configurator.cli.telling import FAILED, problems_of, tell_problem
from configurator.values.refusal import Refusal

USAGE = 2

COMMANDS = {
    "propose": ("proposing", "propose_command"),
    "seek": ("seeking", "seek_command"),
    "try": ("trying", "try_command"),
    "count": ("counting", "count_command"),
    "catalog": ("catalogs", "catalog_group"),
    "model": ("modelling", "model_group"),
    "db": ("databases", "database_group"),
    "seed": ("databases", "seed_command"),
    "expire": ("databases", "expire_command"),
    "programmes": ("programmes", "programmes_group"),
    "replay": ("replaying", "replay_command"),
    "serve": ("serving", "serve_command"),
    "bench": ("benching", "bench_group"),
}
"""Where each command is made; its module, and with it the libraries that it needs, is loaded when it is called."""


def build() -> click.Group:
    """The whole command group."""
    return TabledGroup(COMMANDS, "configurator", help=help_of("configurator"))


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
