from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from configurator.storage.database import open_database
from configurator.storage.migrating import current_revision, needed_revision, require_current, upgrade
from configurator.storage.refusals import SchemaOutdated
from configurator.storage.tables import metadata


def test_begins_from_nothing(empty_url):
    assert current_revision(empty_url) is None
    assert upgrade(empty_url) == needed_revision() == current_revision(empty_url)


def test_migrations_make_exactly_the_tables(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_make_the_checks_too(database):
    """Comparing leaves out check constraints."""
    inspector = inspect(database.engine)
    found = {check["name"] for check in inspector.get_check_constraints("quote_versions")}
    assert found == {f"ck_quote_versions_{name}" for name in ("state", "digest", "frozen")}


def test_upgrading_again_changes_nothing(database, url):
    before = sorted(inspect(database.engine).get_table_names())
    assert upgrade(url) == needed_revision()
    assert sorted(inspect(database.engine).get_table_names()) == before


def test_servers_that_start_together_migrate_once(empty_url):
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(upgrade, [empty_url] * 4)) == {needed_revision()}
    assert current_revision(empty_url) == needed_revision()


def test_refuses_an_empty_database(empty_url):
    database = open_database(empty_url)
    with pytest.raises(SchemaOutdated) as refused:
        require_current(database)
    assert refused.value.params == {"found": None, "needed": needed_revision()}
    database.close()


def test_refuses_a_database_of_a_later_release(database):
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaOutdated):
        require_current(database)


def test_accepts_its_own_schema(database):
    require_current(database)
