"""A request file: opened within bounds, then read like any request text."""

from __future__ import annotations

from pathlib import Path

from configurator.catalog.notebook import Notebook
from configurator.guidance.request_text import MOST_BYTES as MOST_BYTES
from configurator.guidance.request_text import RequestText, read_request_text

RequestFile = RequestText


def read_request_file(path: Path) -> RequestFile:
    """Read a request file; what keeps it from being read is in `problems`."""
    notebook = Notebook()
    try:
        if path.stat().st_size <= MOST_BYTES:
            return read_request_text(path.name, path.read_bytes())
        notebook.page(path.name).report("file_too_large", size=path.stat().st_size, most=MOST_BYTES)
    except OSError as error:
        notebook.page(path.name).report("file_unreadable", reason=error.strerror or "")
    return RequestFile(path.name, None, {}, tuple(notebook.problems))
