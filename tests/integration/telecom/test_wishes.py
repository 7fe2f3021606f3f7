"""The telecom catalog's own preferences and defaults: present, met by the examples, and never in anybody's way."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from configurator.catalog.model import RuleKind
from configurator.configuration.model import State
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from tests.house.tree import ROOT

BOOK: RuleBook = open_catalog(catalog_dir())
PROPOSER = Proposer(BOOK)
TODAY = date(2026, 11, 22)
REQUESTS = sorted((ROOT / "examples" / "requests").glob("*.yaml"))


def read_request(name: str) -> dict[str, object]:
    request: dict[str, object] = yaml.safe_load((ROOT / "examples" / "requests" / name).read_text(encoding="utf-8"))
    return request


def test_the_catalog_has_both_kinds_with_evidence_and_source() -> None:
    soft = [rule for rule in BOOK.catalog.rules.values() if rule.kind.is_soft]
    assert {rule.kind for rule in soft} == {RuleKind.PREFERENCE, RuleKind.DEFAULT}
    assert len(soft) >= 5
    assert all(rule.source for rule in soft)


@pytest.mark.parametrize("name", [path.name for path in REQUESTS])
def test_the_examples_meet_every_preference(name: str) -> None:
    unmet = {advice.rule for advice in PROPOSER.content_of(read_request(name), TODAY).advice}
    assert not {rule for rule in unmet if BOOK.catalog.rules[rule].kind.is_soft}


def test_a_default_gives_its_value_and_its_reason_and_yields_to_the_seller() -> None:
    request = read_request("logistics.yaml")
    evaluation = PROPOSER.evaluate(request, TODAY)
    assert evaluation.content is not None
    (line,) = [line for line in evaluation.content.lines if line.offering.startswith("RDS-") and line.attributes]
    assert "DEF-DB-TLS" in [reason.key for reason in line.reasons]
    assert evaluation.options[line.offering].attributes["tls"]["on"] is State.DEFAULT
    own = PROPOSER.evaluate({**request, "choices": {line.offering: {"tls": "off"}}}, TODAY)
    assert own.content is not None
    assert own.options[line.offering].attributes["tls"]["off"] is State.CHOSEN
    assert "DEF-DB-TLS" not in [advice.rule for advice in own.content.advice]


def test_a_preference_yields_to_the_seller_and_is_listed_with_the_configuration() -> None:
    request = {**read_request("logistics.yaml"), "choices": {"BAST-50": 1, "BAST-100": 1}}
    content = PROPOSER.content_of(request, TODAY)
    assert "PREF-BASTION" in [advice.rule for advice in content.advice]
    assert PROPOSER.follow(request, TODAY, "PREF-BASTION") is None


def test_a_recommendation_is_followed_by_choices_that_keep_the_sellers() -> None:
    request = read_request("bank_branch.yaml")
    rule = PROPOSER.content_of(request, TODAY).advice[0].rule
    followed = PROPOSER.follow(request, TODAY, rule)
    assert followed is not None
    assert rule not in [advice.rule for advice in PROPOSER.content_of(followed, TODAY).advice]
