"""Calling `configurator …` in a process of its own, as a person or a script does, or in this one, which is faster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from configurator.access.users import User
from configurator.cli.main import main
from configurator.services.proposing import Proposer
from configurator.services.quotes import QuoteService

ROOT = Path(__file__).resolve().parents[3]
BY = ("--by", "maintainer@example.com")


@dataclass(frozen=True)
class Desk:
    """The rep of the site with a customer, and what quotes are made with."""

    rep: User
    customer_id: int
    quotes: QuoteService
    proposer: Proposer


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def spawn(*arguments: object, language: str = "en", **environ: str) -> subprocess.CompletedProcess[str]:
    """`configurator …` in a process of its own."""
    command = [sys.executable, "-c", "from configurator.cli import main; main()", *map(str, arguments)]
    known = {**os.environ, "CONFIGURATOR_LANGUAGE": language, **environ}
    return subprocess.run(command, capture_output=True, text=True, env=known, cwd=ROOT, check=False)


def start(*arguments: object, language: str = "en", **environ: str) -> subprocess.CompletedProcess[str]:
    """`configurator …` in this process, which need not load its libraries anew; what it says is kept like a process's.

    What the command does not turn into an exit code is raised, a traceback in the test instead of in what it says.
    """
    said, complained = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    known = patch.dict(os.environ, {"CONFIGURATOR_LANGUAGE": language, **environ})
    with known, chdir(ROOT), redirect_stdout(said), redirect_stderr(complained):
        code = call(*arguments)
    return subprocess.CompletedProcess([*map(str, arguments)], code, _read(said), _read(complained))


def _read(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def call(*arguments: object) -> int:
    """The exit code of `configurator …` in this process, whose output is the test's."""
    with pytest.raises(SystemExit) as left:
        main(list(map(str, arguments)))
    return int(left.value.code or 0)


def run(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    return start("catalog", *arguments, **environ)


def ask(*arguments: object, **environ: str) -> Any:
    done = run(*arguments, "--json", **environ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
