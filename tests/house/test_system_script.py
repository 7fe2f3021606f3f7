from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SCRIPT = ROOT / "scripts" / "system.sh"
TOOLS = ("env", "id")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of commands: a machine with Python, no apt-get and no sudo."""
    for name in TOOLS:
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    put(tmp_path, "python3", f'exec {sys.executable} "$@"')
    put(tmp_path, "dot", "true")
    return tmp_path


def put(machine: Path, name: str, body: str) -> None:
    command = machine / name
    command.unlink(missing_ok=True)
    command.write_text(f"#!/bin/sh\n{body}\n")
    command.chmod(0o755)


def run(machine: Path, purpose: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", str(SCRIPT), purpose, "python3"],
        env={"PATH": str(machine)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


LIBRARIES = "echo libpangoft2-1.0.so.0; echo libharfbuzz-subset.so.0"


def test_says_nothing_when_everything_is_there(machine: Path) -> None:
    put(machine, "ldconfig", LIBRARIES)
    done = run(machine, "run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_says_in_one_line_what_to_install(machine: Path) -> None:
    put(machine, "ldconfig", "true")
    done = run(machine, "run")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith("apt-get install libpangoft2-1.0-0 libharfbuzz-subset0\n")


def test_asks_for_what_draws_pictures(machine: Path) -> None:
    put(machine, "ldconfig", LIBRARIES)
    (machine / "dot").unlink()
    assert run(machine, "run").stderr.endswith("apt-get install graphviz\n")


def test_asks_for_a_browser_only_for_tests(machine: Path) -> None:
    put(machine, "ldconfig", LIBRARIES)
    done = run(machine, "test")
    assert done.returncode == 1
    assert done.stderr.endswith("apt-get install chromium poppler-utils libatomic1\n")


def test_asks_for_python_when_it_is_too_old(machine: Path) -> None:
    put(machine, "ldconfig", LIBRARIES)
    put(machine, "python3", "exit 1")
    assert "python3 python3-venv" in run(machine, "run").stderr


def test_installs_what_is_missing_as_root(machine: Path) -> None:
    put(machine, "ldconfig", f"test -e {machine}/installed && {{ {LIBRARIES}; }}; exit 0")
    put(machine, "id", "echo 0")
    put(machine, "apt-get", f'echo "$@" >> {machine}/log; [ "$1" = update ] || : > {machine}/installed')
    done = run(machine, "run")
    assert done.returncode == 0, done.stderr
    update, install = (machine / "log").read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith("libpangoft2-1.0-0 libharfbuzz-subset0")


def test_stops_when_installing_did_not_help(machine: Path) -> None:
    put(machine, "ldconfig", "true")
    put(machine, "id", "echo 0")
    put(machine, "apt-get", "exit 0")
    assert run(machine, "run").returncode == 1


def test_does_not_ask_for_a_password_without_a_terminal(machine: Path) -> None:
    put(machine, "ldconfig", "true")
    put(machine, "id", "echo 1000")
    put(machine, "apt-get", f"touch {machine}/installed")
    put(machine, "sudo", "exit 1")
    done = run(machine, "run")
    assert done.returncode == 1
    assert not (machine / "installed").exists()
