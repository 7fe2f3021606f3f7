"""How the command line says what is wrong: problems for people on stderr, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.values.text import Language
from configurator.wording import knows, say, say_problem

FAILED = 1


def tell_problem(problem: Problem, language: Language) -> str:
    """One problem as `place: severity [code] sentence` and its remedy on a line of its own."""
    sentence, hint = say_problem(language, problem)
    place = str(problem.location) if problem.location else problem.field or ""
    severity = say(language, f"cli.severity.{problem.severity}")
    return f"{place + ': ' if place else ''}{severity} [{problem.code}] {sentence}\n    {hint}"


def problem_json(problem: Problem, language: Language) -> dict[str, Any]:
    """One problem for machines, with its sentence and remedy in the language asked for."""
    sentence, hint = say_problem(language, problem)
    place = problem.location
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": sentence,
        "hint": hint,
        "field": problem.field,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def print_json(value: object) -> None:
    """A JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fail(problems: Iterable[Problem], language: Language, *, as_json: bool) -> None:
    """Say every problem and leave with exit code 1."""
    found = list(problems)
    if as_json:
        print_json({"problems": [problem_json(problem, language) for problem in found]})
    else:
        for problem in found:
            click.echo(tell_problem(problem, language), err=True)
    raise click.exceptions.Exit(FAILED)


def problems_of(refusal: Refusal) -> tuple[Problem, ...]:
    """A refusal as problems: those that it carries, or itself."""
    carried: tuple[Problem, ...] = getattr(refusal, "problems", ())
    if carried:
        return carried
    code = refusal.code if knows("en", f"problems.{refusal.code}") else "refused"
    return (Problem(code, params=refusal.params),)
