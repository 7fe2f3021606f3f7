from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from configurator.access.roles import Role
from configurator.quoting.model import QuotedLine, lines_of
from configurator.quoting.states import OPEN_STATES, QuoteState
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.factories.quotes import make_version
from tests.integration.storage.records import keep_customer, keep_quote, keep_user

LINES = (QuotedLine("A", 2, ((Text("名", "name"), Text("值", "value")),)), QuotedLine("B", 1))


def keep_states(database):
    owner = keep_user(database, 1, Role.MANAGER)
    customer = keep_customer(database, owner)
    for number, state in enumerate(QuoteState, start=1):
        keep_quote(database, owner, customer, number, make_version(1, state, lines=LINES))


def list_all(database, size=1000):
    found, last = [], 0
    while True:
        with database.uow_factory.reading() as work:
            page = work.open_quotes.list_after(last, size)
        if not page:
            return found
        last = page[-1][0]
        found += [quote for _, quote in page]


def test_lists_the_open_versions_only(database):
    keep_states(database)
    assert {quote.state for quote in list_all(database)} == OPEN_STATES
    with database.uow_factory.reading() as work:
        assert work.open_quotes.count() == len(OPEN_STATES)


def test_pages_hold_every_version_once(database):
    keep_states(database)
    whole = list_all(database)
    for size in (1, 2, 3):
        assert list_all(database, size) == whole


def test_tells_what_is_needed_to_try_a_version(database):
    owner = keep_user(database, 1, Role.MANAGER)
    customer = keep_customer(database, owner)
    version = make_version(lines=LINES, request={"term_months": 24}, discount=Decimal("7.5"))
    keep_quote(database, owner, customer, 3, version)
    [quote] = list_all(database)
    assert (quote.number, quote.version, quote.state) == ("Q-2026-000003", 1, QuoteState.DRAFT)
    assert (quote.customer, quote.owner, quote.owner_role) == (customer.name, owner.name, Role.MANAGER)
    assert (quote.request, quote.lines, quote.discount) == ({"term_months": 24}, LINES, Decimal("7.5"))
    assert quote.totals is None


def test_reads_the_lines_of_versions_that_were_frozen_before_lines_were_kept(database):
    owner = keep_user(database)
    keep_quote(database, owner, keep_customer(database, owner), 1, make_version(1, QuoteState.SENT))
    [quote] = list_all(database)
    assert quote.lines == lines_of(make_content())
    assert quote.totals is not None


def test_a_draft_that_nobody_looked_at_has_no_lines(database):
    owner = keep_user(database)
    keep_quote(database, owner, keep_customer(database, owner), 1)
    assert list_all(database)[0].lines == ()


def test_lines_of_a_version_are_kept_and_changed(database):
    owner = keep_user(database)
    quote = keep_quote(database, owner, keep_customer(database, owner), 1, make_version(lines=LINES))
    assert quote.latest.lines == LINES
    with database.uow_factory.writing() as work:
        work.quotes.save_version(replace(quote.latest, lines=LINES[:1]))
    with database.uow_factory.reading() as work:
        assert work.quotes.load(quote.id).latest.lines == LINES[:1]
