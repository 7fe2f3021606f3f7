"""Runs mutmut with the tests collected once: each mutant's process is forked with them in memory.

mutmut 3.8 starts pytest anew for every mutant, which costs more than the tests that notice it. Nothing else is changed:
which tests a mutant meets and in what order, what a failure is and when time is up is mutmut's own. Hypothesis draws
the same examples in every run and does not look for smaller ones, since nobody reads them here.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from typing import Any

import pytest
from _pytest.config import _prepareconfig
from hypothesis import Phase, settings
from mutmut import __main__ as mutmut
from mutmut.mutation import trampoline
from mutmut.runners.harness import PytestRunner
from mutmut.utils.file_utils import change_cwd
from mutmut.workers.isolation import ForkRunner

_SECONDS_BETWEEN_COUNTS = 2.0
_FAILED = 1


class CollectedTests(PytestRunner):  # type: ignore[misc]  # mutmut is not in the tests' environment
    """Runs tests of a session that is collected once, in whatever process it is asked to."""

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, pytest.Item] = {}

    def collect(self) -> None:
        """Collect everything that the configuration selects."""
        with change_cwd("mutants"), redirect_stdout(io.StringIO()):
            selected = [*self._pytest_args_regular_run([]), *self._pytest_add_cli_args]
            config = _prepareconfig(["--rootdir=.", "--tb=no", *selected])
            config._do_configure()
            session = pytest.Session.from_config(config)
            config.hook.pytest_sessionstart(session=session)
            self._items = {item.nodeid: item for item in session.perform_collect()}

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """The exit code of these tests; before a mutant is chosen pytest runs them in a session of its own."""
        if mutant_name is None:
            return int(super().run_tests(mutant_name=mutant_name, tests=tests))
        trampoline.get_mutant_under_test = lambda: mutant_name
        items = [self._items[name] for name in tests]
        os.chdir("mutants")
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.session.testsfailed:
                return _FAILED
        return 0


class CollectedRunner(ForkRunner):  # type: ignore[misc]  # the same
    """Forks once for each mutant, when the tests are collected."""

    test_runner: CollectedTests

    def startup(self) -> None:
        """Collect the tests, then let no process of a mutant copy what it only reads."""
        self.test_runner.collect()
        super().startup()


def spare(show: Callable[..., None]) -> Callable[..., None]:
    """Count all results now and then instead of at every mutant."""
    last = 0.0

    def show_sometimes(*args: Any, force_output: bool = False) -> None:
        nonlocal last
        if force_output or time.monotonic() - last > _SECONDS_BETWEEN_COUNTS:
            last = time.monotonic()
            show(*args, force_output=force_output)

    return show_sometimes


def main(arguments: list[str]) -> None:
    """`mutmut run` with these arguments."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    settings.register_profile("mutants", phases=phases, derandomize=True, database=None)
    settings.load_profile("mutants")
    mutmut.get_mutant_runner = lambda workers: CollectedRunner(workers, CollectedTests())
    mutmut.print_stats = spare(mutmut.print_stats)
    mutmut.cli(["run", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
