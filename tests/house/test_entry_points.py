from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "CONFIGURATOR_VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


COMMAND = "from configurator.cli import main; main({arguments!r})"


@pytest.fixture
def upgraded(tmp_path: Path) -> Path:
    """A folder for data with an empty database of the newest revision."""
    done = run(tmp_path, COMMAND.format(arguments=["db", "upgrade"]))
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_another_server_finds_the_application(upgraded: Path) -> None:
    ask = "from wsgi import application as a; print(a.test_client().get('/').status_code)"
    done = run(upgraded, ask)
    assert (done.stdout, done.returncode) == ("302\n", 0), done.stderr


def test_seeding_twice_keeps_the_data(upgraded: Path) -> None:
    seed = COMMAND.format(arguments=["seed"])
    first, second = run(upgraded, seed), run(upgraded, seed)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stdout != second.stdout


def test_upgrading_twice_changes_nothing(upgraded: Path) -> None:
    before = (upgraded / "configurator.db").read_bytes()
    assert run(upgraded, COMMAND.format(arguments=["db", "upgrade"])).returncode == 0
    assert (upgraded / "configurator.db").read_bytes() == before


def test_a_bad_setting_stops_the_command_with_a_sentence(tmp_path: Path) -> None:
    code = "import os; os.environ['CONFIGURATOR_PORT'] = 'x';" + COMMAND.format(arguments=["db", "upgrade"])
    done = run(tmp_path, code)
    assert done.returncode != 0
    assert "CONFIGURATOR_PORT" in done.stderr
    assert "Traceback" not in done.stderr
