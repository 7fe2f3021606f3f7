"""Findings as plain JSON and back, so that what was found outlives the process that found it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from configurator.values.problem import Problem, Severity, SourceLocation
from configurator.values.text import Text


def write_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems as JSON values; parameters that are no texts, numbers or lists of them become texts."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "place": [problem.location.file, problem.location.line, problem.location.column]
            if problem.location
            else None,
            "field": problem.field,
            "params": {name: write_value(value) for name, value in problem.params.items()},
        }
        for problem in problems
    ]


def read_problems(rows: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """The problems that were written."""
    return tuple(
        Problem(
            row["code"],
            Severity(row["severity"]),
            SourceLocation(*row["place"]) if row["place"] else None,
            row["field"],
            {name: read_value(value) for name, value in row["params"].items()},
        )
        for row in rows
    )


def write_value(value: object) -> object:
    """A parameter as a JSON value; a text in two languages becomes an object of them."""
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, (tuple, list)):
        return [write_value(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return [write_value(each) for each in sorted(value, key=str)]
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)


def write_plain(value: object) -> Any:
    """A frozen value of ours, with everything in it, as JSON values under the names of its fields. Problems keep the
    form of `write_problems`; what has no form in JSON (dates, figures) becomes text."""
    if isinstance(value, Problem):
        return write_problems((value,))[0]
    if isinstance(value, SourceLocation):
        return {"file": value.file, "line": value.line, "column": value.column}
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: write_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): write_plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [write_plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return [write_plain(each) for each in sorted(value, key=str)]
    if isinstance(value, Enum):
        return write_plain(value.value)
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)


def read_value(value: object) -> object:
    """The parameter that was written."""
    if isinstance(value, dict):
        return Text(value["zh"], value["en"])
    return tuple(read_value(each) for each in value) if isinstance(value, list) else value
