"""Many quotes submitted at the same moment never take more than there is, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from alembic import command
from sqlalchemy.exc import DBAPIError

from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.quoting.content import ContentClaim
from configurator.quoting.states import QuoteState
from configurator.services.claiming import ClaimRefused
from configurator.services.moments import TURN
from configurator.services.programmes import ProgrammeService
from configurator.services.quotes import QuoteService
from configurator.services.trials import TrialOrder, TrialRefused, TrialService
from configurator.storage.database import open_database
from configurator.storage.migrating import _config, upgrade
from tests.factories.benefits import make_benefit_catalog, make_loyalty, make_offer, make_partners, make_trial
from tests.factories.catalog import make_offering, make_text
from tests.fakes.clock import FakeClock
from tests.fakes.proposing import FakeProposer
from tests.fakes.rendering import FakeRenderer
from tests.integration.storage.records import keep_customer, keep_user

TOGETHER, RELEASED = 8, 3
CLAIM = ContentClaim("offer", "PARTNERS", "erp", make_text("ERP"), 1)


def submit_together(service, rep, drafts):
    """What becomes of drafts that are submitted at the same moment: the state, or the code of the first problem."""
    barrier = Barrier(len(drafts))

    def submit(quote_id):
        barrier.wait()
        try:
            return service.submit(rep, quote_id).state
        except ClaimRefused as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(len(drafts)) as pool:
        return sorted(str(each) for each in pool.map(submit, drafts))


def test_quotes_that_are_submitted_together_share_the_weeks_quota(database):
    rep = keep_user(database, 1)
    proposer = FakeProposer()
    proposer.catalog = make_benefit_catalog(make_partners(make_offer(quota=RELEASED * 4)))
    proposer.claims = (CLAIM,)
    clock = FakeClock(datetime(2027, 1, 2, 9, 0, tzinfo=UTC))
    service = QuoteService(database.uow_factory, clock, proposer, FakeRenderer(), UTC)
    drafts = [
        service.create_draft(rep, keep_customer(database, rep).id, {"term_months": 24}).quote_id
        for _ in range(TOGETHER)
    ]
    assert submit_together(service, rep, drafts) == ["approved"] * RELEASED + ["claim_quota_waits"] * (
        TOGETHER - RELEASED
    )
    with database.uow_factory.reading() as work:
        places = [
            place for quote_id in drafts for place in work.claims.of_version(work.quotes.load(quote_id).latest.id)
        ]
    assert len(places) == RELEASED


def test_quotes_that_are_submitted_together_never_redeem_more_points_than_there_are(database):
    rep = keep_user(database, 1)
    proposer = FakeProposer()
    proposer.catalog = make_benefit_catalog(make_loyalty())
    proposer.claims = (ContentClaim("points", "POINTS", "points_redeemed", make_text("points"), 100),)
    service = QuoteService(
        database.uow_factory, FakeClock(datetime(2027, 1, 2, tzinfo=UTC)), proposer, FakeRenderer(), UTC
    )
    customer = keep_customer(database, rep)
    drafts = [service.create_draft(rep, customer.id, {"term_months": 24}).quote_id for _ in range(TOGETHER)]
    entry = PointsEntry(0, EntryKind.EARNED, 350, date(2026, 6, 1), date(2028, 6, 1))
    with database.uow_factory.writing() as work:
        work.points.add("POINTS", customer.id, entry, datetime(2026, 6, 1, tzinfo=UTC))
    assert submit_together(service, rep, drafts) == ["approved"] * 3 + ["points_short"] * (TOGETHER - 3)


def test_points_of_an_acceptance_under_way_are_not_there_twice(database):
    rep, proposer = keep_user(database, 1), FakeProposer()
    proposer.catalog = make_benefit_catalog(make_loyalty())
    proposer.claims = (ContentClaim("points", "POINTS", "points_redeemed", make_text("points"), 100),)
    service = QuoteService(
        database.uow_factory, FakeClock(datetime(2027, 1, 2, tzinfo=UTC)), proposer, FakeRenderer(), UTC
    )
    customer = keep_customer(database, rep)
    entry = PointsEntry(0, EntryKind.EARNED, 100, date(2026, 6, 1), date(2028, 6, 1))
    with database.uow_factory.writing() as work:
        work.points.add("POINTS", customer.id, entry, datetime(2026, 6, 1, tzinfo=UTC))
    quote_id = service.create_draft(rep, customer.id, {"term_months": 24}).quote_id
    service.submit(rep, quote_id)
    service.send(rep, quote_id)
    with ThreadPoolExecutor(1) as pool:
        with database.uow_factory.writing() as work:
            work.counters.take(TURN)
            booked = sum(row.entry.points for row in work.points.of_customers("POINTS", (customer.id,)))
            accepted = pool.submit(service.record_acceptance, rep, quote_id, "Wang")
            wait([accepted], timeout=0.5)
            held = sum(row.quantity for row in work.claims.list_held_points("POINTS", (customer.id,)))
        assert accepted.result().state is QuoteState.ACCEPTED
    assert booked - held == 0


def test_runs_at_the_same_moment_note_each_week_once(database):
    proposer, clock = FakeProposer(), FakeClock(datetime(2027, 1, 30, tzinfo=UTC))
    proposer.catalog = make_benefit_catalog(make_partners(make_offer(quota=12)))
    others = (
        QuoteService(database.uow_factory, clock, proposer, FakeRenderer(), UTC),
        TrialService(database.uow_factory, clock, proposer, UTC),
    )
    service = ProgrammeService(database.uow_factory, clock, proposer, others, UTC)
    barrier = Barrier(TOGETHER)

    def run(_):
        barrier.wait()
        return sum(shares for _, _, shares in service.run().released)

    with ThreadPoolExecutor(TOGETHER) as pool:
        assert sorted(pool.map(run, range(TOGETHER))) == [0] * (TOGETHER - 1) + [12]


@pytest.mark.parametrize("table", ["points_entries", "quota_releases"])
def test_bookings_are_refused_to_change(database, table):
    rep = keep_user(database, 1)
    customer = keep_customer(database, rep)
    day, at = date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC)
    with database.uow_factory.writing() as work:
        work.points.add("POINTS", customer.id, PointsEntry(0, EntryKind.EARNED, 350, day, date(2028, 6, 1)), at)
        work.claims.record_release("PARTNERS", "erp", 1, 25, day, at)
    with pytest.raises(DBAPIError), database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM {table}")


def test_one_legal_entity_begins_one_trial_however_many_ask_at_once(database):
    rep = keep_user(database, 1)
    proposer = FakeProposer()
    proposer.catalog = make_benefit_catalog(make_trial(), offerings=[make_offering("A-1")])
    trials = TrialService(database.uow_factory, FakeClock(), proposer, UTC)
    customers = [keep_customer(database, rep, domain="a.example").id for _ in range(TOGETHER)]
    agreed = frozenset(criterion.key for criterion in make_trial().criteria)
    order = TrialOrder("TRIAL-30", {"A-1": 10}, date(2027, 1, 4), 24, agreed)
    barrier = Barrier(TOGETHER)

    def start(customer_id):
        barrier.wait()
        try:
            return trials.start_trial(rep, customer_id, order).state
        except TrialRefused as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = sorted(str(each) for each in pool.map(start, customers))
    assert found == ["running"] + ["trial_repeated"] * (TOGETHER - 1)


def test_a_database_with_customers_takes_the_new_columns(empty_url):
    database = open_database(empty_url)
    with database.engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), "0003")
        connection.exec_driver_sql(
            "INSERT INTO users (email, name, role, language, password_hash, created_at) "
            "VALUES ('a@b.example', 'A', 'rep', 'zh', '', '2026-01-01 00:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO customers (name, class_code, profile, notes, owner_id, revision, created_at, updated_at) "
            "VALUES ('Old', 'Q84', '{}', '', 1, 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
        )
    database.close()
    upgrade(empty_url)
    with closing(open_database(empty_url)) as database, database.uow_factory.reading() as work:
        fields = work.customers.load(1).fields
        assert (fields.name, fields.registration, fields.service_since) == ("Old", "", None)
        assert work.customers.find_group(1) == (1,)
