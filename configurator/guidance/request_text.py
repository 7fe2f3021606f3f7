"""A request as YAML text, with every key's place, so that a problem of the request points at its line and column."""

from __future__ import annotations

from dataclasses import dataclass, replace

from configurator.catalog.notebook import Notebook
from configurator.catalog.plain_trees import Places, find_place, flatten_tree
from configurator.catalog.sheets import decode_text
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.problem import Problem, SourceLocation

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class RequestText:
    """What the text says, as texts, and where each key path (`customer.staff`) stands; `name` is the file's."""

    name: str
    content: object
    places: Places
    problems: tuple[Problem, ...]

    def locate(self, problem: Problem) -> Problem:
        """The problem with the place of its key, or of the nearest key above it."""
        if problem.location is not None or problem.field is None:
            return problem
        return replace(problem, location=find_place(problem.field, self.places, SourceLocation(self.name, 1, 1)))


def read_request_text(name: str, content: bytes) -> RequestText:
    """Read a request; what keeps it from being read is in `problems`."""
    notebook = Notebook()
    page = notebook.page(name)
    places: Places = {}
    if len(content) > MOST_BYTES:
        page.report("file_too_large", size=len(content), most=MOST_BYTES)
        return RequestText(name, None, places, tuple(notebook.problems))
    text = decode_text(content, page)
    tree = parse_tree(text, page) if text is not None else None
    return RequestText(name, flatten_tree(tree, name, places), places, tuple(notebook.problems))
