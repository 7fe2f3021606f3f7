"""A request file: YAML with every key's place, so that a problem of the request points at its line and column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from configurator.catalog.notebook import Notebook
from configurator.catalog.plain_trees import Places, find_place, flatten_tree
from configurator.catalog.sheets import decode_text
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.problem import Problem, SourceLocation

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class RequestFile:
    """What the file says, as texts, and where each key path (`customer.staff`) stands."""

    name: str
    content: object
    places: Places
    problems: tuple[Problem, ...]

    def locate(self, problem: Problem) -> Problem:
        """The problem with the place of its key, or of the nearest key above it."""
        if problem.location is not None or problem.field is None:
            return problem
        return replace(problem, location=find_place(problem.field, self.places, SourceLocation(self.name, 1, 1)))


def read_request_file(path: Path) -> RequestFile:
    """Read a request file; what keeps it from being read is in `problems`."""
    notebook = Notebook()
    page = notebook.page(path.name)
    content: object = None
    places: Places = {}
    try:
        if path.stat().st_size > MOST_BYTES:
            page.report("file_too_large", size=path.stat().st_size, most=MOST_BYTES)
        else:
            text = decode_text(path.read_bytes(), page)
            tree = parse_tree(text, page) if text is not None else None
            content = flatten_tree(tree, path.name, places)
    except OSError as error:
        page.report("file_unreadable", reason=error.strerror or "")
    return RequestFile(path.name, content, places, tuple(notebook.problems))
