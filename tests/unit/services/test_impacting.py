from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal

import pytest

from configurator.configuration.model import Choice
from configurator.releasing.impact import Outcome
from configurator.services import impacting
from configurator.services.impacting import REPAIRING, REPLAYING, find_impact
from configurator.services.proposing import Proposer
from configurator.services.publishing import ReleaseService
from configurator.services.quotes import QuoteService
from configurator.services.releases import open_release
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.quotes import make_version
from tests.factories.releases import NEVER_BOTH, dearer, make_request

DAY = date(2026, 11, 22)
ALONE = make_request(needs=[], choices={"SBC-100": 1}, ambition="essential")
BOTH_WISHED = make_request(needs=[])


@pytest.fixture
def book():
    return open_release(tiny_files(), 1)


@pytest.fixture
def desk(database, clock, renderer, book):
    """Quotes that are made from the tiny catalog itself."""
    return QuoteService(database.uow_factory, clock, Proposer(book), renderer, UTC)


@pytest.fixture
def draft(desk, people, customer, book):
    """Makes a draft from a request, looked at or not."""

    def make(request, *, looked_at=True):
        preview = Proposer(book).content_of(request, DAY) if looked_at else None
        return desk.create_draft(people.rep, customer.id, request, preview)

    return make


def try_on(database, book, files, **options):
    return find_impact(database.uow_factory, (book, open_release(files, 2)), DAY, **options)


def test_says_of_every_open_quote_what_becomes_of_it(database, desk, people, draft, book):
    for request in (ALONE, BOTH_WISHED):
        desk.submit(people.rep, draft(request).quote_id)
    desk.withdraw(people.rep, draft(ALONE).quote_id)
    found = try_on(database, book, NEVER_BOTH)
    assert [one.outcome for one in found.quotes] == [Outcome.SAME, Outcome.INVALID]
    assert found.count() == {**dict.fromkeys(Outcome, 0), Outcome.SAME: 1, Outcome.INVALID: 1}
    assert (found.before.number, found.after.number, found.day) == (1, 2, DAY)
    assert found.unfinished == 0


def test_tells_by_how_much_prices_change(database, draft, book):
    draft(ALONE)
    [one] = try_on(database, book, dearer()).quotes
    assert one.outcome is Outcome.PRICE
    assert one.before and one.after
    assert Decimal(one.after.tcv) - Decimal(one.before.tcv) == Decimal("950.00")


def test_a_repair_says_which_choices_to_change_and_what_it_costs(database, draft, book):
    draft(BOTH_WISHED)
    [one] = try_on(database, book, NEVER_BOTH | {"rules/voice.yaml": without_need_of_border()}).quotes
    assert one.outcome is Outcome.INVALID
    assert one.repair
    assert [(change.choice, change.instead) for change in one.repair.changes] == [(Choice("SIP-30", 2), None)]
    assert one.repair.removed == ("SIP-30",)
    assert Decimal(one.repair.after.tcv) > 0


def without_need_of_border():
    return NEVER_BOTH["rules/voice.yaml"].replace(b"then: SBC-*", b"then: staff >= 1")


def test_a_package_that_only_has_to_be_made_anew_needs_no_change_of_choices(database, draft, book):
    draft(make_request(choices={}))
    files = changed("rules/voice.yaml", "then: SBC-*", "then: SBC-100 >= 3")
    [one] = try_on(database, book, files).quotes
    assert one.outcome is Outcome.INVALID
    assert one.repair
    assert one.repair.changes == ()
    assert one.repair.resized == ("SBC-100",)


def test_quotes_that_nobody_has_looked_at_are_composed_first(database, draft, book):
    draft(ALONE, looked_at=False)
    draft(ALONE)
    unseen, seen = try_on(database, book, dearer()).quotes
    assert (unseen.outcome, unseen.before, unseen.after) == (seen.outcome, seen.before, seen.after)
    assert unseen.quote.lines == seen.quote.lines


def test_drafts_that_come_to_nothing_even_now_are_told(database, draft, book):
    draft(make_request(choices={"SBC-100": 21}), looked_at=False)
    [one] = try_on(database, book, dearer()).quotes
    assert one.outcome is Outcome.INVALID_ALREADY
    assert [problem.code for problem in one.problems] == ["request_quantity_out_of_range"]


def test_a_quote_that_fails_stops_no_other(database, draft, book, monkeypatch, caplog):
    first, second = draft(ALONE), draft(ALONE)
    replay = impacting.replay

    def stumble(quote, books, day):
        if quote.quote_id == first.quote_id:
            raise ZeroDivisionError("a bug")
        return replay(quote, books, day)

    monkeypatch.setattr(impacting, "replay", stumble)
    failed, fine = try_on(database, book, dearer()).quotes
    assert (failed.outcome, fine.outcome) == (Outcome.UNKNOWN, Outcome.PRICE)
    assert [problem.code for problem in failed.problems] == ["impact_failed"]
    assert fine.quote.quote_id == second.quote_id
    assert "ZeroDivisionError" in caplog.text


def test_a_repair_that_fails_stops_no_other(database, draft, book, monkeypatch):
    draft(BOTH_WISHED)
    draft(ALONE)

    def stumble(*arguments):
        raise RuntimeError("a bug")

    monkeypatch.setattr(impacting, "_find_repair", stumble)
    hurt, fine = try_on(database, book, NEVER_BOTH).quotes
    assert (hurt.outcome, fine.outcome) == (Outcome.INVALID, Outcome.SAME)
    assert [rule.key for rule in hurt.broken] == ["NEW-01"]
    assert [problem.code for problem in hurt.problems] == ["impact_failed"]


def test_says_for_how_many_time_was_too_short(database, draft, book):
    draft(BOTH_WISHED)
    draft(ALONE, looked_at=False)
    found = try_on(database, book, NEVER_BOTH, seconds=0)
    assert [one.outcome for one in found.quotes] == [Outcome.INVALID, Outcome.UNKNOWN]
    assert found.unfinished == 2
    assert found.quotes[0].repair is None


def test_tells_how_far_it_is(database, draft, book):
    for request in (BOTH_WISHED, ALONE, BOTH_WISHED):
        draft(request)
    told = []
    try_on(database, book, NEVER_BOTH, progress=lambda *step: told.append(step))
    assert told == [
        (REPLAYING, 1, 3),
        (REPLAYING, 2, 3),
        (REPLAYING, 3, 3),
        (REPAIRING, 1, 2),
        (REPAIRING, 2, 2),
    ]


def test_reads_page_by_page_and_keeps_the_order(database, draft, book, monkeypatch):
    ids = [draft(request).quote_id for request in (ALONE, BOTH_WISHED, ALONE, BOTH_WISHED, ALONE)]
    monkeypatch.setattr(impacting, "PAGE", 2)
    found = try_on(database, book, NEVER_BOTH)
    assert [one.quote.quote_id for one in found.quotes] == ids
    assert [one.outcome is Outcome.INVALID for one in found.quotes] == [False, True, False, True, False]


def test_every_open_version_of_a_quote_counts(database, people, customer, book):
    with database.uow_factory.writing() as work:
        quote_id = work.quotes.add("Q-1", customer.id, people.rep.id, make_version().created_at)
        for number in (1, 2):
            work.quotes.add_version(replace(make_version(number), quote_id=quote_id, request=ALONE))
    assert [one.quote.version for one in try_on(database, book, dearer()).quotes] == [1, 2]


def test_no_quotes_no_impact(database, book):
    found = try_on(database, book, dearer())
    assert (found.quotes, found.unfinished) == ((), 0)


def test_the_release_service_asks_for_today(database, clock, draft, book):
    draft(ALONE)
    service = ReleaseService(database.uow_factory, clock, zone=UTC)
    candidate = open_release(dearer(), 2)
    found = service.impact(book, candidate)
    assert found.day == DAY
    assert found.quotes == try_on(database, book, dearer()).quotes
    assert [change.name for change in service.diff(book, candidate, seconds=0).changes] == ["SBC-100:one_time"]
