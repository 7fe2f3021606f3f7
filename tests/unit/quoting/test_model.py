from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.quoting.model import read_totals, release_of, totals_of
from configurator.quoting.refusals import NoContent, VersionUnknown
from configurator.quoting.states import Action, QuoteState
from configurator.values.money import Currency, FigureRefused, Money
from tests.factories.content import make_content
from tests.factories.quotes import make_quote, make_version

SENT, DRAFT = QuoteState.SENT, QuoteState.DRAFT


def test_works_on_the_latest_version():
    assert make_quote(make_version(1, SENT), make_version(2)).latest.number == 2


def test_finds_what_lies_with_the_customer():
    assert make_quote(make_version(1, SENT), make_version(2)).offered == make_version(1, SENT)
    assert make_quote(make_version(1)).offered is None


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.DECLINE])
def test_means_the_offered_version_when_the_customer_answers(action):
    assert make_quote(make_version(1, SENT), make_version(2)).target(action).number == 1


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.ACCEPT, Action.DECLINE}))
def test_means_the_latest_version_otherwise(action):
    assert make_quote(make_version(1, SENT), make_version(2)).target(action).number == 2


def test_means_the_version_that_is_named():
    assert make_quote(make_version(1, SENT), make_version(2)).target(Action.WITHDRAW, 1).number == 1


def test_refuses_a_version_that_there_is_not():
    with pytest.raises(VersionUnknown) as refused:
        make_quote().version(2)
    assert refused.value.params == {"number": "Q-2026-000001", "version": 2}


def test_involves_owner_and_submitter():
    quote = make_quote(make_version(1, SENT, submitted_by=5), owner_id=4)
    assert quote.involved(quote.latest) == {4, 5}
    assert make_quote(owner_id=4).involved(make_version()) == {4}


def test_gives_back_the_frozen_content():
    assert make_version(1, SENT).content == make_content()
    assert make_version(1).content is None


def test_refuses_the_content_of_what_was_never_submitted():
    with pytest.raises(NoContent):
        make_version(1).require_content("Q-2026-000001")


def test_reads_totals_in_minor_units():
    cny = Currency("CNY", 2)
    totals = totals_of(make_content())
    assert totals.tcv == Money.of(Decimal(make_content().totals.tcv), cny)
    assert str(totals.monthly) == make_content().totals.monthly


def test_takes_the_exponent_from_the_figures():
    whole = make_content().totals
    yen = type(whole)("10", "20", "0", "0", "250", "490", "490", (), (), "")
    assert read_totals(yen, "JPY").tcv == Money(490, Currency("JPY", 0))


def test_refuses_figures_finer_than_the_currency():
    totals = make_content().totals
    mixed = type(totals)("0.005", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", (), (), "")
    with pytest.raises(FigureRefused):
        read_totals(mixed, "CNY")


def test_names_the_release_that_the_content_was_made_from():
    catalog = make_content().catalog
    assert release_of(make_content()) == type(release_of(make_content()))(catalog.key, catalog.release, catalog.digest)
