"""What a seller decides by, for one request in the catalog in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from configurator.guidance.deciding import find_tier_steps, state_facts
from configurator.ledgers.replaying import check_ledger
from configurator.programmes.hinting import find_hints
from configurator.services.deciding import USUAL_RATE, decide, find_next_steps, find_reach_of_roles
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
    kept = proposer.keep_proposal(make_request(), TODAY)
    assert kept.priced is found.priced
    assert kept.ledger == content.ledger
    assert check_ledger(kept.ledger).is_same
    assert [each.input for each in found.heads] == ["sites", "staff"]


def test_every_role_has_its_reach_and_next_steps_follow_the_same_price(proposer: Proposer) -> None:
    reaches = find_reach_of_roles(proposer, make_request(), TODAY)
    assert {each.role for each in reaches} == set(proposer.discount_limits())
    steps = find_next_steps(proposer, make_request(), TODAY)
    kept = proposer.keep_proposal(make_request(), TODAY)
    catalog, configuration = proposer.catalog, kept.proposal.configuration
    assert steps.tiers == find_tier_steps(catalog, configuration, kept.priced.context, kept.priced)
    assert steps.hints == (find_hints(state_facts(catalog, kept.priced)) if catalog.programmes else ())


@pytest.mark.parametrize("ask", [find_reach_of_roles, find_next_steps])
def test_refuses_to_look_further_in_a_request_that_is_wrong(
    proposer: Proposer, ask: Callable[[Proposer, dict[str, object], date], object]
) -> None:
    with pytest.raises(RequestRefused):
        ask(proposer, {}, TODAY)


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
