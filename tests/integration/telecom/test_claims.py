"""Claims of real quotes: what counts is claimed, what was asked in vain is not, and replaying stays byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.quoting.content import ContentClaim
from configurator.resources import catalog_dir
from configurator.services.claiming import ClaimRefused
from configurator.services.customers import CustomerService
from configurator.services.programmes import ProgrammeService
from configurator.services.proposing import Proposer
from configurator.services.quotes import QuoteService
from configurator.services.releases import open_catalog
from configurator.services.replaying import replay_stored
from configurator.services.seeding import SeedServices, seed
from configurator.services.trials import TrialService
from configurator.services.users import UserService
from configurator.storage.database import Database, open_database
from configurator.storage.migrating import upgrade
from configurator.storage.trials import TrialState
from tests.factories.quotes import make_fields, make_user
from tests.fakes.clock import FakeClock
from tests.fakes.rendering import FakeRenderer

YOUNG = {"name": "新锐软件", "industry": "software", "staff": 8, "sites": 1, "partner_offers": True}
LINES = {"LOWC-1": 200, "ETL-1": 16}
DAY = date(2027, 1, 4)


@pytest.fixture(scope="module")
def proposer():
    return Proposer(open_catalog(catalog_dir()))


def claims_of(proposer, day=DAY, **request):
    plain = {"customer": YOUNG, "needs": [], "choices": LINES, "term_months": 12}
    return [
        (claim.kind, claim.programme, claim.key, claim.quantity)
        for claim in proposer.content_of({**plain, **request}, day).claims
    ]


@pytest.mark.parametrize(("age", "shares"), [(2, 2), (10, 1)])
def test_a_partners_offer_is_claimed_in_shares(proposer, age, shares):
    customer = {**YOUNG, "company_age_years": age, "tenure_years": 5}
    found = claims_of(proposer, customer=customer, programmes=["PARTNER-MONTH"])
    assert found == [("offer", "PARTNER-MONTH", "invoices_2027_01", shares)]


def test_the_offer_is_that_of_the_month_in_which_the_contract_begins(proposer):
    found = claims_of(proposer, programmes=["PARTNER-MONTH"], start="2027-02-10")
    assert [key for _, _, key, _ in found] == ["training_2027_02"]


def test_what_is_asked_in_vain_is_not_claimed(proposer):
    customer = {**YOUNG, "partner_offers": False, "tenure_years": 1}
    assert claims_of(proposer, customer=customer, programmes=["PARTNER-MONTH"], codes=["WELCOME-2026"]) == []


def test_a_code_that_takes_something_off_is_claimed_once(proposer):
    assert claims_of(proposer, codes=["WELCOME-2026"]) == [("code", "WELCOME", "WELCOME-2026", 1)]


@pytest.mark.parametrize(("stated", "claimed"), [(3000, 3000), (10**6, 40_000)])
def test_points_are_claimed_as_far_as_they_paid(proposer, stated, claimed):
    customer = {**YOUNG, "points_redeemed": stated, "points_balance": 40_000}
    found = claims_of(proposer, customer=customer, choices={"DX-TRAIN": 9})
    assert found == [("points", "LOYALTY-POINTS", "points_redeemed", claimed)]


def test_a_quote_abroad_claims_the_same_points(proposer):
    customer = {**YOUNG, "points_redeemed": 3000, "points_balance": 40_000}
    home = claims_of(proposer, customer=customer, choices={"DX-TRAIN": 9})
    currency = next(iter(proposer.catalog.exchange_rates)).currency
    assert claims_of(proposer, customer=customer, choices={"DX-TRAIN": 9}, currency=currency) == home


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path / 'claims.db'}"
    upgrade(url)
    opened = open_database(url)
    yield opened
    opened.close()


def keep_rep(database: Database) -> User:
    with database.uow_factory.writing() as work:
        return work.users.add(make_user(1, Role.REP), "", datetime(2027, 1, 4, tzinfo=UTC))


def test_a_stored_version_replays_whatever_its_account_did_since(proposer, database):
    rep, clock = keep_rep(database), FakeClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    quotes = QuoteService(database.uow_factory, clock, proposer, FakeRenderer(), UTC)
    customer = CustomerService(database.uow_factory, clock).create_customer(rep, make_fields(name="新锐软件"))
    with database.uow_factory.writing() as work:
        entry = PointsEntry(0, EntryKind.EARNED, 5000, date(2026, 6, 1), date(2028, 6, 1))
        work.points.add("LOYALTY-POINTS", customer.id, entry, clock())
    stated = {**YOUNG, "points_redeemed": 5000, "points_balance": 5000}
    request = {"customer": stated, "needs": [], "choices": {"DX-TRAIN": 5}, "term_months": 12}
    first = quotes.create_draft(rep, customer.id, request).quote_id
    version = quotes.submit(rep, first)
    assert version.content.claims[0] == ContentClaim(
        "points", "LOYALTY-POINTS", "points_redeemed", version.content.claims[0].name, 5000
    )
    second = quotes.create_draft(rep, customer.id, request).quote_id
    with pytest.raises(ClaimRefused):
        quotes.submit(rep, second)
    quotes.send(rep, first)
    quotes.record_acceptance(rep, first, "王主任")
    kept = quotes.get_quote(rep, first).latest
    assert kept.snapshot == version.snapshot
    assert [replayed.verdict for replayed in replay_stored(database.uow_factory)] == ["same"]


def test_the_demonstration_has_one_of_each(proposer, database):
    clock = FakeClock(datetime(2026, 11, 22, 9, tzinfo=UTC))
    factory = database.uow_factory
    quotes = QuoteService(factory, clock, proposer, FakeRenderer(), UTC)
    trials = TrialService(factory, clock, proposer, UTC)
    programmes = ProgrammeService(factory, clock, proposer, (quotes, trials), UTC)
    services = SeedServices(
        UserService(factory, clock), CustomerService(factory, clock), quotes, proposer, trials, programmes
    )
    seeded = seed(services, "correct horse battery", clock().date())
    assert seed(services, "correct horse battery", clock().date()) == replace(seeded, users=0, customers=0, quotes=0)
    rep = services.users.find_user("rep@demo.example")
    standings = [programmes.read_customer(rep, number) for number in range(1, seeded.customers + 1)]
    assert any(account.balance > 0 for standing in standings for account in standing.points)
    assert {claim.kind for standing in standings for claim in standing.claims} == {"code"}
    states = {view.row.state for standing in standings for view in standing.trials}
    assert states == {TrialState.RUNNING, TrialState.CONVERTED}
