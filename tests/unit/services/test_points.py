"""Points accounts: earned on acceptance, held by submitted quotes, spent on acceptance, expired by the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.quoting.content import ContentClaim, ContentExchange
from configurator.services.claiming import ClaimRefused
from configurator.services.moments import Moment
from configurator.services.points import expire_points, offer_points, view_points
from tests.factories.benefits import make_benefit_catalog, make_loyalty
from tests.factories.catalog import make_text
from tests.factories.content import make_content
from tests.factories.proposers import make_telecom_proposer
from tests.factories.quotes import make_fields

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def world(proposer, clock):
    clock.now = NOW
    proposer.catalog = make_benefit_catalog(make_loyalty())


@pytest.fixture
def draft(quotes, people, customers):
    def make(**fields):
        customer = customers.create_customer(people.rep, make_fields(**fields))
        return quotes.create_draft(people.rep, customer.id, {"term_months": 24, "customer": {}}).quote_id

    return make


def claim(points):
    return (ContentClaim("points", "POINTS", "points_redeemed", make_text("points"), points),)


def give(database, points, customer_id=1, day=date(2026, 6, 1), expires=date(2028, 6, 1)):
    with database.uow_factory.writing() as work:
        entry = PointsEntry(0, EntryKind.EARNED, points, day, expires)
        work.points.add("POINTS", customer_id, entry, NOW)


def view(database, proposer, customer_id=1, day=TODAY):
    with database.uow_factory.reading() as work:
        (found,) = view_points(work, proposer.catalog, customer_id, day)
    return found


def accept(quotes, rep, quote_id):
    quotes.submit(rep, quote_id)
    quotes.send(rep, quote_id)
    quotes.record_acceptance(rep, quote_id, "王主任")


def test_acceptance_earns_by_tenure_on_the_contract_value_without_tax(database, quotes, people, draft, proposer):
    accept(quotes, people.rep, draft(service_since=date(2020, 1, 1)))
    untaxed = sum(Decimal(line.ex_tax) for line in make_content(discount_percent="0").totals.tax_of_term)
    found = view(database, proposer)
    assert found.balance == int(untaxed * Decimal("1.8") / 100) > 0
    assert found.next_expiry == (date(2029, 1, 4), found.balance)
    assert [(row.entry.kind, row.quote_number) for row in found.rows] == [(EntryKind.EARNED, "Q-2027-000001")]


def test_nothing_is_earned_before_acceptance(database, quotes, people, draft, proposer):
    quote_id = draft()
    quotes.submit(people.rep, quote_id)
    quotes.send(people.rep, quote_id)
    assert view(database, proposer).rows == ()


def test_a_quote_in_another_currency_earns_by_its_pinned_rate(database, quotes, people, draft, proposer):
    made = proposer.content_of
    exchange = ContentExchange("CNY", "USD", "0.5", "2027-01-04", "test")
    proposer.content_of = lambda request, today: replace(made(request, today), exchange=exchange)
    accept(quotes, people.rep, draft())
    untaxed = sum(Decimal(line.ex_tax) for line in make_content(discount_percent="0").totals.tax_of_term)
    assert view(database, proposer).balance == int(untaxed * 2 / 100)


def test_a_submitted_quote_holds_its_points_and_an_accepted_one_spends_them(database, quotes, people, draft, proposer):
    quote_id = draft()
    give(database, 500)
    proposer.claims = claim(200)
    quotes.submit(people.rep, quote_id)
    held = view(database, proposer)
    assert (held.balance, held.held) == (300, 200)
    quotes.send(people.rep, quote_id)
    quotes.record_acceptance(people.rep, quote_id, "王主任")
    spent = view(database, proposer)
    kinds = [(row.entry.kind, row.entry.points) for row in spent.rows]
    assert (EntryKind.REDEEMED, -200) in kinds
    assert spent.held == 0


def test_a_withdrawn_quote_gives_its_points_back(database, quotes, people, draft, proposer):
    quote_id = draft()
    give(database, 500)
    proposer.claims = claim(200)
    quotes.submit(people.rep, quote_id)
    quotes.withdraw(people.rep, quote_id)
    assert (view(database, proposer).balance, view(database, proposer).held) == (500, 0)


def test_no_quote_redeems_more_than_the_balance(database, quotes, people, draft, proposer):
    quote_id = draft()
    give(database, 199)
    proposer.claims = claim(200)
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, quote_id)
    assert refused.value.problems[0].code == "points_short"
    assert refused.value.problems[0].params == {"points": 200, "available": 199}


def test_points_that_ran_out_pay_nothing(database, quotes, people, draft, proposer):
    quote_id = draft()
    give(database, 500, expires=TODAY)
    proposer.claims = claim(1)
    with pytest.raises(ClaimRefused):
        quotes.submit(people.rep, quote_id)


def test_versions_of_one_quote_hold_points_once(database, quotes, people, draft, proposer):
    quote_id = draft()
    give(database, 300)
    proposer.claims = claim(200)
    quotes.submit(people.rep, quote_id)
    quotes.send(people.rep, quote_id)
    quotes.revise(people.rep, quote_id)
    quotes.submit(people.rep, quote_id)
    assert view(database, proposer).balance == 100


def test_a_later_version_holds_points_that_are_still_there(database, quotes, people, draft, proposer, clock):
    first, other = draft(domain="a.example"), draft(domain="a.example")
    give(database, 100, expires=date(2027, 1, 5))
    give(database, 100)
    proposer.claims = claim(100)
    quotes.submit(people.rep, first)
    quotes.send(people.rep, first)
    clock.advance(days=6)
    quotes.revise(people.rep, first)
    quotes.submit(people.rep, first)
    with pytest.raises(ClaimRefused):
        quotes.submit(people.rep, other)
    later = Moment(clock().date(), clock())
    with database.uow_factory.writing() as work:
        assert expire_points(work, proposer.catalog, "POINTS", 1, later) == 0
    quotes.send(people.rep, first)
    quotes.record_acceptance(people.rep, first, "王主任")
    assert view(database, proposer, day=later.day).balance >= 0


def test_companies_of_one_group_share_an_account(database, quotes, people, draft, proposer):
    draft(registration="x")
    second = draft(parent="x")
    give(database, 300)
    proposer.claims = claim(300)
    quotes.submit(people.rep, second)
    assert view(database, proposer).balance == 0


def test_points_expire_once(database, draft, proposer):
    draft()
    give(database, 70, expires=date(2027, 1, 4))
    give(database, 30, expires=date(2027, 1, 5))
    when = Moment(TODAY, NOW)
    for expected in (70, 0):
        with database.uow_factory.writing() as work:
            assert work.points.list_due(TODAY) == (("POINTS", 1),)
            assert expire_points(work, proposer.catalog, "POINTS", 1, when) == expected
    assert sum(row.entry.points for row in view(database, proposer).rows) == 30 == view(database, proposer).balance


def test_bookings_never_change(database, draft):
    draft()
    give(database, 70)
    for statement in ("UPDATE points_entries SET points = 1", "DELETE FROM points_entries"):
        with pytest.raises(IntegrityError), database.uow_factory.writing() as work:
            work.points._connection.exec_driver_sql(statement)


def test_a_draft_without_allowed_charges_can_use_no_points(database, people, quotes, draft, proposer):
    quote_id = draft()
    give(database, 500)
    content = make_content()
    with database.uow_factory.reading() as work:
        quote = work.quotes.load(quote_id)
        (offer,) = offer_points(work, proposer.catalog, quote, quote.latest, content, TODAY)
    assert (offer.available, offer.usable, offer.stated) == (500, 0, 0)


@pytest.mark.parametrize(
    "said", [{}, {"currency": "EUR"}, {"tax_regime": "uk"}, {"tax_regime": "eu_reverse", "currency": "EUR"}]
)
@pytest.mark.parametrize("redeemed", [0, 20000, 60000])
def test_as_many_points_are_usable_abroad_as_at_home(database, draft, said, redeemed):
    """Five days of training at 6,000 take 60,000 points of half a yuan, also where the home tax is taken out later."""
    telecom = make_telecom_proposer()
    customer = {"industry": "software", "staff": 8, "sites": 1, "points_balance": 90000, "points_redeemed": redeemed}
    request = {"customer": customer, "compliance": {"mlps": 0}, "term_months": 12, "ambition": "essential"}
    content = telecom.content_of({**request, "choices": {"DX-TRAIN": 5}, **said}, date(2026, 11, 22))
    quote_id = draft()
    with database.uow_factory.writing() as work:
        entry = PointsEntry(0, EntryKind.EARNED, 90000, date(2026, 6, 1), date(2028, 6, 1))
        work.points.add("LOYALTY-POINTS", 1, entry, NOW)
        quote = work.quotes.load(quote_id)
        (offer,) = offer_points(work, telecom.catalog, quote, quote.latest, content, TODAY)
    assert (offer.available, offer.usable) == (90000, 60000)
