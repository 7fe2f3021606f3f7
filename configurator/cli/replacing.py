"""Files written whole or not at all: each beside its place first, then all renamed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from configurator.cli.speaking import message_language
from configurator.cli.telling import fail
from configurator.values.problem import Problem, SourceLocation

_PARTIAL = ".partial"


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the contents by relative path; folders are made. Leaves with exit code 1 when the disk does not take them,
    and then no file was replaced unless renaming itself failed."""
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}.{os.getpid()}{_PARTIAL}")
            waiting[partial] = target
            partial.write_bytes(content)
            if target.exists():
                partial.chmod(target.stat().st_mode & 0o777)
        for partial, target in waiting.items():
            partial.replace(target)
    except OSError as error:
        for partial in waiting:
            partial.unlink(missing_ok=True)
        path = str(error.filename or folder)
        params = {"path": path, "reason": error.strerror or type(error).__name__}
        place = SourceLocation(path)
        fail([Problem("file_not_written", location=place, params=params)], message_language(), as_json=False)
