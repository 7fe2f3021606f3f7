from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.access.refusals import NotPermitted
from configurator.quoting.model import totals_of
from configurator.quoting.refusals import DiscountImpossible, NothingToUndo, TransitionRefused
from configurator.quoting.states import QuoteState
from configurator.storage.refusals import RecordUnknown, StaleRevision
from configurator.values.money import FigureRefused
from tests.factories.content import make_content

REQUEST = {"term_months": 24, "discount_percent": "3", "choices": {"SEAT": 2}}


@pytest.fixture
def draft(quotes, people, customer):
    return quotes.create_draft(people.rep, customer.id, REQUEST)


def save(quotes, user, draft, **changes):
    return quotes.save_request(user, draft.quote_id, {**draft.request, **changes}, draft.revision)


def test_a_quote_begins_as_a_numbered_draft(quotes, people, customer, draft, clock):
    quote = quotes.get_quote(people.rep, draft.quote_id)
    assert (quote.number, quote.customer_name, quote.owner_id) == ("Q-2026-000001", customer.name, people.rep.id)
    assert quote.versions == (draft,)
    assert (draft.number, draft.revision, draft.state, draft.request) == (1, 1, QuoteState.DRAFT, REQUEST)
    assert (draft.term_months, draft.discount, draft.created_at) == (24, Decimal(3), clock())
    assert (draft.snapshot, draft.totals, draft.valid_until) == (None, None, None)


def test_numbers_follow_each_other_and_begin_anew_each_year(quotes, people, customer, clock):
    numbers = []
    for days in (0, 1, 60, 1):
        clock.advance(days=days)
        made = quotes.create_draft(people.rep, customer.id, REQUEST)
        numbers.append(quotes.get_quote(people.rep, made.quote_id).number)
    assert numbers == ["Q-2026-000001", "Q-2026-000002", "Q-2027-000001", "Q-2027-000002"]


def test_a_quote_that_could_not_be_made_takes_no_number(quotes, people, customer):
    with pytest.raises(RecordUnknown):
        quotes.create_draft(people.rep, 99, REQUEST)
    with pytest.raises(DiscountImpossible):
        quotes.create_draft(people.rep, customer.id, {"discount_percent": "101"})
    made = quotes.create_draft(people.rep, customer.id, REQUEST)
    assert quotes.get_quote(people.rep, made.quote_id).number == "Q-2026-000001"


@pytest.mark.parametrize("who", ["maintainer", "admin"])
def test_only_sellers_make_quotes(quotes, people, customer, who):
    with pytest.raises(NotPermitted):
        quotes.create_draft(getattr(people, who), customer.id, REQUEST)


def test_saves_a_request(quotes, people, draft, clock):
    clock.advance(minutes=5)
    saved = save(quotes, people.rep, draft, term_months="36", line_discounts={"SEAT": "4.5"})
    assert (saved.revision, saved.term_months, saved.discount) == (2, 36, Decimal("4.5"))
    assert (saved.can_undo, saved.can_redo, saved.updated_at) == (True, False, clock())
    assert quotes.get_quote(people.rep, draft.quote_id).latest == saved


def test_saving_the_same_again_changes_nothing(quotes, people, draft, audit):
    assert quotes.save_request(people.rep, draft.quote_id, dict(REQUEST), draft.revision) == draft
    assert len(audit.read_trail(people.rep, "quote", draft.quote_id)) == 1


def test_refuses_a_stale_save_with_the_present_revision(quotes, people, draft):
    save(quotes, people.rep, draft, term_months=36)
    with pytest.raises(StaleRevision) as refused:
        save(quotes, people.manager, draft, term_months=12)
    assert refused.value.params == {"kind": "quote", "id": draft.quote_id, "given": 1, "current": 2}
    assert quotes.get_quote(people.rep, draft.quote_id).latest.term_months == 36


def test_a_stale_save_of_the_same_request_is_stale_all_the_same(quotes, people, draft):
    save(quotes, people.rep, draft, term_months=36)
    with pytest.raises(StaleRevision):
        quotes.save_request(people.rep, draft.quote_id, {**REQUEST, "term_months": 36}, draft.revision)


@pytest.mark.parametrize("percent", ["lots", "1e9", "5％"])
def test_refuses_a_discount_that_is_no_figure(quotes, people, draft, percent):
    with pytest.raises(FigureRefused):
        save(quotes, people.rep, draft, discount_percent=percent)
    assert quotes.get_quote(people.rep, draft.quote_id).latest == draft


@pytest.mark.parametrize("act", ["save_request", "undo", "redo", "revise"])
def test_a_stranger_does_not_learn_that_the_quote_is_there(quotes, people, draft, act):
    arguments = ({}, 1) if act == "save_request" else ()
    with pytest.raises(RecordUnknown):
        getattr(quotes, act)(people.other, draft.quote_id, *arguments)


@pytest.mark.parametrize("who", ["maintainer", "admin"])
@pytest.mark.parametrize("act", ["save_request", "undo", "redo", "revise"])
def test_who_only_reads_changes_nothing(quotes, people, draft, act, who):
    arguments = ({}, 1) if act == "save_request" else ()
    with pytest.raises(NotPermitted):
        getattr(quotes, act)(getattr(people, who), draft.quote_id, *arguments)
    assert quotes.get_quote(people.rep, draft.quote_id).latest == draft


def test_a_manager_edits_a_reps_draft(quotes, people, draft):
    assert save(quotes, people.manager, draft, term_months=36).term_months == 36


def test_undoes_and_does_again(quotes, people, draft):
    second = save(quotes, people.rep, draft, term_months=36, discount_percent="9")
    back = quotes.undo(people.rep, draft.quote_id)
    assert (back.request, back.term_months, back.discount) == (REQUEST, 24, 3)
    assert (back.revision, back.can_undo, back.can_redo) == (3, False, True)
    forth = quotes.redo(people.rep, draft.quote_id)
    assert (forth.request, forth.term_months, forth.discount) == (second.request, 36, 9)
    assert (forth.revision, forth.can_undo, forth.can_redo) == (4, True, False)
    assert quotes.get_quote(people.rep, draft.quote_id).latest == forth


def test_has_nothing_to_undo_at_the_beginning_nor_to_redo_at_the_end(quotes, people, draft):
    for act in (quotes.undo, quotes.redo):
        with pytest.raises(NothingToUndo):
            act(people.rep, draft.quote_id)
    assert quotes.get_quote(people.rep, draft.quote_id).latest == draft


def test_refuses_a_stale_undo_and_stands_where_it_stood(quotes, people, draft):
    saved = save(quotes, people.rep, draft, term_months=36)
    with pytest.raises(StaleRevision):
        quotes.undo(people.rep, draft.quote_id, draft.revision)
    assert quotes.get_quote(people.rep, draft.quote_id).latest == saved


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_changes_no_request_once_submitted(quotes, people, draft, act):
    save(quotes, people.rep, draft, term_months=36)
    submitted = quotes.submit(people.rep, draft.quote_id)
    with pytest.raises(TransitionRefused):
        getattr(quotes, act)(people.rep, draft.quote_id)
    with pytest.raises(TransitionRefused):
        save(quotes, people.rep, submitted, term_months=12)


def test_shows_the_totals_of_a_preview_until_the_request_changes(quotes, people, customer):
    content = make_content()
    draft = quotes.create_draft(people.rep, customer.id, REQUEST, preview=content)
    assert draft.totals == totals_of(content)
    assert draft.snapshot is None
    again = quotes.save_request(people.rep, draft.quote_id, {"term_months": 36}, 1, preview=content)
    assert again.totals == totals_of(content)
    assert quotes.save_request(people.rep, draft.quote_id, {"term_months": 12}, 2).totals is None


def test_revises_what_lies_with_the_customer(quotes, people, draft, clock):
    save(quotes, people.rep, draft, date="2026-11-22")
    quotes.submit(people.rep, draft.quote_id)
    quotes.send(people.rep, draft.quote_id)
    clock.advance(days=2)
    fresh = quotes.revise(people.rep, draft.quote_id)
    quote = quotes.get_quote(people.rep, draft.quote_id)
    assert [version.state for version in quote.versions] == [QuoteState.SENT, QuoteState.DRAFT]
    assert quote.latest == fresh
    assert (fresh.number, fresh.request, fresh.created_at, fresh.can_undo) == (2, REQUEST, clock(), False)


def test_revises_once_however_often_it_is_asked(quotes, people, draft):
    quotes.withdraw(people.rep, draft.quote_id)
    quotes.revise(people.rep, draft.quote_id)
    with pytest.raises(TransitionRefused):
        quotes.revise(people.rep, draft.quote_id)
    assert len(quotes.get_quote(people.rep, draft.quote_id).versions) == 2


def test_starts_from_the_version_that_is_named(quotes, people, draft):
    quotes.withdraw(people.rep, draft.quote_id)
    second = quotes.revise(people.rep, draft.quote_id)
    save(quotes, people.rep, second, term_months=36)
    quotes.withdraw(people.rep, draft.quote_id)
    assert quotes.revise(people.rep, draft.quote_id, 1).term_months == 24


def test_tells_the_trail_what_was_edited(quotes, people, draft, audit):
    save(quotes, people.rep, draft, term_months=36)
    edit, create = audit.read_trail(people.rep, "quote", draft.quote_id)
    assert edit.details["request"] == {"before": {"term_months": 24}, "after": {"term_months": 36}}
    assert (create.details["number"], create.user_name) == ("Q-2026-000001", people.rep.name)


def test_tells_to_which_request_an_undo_goes_back(quotes, people, draft):
    assert quotes.earlier_request(people.rep, draft.quote_id) is None
    save(quotes, people.rep, draft, term_months="36")
    assert quotes.earlier_request(people.rep, draft.quote_id) == REQUEST
    assert quotes.undo(people.rep, draft.quote_id).request == REQUEST
    assert quotes.earlier_request(people.rep, draft.quote_id) is None
