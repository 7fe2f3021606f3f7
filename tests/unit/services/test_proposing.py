"""The proposer over a small catalog: contents, kept evaluations, explanations, priced ways out, alternatives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.configuration.model import Choice, State
from configurator.quoting.content import Content
from configurator.services.proposing import Proposer, RequestRefused, with_choices
from tests.factories.proposers import ONE_OF_TWO, make_tiny_proposer

TODAY = date(2026, 11, 22)
REQUEST: dict[str, Any] = {"customer": {"name": "某公司", "industry": "healthcare", "staff": 60, "sites": 2}}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_tiny_proposer(rule=ONE_OF_TWO)


def request(**changes: Any) -> dict[str, Any]:
    return {**REQUEST, **changes}


def quantities(content: Content) -> dict[str, int]:
    return {line.offering: line.quantity for line in content.lines}


def test_a_content_says_everything_in_both_languages_and_nothing_of_costs(proposer: Proposer) -> None:
    content = proposer.content_of(request(choices={"SIP-30": 2}), TODAY)
    assert quantities(content)["SIP-30"] == 2
    assert quantities(content)["SBC-100"] >= 1
    assert all(line.name.zh and line.name.en and line.reasons for line in content.lines)
    assert content.customer.name == "某公司"
    assert "cost" not in str(content)
    assert "margin" not in str(content)
    assert Decimal(content.totals.tcv) > 0


def test_what_was_evaluated_is_kept_and_what_changed_is_not(proposer: Proposer) -> None:
    first = proposer.evaluate(request(choices={"SIP-30": 1}), TODAY)
    assert proposer.evaluate(request(choices={"SIP-30": 1}), TODAY) is first
    assert proposer.evaluate(request(choices={"SIP-30": 2}), TODAY) is not first


def test_a_conflict_has_no_content_but_reasons_and_ways_out_that_work(proposer: Proposer) -> None:
    found = proposer.evaluate(request(choices={"SIP-30": 1, "MIN-OUT": 5}), TODAY)
    assert found.content is None
    assert found.conflict is not None
    assert {reason.key for reason in found.conflict.reasons} == {"SIP-30", "MIN-OUT", "ONE"}
    assert [problem.code for problem in found.problems] == ["choices_conflict"]
    assert len(found.repairs) == 2
    for way in found.repairs:
        assert proposer.content_of(way.request, TODAY)
    with pytest.raises(RequestRefused) as refused:
        proposer.content_of(request(choices={"SIP-30": 1, "MIN-OUT": 5}), TODAY)
    assert refused.value.explanation == found.conflict


def test_ways_out_are_priced_against_the_present(proposer: Proposer) -> None:
    now = request(choices={"SIP-30": 1})
    assert proposer.evaluate(now, TODAY).options["MIN-OUT"].state is State.FORBIDDEN
    (way,) = proposer.repairs(now, TODAY, Choice("MIN-OUT", 5))
    assert way.repair.dropped == (Choice("SIP-30", 1),)
    before, after = proposer.content_of(now, TODAY), proposer.content_of(way.request, TODAY)
    assert Decimal(way.monthly_change) == Decimal(after.totals.monthly) - Decimal(before.totals.monthly)
    assert way.tcv_change[0] in "+-"
    assert now["choices"] == {"SIP-30": 1}


def test_explains_why_a_choice_is_not_possible(proposer: Proposer) -> None:
    explanation = proposer.explain(request(choices={"SIP-30": 1}), TODAY, Choice("MIN-OUT"))
    assert {reason.key for reason in explanation.reasons} == {"SIP-30", "ONE"}
    assert proposer.explain(request(), TODAY, Choice("MIN-OUT")).reasons == ()


def test_three_alternatives_from_the_least_to_the_most(proposer: Proposer) -> None:
    essential, standard, plus = proposer.alternatives(request(choices={"SIP-30": 1}), TODAY)
    assert [each.ambition for each in (essential, standard, plus)] == ["essential", "standard", "plus"]
    assert Decimal(essential.content.totals.tcv) <= Decimal(standard.content.totals.tcv)
    assert len(plus.content.advice) <= len(standard.content.advice)
    assert standard.differences == ()


def test_a_wrong_request_is_refused_with_all_its_problems(proposer: Proposer) -> None:
    with pytest.raises(RequestRefused) as refused:
        proposer.content_of({"customer": {"staff": -1}, "needs": ["x"]}, TODAY)
    assert len(refused.value.problems) >= 3
    assert proposer.evaluate({"needs": ["x"]}, TODAY).content is None
    assert proposer.check(request(), TODAY) == ()


def test_examine_explains_every_settled_option(proposer: Proposer) -> None:
    now = request(choices={"SIP-30": 1})
    trial = proposer.examine(now, TODAY)
    assert {reason.key for reason in trial.reasons["MIN-OUT"].reasons} == {"SIP-30", "ONE"}
    (way,) = trial.ways_out["MIN-OUT"]
    assert way.repair.dropped == (Choice("SIP-30", 1),)
    assert Decimal(way.tcv_change) == Decimal(way.totals.tcv) - Decimal(proposer.content_of(now, TODAY).totals.tcv)  # type: ignore[union-attr]
    assert trial.reasons["SBC-100"].reasons
    broken = proposer.examine(request(choices={"SIP-30": 1, "MIN-OUT": 5}), TODAY)
    assert broken.conflict is not None
    assert broken.repairs


def test_choices_are_replaced_as_a_whole() -> None:
    changed = with_choices({"choices": {"A-1": 1}, "needs": []}, (Choice("B-1", 0), Choice("C-1")))
    assert changed == {"choices": {"C-1": "any"}, "exclude": ["B-1"], "needs": []}
