"""What a quote takes of codes and points is told in their own units, whatever the quote's currency and taxes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from configurator.quoting.content import Content
from configurator.services.proposing import Proposer
from tests.factories.proposers import make_telecom_proposer

TODAY = date(2026, 11, 22)
CUSTOMER = {"name": "Nord", "industry": "software", "staff": 8, "sites": 1, "points_balance": 30000}
ABROAD = {"tax_regime": "eu_reverse", "currency": "EUR"}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_telecom_proposer()


def compose(proposer: Proposer, redeemed: int, **said: Any) -> Content:
    request = {
        "customer": CUSTOMER | {"points_redeemed": redeemed},
        "compliance": {"mlps": 0},
        "term_months": 12,
        "ambition": "essential",
        "choices": {"DX-TRAIN": 5},
    }
    return proposer.content_of(request | said, TODAY)


def claims(content: Content) -> list[tuple[str, str, int]]:
    return [(claim.kind, claim.key, claim.quantity) for claim in content.claims]


@pytest.mark.parametrize(("said", "saved"), [({}, "10000.00"), ({"currency": "EUR"}, "1212.00"), (ABROAD, "1143.40")])
def test_points_are_counted_in_points_in_every_currency_and_under_every_regime(
    proposer: Proposer, said: dict[str, str], saved: str
) -> None:
    content = compose(proposer, 20000, **said)
    assert [saving.amount for saving in content.totals.savings] == [saved]
    assert claims(content) == [("points", "points_redeemed", 20000)]


def test_points_beyond_what_the_allowed_charges_come_to_are_not_taken(proposer: Proposer) -> None:
    content = compose(proposer, 30000, choices={"DX-TRAIN": 1})
    (charge,) = (each for line in content.lines if line.offering == "DX-TRAIN" for each in line.charges)
    assert charge.net == "0.00"
    assert claims(content) == [("points", "points_redeemed", 12000)]


def test_a_quote_without_points_and_codes_takes_nothing(proposer: Proposer) -> None:
    assert claims(compose(proposer, 0)) == []
    assert claims(compose(proposer, 0, codes=["LINE-START-2026"])) == []
