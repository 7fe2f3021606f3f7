from __future__ import annotations

from datetime import timedelta

import pytest

from configurator.access.refusals import EmailTaken
from configurator.access.roles import Role
from configurator.storage.refusals import RecordUnknown
from tests.factories.quotes import MOMENT, make_user
from tests.integration.storage.records import keep_user


def test_gives_back_the_user_with_an_id(database):
    kept = keep_user(database, 3, Role.MANAGER)
    assert kept == make_user(kept.id, Role.MANAGER, email="user3@example.com", name="User 3")


@pytest.mark.parametrize("email", ["user1@example.com", "USER1@Example.com"])
def test_refuses_an_address_in_use_however_it_is_written(database, email):
    keep_user(database, 1)
    with pytest.raises(EmailTaken), database.uow_factory.writing() as work:
        work.users.add(make_user(2, email=email), "hash", MOMENT)


def test_finds_the_hash_by_address(database):
    kept = keep_user(database, 1)
    with database.uow_factory.reading() as work:
        assert work.users.get_secret("User1@example.com") == (kept, "hash")
        assert work.users.get_secret("nobody@example.com") is None


def test_changes_what_a_user_is(database):
    kept = keep_user(database, 1)
    with database.uow_factory.writing() as work:
        work.users.set_language(kept.id, "en")
        work.users.set_role(kept.id, Role.ADMIN)
        work.users.set_active(kept.id, False)
        work.users.set_password_hash(kept.id, "other")
        changed = make_user(kept.id, Role.ADMIN, email=kept.email, name=kept.name, language="en", active=False)
        assert work.users.get_secret(kept.email) == (changed, "other")


def test_refuses_a_user_that_there_is_not(database):
    with pytest.raises(RecordUnknown) as refused, database.uow_factory.writing() as work:
        work.users.load(99)
    assert refused.value.params == {"kind": "user", "id": 99}
    with pytest.raises(RecordUnknown), database.uow_factory.writing() as work:
        work.users.set_language(99, "en")


def test_lists_everybody_with_their_last_request(database):
    one, other = keep_user(database, 2), keep_user(database, 1)
    later = MOMENT + timedelta(hours=1)
    with database.uow_factory.writing() as work:
        work.sessions.add("a", one.id, MOMENT, "", "")
        work.sessions.add("b", one.id, later, "", "")
        rows = work.users.list_all()
    assert [(row.id, row.seen_at) for row in rows] == [(other.id, None), (one.id, later)]
