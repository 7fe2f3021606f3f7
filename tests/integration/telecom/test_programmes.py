"""The programmes of the telecom catalog in whole proposals: sentences, savings, and who bears them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.commercial import reduction_of
from configurator.pricing.model import PricedConfiguration
from configurator.quoting.content import Content
from configurator.services.proposing import Proposer
from configurator.wording import say
from tests.factories.proposers import make_telecom_proposer

TODAY = date(2026, 11, 22)
REQUEST: dict[str, Any] = {
    "customer": {"industry": "software", "staff": 8, "sites": 1},
    "compliance": {"mlps": 0},
    "term_months": 36,
    "ambition": "essential",
}
CONTRACTS = {"DIA-20": 1, "LOWC-1": 200, "ETL-1": 16, "IM-DAU": 8, "EIP-RES": 400}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_telecom_proposer()


def price_of(proposer: Proposer, **raw: Any) -> PricedConfiguration:
    return proposer.propose({**REQUEST, **raw}, TODAY).priced


def content_of(proposer: Proposer, **raw: Any) -> Content:
    return proposer.content_of({**REQUEST, **raw}, TODAY)


def test_every_programme_is_asked_for_or_needs_a_code(proposer: Proposer) -> None:
    reductions = [reduction_of(programme) for programme in proposer.catalog.programmes.values()]
    assert len(reductions) >= 10
    assert [each.key for each in reductions if not each.on_request and not each.code] == []


def test_every_programme_names_its_evidence(proposer: Proposer) -> None:
    assert {str(reduction_of(each).evidence) for each in proposer.catalog.programmes.values()} == {"A"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_reduction_has_its_sentence(proposer: Proposer, language: str) -> None:
    content = content_of(proposer, choices=CONTRACTS, programmes=["CONVERGED"])
    steps = [
        dict(step.params)
        for line in content.lines
        for charge in line.charges
        for step in charge.trace
        if step.step == "programme"
    ]
    assert len(steps) == 4
    for params in steps:
        shown = {**params, **{name: params[f"{name}_{language}"] for name in ("programme", "sentence")}}
        text = say(language, f"pricing.trace.programme.{params['case']}", **shown)  # type: ignore[arg-type]
        assert "{" not in text
        assert "8" in text
        assert shown["programme"] in text
        assert "5000" in text


def test_what_is_off_falls_on_the_contracts_and_not_on_the_anchor(proposer: Proposer) -> None:
    plain, reduced = (price_of(proposer, choices=CONTRACTS, programmes=named) for named in ([], ["CONVERGED"]))
    changed = {
        after.offering
        for before, after in zip(plain.lines, reduced.lines, strict=True)
        if before.charges[0].net != after.charges[0].net
    }
    assert changed == {"LOWC-1", "ETL-1", "IM-DAU", "EIP-RES"}


def test_a_partner_bears_its_share(proposer: Proposer) -> None:
    erp = next(code for code, each in proposer.catalog.offerings.items() if "erp" in each.tags)
    priced = price_of(proposer, choices={erp: 20, "VM-4C8G": 1}, programmes=["PARTNER-ERP"], term_months=12)
    (saving,) = priced.totals.savings
    assert saving.programme == "PARTNER-ERP"
    assert saving.amount.amount > 0
    assert saving.funded["partner"].amount == (saving.amount.amount * Decimal("0.6")).quantize(Decimal("0.01"))


def test_a_code_that_has_run_out_takes_nothing_off(proposer: Proposer) -> None:
    wanted = {"choices": {"LOWC-1": 600}, "codes": ["WELCOME-2026"], "term_months": 12}
    assert price_of(proposer, **wanted).totals.savings != ()
    assert price_of(proposer, **wanted, date="2027-04-01").totals.savings == ()
