"""File → feature model. The only file of this room that opens one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from configurator.models.dimacs import parse_dimacs
from configurator.models.findings import Findings
from configurator.models.limits import MOST_BYTES
from configurator.models.model import FeatureModel
from configurator.models.uvl import parse_uvl
from configurator.solver.deadline import ENDLESS, Deadline
from configurator.values.problem import Problem, SourceLocation

_PARSERS: Mapping[str, Callable[[str, Findings, Deadline], FeatureModel | None]] = {
    ".uvl": parse_uvl,
    ".dimacs": parse_dimacs,
    ".cnf": parse_dimacs,
}
SUFFIXES = frozenset(_PARSERS)
_HEADER = re.compile(r"^p\s+cnf\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModelLoad:
    """A feature model, None when a problem is an error, and all problems in the order of lines."""

    model: FeatureModel | None
    problems: tuple[Problem, ...]


def load_model(path: Path, deadline: Deadline = ENDLESS) -> ModelLoad:
    """Read a UVL or DIMACS file: which of the two its suffix says, else its content. Undecided when time is up."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return _refuse(path, "model_unreadable", reason=error.strerror or type(error).__name__)
    if len(content) > MOST_BYTES:
        return _refuse(path, "model_too_large", most=MOST_BYTES)
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return ModelLoad(None, (Problem("model_not_utf8", location=SourceLocation(str(path), line, column)),))
    return read_model(source, str(path), path.suffix.lower(), deadline)


def read_model(source: str, file: str, suffix: str = "", deadline: Deadline = ENDLESS) -> ModelLoad:
    """The same for a text that is already in memory; `file` is what problems call it."""
    parse = _PARSERS.get(suffix) or (parse_dimacs if _HEADER.search(source) else parse_uvl)
    findings = Findings(file)
    model = parse(source.replace("\r\n", "\n").replace("\r", "\n"), findings, deadline)
    return ModelLoad(model, findings.list_problems())


def _refuse(path: Path, code: str, **params: object) -> ModelLoad:
    return ModelLoad(None, (Problem(code, location=SourceLocation(str(path)), params=params),))
