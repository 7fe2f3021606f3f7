from __future__ import annotations

import pytest

from configurator.storage.drafts import KEPT
from tests.integration.storage.records import keep_customer, keep_quote, keep_user


@pytest.fixture
def draft(database):
    user = keep_user(database)
    return keep_quote(database, user, keep_customer(database, user), 1).latest


def test_begins_with_nothing_to_undo(database, draft):
    assert (draft.can_undo, draft.can_redo) == (False, False)
    with database.uow_factory.writing() as work:
        assert work.drafts.step(draft.id, -1) is None
        assert work.drafts.step(draft.id, +1) is None


def test_goes_back_and_forth(database, draft):
    with database.uow_factory.writing() as work:
        for step in (1, 2):
            work.drafts.record(draft.id, {"step": step})
        assert [work.drafts.step(draft.id, by) for by in (-1, -1, -1, +1, +1, +1)] == [
            {"step": 1},
            dict(draft.request),
            None,
            {"step": 1},
            {"step": 2},
            None,
        ]


def test_knows_which_way_there_is_more(database, draft):
    with database.uow_factory.writing() as work:
        work.drafts.record(draft.id, {"step": 1})
        assert work.drafts.bounds(draft.id) == (True, False)
        work.drafts.step(draft.id, -1)
        assert work.drafts.bounds(draft.id) == (False, True)


def test_forgets_what_was_undone_when_something_new_follows(database, draft):
    with database.uow_factory.writing() as work:
        for step in (1, 2, 3):
            work.drafts.record(draft.id, {"step": step})
        work.drafts.step(draft.id, -1)
        work.drafts.step(draft.id, -1)
        work.drafts.record(draft.id, {"step": 4})
        assert work.drafts.step(draft.id, +1) is None
        assert work.drafts.step(draft.id, -1) == {"step": 1}


def test_keeps_no_more_than_the_latest(database, draft):
    with database.uow_factory.writing() as work:
        for step in range(KEPT + 20):
            work.drafts.record(draft.id, {"step": step})
        back = 0
        while work.drafts.step(draft.id, -1) is not None:
            back += 1
        assert back == KEPT
        assert work.drafts.bounds(draft.id) == (False, True)


def test_looks_without_going_there(database, draft):
    with database.uow_factory.writing() as work:
        work.drafts.record(draft.id, {"step": 1})
        assert work.drafts.look(draft.id, -1) == dict(draft.request)
        assert work.drafts.look(draft.id, +1) is None
        assert work.drafts.bounds(draft.id) == (True, False)
