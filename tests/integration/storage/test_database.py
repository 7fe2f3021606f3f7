from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from configurator.storage.database import open_database
from configurator.storage.refusals import DatabaseUrlRefused
from tests.factories.quotes import MOMENT, make_fields
from tests.integration.storage.records import keep_customer, keep_user


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "oracle://h", "postgresql+psycopg2://h/d"]
)
def test_refuses_other_databases_without_saying_the_address(url):
    with pytest.raises(DatabaseUrlRefused) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_speaks_to_postgresql_by_one_driver(scheme):
    database = open_database(f"{scheme}://somebody@localhost/quotes")
    assert database.engine.url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_sets_up_every_sqlite_connection(sqlite_template, pragma, value):
    database = open_database(f"sqlite:///{sqlite_template}")
    with database.engine.connect() as one, database.engine.connect() as other:
        assert [each.execute(text(f"PRAGMA {pragma}")).scalar() for each in (one, other)] == [value, value]
    database.close()


def test_opening_a_new_file_together_fails_for_nobody(tmp_path):
    """Two connections that both switch a new file to the write-ahead log are refused at once, whatever the timeout:
    about one round in twenty of these showed it."""
    with ThreadPoolExecutor(8) as pool:
        for round_ in range(150):
            assert list(pool.map(_journal_mode, [f"sqlite:///{tmp_path}/{round_}.db"] * 8)) == ["wal"] * 8


def _journal_mode(url):
    with closing(open_database(url)) as database, database.engine.connect() as connection:
        return connection.execute(text("PRAGMA journal_mode")).scalar()


def test_refuses_what_points_nowhere(database):
    with pytest.raises(IntegrityError), database.uow_factory.writing() as work:
        work.customers.add(make_fields(), owner_id=4711, at=MOMENT)


def test_keeps_what_was_written(database):
    user = keep_user(database)
    with database.uow_factory.reading() as work:
        assert work.users.load(user.id) == user


def test_leaves_nothing_behind_when_something_is_raised(database):
    with pytest.raises(ZeroDivisionError), database.uow_factory.writing() as work:
        work.counters.take("quote-2026")
        _ = 1 // 0
    with database.uow_factory.writing() as work:
        assert work.counters.take("quote-2026") == 1


def test_reading_cannot_write(database):
    customer = keep_customer(database, keep_user(database))
    with pytest.raises(DBAPIError, match=r"read.?only"), database.uow_factory.reading() as work:
        work.customers.save(customer.id, make_fields(name="other"), customer.revision, MOMENT)
    with database.uow_factory.reading() as work:
        assert work.customers.load(customer.id) == customer


def test_reading_sees_one_state(database):
    customer = keep_customer(database, keep_user(database))
    with database.uow_factory.reading() as reader:
        assert reader.customers.load(customer.id) == customer
        with database.uow_factory.writing() as writer:
            writer.customers.save(customer.id, make_fields(name="other"), customer.revision, MOMENT)
        assert reader.customers.load(customer.id) == customer
    with database.uow_factory.reading() as reader:
        assert reader.customers.load(customer.id).name == "other"


def test_readers_do_not_wait_for_a_writer(database):
    customer = keep_customer(database, keep_user(database))
    with database.uow_factory.writing() as writer:
        writer.customers.save(customer.id, make_fields(name="other"), customer.revision, MOMENT)
        with database.uow_factory.reading() as reader:
            assert reader.customers.load(customer.id).name == customer.name
