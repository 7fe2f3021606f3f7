from __future__ import annotations

from datetime import timedelta

from configurator.storage.sessions import Session
from tests.factories.quotes import MOMENT
from tests.integration.storage.records import keep_user

LATER = MOMENT + timedelta(minutes=10)


def test_gives_back_a_session_with_its_user(database):
    user = keep_user(database)
    with database.uow_factory.writing() as work:
        work.sessions.add("hash", user.id, MOMENT, "192.0.2.1", "browser")
        work.sessions.note_seen("hash", LATER)
        assert work.sessions.get("hash") == Session(user, MOMENT, LATER, None)
        assert work.sessions.get("other") is None


def test_cuts_what_the_network_says(database):
    user = keep_user(database)
    with database.uow_factory.writing() as work:
        work.sessions.add("hash", user.id, MOMENT, "i" * 1000, "a" * 10_000)
        work.sessions.add_attempt("x@example.com", "i" * 1000, MOMENT, MOMENT)
        assert work.sessions.count_attempts("x@example.com", "i" * 1000, MOMENT - timedelta(1)) == (1, MOMENT)


def test_revokes_one_session_once(database):
    user = keep_user(database)
    with database.uow_factory.writing() as work:
        work.sessions.add("one", user.id, MOMENT, "", "")
        work.sessions.add("two", user.id, MOMENT, "", "")
        work.sessions.revoke("one", MOMENT)
        work.sessions.revoke("one", LATER)
        assert work.sessions.get("one").revoked_at == MOMENT
        assert work.sessions.get("two").revoked_at is None


def test_revokes_all_living_sessions_of_one_user(database):
    user, other = keep_user(database, 1), keep_user(database, 2)
    with database.uow_factory.writing() as work:
        for token, owner in (("one", user), ("two", user), ("three", user), ("else", other)):
            work.sessions.add(token, owner.id, MOMENT, "", "")
        work.sessions.revoke("one", MOMENT)
        assert work.sessions.revoke_all(user.id, LATER) == 2
        assert work.sessions.get("else").revoked_at is None


def test_counts_attempts_by_address_place_and_time(database):
    with database.uow_factory.writing() as work:
        for minute in (0, 5, 10):
            work.sessions.add_attempt("a@example.com", "1", MOMENT + timedelta(minutes=minute), MOMENT)
        work.sessions.add_attempt("a@example.com", "2", MOMENT, MOMENT)
        work.sessions.add_attempt("b@example.com", "1", MOMENT, MOMENT)
        first = MOMENT + timedelta(minutes=5)
        assert work.sessions.count_attempts("a@example.com", "1", MOMENT) == (2, first)
        assert work.sessions.count_attempts("c@example.com", "1", MOMENT) == (0, None)


def test_forgets_attempts(database):
    with database.uow_factory.writing() as work:
        work.sessions.add_attempt("a@example.com", "1", MOMENT, MOMENT)
        work.sessions.add_attempt("b@example.com", "1", LATER, forget_before=LATER)
        assert work.sessions.count_attempts("a@example.com", "1", MOMENT - timedelta(1)) == (0, None)
        work.sessions.forget_attempts("b@example.com", "1")
        assert work.sessions.count_attempts("b@example.com", "1", MOMENT - timedelta(1)) == (0, None)
