"""A content states its tax regime, its rounding and the rate of its currency, and its figures are the quote's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from configurator.ledgers.replaying import replay
from configurator.quoting.content import Content, ContentExchange
from configurator.quoting.snapshot import freeze, thaw
from configurator.services.proposing import Proposer
from configurator.values.text import Text
from tests.factories.proposers import make_telecom_proposer

TODAY = date(2026, 11, 22)
REQUEST: dict[str, Any] = {
    "customer": {"name": "Nord", "industry": "software", "staff": 8, "sites": 1},
    "compliance": {"mlps": 0},
    "term_months": 12,
    "ambition": "essential",
    "choices": {"LOWC-1": 50, "DIA-50": 1},
}
PINNED = {"rate": "0.12120", "date": "2026-11-02", "source": "a bank"}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_telecom_proposer()


def compose(proposer: Proposer, **said: Any) -> Content:
    return proposer.content_of(REQUEST | said, TODAY)


def test_at_home_the_regime_and_its_rounding_are_stated(proposer: Proposer) -> None:
    content = compose(proposer)
    assert content.tax_regime is not None and content.exchange is None
    assert (content.tax_regime.key, content.tax_regime.rounding, content.tax_regime.tax_on) == ("cn", "half_up", "line")
    assert (content.currency, content.tax_inclusive, content.totals.tcv) == ("CNY", True, "58560.00")


def test_abroad_the_statement_and_the_rule_that_it_follows_are_kept(proposer: Proposer) -> None:
    content = compose(proposer, tax_regime="eu_reverse", currency="EUR", exchange=PINNED)
    regime = content.tax_regime
    assert regime is not None and (regime.treatment, regime.tax_on) == ("reverse_charge", "total")
    assert regime.regulation == Text(
        "欧盟理事会指令 2006/112/EC 第 196 条", "Council Directive 2006/112/EC, Article 196"
    )
    assert regime.statement is not None and "Reverse charge" in regime.statement.en
    assert content.exchange == ContentExchange("CNY", "EUR", "0.1212", "2026-11-02", "a bank")
    assert (content.currency, content.tax_inclusive, content.totals.tcv) == ("EUR", False, "6586.92")
    assert {line.rate for line in content.totals.tax_of_term} == {"0"}


def test_yen_have_no_decimals_and_no_capitals(proposer: Proposer) -> None:
    content = compose(proposer, currency="JPY")
    figures = [content.totals.tcv, *(charge.net for line in content.lines for charge in line.charges)]
    assert all("." not in figure for figure in figures) and content.totals.tcv_capitals == ""


def test_what_was_pinned_is_frozen_with_the_version(proposer: Proposer) -> None:
    content = compose(proposer, tax_regime="uk", currency="GBP")
    assert thaw(freeze(content)) == content


@pytest.mark.parametrize(
    "said", [{"tax_regime": "export"}, {"tax_regime": "uk", "currency": "GBP"}, {"currency": "JPY"}]
)
def test_the_ledger_is_that_of_the_quote_and_replays(proposer: Proposer, said: dict[str, Any]) -> None:
    content = compose(proposer, **said)
    assert replay(content.ledger) == content.ledger
    assert f'"{content.totals.tcv}"' in content.ledger


def test_the_margin_is_reckoned_at_home(proposer: Proposer) -> None:
    home, abroad = (proposer.propose(REQUEST | said, TODAY) for said in ({}, {"tax_regime": "uk", "currency": "GBP"}))
    assert home.priced == abroad.priced
    assert home.quoted.totals == home.priced.totals and abroad.quoted.currency.code == "GBP"
