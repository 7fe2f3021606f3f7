"""Proposals are kept as long as there is room, and made once."""

from __future__ import annotations

from datetime import date

import pytest

from configurator.catalog.reading import read_catalog
from configurator.ledgers.ledger import make_ledger
from configurator.rules.rulebook import read_rules
from configurator.services.keeping import Kept, ProposalShelf, name_request
from configurator.services.proposing import Proposer
from tests.factories.catalog_files import tiny_files
from tests.factories.releases import make_request

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    catalog = read_catalog(tiny_files()).catalog
    assert catalog is not None
    return Proposer(read_rules(catalog).book)


def make_kept(proposer: Proposer) -> Kept:
    return Kept(proposer.catalog, proposer.propose(make_request(), TODAY))


def test_the_same_request_on_the_same_day_has_one_name() -> None:
    assert name_request({"a": 1, "b": [2]}, TODAY) == name_request({"b": [2], "a": 1}, TODAY)
    assert name_request({"a": 1}, TODAY) != name_request({"a": 2}, TODAY)
    assert name_request({"a": 1}, TODAY) != name_request({"a": 1}, date(2026, 11, 23))


def test_what_was_evaluated_is_not_proposed_again(proposer: Proposer) -> None:
    request = make_request(discount_percent="3")
    proposer.evaluate(request, TODAY)
    first = proposer.keep_proposal(request, TODAY)
    assert proposer.keep_proposal(dict(request), TODAY) is first
    assert proposer.keep_proposal(make_request(discount_percent="4"), TODAY) is not first


def test_the_ledger_is_written_once_when_somebody_asks(proposer: Proposer) -> None:
    kept = make_kept(proposer)
    assert not kept.has_ledger
    assert kept.ledger == make_ledger(proposer.catalog, kept.quoted)
    assert kept.has_ledger
    assert kept.ledger is kept.ledger
    assert kept.quoted is kept.quoted


def test_the_oldest_make_room_but_the_latest_stays(proposer: Proposer) -> None:
    kept = [make_kept(proposer) for _ in range(3)]
    lines = len(kept[0].priced.lines)
    shelf = ProposalShelf(most_lines=2 * lines)
    shelf.keep("1", kept[0])
    shelf.keep("2", kept[1])
    assert shelf.find("1") is kept[0]
    shelf.keep("3", kept[2])
    assert [shelf.find(name) for name in "123"] == [kept[0], None, kept[2]]
    tight = ProposalShelf(most_lines=0)
    assert tight.keep("1", kept[0]) is tight.find("1") is kept[0]
    tight.keep("2", kept[1])
    assert (tight.find("1"), tight.find("2")) == (None, kept[1])


def test_who_was_first_is_kept(proposer: Proposer) -> None:
    shelf, first = ProposalShelf(), make_kept(proposer)
    shelf.keep("1", first)
    assert shelf.keep("1", make_kept(proposer)) is first
