"""What a seller decides by, for one request in the catalog in force."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from configurator.ledgers.replaying import check_ledger
from configurator.services.deciding import USUAL_RATE, decide
from configurator.services.proposing import Proposer, RequestRefused
from tests.factories.proposers import make_tiny_proposer
from tests.factories.releases import make_request

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_tiny_proposer()


def test_everything_is_of_the_same_price(proposer: Proposer) -> None:
    found = decide(proposer, make_request(), TODAY, USUAL_RATE, with_margin=False)
    content = proposer.content_of(make_request(), TODAY)
    assert str(found.contract) == content.totals.tcv == str(found.present.undiscounted)
    assert found.ledger == content.ledger
    assert check_ledger(found.ledger).is_same
    assert {each.role for each in found.reaches} == set(proposer.discount_limits())
    assert [each.input for each in found.heads] == ["sites", "staff"]


def test_the_margin_is_there_only_when_it_was_asked_for(proposer: Proposer) -> None:
    assert decide(proposer, make_request(), TODAY, USUAL_RATE, with_margin=False).margin is None


def test_a_higher_rate_makes_the_contract_worth_less(proposer: Proposer) -> None:
    values = [
        decide(proposer, make_request(), TODAY, Decimal(rate), with_margin=True).present.value for rate in (0, 6, 12)
    ]
    assert values[2] < values[1] < values[0]


def test_refuses_a_request_that_is_wrong(proposer: Proposer) -> None:
    with pytest.raises(RequestRefused):
        decide(proposer, {}, TODAY, USUAL_RATE, with_margin=False)
