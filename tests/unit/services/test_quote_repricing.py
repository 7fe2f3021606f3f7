"""Re-pricing a quote to today: shown first, taken in one transaction, told in the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.access.refusals import NotPermitted
from configurator.catalog.taxation import ExchangeRate
from configurator.quoting.refusals import TransitionRefused
from configurator.quoting.states import QuoteState
from configurator.storage.refusals import RecordUnknown, StaleRevision
from tests.fakes.proposing import FakeRequestRefused

REQUEST = {"term_months": 24, "discount_percent": "3", "currency": "EUR", "date": "2026-01-02",
           "exchange": {"rate": "0.1", "date": "2026-01-02", "source": ""}}  # fmt: skip
TODAY = ExchangeRate("EUR", Decimal("0.12"), date(2026, 11, 2), source="bank")
PINNED = {"rate": "0.12", "date": "2026-11-02", "source": "bank"}


@pytest.fixture
def draft(quotes, people, customer, proposer):
    proposer.rates = {"EUR": TODAY}
    return quotes.create_draft(people.rep, customer.id, REQUEST)


def test_shows_what_today_would_change_and_changes_nothing(quotes, people, draft, proposer):
    found = quotes.price_today(people.rep, draft.quote_id)
    assert found.request == {"term_months": 24, "discount_percent": "3", "currency": "EUR", "exchange": PINNED}
    assert [request for request, _ in proposer.asked] == [REQUEST, found.request]
    assert found.repricing.before.discount_percent == found.repricing.after.discount_percent == "3"
    assert quotes.get_quote(people.rep, draft.quote_id).latest == draft


def test_a_submitted_version_counts_as_it_was_frozen(quotes, people, draft, proposer):
    submitted = quotes.submit(people.rep, draft.quote_id)
    proposer.release = "2027.01"
    found = quotes.price_today(people.rep, draft.quote_id)
    assert found.repricing.before == submitted.content
    assert (found.repricing.before.catalog.release, found.repricing.after.catalog.release) == ("2026.11", "2027.01")


def test_a_draft_takes_todays_prices_and_can_be_undone(quotes, people, draft):
    kept = quotes.reprice(people.rep, draft.quote_id, draft.revision)
    assert (kept.number, kept.state, kept.revision) == (1, QuoteState.DRAFT, draft.revision + 1)
    assert kept.request["exchange"] == PINNED and "date" not in kept.request
    assert kept.totals is not None and kept.can_undo
    assert quotes.undo(people.rep, draft.quote_id).request == REQUEST


def test_what_was_sent_stays_and_the_next_version_takes_todays_prices(quotes, people, draft):
    quotes.submit(people.rep, draft.quote_id)
    sent = quotes.send(people.rep, draft.quote_id)
    fresh = quotes.reprice(people.rep, draft.quote_id)
    quote = quotes.get_quote(people.rep, draft.quote_id)
    assert (fresh.number, fresh.state, fresh.request["exchange"]) == (2, QuoteState.DRAFT, PINNED)
    assert quote.version(1).snapshot == sent.snapshot and quote.version(1).state is QuoteState.SENT


def test_the_trail_tells_the_contract_value_before_and_after(quotes, people, draft, audit):
    quotes.reprice(people.rep, draft.quote_id)
    entry, *_ = audit.read_trail(people.rep, "quote", draft.quote_id)
    assert entry.action == "edit"
    told = entry.details["repriced"]
    assert told["before"]["tcv"] == told["after"]["tcv"] != ""
    assert entry.details["request"]["after"]["exchange"] == PINNED


def test_somebody_elses_save_in_between_is_noticed(quotes, people, draft):
    quotes.save_request(people.rep, draft.quote_id, {**REQUEST, "term_months": 36}, draft.revision)
    with pytest.raises(StaleRevision):
        quotes.reprice(people.rep, draft.quote_id, draft.revision)


def test_a_save_while_today_is_computed_is_noticed(quotes, people, draft, proposer):
    def save_meanwhile():
        proposer.meanwhile = lambda: None
        quotes.save_request(people.rep, draft.quote_id, {**REQUEST, "term_months": 36}, draft.revision)

    proposer.meanwhile = save_meanwhile
    with pytest.raises(StaleRevision):
        quotes.reprice(people.rep, draft.quote_id)


def test_without_a_rate_of_today_the_pinned_one_stays(quotes, people, draft, proposer):
    proposer.rates = {}
    assert quotes.reprice(people.rep, draft.quote_id).request["exchange"] == REQUEST["exchange"]


def test_a_request_that_cannot_be_proposed_today_is_refused_with_its_problems(quotes, people, draft):
    quotes.save_request(people.rep, draft.quote_id, {"customer": "invalid"}, draft.revision)
    for act in (quotes.price_today, quotes.reprice):
        with pytest.raises(FakeRequestRefused) as refusal:
            act(people.rep, draft.quote_id)
        assert refusal.value.problems


def test_only_who_sells_by_the_quote_reprices_it(quotes, people, draft):
    for user, refusal in ((people.other, RecordUnknown), (people.admin, NotPermitted)):
        with pytest.raises(refusal):
            quotes.reprice(user, draft.quote_id)


def test_what_waits_for_approval_is_not_repriced(quotes, people, customer, proposer):
    asked = quotes.create_draft(people.rep, customer.id, {**REQUEST, "discount_percent": "9"})
    waiting = quotes.submit(people.rep, asked.quote_id)
    assert waiting.state is QuoteState.IN_APPROVAL
    with pytest.raises(TransitionRefused):
        quotes.reprice(people.rep, asked.quote_id)
    assert replace(quotes.get_quote(people.rep, asked.quote_id).latest, approvals=waiting.approvals) == waiting
