from __future__ import annotations

from datetime import date
from random import Random

import pytest

from configurator.benching.impacting import RULE, make_candidate, measure_impact
from configurator.benching.quoting import make_quotes
from configurator.guidance.reading import read_request
from configurator.quoting.model import lines_of
from configurator.releasing.impact import Outcome
from configurator.releasing.replaying import replay
from configurator.resources import catalog_dir
from configurator.services.releases import open_catalog
from tests.factories.releases import make_open_quote

DAY = date(2026, 11, 22)
COUNT, LINES = 6, 20


@pytest.fixture(scope="module")
def book():
    return open_catalog(catalog_dir())


@pytest.fixture(scope="module")
def quotes(book):
    return list(make_quotes(book, COUNT, LINES, DAY, Random(3)))


def test_made_up_quotes_are_valid_and_as_long_as_asked_for(book, quotes):
    assert len(quotes) == COUNT
    for quote in quotes:
        assert len(quote.content.lines) >= LINES
        assert read_request(book.catalog, quote.request, DAY)[0] is not None
        found = replay(make_open_quote(*lines_of(quote.content), request=quote.request), (book, book), DAY)
        assert found.outcome is Outcome.SAME


def test_the_same_seed_makes_the_same_quotes(book, quotes):
    again = list(make_quotes(book, COUNT, LINES, DAY, Random(3)))
    assert [quote.request for quote in again] == [quote.request for quote in quotes]


def test_the_candidate_has_other_prices_and_one_rule_more(book, quotes):
    candidate = make_candidate(book, quotes)
    assert set(candidate.catalog.rules) - set(book.catalog.rules) == {RULE}
    assert candidate.catalog.prices != book.catalog.prices


def test_measures_all_quotes(book):
    row = measure_impact(book, COUNT, LINES, 3, DAY, 30, lambda stage, done, total: None)
    assert row.quotes == COUNT == sum(row.counts.values())
    assert row.counts["unknown"] == row.counts["invalid_already"] == 0
    assert row.seconds >= row.replay_seconds >= 0
