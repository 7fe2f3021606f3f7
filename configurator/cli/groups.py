"""A command group made from a table, so that a command's libraries are loaded only when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class TabledGroup(click.Group):
    """Commands by name: the module of `configurator.cli` and the function in it that makes the command.

    They are made on demand, so that help comes in the language of the run.
    """

    def __init__(self, table: Mapping[str, tuple[str, str]], name: str, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self._table:
            return None
        module, function = self._table[cmd_name]
        command: click.Command = getattr(import_module(f"configurator.cli.{module}"), function)()
        return command
