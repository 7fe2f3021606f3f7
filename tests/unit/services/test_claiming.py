"""Places taken by quotes: held on submission, used on acceptance, given back with every other end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from configurator.programmes.claiming import ClaimKind, ClaimState
from configurator.quoting.content import ContentClaim
from configurator.quoting.states import QuoteState
from configurator.services.claiming import ClaimRefused, find_unmet, foresee_claims
from tests.factories.benefits import make_benefit_catalog, make_offer, make_partners
from tests.factories.catalog import make_text
from tests.factories.content import make_content
from tests.factories.programmes import make_discount
from tests.factories.quotes import make_fields

OFFER = ContentClaim("offer", "PARTNERS", "erp", make_text("ERP"), 1)
CODE = ContentClaim("code", "WELCOME", "HELLO", make_text("Welcome"), 1)
JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def world(proposer, clock):
    """A share a week, and a code for two that each may use once."""
    clock.now = JANUARY
    proposer.catalog = replace(
        make_benefit_catalog(make_partners(make_offer(quota=4))),
        programmes={"WELCOME": make_discount("WELCOME", code="HELLO", quota=2, once=True)},
    )
    proposer.claims = (OFFER,)


@pytest.fixture
def draft(quotes, people, customers):
    """A draft of another customer each time."""

    def make(**fields):
        customer = customers.create_customer(people.rep, make_fields(**fields))
        return quotes.create_draft(people.rep, customer.id, {"term_months": 24}).quote_id

    return make


def places(database, quote_id):
    with database.uow_factory.reading() as work:
        versions = work.quotes.load(quote_id).versions
        return [claim.state for version in versions for claim in work.claims.of_version(version.id)]


def trail(database, customer_id=1):
    with database.uow_factory.reading() as work:
        return [entry.action for entry in reversed(work.audit.of_subject("customer", customer_id, 99))]


def problems_of(refused):
    return [problem.code for problem in refused.value.problems]


def test_a_draft_holds_nothing(database, draft):
    assert places(database, draft()) == []


def test_submitting_holds_a_place_with_its_week_and_a_trail(database, quotes, people, draft):
    quote_id = draft()
    version = quotes.submit(people.rep, quote_id)
    with database.uow_factory.reading() as work:
        (place,) = work.claims.of_version(version.id)
    assert (place.state, place.week, place.quantity, place.reserved_at) == (ClaimState.RESERVED, 1, 1, JANUARY)
    assert trail(database) == ["create_customer", "claim_reserved"]


def test_who_comes_second_in_a_week_is_told_when_to_come_again(quotes, people, draft):
    first, second = draft(), draft()
    quotes.submit(people.rep, first)
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, second)
    assert problems_of(refused) == ["claim_quota_waits"]
    assert refused.value.problems[0].params["next"] == "2027-01-08"
    assert quotes.get_quote(people.rep, second).latest.state is QuoteState.DRAFT


def test_the_next_week_releases_the_next_place(quotes, people, draft, clock, database):
    first, second = draft(), draft()
    quotes.submit(people.rep, first)
    clock.advance(days=4)
    quotes.submit(people.rep, second)
    assert places(database, second) == [ClaimState.RESERVED]


def test_sending_keeps_and_acceptance_uses_the_place(database, quotes, people, draft):
    quote_id = draft()
    quotes.submit(people.rep, quote_id)
    quotes.send(people.rep, quote_id)
    assert places(database, quote_id) == [ClaimState.RESERVED]
    quotes.record_acceptance(people.rep, quote_id, "王主任")
    assert places(database, quote_id) == [ClaimState.REDEEMED]
    assert trail(database)[:3] == ["create_customer", "claim_reserved", "claim_redeemed"]


@pytest.mark.parametrize("end", ["recall", "withdraw", "decline", "expire"])
def test_every_other_end_gives_the_place_to_somebody_else(database, quotes, people, draft, clock, end):
    first, second = draft(), draft()
    quotes.submit(people.rep, first)
    if end == "decline":
        quotes.send(people.rep, first)
        quotes.record_decline(people.rep, first)
    elif end == "expire":
        quotes.expire_due(datetime(2027, 6, 1, tzinfo=UTC).date())
    else:
        getattr(quotes, end)(people.rep, first)
    assert places(database, first) == [ClaimState.RELEASED]
    quotes.submit(people.rep, second)


def test_a_rejected_quote_holds_nothing(database, quotes, people, customer):
    request = {"term_months": 24, "discount_percent": "10"}
    quote_id = quotes.create_draft(people.rep, customer.id, request).quote_id
    quotes.submit(people.rep, quote_id)
    assert places(database, quote_id) == [ClaimState.RESERVED]
    quotes.reject(people.manager, quote_id, "too much")
    assert places(database, quote_id) == [ClaimState.RELEASED]


def test_versions_of_one_quote_share_one_place(database, quotes, people, draft):
    quote_id = draft()
    quotes.submit(people.rep, quote_id)
    quotes.send(people.rep, quote_id)
    quotes.revise(people.rep, quote_id)
    quotes.submit(people.rep, quote_id)
    assert places(database, quote_id) == [ClaimState.RESERVED, ClaimState.RESERVED]
    quotes.send(people.rep, quote_id)
    assert places(database, quote_id) == [ClaimState.RELEASED, ClaimState.RESERVED]


def test_one_legal_entity_has_it_once(database, quotes, people, draft, clock):
    first, second = draft(registration="91310000X"), draft(parent=" 91310000x ")
    quotes.submit(people.rep, first)
    clock.advance(days=14)
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, second)
    assert problems_of(refused) == ["claim_used_by_entity"]
    assert refused.value.problems[0].params["quote"] == quotes.get_quote(people.rep, first).number


def test_a_code_has_its_quota_and_is_for_each_entity_once(proposer, quotes, people, draft, database):
    proposer.claims = (CODE,)
    one, same, other, third = draft(domain="a.example"), draft(domain="A.example"), draft(), draft()
    quotes.submit(people.rep, one)
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, same)
    assert problems_of(refused) == ["claim_used_by_entity"]
    quotes.submit(people.rep, other)
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, third)
    assert problems_of(refused) == ["claim_quota_used_up"]


def test_all_reasons_come_together_and_nothing_is_held(proposer, quotes, people, draft, database):
    proposer.claims = (OFFER, CODE)
    one, same = draft(domain="a.example"), draft(domain="a.example")
    quotes.submit(people.rep, one)
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, same)
    assert problems_of(refused) == ["claim_used_by_entity", "claim_quota_waits", "claim_used_by_entity"]
    assert places(database, same) == []


def test_weekly_releases_are_noted_once_and_for_good(database, quotes, people, draft, clock):
    first, second = draft(), draft()
    clock.advance(days=7)
    quotes.submit(people.rep, first)
    quotes.submit(people.rep, second)
    with database.uow_factory.reading() as work:
        entries = work.audit.of_subject("programme", 0, 99)
    assert [(entry.action, entry.details["week"], entry.details["shares"]) for entry in reversed(entries)] == [
        ("quota_released", 1, 1),
        ("quota_released", 2, 1),
    ]
    with pytest.raises(IntegrityError), database.uow_factory.writing() as work:
        work.claims._connection.exec_driver_sql("UPDATE quota_releases SET shares = 99")


def test_a_draft_foresees_what_submitting_would_say(database, quotes, people, draft, proposer, clock):
    first, second = draft(), draft()
    quotes.submit(people.rep, first)
    content = replace(make_content(), claims=(OFFER, CODE))
    with database.uow_factory.reading() as work:
        outlook = foresee_claims(work, proposer.catalog, work.quotes.load(second), content, clock().date())
    assert [[problem.code for problem in each.problems] for each in outlook] == [["claim_quota_waits"], []]


def test_tells_partner_programmes_asked_for_in_vain(proposer):
    request = {"programmes": ["PARTNERS", "OTHER"]}
    assert [each.code for each in find_unmet(proposer.catalog, request, make_content())] == ["claim_not_eligible"]
    assert find_unmet(proposer.catalog, request, replace(make_content(), claims=(OFFER,))) == ()
    assert find_unmet(proposer.catalog, {"programmes": None}, make_content()) == ()


def test_groups_reach_over_common_marks(database, people, customers):
    def keep(**marks):
        return customers.create_customer(people.rep, make_fields(**marks)).id

    mother, sister = keep(registration="1"), keep(parent="1", payer="p")
    payer, stranger = keep(payer="P "), keep(phone="1")
    with database.uow_factory.reading() as work:
        assert work.customers.find_group(mother) == (mother, sister, payer)
        assert work.customers.find_group(stranger) == (stranger,)


def test_a_claim_of_a_kind_is_what_the_content_says():
    assert {kind.value for kind in ClaimKind} == {"offer", "code", "points"}


def test_who_is_held_out_is_told_and_gets_nothing(database, quotes, people, draft, proposer):
    proposer.catalog = make_benefit_catalog(make_partners(make_offer(quota=4), holdout_percent=Decimal(100)))
    quote_id = draft()
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, quote_id)
    assert problems_of(refused) == ["claim_held_out"]
    assert places(database, quote_id) == []


def test_what_the_catalog_no_longer_knows_is_not_to_be_had(quotes, people, draft, proposer):
    quote_id = draft()
    proposer.catalog = make_benefit_catalog()
    with pytest.raises(ClaimRefused) as refused:
        quotes.submit(people.rep, quote_id)
    assert problems_of(refused) == ["claim_quota_used_up"]
