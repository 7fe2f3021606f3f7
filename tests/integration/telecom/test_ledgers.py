"""Every stored example's price is computed again from its ledger alone, byte for byte."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import configurator.services.seeding as seeding
from configurator.ledgers.replaying import check_ledger, replay
from configurator.quoting.content import Content
from configurator.quoting.snapshot import Snapshot, canonical_json, digest_of, freeze, thaw
from configurator.services.proposing import Proposer
from tests.factories.proposers import make_telecom_proposer

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[3] / "examples" / "requests"
DEMO = Path(seeding.__file__).with_name("demo.yaml")
TERMS: dict[str, dict[str, Any]] = {
    "discounts": {"discount_percent": "7.5", "term_months": 36},
    "calendar months": {"start": "2026-12-15", "calendar_billing": True, "term_months": 24},
    "co-termination": {"start": "2026-12-15", "end": "2028-03-03"},
    "in dollars": {"currency": "USD"},
    "reverse charge in euro": {"currency": "EUR", "tax_regime": "eu_reverse", "discount_percent": "3"},
    "target": {"adjustments": [{"form": "target", "value": "9999.99"}, {"form": "percent", "value": "3"}]},
}


def _requests() -> dict[str, dict[str, Any]]:
    found = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.yaml"))}
    demo = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    named = {f"demo {place}": request for place, request in enumerate(demo[: seeding.QUOTED])}
    hospital = found["hospital"]
    return {**found, **named, **{f"hospital, {name}": {**hospital, **terms} for name, terms in TERMS.items()}}


REQUESTS = _requests()


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_telecom_proposer()


def compose(proposer: Proposer, name: str) -> Content:
    return proposer.content_of(REQUESTS[name], TODAY)


@pytest.mark.parametrize("name", REQUESTS)
def test_the_stored_ledger_replays_byte_for_byte(proposer: Proposer, name: str) -> None:
    stored = thaw(freeze(compose(proposer, name)))
    assert check_ledger(stored.ledger).differences == ()
    assert replay(stored.ledger) == stored.ledger


@pytest.mark.parametrize("name", ["hospital", "hospital, target"])
def test_the_ledger_and_the_content_say_the_same(proposer: Proposer, name: str) -> None:
    content = compose(proposer, name)
    tree = json.loads(content.ledger)
    totals = {key: value for key, value in asdict(content.totals).items() if key in tree["totals"]}
    assert {key: tree["totals"][key] for key in ("tcv", "monthly", "one_time", "first_year", "annual")}.items() <= (
        totals.items()
    )
    nets = [[charge["payments"][-1]["net"] for charge in line["charges"]] for line in tree["lines"]]
    assert nets == [[charge.net for charge in line.charges] for line in content.lines]


def test_nothing_in_a_stored_version_names_a_cost(proposer: Proposer) -> None:
    text = freeze(compose(proposer, "hospital, discounts")).text
    assert '"cost"' not in text
    assert "margin" not in text


def test_a_version_from_before_there_were_ledgers_is_readable(proposer: Proposer) -> None:
    tree = asdict(replace(compose(proposer, "hospital"), ledger=""))
    for name in ("ledger", "contract", "manual_percent"):
        del tree[name]
    for name in ("quarterly", "schedule", "savings"):
        del tree["totals"][name]
    for line in tree["lines"]:
        for charge in line["charges"]:
            del charge["payments"]
    text = canonical_json(tree)
    old = thaw(Snapshot(text, digest_of(text)))
    assert (old.ledger, old.contract, old.manual_percent) == ("", None, "0")
    assert old.totals.tcv
