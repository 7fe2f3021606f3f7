"""The steps of a quote's life, as people take them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from configurator.access.refusals import NotPermitted
from configurator.quoting.lifecycle import TRANSITIONS
from configurator.quoting.model import Outcome
from configurator.quoting.refusals import (
    ApproverLimitExceeded,
    CommentMissing,
    DiscountBeyondLimits,
    OwnQuote,
    SignatoryMissing,
    TransitionRefused,
    ValidityOver,
)
from configurator.quoting.states import Action, QuoteState
from configurator.storage.refusals import RecordUnknown, StaleRevision
from tests.fakes.proposing import FakeRequestRefused

S = QuoteState
LAST_DAY = date(2026, 12, 22)


@pytest.fixture
def make(quotes, people, customer):
    """A draft of the rep's (or another's) with this discount; its quote's id."""

    def make_draft(discount="3", user=None, **request):
        wanted = {"term_months": 24, "discount_percent": discount, **request}
        return quotes.create_draft(user or people.rep, customer.id, wanted).quote_id

    return make_draft


@pytest.fixture
def bring_to(quotes, people, make):
    """A quote of the rep's in that state; its id."""

    def bring(state):
        quote_id = make("8" if state is S.IN_APPROVAL else "3")
        for act in ROADS[state]:
            act(quotes, people, quote_id)
        assert quotes.get_quote(people.rep, quote_id).latest.state is state
        return quote_id

    return bring


def submit(quotes, people, quote_id):
    return quotes.submit(people.rep, quote_id)


def send(quotes, people, quote_id):
    return quotes.send(people.rep, quote_id)


def expire(quotes, people, quote_id):
    assert quotes.expire_due(LAST_DAY + timedelta(days=1)) == 1


ROADS = {
    S.DRAFT: (),
    S.IN_APPROVAL: (submit,),
    S.APPROVED: (submit,),
    S.SENT: (submit, send),
    S.ACCEPTED: (submit, send, lambda quotes, people, q: quotes.record_acceptance(people.rep, q, "王主任")),
    S.DECLINED: (submit, send, lambda quotes, people, q: quotes.record_decline(people.rep, q, "太贵")),
    S.EXPIRED: (submit, send, expire),
    S.WITHDRAWN: (lambda quotes, people, q: quotes.withdraw(people.rep, q),),
}
ACTS = {
    Action.EDIT: lambda quotes, people, q: quotes.save_request(
        people.rep, q, {"term_months": 12}, _revision(quotes, people, q)
    ),
    Action.SUBMIT: submit,
    Action.APPROVE: lambda quotes, people, q: quotes.approve(people.manager, q, "ok"),
    Action.REJECT: lambda quotes, people, q: quotes.reject(people.manager, q, "no"),
    Action.RECALL: lambda quotes, people, q: quotes.recall(people.rep, q),
    Action.SEND: send,
    Action.ACCEPT: lambda quotes, people, q: quotes.record_acceptance(people.rep, q, "王主任"),
    Action.DECLINE: lambda quotes, people, q: quotes.record_decline(people.rep, q),
    Action.WITHDRAW: lambda quotes, people, q: quotes.withdraw(people.rep, q),
    Action.REVISE: lambda quotes, people, q: quotes.revise(people.rep, q),
}


def _revision(quotes, people, quote_id):
    return quotes.get_quote(people.rep, quote_id).latest.revision


@pytest.mark.parametrize("action", ACTS)
@pytest.mark.parametrize("state", QuoteState)
def test_does_what_the_table_allows_and_nothing_else(quotes, people, audit, bring_to, state, action):
    quote_id = bring_to(state)
    before = quotes.get_quote(people.rep, quote_id), audit.read_trail(people.rep, "quote", quote_id)
    if (state, action) in TRANSITIONS:
        ACTS[action](quotes, people, quote_id)
        assert quotes.get_quote(people.rep, quote_id) != before[0]
        return
    with pytest.raises(TransitionRefused):
        ACTS[action](quotes, people, quote_id)
    assert (quotes.get_quote(people.rep, quote_id), audit.read_trail(people.rep, "quote", quote_id)) == before


@pytest.mark.parametrize("action", sorted(set(ACTS) - {Action.EDIT}))
def test_a_request_that_arrives_twice_acts_once(quotes, people, bring_to, action):
    state = next(state for state, possible in TRANSITIONS if possible is action)
    quote_id = bring_to(state)
    ACTS[action](quotes, people, quote_id)
    after = quotes.get_quote(people.rep, quote_id)
    with pytest.raises(TransitionRefused):
        ACTS[action](quotes, people, quote_id)
    assert quotes.get_quote(people.rep, quote_id) == after


@pytest.mark.parametrize("action", ACTS)
def test_a_stranger_does_not_learn_that_the_quote_is_there(quotes, people, bring_to, action):
    quote_id = bring_to(next(state for state, possible in TRANSITIONS if possible is action))
    strangers = type(people)(people.other, people.rep, people.other, people.second, people.maintainer, people.admin)
    with pytest.raises(RecordUnknown):
        quotes.get_quote(people.other, quote_id)
    with pytest.raises(RecordUnknown):
        ACTS[action](quotes, strangers, quote_id)


@pytest.mark.parametrize("who", ["maintainer", "admin"])
@pytest.mark.parametrize("action", sorted(set(ACTS) - {Action.APPROVE, Action.REJECT}))
def test_who_does_not_sell_takes_no_step_of_a_seller(quotes, people, bring_to, action, who):
    quote_id = bring_to(next(state for state, possible in TRANSITIONS if possible is action))
    reader = getattr(people, who)
    readers = type(people)(reader, reader, reader, reader, reader, reader)
    with pytest.raises(NotPermitted):
        ACTS[action](quotes, readers, quote_id)


class TestSubmitting:
    def test_within_the_limit_approves_at_once(self, quotes, people, make, clock):
        kept = quotes.submit(people.rep, make("5"))
        assert (kept.state, kept.discount, kept.approvals) == (S.APPROVED, 5, ())
        assert (kept.submitted_by, kept.submitted_at) == (people.rep.id, clock())

    def test_above_the_limit_asks(self, quotes, people, make, clock):
        quote_id = make("5.01")
        assert quotes.submit(people.rep, quote_id).state is S.IN_APPROVAL
        (asked,) = quotes.get_quote(people.rep, quote_id).latest.approvals
        assert (asked.asked, asked.limit, asked.outcome) == (Decimal("5.01"), 5, Outcome.PENDING)
        assert (asked.requested_by, asked.requested_at) == (people.rep.name, clock())

    def test_counts_a_discount_on_one_line(self, quotes, people, make):
        assert quotes.submit(people.rep, make("1", line_discounts={"SEAT": "6"})).state is S.IN_APPROVAL

    def test_takes_the_limit_of_who_submits(self, quotes, people, make):
        assert quotes.submit(people.manager, make("12")).state is S.APPROVED

    def test_is_refused_when_nobody_may_approve(self, quotes, people, make):
        quote_id = make("26")
        with pytest.raises(DiscountBeyondLimits) as refused:
            quotes.submit(people.rep, quote_id)
        assert refused.value.params == {"asked": 26, "largest": 25}
        assert quotes.get_quote(people.rep, quote_id).latest.state is S.DRAFT

    def test_keeps_the_content_with_what_is_searched_for(self, quotes, people, make, proposer):
        kept = quotes.submit(people.rep, make())
        assert kept.content is not None
        assert str(kept.totals.tcv) == kept.content.totals.tcv
        assert (kept.release.release, kept.valid_until, kept.term_months) == (proposer.release, LAST_DAY, 24)

    def test_asks_for_the_content_of_the_day(self, quotes, people, make, proposer):
        quotes.submit(people.rep, make())
        assert [day for _, day in proposer.asked] == [date(2026, 11, 22)]

    def test_is_refused_with_the_problems_of_the_request(self, quotes, people, make):
        quote_id = make(customer="invalid")
        with pytest.raises(FakeRequestRefused) as refused:
            quotes.submit(people.rep, quote_id)
        assert refused.value.problems[0].field == "customer.staff"
        assert quotes.get_quote(people.rep, quote_id).latest.state is S.DRAFT

    def test_is_refused_for_another_draft_than_was_seen(self, quotes, people, make):
        quote_id = make()
        quotes.save_request(people.rep, quote_id, {"discount_percent": "4"}, 1)
        with pytest.raises(StaleRevision):
            quotes.submit(people.rep, quote_id, revision=1)

    def test_is_refused_when_the_draft_changes_while_the_content_is_made(self, quotes, people, make, proposer):
        quote_id = make()
        proposer.meanwhile = lambda: quotes.save_request(people.manager, quote_id, {"discount_percent": "4"}, 1)
        with pytest.raises(StaleRevision):
            quotes.submit(people.rep, quote_id)
        assert quotes.get_quote(people.rep, quote_id).latest.request == {"discount_percent": "4"}


class TestDeciding:
    def test_a_manager_approves_within_their_limit(self, quotes, people, make, clock):
        quote_id = make("15")
        quotes.submit(people.rep, quote_id)
        clock.advance(hours=1)
        assert quotes.approve(people.manager, quote_id, " fine ").state is S.APPROVED
        (asked,) = quotes.get_quote(people.rep, quote_id).latest.approvals
        assert (asked.outcome, asked.decided_by, asked.decided_at, asked.comment) == (
            Outcome.APPROVED,
            people.manager.name,
            clock(),
            "fine",
        )

    def test_a_manager_does_not_approve_beyond_it(self, quotes, people, make):
        quote_id = make("15.5")
        quotes.submit(people.rep, quote_id)
        with pytest.raises(ApproverLimitExceeded):
            quotes.approve(people.manager, quote_id)
        assert quotes.approve(people.admin, quote_id).state is S.APPROVED

    def test_nobody_approves_or_rejects_their_own(self, quotes, people, make):
        quote_id = make("20", user=people.manager)
        quotes.submit(people.manager, quote_id)
        with pytest.raises(OwnQuote):
            quotes.approve(people.manager, quote_id)
        with pytest.raises(OwnQuote):
            quotes.reject(people.manager, quote_id, "no")
        assert quotes.approve(people.admin, quote_id).state is S.APPROVED

    def test_nobody_approves_what_they_submitted_for_somebody_else(self, quotes, people, make, proposer):
        proposer.limits |= {"manager": Decimal(15)}
        quote_id = make("16")
        quotes.submit(people.manager, quote_id)
        proposer.limits |= {"manager": Decimal(20)}
        with pytest.raises(OwnQuote):
            quotes.approve(people.manager, quote_id)
        assert quotes.approve(people.second, quote_id).state is S.APPROVED

    @pytest.mark.parametrize("who", ["rep", "maintainer"])
    def test_only_approvers_decide(self, quotes, people, make, who):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        for act in (quotes.approve, quotes.reject):
            with pytest.raises(NotPermitted):
                act(getattr(people, who), quote_id, "x")

    def test_rejecting_gives_the_draft_back_with_the_reason(self, quotes, people, make):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        quotes.reject(people.manager, quote_id, "至多 6%")
        version = quotes.get_quote(people.rep, quote_id).latest
        assert (version.state, version.snapshot, version.valid_until) == (S.DRAFT, None, None)
        assert (version.approvals[0].outcome, version.approvals[0].comment) == (Outcome.REJECTED, "至多 6%")

    @pytest.mark.parametrize("comment", ["", "   "])
    def test_rejecting_takes_a_reason(self, quotes, people, make, comment):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        with pytest.raises(CommentMissing):
            quotes.reject(people.manager, quote_id, comment)

    def test_a_rejected_draft_is_mended_and_asked_again(self, quotes, people, make):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        rejected = quotes.reject(people.manager, quote_id, "less")
        quotes.save_request(people.rep, quote_id, {"discount_percent": "6"}, rejected.revision)
        quotes.submit(people.rep, quote_id)
        quotes.approve(people.manager, quote_id)
        asked = quotes.get_quote(people.rep, quote_id).latest.approvals
        assert [(each.asked, each.outcome) for each in asked] == [(8, Outcome.REJECTED), (6, Outcome.APPROVED)]

    @pytest.mark.parametrize("act", ["recall", "withdraw"])
    def test_a_question_taken_back_is_closed(self, quotes, people, make, act):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        getattr(quotes, act)(people.rep, quote_id)
        (asked,) = quotes.get_quote(people.rep, quote_id).latest.approvals
        assert (asked.outcome, asked.decided_by) == (Outcome.RECALLED, people.rep.name)

    def test_an_approval_is_void_once_the_version_is_recalled(self, quotes, people, make):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        quotes.approve(people.manager, quote_id)
        quotes.recall(people.rep, quote_id)
        assert quotes.submit(people.rep, quote_id).state is S.IN_APPROVAL

    def test_refuses_what_is_no_longer_valid(self, quotes, people, make, clock):
        quote_id = make("8")
        quotes.submit(people.rep, quote_id)
        clock.advance(days=31)
        with pytest.raises(ValidityOver):
            quotes.approve(people.manager, quote_id)


class TestSending:
    def test_keeps_the_documents_of_every_language(self, quotes, people, make, renderer):
        quote_id = make()
        quotes.submit(people.rep, quote_id)
        quotes.send(people.rep, quote_id)
        assert quotes.document_languages(people.rep, quote_id, 1) == ("zh", "en", "both")
        header = renderer.asked[0][0]
        assert (header.number, header.version, header.status) == ("Q-2026-000001", 1, "final")
        assert (header.prepared_by, header.contact) == (people.rep.name, people.rep.email)
        assert header.issued == date(2026, 11, 22)

    def test_makes_only_the_languages_that_are_asked(self, quotes, people, make):
        quote_id = make()
        quotes.submit(people.rep, quote_id)
        quotes.send(people.rep, quote_id, languages=("en",))
        assert quotes.document_languages(people.rep, quote_id, 1) == ("en",)

    def test_sends_what_was_approved_though_the_catalog_changed(self, quotes, people, make, proposer):
        quote_id = make("8")
        submitted = quotes.submit(people.rep, quote_id)
        quotes.approve(people.manager, quote_id)
        proposer.release = "2027.01"
        sent = quotes.send(people.rep, quote_id)
        assert sent.snapshot == submitted.snapshot
        assert sent.release.release == "2026.11"
        assert b"2026.11" in quotes.document(people.rep, quote_id, 1, "zh")
        assert len(proposer.asked) == 1

    def test_notes_digests_in_the_trail(self, quotes, people, make, audit):
        quote_id = make()
        quotes.submit(people.rep, quote_id)
        sent = quotes.send(people.rep, quote_id)
        details = audit.read_trail(people.rep, "quote", quote_id)[0].details
        assert details["digest"] == sent.snapshot.digest
        assert set(details["documents"]) == {"zh", "en", "both"}

    def test_supersedes_the_older_offer(self, quotes, people, make):
        quote_id = make()
        ROAD = (quotes.submit, quotes.send, quotes.revise, quotes.submit, quotes.send)
        for act in ROAD:
            act(people.rep, quote_id)
        quote = quotes.get_quote(people.rep, quote_id)
        assert [version.state for version in quote.versions] == [S.WITHDRAWN, S.SENT]
        assert quote.offered == quote.latest

    def test_refuses_what_is_no_longer_valid(self, quotes, people, make, clock, renderer):
        quote_id = make()
        quotes.submit(people.rep, quote_id)
        clock.advance(days=31)
        with pytest.raises(ValidityOver):
            quotes.send(people.rep, quote_id)
        assert renderer.asked == []

    def test_keeps_nothing_when_the_version_changes_meanwhile(self, quotes, people, make, renderer):
        quote_id = make()
        quotes.submit(people.rep, quote_id)

        def recall_once():
            renderer.meanwhile = lambda: None
            quotes.recall(people.manager, quote_id)

        renderer.meanwhile = recall_once
        with pytest.raises(TransitionRefused):
            quotes.send(people.rep, quote_id)
        assert quotes.document_languages(people.rep, quote_id, 1) == ()

    def test_keeps_nothing_when_the_version_was_approved_anew_meanwhile(self, quotes, people, make, renderer):
        quote_id = make()
        quotes.submit(people.rep, quote_id)

        def change_once():
            renderer.meanwhile = lambda: None
            draft = quotes.recall(people.rep, quote_id)
            quotes.save_request(people.rep, quote_id, {"discount_percent": "4"}, draft.revision)
            quotes.submit(people.rep, quote_id)

        renderer.meanwhile = change_once
        with pytest.raises(StaleRevision):
            quotes.send(people.rep, quote_id)
        assert quotes.document_languages(people.rep, quote_id, 1) == ()
        assert quotes.get_quote(people.rep, quote_id).latest.state is S.APPROVED


class TestAnswering:
    def test_acceptance_names_who_accepted(self, quotes, people, bring_to, clock):
        quote_id = bring_to(S.SENT)
        closing = quotes.record_acceptance(people.rep, quote_id, " 王主任 ").closing
        assert (closing.signatory, closing.by, closing.at) == ("王主任", people.rep.name, clock())

    @pytest.mark.parametrize("name", ["", "  "])
    def test_acceptance_without_a_name_is_refused(self, quotes, people, bring_to, name):
        with pytest.raises(SignatoryMissing):
            quotes.record_acceptance(people.rep, bring_to(S.SENT), name)

    def test_acceptance_on_the_last_day_counts_and_on_the_next_does_not(self, quotes, people, bring_to, clock):
        one, other = bring_to(S.SENT), bring_to(S.SENT)
        clock.advance(days=30)
        assert quotes.record_acceptance(people.rep, one, "王主任").state is S.ACCEPTED
        clock.advance(days=1)
        with pytest.raises(ValidityOver):
            quotes.record_acceptance(people.rep, other, "王主任")

    def test_acceptance_of_the_offer_withdraws_what_is_in_the_making(self, quotes, people, bring_to):
        quote_id = bring_to(S.SENT)
        quotes.revise(people.rep, quote_id)
        quotes.record_acceptance(people.rep, quote_id, "王主任")
        states = [version.state for version in quotes.get_quote(people.rep, quote_id).versions]
        assert states == [S.ACCEPTED, S.WITHDRAWN]

    def test_a_decline_keeps_the_remark_and_can_be_revised(self, quotes, people, bring_to):
        quote_id = bring_to(S.SENT)
        assert quotes.record_decline(people.rep, quote_id, "太贵").closing.remark == "太贵"
        assert quotes.revise(people.rep, quote_id).number == 2

    def test_withdraws_the_version_that_is_named(self, quotes, people, bring_to):
        quote_id = bring_to(S.SENT)
        quotes.revise(people.rep, quote_id)
        quotes.withdraw(people.rep, quote_id, "error", number=1)
        states = [version.state for version in quotes.get_quote(people.rep, quote_id).versions]
        assert states == [S.WITHDRAWN, S.DRAFT]


class TestExpiring:
    def test_expires_what_waits_or_is_offered_once_it_is_over(self, quotes, people, bring_to):
        ids = {state: bring_to(state) for state in QuoteState if state is not S.EXPIRED}
        assert quotes.expire_due(LAST_DAY) == 0
        assert quotes.expire_due(LAST_DAY + timedelta(days=1)) == 3
        assert quotes.expire_due(LAST_DAY + timedelta(days=1)) == 0
        expired = {s for s, i in ids.items() if quotes.get_quote(people.rep, i).latest.state is S.EXPIRED}
        assert expired == {S.IN_APPROVAL, S.APPROVED, S.SENT}

    def test_takes_the_day_from_the_clock(self, quotes, people, bring_to, clock):
        bring_to(S.SENT)
        clock.advance(days=31)
        assert quotes.expire_due() == 1

    def test_closes_the_question_and_says_that_the_system_did_it(self, quotes, people, bring_to, audit):
        quote_id = bring_to(S.IN_APPROVAL)
        quotes.expire_due(LAST_DAY + timedelta(days=1))
        version = quotes.get_quote(people.rep, quote_id).latest
        assert (version.approvals[0].outcome, version.approvals[0].decided_by) == (Outcome.RECALLED, None)
        entry = audit.read_trail(people.rep, "quote", quote_id)[0]
        assert (entry.action, entry.user_id) == ("expire", None)

    def test_expires_an_older_offer_beside_a_draft(self, quotes, people, bring_to):
        quote_id = bring_to(S.SENT)
        quotes.revise(people.rep, quote_id)
        assert quotes.expire_due(LAST_DAY + timedelta(days=1)) == 1
        states = [version.state for version in quotes.get_quote(people.rep, quote_id).versions]
        assert states == [S.EXPIRED, S.DRAFT]


def test_every_step_leaves_its_entry(quotes, people, make, audit):
    quote_id = make("8")
    quotes.submit(people.rep, quote_id)
    quotes.approve(people.manager, quote_id, "ok")
    quotes.send(people.rep, quote_id)
    quotes.record_acceptance(people.rep, quote_id, "王主任")
    trail = audit.read_trail(people.rep, "quote", quote_id)
    assert [(entry.action, entry.user_id) for entry in reversed(trail)] == [
        ("create_quote", people.rep.id),
        ("submit", people.rep.id),
        ("approve", people.manager.id),
        ("send", people.rep.id),
        ("accept", people.rep.id),
    ]
    assert [entry.details["after"] for entry in trail[:2]] == [{"state": "accepted"}, {"state": "sent"}]
