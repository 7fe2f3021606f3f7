"""Refusals become statuses by one table, and words by another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g

from configurator.access.refusals import NotPermitted
from configurator.http.refusing import STATUSES, problems_of, say_finding, say_refusal, status_of
from configurator.quoting.refusals import CommentMissing, TransitionRefused
from configurator.services.proposing import RequestRefused
from configurator.storage.refusals import RecordUnknown, StaleRevision
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    with Flask("x").test_request_context("/"):
        g.language = "en"
        yield


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotPermitted(permission="x", role="rep"), 403),
        (RecordUnknown(kind="quote", id=1), 404),
        (StaleRevision(kind="quote", id=1, given=1, current=2), 409),
        (TransitionRefused(), 409),
        (CommentMissing(), 422),
    ],
)
def test_refusal_has_its_status(refusal: Refusal, status: int) -> None:
    assert status_of(refusal) == status


def test_every_status_in_the_table_belongs_to_a_refusal_that_exists() -> None:
    def codes(family: type[Refusal]) -> Iterator[str]:
        yield family.code
        for child in family.__subclasses__():
            yield from codes(child)

    assert set(STATUSES) <= set(codes(Refusal))


def test_carried_problems_go_before_the_refusal_itself() -> None:
    carried = (Problem("one"), Problem("two"))
    assert problems_of(RequestRefused(carried)) == carried
    assert [problem.code for problem in problems_of(CommentMissing())] == ["comment_missing"]


def test_refusal_is_said_with_its_remedy() -> None:
    sentence = say_refusal(CommentMissing())
    assert sentence and "comment_missing" not in sentence


def test_finding_without_a_text_is_still_named() -> None:
    assert say_finding(Problem("never-heard-of")) == ("never-heard-of", "")
