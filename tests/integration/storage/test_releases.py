from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from configurator.access.roles import Role
from configurator.quoting.model import Release
from configurator.releasing.model import Decision, ReleaseState, find_in_force
from configurator.releasing.refusals import ReleaseDecided, ReleaseUnknown
from configurator.services.publishing import ReleaseService
from configurator.storage import migrating
from configurator.storage.database import open_database
from configurator.storage.migrating import needed_revision, upgrade
from tests.factories.releases import TODAY, check, dearer, make_decision, make_release
from tests.fakes.clock import FakeClock
from tests.integration.storage.records import keep_customer, keep_quote, keep_user

LATER = date(2027, 1, 1)
ORIGIN = Release("tiny", "2026.10", "0" * 64, 7)


@pytest.fixture
def people(database):
    return keep_user(database, 1, Role.MAINTAINER), keep_user(database, 2, Role.ADMIN)


def keep_release(database, number=1, **changes):
    with database.uow_factory.writing() as work:
        release = make_release(number, author_id=1, **changes)
        work.releases.keep_archive(release.digest, b"packed")
        return work.releases.add(release)


def decide(database, release, outcome=Decision.APPROVED):
    with database.uow_factory.writing() as work:
        return work.releases.decide(release, replace(make_decision(outcome), by_id=2))


def test_keeps_a_release_as_it_is(database, people):
    kept = keep_release(database, note="first", restored_from=None)
    assert kept == make_release(id=kept.id, author="User 1", author_id=1, note="first")
    with database.uow_factory.reading() as work:
        assert work.releases.load("tiny", 1) == kept
        assert work.releases.load_archive(kept.digest) == b"packed"
        assert work.releases.last_number("tiny") == 1
        assert work.releases.catalogs() == ("tiny",)


def test_keeps_the_decision_beside_it(database, people):
    decided = decide(database, keep_release(database, needs_approval=True))
    assert decided.decision == replace(make_decision(), by="User 2", by_id=2)
    assert decided.state is ReleaseState.PUBLISHED


def test_decides_once(database, people):
    release = keep_release(database, needs_approval=True)
    decide(database, release, Decision.REJECTED)
    with pytest.raises(ReleaseDecided):
        decide(database, release)
    with database.uow_factory.reading() as work:
        assert work.releases.load("tiny", 1).state is ReleaseState.REJECTED


def test_knows_no_other_numbers_and_catalogs(database, people):
    keep_release(database)
    with database.uow_factory.reading() as work:
        for name in (("tiny", 2), ("other", 1)):
            with pytest.raises(ReleaseUnknown):
                work.releases.load(*name)
        assert work.releases.last_number("other") == 0
        assert work.releases.get_in_force("other", TODAY) is None


def test_finds_in_force_what_the_model_defines(database, people):
    keep_release(database, 1)
    keep_release(database, 2, effective_from=LATER)
    decide(database, keep_release(database, 3, needs_approval=True))
    decide(database, keep_release(database, 4, needs_approval=True), Decision.REJECTED)
    keep_release(database, 5, needs_approval=True)
    with database.uow_factory.reading() as work:
        known = work.releases.list_all("tiny")
        assert [release.number for release in known] == [5, 4, 3, 2, 1]
        for day in (date(2026, 1, 1), TODAY, LATER):
            assert work.releases.get_in_force("tiny", day) == find_in_force(known, day)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_releases SET note = 'other'",
        "DELETE FROM catalog_releases",
        "UPDATE catalog_archives SET bytes = NULL",
        "DELETE FROM catalog_archives",
        "UPDATE catalog_decisions SET outcome = 'rejected'",
        "DELETE FROM catalog_decisions",
    ],
)
def test_the_database_itself_refuses_changes(database, people, statement):
    decided = decide(database, keep_release(database, needs_approval=True))
    with (
        pytest.raises(DatabaseError, match="what was published does not change"),
        database.engine.execution_options(writes=True).begin() as connection,
    ):
        connection.execute(text(statement))
    with database.uow_factory.reading() as work:
        assert work.releases.load("tiny", 1) == decided


def test_numbers_have_no_gaps_when_many_publish_together(database, url, people):
    editions = [check(dearer(str(amount))) for amount in range(33_000, 33_006)]

    def publish(checked):
        with closing(open_database(url)) as own:
            return ReleaseService(own.uow_factory, FakeClock()).publish(people[0], checked).release.number

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(publish, editions)) == [1, 2, 3, 4, 5, 6]


def test_a_quote_keeps_the_number_of_its_release(database):
    owner = keep_user(database)
    customer = keep_customer(database, owner)
    quote = keep_quote(database, owner, customer, 1)
    with database.uow_factory.writing() as work:
        version = replace(quote.latest, release=ORIGIN)
        work.quotes.save_version(version)
    with database.uow_factory.reading() as work:
        assert work.quotes.load(quote.id).latest.release == ORIGIN


def test_the_migration_can_be_taken_back(empty_url):
    upgrade(empty_url)
    with closing(open_database(empty_url)) as database:
        for step, reached in ((command.downgrade, "0001"), (command.upgrade, "head")):
            with database.engine.execution_options(writes=True).begin() as connection:
                step(migrating._config(connection), reached)
            wanted = needed_revision() if reached == "head" else reached
            assert migrating.current_revision(empty_url) == wanted
