"""Many quotes submitted at the same moment never take more than there is, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from configurator.quoting.content import ContentClaim
from configurator.services.claiming import ClaimRefused
from configurator.services.quotes import QuoteService
from tests.factories.benefits import make_benefit_catalog, make_offer, make_partners
from tests.factories.catalog import make_text
from tests.fakes.clock import FakeClock
from tests.fakes.proposing import FakeProposer
from tests.fakes.rendering import FakeRenderer
from tests.integration.storage.records import keep_customer, keep_user

TOGETHER, RELEASED = 8, 3
CLAIM = ContentClaim("offer", "PARTNERS", "erp", make_text("ERP"), 1)


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
    barrier = Barrier(TOGETHER)

    def submit(quote_id):
        barrier.wait()
        try:
            return service.submit(rep, quote_id).state
        except ClaimRefused as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = sorted(str(each) for each in pool.map(submit, drafts))
    assert found == ["approved"] * RELEASED + ["claim_quota_waits"] * (TOGETHER - RELEASED)
    with database.uow_factory.reading() as work:
        places = [
            place for quote_id in drafts for place in work.claims.of_version(work.quotes.load(quote_id).latest.id)
        ]
    assert len(places) == RELEASED
