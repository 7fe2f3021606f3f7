"""How far a long command is, on stderr: a line at most every second, and none for what is quick."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import click

from configurator.cli.speaking import message_language
from configurator.wording import say

EVERY_SECONDS = 1


class ProgressLine:
    """Call it with how many are done of how many; `key` names the text with `{done}` and `{total}`."""

    def __init__(self, key: str, timer: Callable[[], float] = monotonic) -> None:
        self._key = key
        self._timer = timer
        self._told_at = timer()

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is, if it is time to."""
        if self._timer() - self._told_at >= EVERY_SECONDS:
            self._told_at = self._timer()
            click.echo(say(message_language(), self._key, done=done, total=total), err=True)
