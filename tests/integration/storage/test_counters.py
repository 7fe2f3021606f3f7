"""Gapless numbers when many write at the same time, from threads and from processes."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager

from configurator.services.quotes import QuoteService
from configurator.storage.database import Database, open_database
from configurator.storage.paging import Page
from configurator.storage.rows import QuoteFilters
from tests.factories.quotes import MOMENT
from tests.fakes.clock import FakeClock
from tests.fakes.proposing import FakeProposer
from tests.fakes.rendering import FakeRenderer
from tests.integration.storage.records import keep_customer, keep_user

WORKERS, EACH = 8, 6


class Abandoned(Exception):
    """Somebody changed their mind in the middle of a transaction."""


def create_quotes(url: str, seed: int) -> list[str]:
    """Make quotes as one process or thread does; every other one is abandoned after it took its number."""
    chance, numbers = random.Random(seed), []
    with closing(open_database(url)) as database:
        for _ in range(EACH):
            numbers.append(create_one(database))
            if chance.random() < 0.5:
                abandon_one(database)
    return numbers


def create_one(database: Database) -> str:
    service = QuoteService(database.uow_factory, FakeClock(), FakeProposer(), FakeRenderer())
    with database.uow_factory.reading() as work:
        user = work.users.load(1)
    version = service.create_draft(user, 1, {"term_months": 24})
    return service.get_quote(user, version.quote_id).number


def abandon_one(database: Database) -> None:
    with expect_abandoned(), database.uow_factory.writing() as work:
        serial = work.counters.take("quote-2026")
        work.quotes.add(f"Q-2026-{serial:06d}", 1, 1, MOMENT)
        work.audit.record(MOMENT, 1, "abandoned", ("quote", 1), {})
        raise Abandoned


@contextmanager
def expect_abandoned() -> Iterator[None]:
    try:
        yield
    except Abandoned:
        return
    raise AssertionError("nobody abandoned anything")


def check_numbers(database: Database, made: list[list[str]]) -> None:
    numbers = sorted(number for part in made for number in part)
    assert numbers == [f"Q-2026-{serial:06d}" for serial in range(1, WORKERS * EACH + 1)]
    with database.uow_factory.reading() as work:
        kept = work.lists.find(QuoteFilters(order="number"), Page(1, 1000))
        assert sorted(row.number for row in kept.rows) == numbers
        assert all(_actions(work, row.id) == ["create_quote"] for row in kept.rows)


def _actions(work, quote_id):
    return [entry.action for entry in work.audit.of_subject("quote", quote_id, 10)]


def test_counts_from_one(database):
    with database.uow_factory.writing() as work:
        assert [work.counters.take("quote-2026") for _ in range(3)] == [1, 2, 3]
        assert work.counters.take("quote-2027") == 1


def test_numbers_stay_gapless_and_unique_under_threads(database, url):
    keep_customer(database, keep_user(database))
    with ThreadPoolExecutor(WORKERS) as pool:
        made = list(pool.map(create_quotes, [url] * WORKERS, range(WORKERS)))
    check_numbers(database, made)


def test_numbers_stay_gapless_and_unique_under_processes(database, url):
    keep_customer(database, keep_user(database))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        made = list(pool.map(create_quotes, [url] * WORKERS, range(WORKERS)))
    check_numbers(database, made)


def test_a_rollback_leaves_no_gap_and_no_trace(database):
    keep_customer(database, keep_user(database))
    assert create_one(database) == "Q-2026-000001"
    abandon_one(database)
    assert create_one(database) == "Q-2026-000002"
    with database.uow_factory.reading() as work:
        assert _actions(work, 1) == ["create_quote"]
        assert work.lists.find(QuoteFilters(), Page()).total == 2
