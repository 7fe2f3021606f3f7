from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from configurator.quoting.model import Closing, Outcome
from configurator.quoting.refusals import SnapshotBroken
from configurator.quoting.states import QuoteState
from configurator.storage.refusals import RecordUnknown, StaleRevision
from tests.factories.content import make_content
from tests.factories.quotes import MOMENT, make_version
from tests.integration.storage.records import keep_customer, keep_quote, keep_user

LATER = MOMENT + timedelta(hours=3)


@pytest.fixture
def user(database):
    return keep_user(database)


@pytest.fixture
def customer(database, user):
    return keep_customer(database, user)


def test_gives_back_a_draft(database, user, customer):
    quote = keep_quote(database, user, customer, 1)
    assert (quote.number, quote.customer_name, quote.owner_name) == ("Q-2026-000001", customer.name, user.name)
    assert quote.owner_email == user.email
    assert quote.versions == (make_version(1, id=quote.latest.id, quote_id=quote.id),)


def test_gives_back_a_closed_version_with_all_it_holds(database, user, customer):
    closing = Closing(LATER, user.name, "王主任", "签字版已收")
    version = make_version(1, QuoteState.ACCEPTED, sent_at=MOMENT, closing=closing)
    quote = keep_quote(database, user, customer, 1, version)
    kept = quote.latest
    assert kept == replace(version, id=kept.id, quote_id=quote.id, submitted_by=user.id)
    assert kept.content == make_content()


def test_knows_every_state(database, user, customer):
    for number, state in enumerate(QuoteState, start=1):
        assert keep_quote(database, user, customer, number, make_version(1, state)).latest.state is state


def test_keeps_versions_in_order(database, user, customer):
    versions = (make_version(1, QuoteState.DECLINED), make_version(2, QuoteState.SENT), make_version(3))
    quote = keep_quote(database, user, customer, 1, *versions)
    assert [version.number for version in quote.versions] == [1, 2, 3]
    assert quote.offered is not None
    assert quote.offered.number == 2


def test_has_one_version_of_each_number(database, user, customer):
    with pytest.raises(IntegrityError):
        keep_quote(database, user, customer, 1, make_version(1), make_version(1))


def test_has_one_quote_of_each_number(database, user, customer):
    keep_quote(database, user, customer, 1)
    with pytest.raises(IntegrityError):
        keep_quote(database, user, customer, 1)


def test_saves_against_the_revision_that_was_read(database, user, customer):
    read = keep_quote(database, user, customer, 1).latest
    with database.uow_factory.writing() as work:
        saved = work.quotes.save_version(replace(read, discount=Decimal(7), updated_at=LATER))
    with database.uow_factory.reading() as work:
        assert work.quotes.load(read.quote_id).latest == saved
    assert (saved.revision, saved.discount) == (2, 7)


def test_refuses_a_stale_save_and_says_the_present_revision(database, user, customer):
    read = keep_quote(database, user, customer, 1).latest
    with database.uow_factory.writing() as work:
        work.quotes.save_version(read)
    with pytest.raises(StaleRevision) as refused, database.uow_factory.writing() as work:
        work.quotes.save_version(read)
    assert refused.value.params == {"kind": "quote", "id": read.quote_id, "given": 1, "current": 2}


def test_refuses_a_quote_that_there_is_not(database):
    with pytest.raises(RecordUnknown), database.uow_factory.reading() as work:
        work.quotes.load(99)


def test_finds_an_id_by_number(database, user, customer):
    quote = keep_quote(database, user, customer, 12)
    with database.uow_factory.reading() as work:
        assert work.quotes.get_id("Q-2026-000012") == quote.id
        assert work.quotes.get_id("Q-2026-000013") is None


def test_notices_a_content_that_was_altered_behind_its_back(database, user, customer):
    quote = keep_quote(database, user, customer, 1, make_version(1, QuoteState.SENT))
    with database.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE quote_versions SET content = replace(content, '848702.13', '848702.12')"))
        connection.commit()
    with database.uow_factory.reading() as work:
        version = work.quotes.load(quote.id).latest
    with pytest.raises(SnapshotBroken):
        assert version.content is None


@pytest.mark.parametrize(
    ("state", "expires"),
    [
        (QuoteState.DRAFT, False),
        (QuoteState.IN_APPROVAL, True),
        (QuoteState.APPROVED, True),
        (QuoteState.SENT, True),
        (QuoteState.ACCEPTED, False),
        (QuoteState.DECLINED, False),
        (QuoteState.EXPIRED, False),
        (QuoteState.WITHDRAWN, False),
    ],
)
def test_finds_what_is_past_its_last_day(database, user, customer, state, expires):
    quote = keep_quote(database, user, customer, 1, make_version(1, state, valid_until=date(2026, 12, 22)))
    with database.uow_factory.reading() as work:
        assert work.quotes.find_expired(date(2026, 12, 22)) == ()
        assert work.quotes.find_expired(date(2026, 12, 23)) == (((quote.id, 1),) if expires else ())


def test_gives_back_questions_and_answers_with_names(database, user, customer):
    manager = keep_user(database, 2)
    version = keep_quote(database, user, customer, 1, make_version(1, QuoteState.IN_APPROVAL)).latest
    with database.uow_factory.writing() as work:
        work.approvals.ask(version.id, Decimal("7.5"), Decimal(5), user.id, MOMENT)
        work.approvals.answer(version.id, Outcome.REJECTED, manager.id, "太多", LATER)
        work.approvals.ask(version.id, Decimal(6), Decimal(5), user.id, LATER)
        first, second = work.quotes.load(version.quote_id).latest.approvals
    assert (first.outcome, first.asked, first.decided_by, first.comment) == (
        Outcome.REJECTED,
        Decimal("7.5"),
        manager.name,
        "太多",
    )
    assert (second.outcome, second.requested_by, second.decided_by) == (Outcome.PENDING, user.name, None)


def test_answers_only_the_pending_question(database, user, customer):
    version = keep_quote(database, user, customer, 1).latest
    with database.uow_factory.writing() as work:
        work.approvals.ask(version.id, Decimal(7), Decimal(5), user.id, MOMENT)
        work.approvals.answer(version.id, Outcome.APPROVED, user.id, "yes", LATER)
        work.approvals.answer(version.id, Outcome.REJECTED, user.id, "no", LATER)
        assert [each.comment for each in work.approvals.of_versions([version.id])[version.id]] == ["yes"]


def test_keeps_documents_byte_by_byte(database, user, customer):
    version = keep_quote(database, user, customer, 1, make_version(1, QuoteState.SENT)).latest
    pdf = bytes(range(256)) * 1000
    with database.uow_factory.writing() as work:
        digest = work.documents.add(version.id, "zh", pdf, MOMENT)
    with database.uow_factory.reading() as work:
        stored = work.documents.get(version.id, "zh")
        assert stored is not None
        assert (stored.pdf, stored.sha256, stored.created_at) == (pdf, digest, MOMENT)
        assert work.documents.get(version.id, "en") is None
        assert work.documents.languages(version.id) == ("zh",)


def test_keeps_one_document_of_each_language(database, user, customer):
    version = keep_quote(database, user, customer, 1, make_version(1, QuoteState.SENT)).latest
    with pytest.raises(IntegrityError), database.uow_factory.writing() as work:
        work.documents.add(version.id, "zh", b"one", MOMENT)
        work.documents.add(version.id, "zh", b"two", MOMENT)


def test_keeps_a_trail_newest_first(database, user):
    with database.uow_factory.writing() as work:
        for action in ("one", "two", "three"):
            work.audit.record(MOMENT, user.id, action, ("quote", 7), {"n": Decimal("1.50"), "state": QuoteState.SENT})
        work.audit.record(MOMENT, None, "system", ("quote", 7), {})
        work.audit.record(MOMENT, user.id, "elsewhere", ("customer", 7), {})
        trail = work.audit.of_subject("quote", 7, 3)
    assert [(entry.action, entry.user_name) for entry in trail] == [
        ("system", None),
        ("three", user.name),
        ("two", user.name),
    ]
    assert trail[1].details == {"n": "1.50", "state": "sent"}
