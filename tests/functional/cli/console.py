"""Calling `configurator catalog …` in a process of its own, as a person or a script does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
BY = ("--by", "maintainer@example.com")


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def run(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from configurator.cli import main; main()", "catalog", *map(str, arguments)]
    known = {**os.environ, "CONFIGURATOR_LANGUAGE": "en", **environ}
    return subprocess.run(command, capture_output=True, text=True, env=known, cwd=ROOT, check=False)


def ask(*arguments: object, **environ: str) -> Any:
    done = run(*arguments, "--json", **environ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
