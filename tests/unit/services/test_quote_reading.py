from __future__ import annotations

import pytest

from configurator.documents.model import Document
from configurator.quoting.refusals import NoContent, NoDocument, VersionUnknown
from configurator.quoting.states import Action, QuoteState
from configurator.storage.paging import Page
from configurator.storage.refusals import RecordUnknown
from configurator.storage.rows import QuoteFilters

A = Action
SELLERS_STEPS = {
    QuoteState.DRAFT: {A.EDIT, A.SUBMIT, A.RELEASE, A.WITHDRAW},
    QuoteState.IN_APPROVAL: {A.RECALL, A.WITHDRAW},
    QuoteState.APPROVED: {A.SEND, A.RECALL, A.WITHDRAW},
    QuoteState.SENT: {A.ACCEPT, A.DECLINE, A.WITHDRAW, A.REVISE},
}


@pytest.fixture
def make(quotes, customer):
    def make_draft(user, discount="3"):
        return quotes.create_draft(user, customer.id, {"term_months": 24, "discount_percent": discount}).quote_id

    return make_draft


def ids(found):
    return [row.id for row in found.rows]


def test_a_rep_sees_only_their_own_quotes(quotes, people, make):
    own, others = make(people.rep), make(people.other)
    assert ids(quotes.list_quotes(people.rep)) == [own]
    assert ids(quotes.list_quotes(people.rep, QuoteFilters(owner_id=people.other.id))) == []
    with pytest.raises(RecordUnknown):
        quotes.get_quote(people.rep, others)


@pytest.mark.parametrize("who", ["manager", "maintainer", "admin"])
def test_everybody_else_sees_all(quotes, people, make, who):
    reader, made = getattr(people, who), [make(people.rep), make(people.other)]
    assert sorted(ids(quotes.list_quotes(reader))) == made
    assert ids(quotes.list_quotes(reader, QuoteFilters(owner_id=people.other.id))) == [made[1]]
    assert [quotes.get_quote(reader, quote_id).id for quote_id in made] == made


def test_pages_what_a_rep_sees(quotes, people, make):
    for _ in range(3):
        make(people.rep)
    found = quotes.list_quotes(people.rep, page=Page(2, 2))
    assert (len(found.rows), found.total) == (1, 3)


def test_the_desk_shows_what_needs_its_owner(quotes, people, make, clock):
    draft, approved, ending = make(people.rep), make(people.rep), make(people.rep)
    for quote_id in (approved, ending):
        quotes.submit(people.rep, quote_id)
    quotes.send(people.rep, ending)
    make(people.other)
    desk = quotes.desk(people.rep)
    assert [ids(part) for part in (desk.drafts, desk.to_send, desk.ending, desk.to_approve)] == [
        [draft],
        [approved],
        [],
        [],
    ]
    assert set(ids(desk.recent)) == {draft, approved, ending}
    assert desk.pipeline == {QuoteState.DRAFT: 1, QuoteState.APPROVED: 1, QuoteState.SENT: 1}
    clock.advance(days=23)
    assert ids(quotes.desk(people.rep).ending) == [ending]
    clock.advance(days=8)
    assert ids(quotes.desk(people.rep).ending) == []


def test_the_desk_shows_an_approver_what_they_may_decide(quotes, people, make):
    small, large, own = make(people.rep, "8"), make(people.rep, "20"), make(people.manager, "18")
    for user, quote_id in ((people.rep, small), (people.rep, large), (people.manager, own)):
        quotes.submit(user, quote_id)
    assert ids(quotes.desk(people.manager).to_approve) == [small]
    assert ids(quotes.to_approve(people.second)) == [small]
    assert set(ids(quotes.to_approve(people.admin))) == {small, large, own}
    assert quotes.to_approve(people.rep).total == 0


def test_the_desk_is_short_and_counts_the_rest(quotes, people, make):
    for _ in range(10):
        make(people.rep)
    drafts = quotes.desk(people.rep).drafts
    assert (len(drafts.rows), drafts.total) == (8, 10)


@pytest.mark.parametrize("state", SELLERS_STEPS)
@pytest.mark.parametrize("who", ["rep", "manager"])
def test_offers_a_seller_the_steps_of_the_state(quotes, people, make, state, who):
    quote_id = _bring_to(quotes, people, make, state)
    quote = quotes.get_quote(people.rep, quote_id)
    answers = {A.APPROVE, A.REJECT} if (who, state) == ("manager", QuoteState.IN_APPROVAL) else set()
    assert quotes.open_actions(getattr(people, who), quote, quote.latest) == SELLERS_STEPS[state] | answers


@pytest.mark.parametrize("state", SELLERS_STEPS)
@pytest.mark.parametrize("who", ["other", "maintainer"])
def test_offers_nobody_else_anything(quotes, people, make, state, who):
    quote = quotes.get_quote(people.rep, _bring_to(quotes, people, make, state))
    assert quotes.open_actions(getattr(people, who), quote, quote.latest) == frozenset()


def test_offers_no_decision_about_ones_own(quotes, people, make):
    quote_id = make(people.manager, "20")
    quotes.submit(people.manager, quote_id)
    quote = quotes.get_quote(people.manager, quote_id)
    assert quotes.open_actions(people.manager, quote, quote.latest) == {A.RECALL, A.WITHDRAW}
    assert quotes.open_actions(people.admin, quote, quote.latest) == {A.APPROVE, A.REJECT}


def test_offers_rejection_only_beyond_the_approvers_limit(quotes, people, make):
    quote_id = make(people.rep, "20")
    quotes.submit(people.rep, quote_id)
    quote = quotes.get_quote(people.rep, quote_id)
    assert A.APPROVE not in quotes.open_actions(people.manager, quote, quote.latest)
    assert A.REJECT in quotes.open_actions(people.manager, quote, quote.latest)


def _bring_to(quotes, people, make, state):
    quote_id = make(people.rep, "8" if state is QuoteState.IN_APPROVAL else "3")
    if state is not QuoteState.DRAFT:
        quotes.submit(people.rep, quote_id)
    if state is QuoteState.SENT:
        quotes.send(people.rep, quote_id)
    return quote_id


class TestDocuments:
    def test_gives_out_the_bytes_that_were_sent(self, quotes, people, make, renderer):
        quote_id = _bring_to(quotes, people, make, QuoteState.SENT)
        first, made = quotes.document(people.rep, quote_id, 1, "en"), len(renderer.asked)
        assert quotes.document(people.manager, quote_id, 1, "en") == first
        assert first.startswith(b"%PDF Q-2026-000001/1 final en")
        assert len(renderer.asked) == made

    def test_still_gives_them_out_when_the_renderer_changed(self, quotes, people, make, renderer, monkeypatch):
        quote_id = _bring_to(quotes, people, make, QuoteState.SENT)
        before = quotes.document(people.rep, quote_id, 1, "zh")
        monkeypatch.setattr(type(renderer), "__call__", lambda *args: Document(b"new", ""))
        assert quotes.document(people.rep, quote_id, 1, "zh") == before

    def test_makes_a_draft_of_what_was_submitted(self, quotes, people, make):
        quote_id = _bring_to(quotes, people, make, QuoteState.APPROVED)
        assert b" draft zh" in quotes.document(people.rep, quote_id, 1, "zh")
        assert quotes.document_languages(people.rep, quote_id, 1) == ()

    def test_has_none_of_a_draft_that_was_never_submitted(self, quotes, people, make):
        with pytest.raises(NoContent):
            quotes.document(people.rep, make(people.rep), 1, "zh")

    def test_makes_no_other_language_once_sent(self, quotes, people, make):
        quote_id = _bring_to(quotes, people, make, QuoteState.APPROVED)
        quotes.send(people.rep, quote_id, languages=("zh",))
        with pytest.raises(NoDocument):
            quotes.document(people.rep, quote_id, 1, "en")

    def test_gives_strangers_nothing(self, quotes, people, make):
        quote_id = _bring_to(quotes, people, make, QuoteState.SENT)
        for act in (quotes.document, quotes.document_languages):
            with pytest.raises(RecordUnknown):
                act(people.other, quote_id, 1, *(["zh"] if act == quotes.document else []))

    def test_refuses_a_version_that_there_is_not(self, quotes, people, make):
        with pytest.raises(VersionUnknown):
            quotes.document(people.rep, make(people.rep), 2, "zh")
