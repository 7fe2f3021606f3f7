"""One table from refusals to HTTP statuses, and their wording in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from configurator.http.languages import get_language
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.wording import knows, say_problem

STATUSES: Mapping[str, HTTPStatus] = {
    "not_permitted": HTTPStatus.FORBIDDEN,
    "own_quote": HTTPStatus.FORBIDDEN,
    "approver_limit_exceeded": HTTPStatus.FORBIDDEN,
    "own_release": HTTPStatus.FORBIDDEN,
    "record_unknown": HTTPStatus.NOT_FOUND,
    "version_unknown": HTTPStatus.NOT_FOUND,
    "candidate_unknown": HTTPStatus.NOT_FOUND,
    "release_unknown": HTTPStatus.NOT_FOUND,
    "job_unknown": HTTPStatus.NOT_FOUND,
    "check_missing": HTTPStatus.CONFLICT,
    "no_content": HTTPStatus.NOT_FOUND,
    "release_decided": HTTPStatus.CONFLICT,
    "release_waiting": HTTPStatus.CONFLICT,
    "release_unchanged": HTTPStatus.CONFLICT,
    "stale_revision": HTTPStatus.CONFLICT,
    "transition_refused": HTTPStatus.CONFLICT,
    "trial_ended": HTTPStatus.CONFLICT,
    "sign_in_refused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "sign_in_locked": HTTPStatus.TOO_MANY_REQUESTS,
}


def status_of(refusal: Refusal) -> HTTPStatus:
    """The status that the refusal answers with; what is not in the table is about the data: 422."""
    return STATUSES.get(refusal.code, HTTPStatus.UNPROCESSABLE_ENTITY)


def problems_of(refusal: Refusal) -> tuple[Problem, ...]:
    """The findings that a refusal carries, or itself as one."""
    carried = getattr(refusal, "problems", None)
    if isinstance(carried, (tuple, list)) and carried and all(isinstance(each, Problem) for each in carried):
        return tuple(carried)
    return (Problem(code=refusal.code, params=refusal.params),)


def say_finding(problem: Problem) -> tuple[str, str]:
    """A finding's sentence and remedy in the reader's language."""
    language = get_language()
    if not knows(language, f"problems.{problem.code}"):
        return problem.code, ""
    return say_problem(language, problem)


def say_refusal(refusal: Refusal) -> str:
    """The refusal's sentences and remedies in one paragraph."""
    return " ".join(part for problem in problems_of(refusal) for part in say_finding(problem) if part)
