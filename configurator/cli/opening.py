"""Opening a request file, or leaving with everything that keeps it from being read."""

from __future__ import annotations

from pathlib import Path

from configurator.cli.request_file import RequestFile, read_request_file
from configurator.cli.telling import fail
from configurator.values.problem import has_errors
from configurator.values.text import Language


def read_or_fail(path: Path, language: Language, *, as_json: bool) -> RequestFile:
    """The request file; leaves with exit code 1 when it does not read."""
    file = read_request_file(path)
    if has_errors(file.problems):
        fail(file.problems, language, as_json=as_json)
    return file
