"""The whole road of a quote through the services on real databases, and two who act at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from threading import Barrier

import pytest

from configurator.access.roles import Role
from configurator.quoting.refusals import TransitionRefused
from configurator.quoting.states import QuoteState
from configurator.services.audit import AuditService
from configurator.services.quotes import QuoteService
from configurator.storage.refusals import StaleRevision
from configurator.values.refusal import Refusal
from tests.fakes.clock import FakeClock
from tests.fakes.proposing import FakeProposer
from tests.fakes.rendering import FakeRenderer
from tests.integration.storage.records import keep_customer, keep_user

TOGETHER = 6


@pytest.fixture
def rep(database):
    return keep_user(database, 1)


@pytest.fixture
def managers(database):
    return [keep_user(database, number, Role.MANAGER) for number in range(2, 2 + TOGETHER)]


@pytest.fixture
def quotes(database):
    return QuoteService(database.uow_factory, FakeClock(), FakeProposer(), FakeRenderer(), UTC)


@pytest.fixture
def draft(database, rep, quotes):
    request = {"term_months": 24, "discount_percent": "8"}
    return quotes.create_draft(rep, keep_customer(database, rep).id, request)


def try_together(act, arguments):
    """Every thread acts at the same moment; what each got, or why it was refused."""
    barrier = Barrier(len(arguments))

    def try_one(argument):
        barrier.wait()
        try:
            return act(argument)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(try_one, arguments))


def test_goes_from_draft_to_acceptance(database, rep, managers, quotes, draft):
    quote_id = draft.quote_id
    saved = quotes.save_request(rep, quote_id, {**draft.request, "term_months": 36}, draft.revision)
    quotes.undo(rep, quote_id)
    quotes.redo(rep, quote_id)
    quotes.submit(rep, quote_id)
    quotes.approve(managers[0], quote_id, "好")
    sent = quotes.send(rep, quote_id)
    second = quotes.revise(rep, quote_id)
    quotes.record_acceptance(rep, quote_id, "王主任")
    quote = quotes.get_quote(rep, quote_id)
    assert [version.state for version in quote.versions] == [QuoteState.ACCEPTED, QuoteState.WITHDRAWN]
    assert (quote.version(1).request, quote.version(1).snapshot) == (saved.request, sent.snapshot)
    assert quote.version(1).content is not None
    assert second.request == saved.request
    assert quotes.document(rep, quote_id, 1, "both").startswith(b"%PDF Q-2026-000001/1")
    trail = AuditService(database.uow_factory).read_trail(rep, "quote", quote_id)
    assert [entry.action for entry in reversed(trail)] == [
        "create_quote",
        *["edit"] * 3,
        "submit",
        "approve",
        "send",
        "revise",
        "accept",
        "withdraw",
    ]


def test_one_of_many_approvals_counts(rep, managers, quotes, draft):
    quotes.submit(rep, draft.quote_id)
    answers = try_together(lambda manager: quotes.approve(manager, draft.quote_id), managers)
    assert sum(not isinstance(answer, Refusal) for answer in answers) == 1
    assert sum(isinstance(answer, TransitionRefused) for answer in answers) == TOGETHER - 1
    assert len(quotes.get_quote(rep, draft.quote_id).latest.approvals) == 1


def test_one_of_many_saves_counts_and_the_others_learn_of_it(rep, quotes, draft):
    def save(term):
        return quotes.save_request(rep, draft.quote_id, {**draft.request, "term_months": term}, draft.revision)

    answers = try_together(save, range(1, TOGETHER + 1))
    (kept,) = [answer for answer in answers if not isinstance(answer, Refusal)]
    stale = [answer for answer in answers if isinstance(answer, StaleRevision)]
    assert [answer.params["current"] for answer in stale] == [kept.revision] * (TOGETHER - 1)
    assert quotes.get_quote(rep, draft.quote_id).latest == kept


def test_one_of_many_revisions_counts(rep, quotes, draft):
    quotes.withdraw(rep, draft.quote_id)
    answers = try_together(lambda _: quotes.revise(rep, draft.quote_id), range(TOGETHER))
    assert sum(isinstance(answer, TransitionRefused) for answer in answers) == TOGETHER - 1
    assert len(quotes.get_quote(rep, draft.quote_id).versions) == 2


def test_one_of_many_sendings_counts_and_its_documents_are_kept_once(rep, managers, quotes, draft):
    quotes.submit(rep, draft.quote_id)
    quotes.approve(managers[0], draft.quote_id)
    answers = try_together(lambda _: quotes.send(rep, draft.quote_id, languages=("zh",)), range(TOGETHER))
    assert sum(not isinstance(answer, Refusal) for answer in answers) == 1
    assert quotes.document_languages(rep, draft.quote_id, 1) == ("zh",)


def test_acceptance_and_expiry_at_the_same_moment_leave_one_end(rep, managers, quotes, draft):
    quotes.submit(rep, draft.quote_id)
    quotes.approve(managers[0], draft.quote_id)
    last = quotes.send(rep, draft.quote_id).valid_until
    acts = (
        lambda: quotes.record_acceptance(rep, draft.quote_id, "王主任"),
        lambda: quotes.expire_due(last.replace(day=last.day + 1)),
    )
    try_together(lambda act: act(), acts)
    version = quotes.get_quote(rep, draft.quote_id).latest
    assert version.state in (QuoteState.ACCEPTED, QuoteState.EXPIRED)
    assert (version.closing.signatory != "") is (version.state is QuoteState.ACCEPTED)
