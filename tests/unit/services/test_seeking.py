"""The seeker over a small catalog: answers, alternatives, refusals, earlier packages read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.configuration.aiming import Baseline
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.seeking import Seeker, baseline_of_content, baseline_of_lines
from tests.factories.proposers import make_tiny_proposer

TODAY = date(2026, 11, 22)
REQUEST: dict[str, Any] = {
    "customer": {"name": "某公司", "industry": "healthcare", "staff": 60, "sites": 2},
    "choices": {"SIP-30": 2},
}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return make_tiny_proposer()


@pytest.fixture
def seeker(proposer: Proposer) -> Seeker:
    return Seeker(proposer)


def codes_of(refused: pytest.ExceptionInfo[RequestRefused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_an_answer_says_what_was_found_and_how_to_draft_it(seeker: Seeker, proposer: Proposer) -> None:
    answer = seeker.seek(REQUEST, {}, TODAY)
    assert (answer.proof, answer.bound, answer.aim, answer.measure) == ("optimal", "", "cheapest", "tcv")
    assert answer.seconds < answer.time_limit
    drafted = proposer.content_of(answer.request, TODAY)
    assert drafted.totals == answer.content.totals
    assert [(line.offering, line.quantity) for line in drafted.lines] == [
        (line.offering, line.quantity) for line in answer.content.lines
    ]


def test_what_is_sought_for_a_quote_in_another_currency_is_told_in_the_catalogs(seeker: Seeker) -> None:
    abroad = REQUEST | {"currency": "EUR", "exchange": {"rate": "0.12", "date": "2026-11-20", "source": ""}}
    found, home = seeker.seek(abroad, {"monthly": "1000"}, TODAY), seeker.seek(REQUEST, {"monthly": "1000"}, TODAY)
    assert (found.content.currency, found.content.totals) == ("CNY", home.content.totals)
    assert found.request["currency"] == "EUR" and found.request["exchange"] == abroad["exchange"]


def test_a_budget_that_is_too_small_is_a_problem_of_the_request(seeker: Seeker) -> None:
    least = Decimal(seeker.seek(REQUEST, {"measure": "one_time"}, TODAY).content.totals.one_time)
    with pytest.raises(RequestRefused) as refused:
        seeker.seek(REQUEST, {"one_time": str(least - 1)}, TODAY)
    assert codes_of(refused) == ["seek_budget_too_small"]
    assert refused.value.problems[0].params["over"] == "1.00"


def test_a_wrong_goal_or_request_is_refused_before_anything_is_sought(seeker: Seeker) -> None:
    with pytest.raises(RequestRefused) as refused:
        seeker.seek(REQUEST, {"monthly": "?"}, TODAY)
    assert codes_of(refused) == ["seek_amount_refused"]
    for ask in (lambda: seeker.seek({}, {}, TODAY), lambda: seeker.alternatives({}, TODAY)):
        with pytest.raises(RequestRefused) as refused:
            ask()
        assert "request_customer_missing" in codes_of(refused)


def test_contradicting_choices_are_explained(seeker: Seeker) -> None:
    wanted = {**REQUEST, "exclude": ["SBC-100"]}
    for ask in (lambda: seeker.seek(wanted, {}, TODAY), lambda: seeker.alternatives(wanted, TODAY)):
        with pytest.raises(RequestRefused) as refused:
            ask()
        assert codes_of(refused) == ["choices_conflict"]
        assert refused.value.explanation is not None


def test_alternatives_are_three_and_say_how_far_apart_they_are(seeker: Seeker) -> None:
    found = seeker.alternatives(REQUEST, TODAY, 1)
    assert [each.grade for each in found] == ["good", "better", "best"]
    components = [{line.offering for line in each.answer.content.lines} for each in found]
    for at, each in enumerate(found):
        assert each.apart == tuple(len(components[at] ^ other) for other in components[:at])
        assert each.most_apart is None or min(each.apart) == each.most_apart


def test_an_earlier_package_is_read_from_contents_and_answers_alike(seeker: Seeker, proposer: Proposer) -> None:
    content = proposer.content_of({**REQUEST, "choices": {"SIP-30": 2, "SBC-100": {"tls": "off"}}}, TODAY)
    baseline = baseline_of_content(seeker.catalog, content)
    assert baseline.attributes == {("SBC-100", "tls"): "off"}
    lines = [
        {"offering": line.offering, "quantity": str(line.quantity), "attributes": {"传输加密": "关闭"}}
        for line in content.lines
        if line.offering == "SBC-100"
    ]
    read = baseline_of_lines(seeker.catalog, lines)
    assert read.quantities["SBC-100"] == baseline.quantities["SBC-100"]
    assert read.attributes == baseline.attributes


def test_what_the_catalog_no_longer_knows_is_left_out_of_an_earlier_package(seeker: Seeker) -> None:
    lines: list[dict[str, object]] = [
        {"offering": "GONE-1", "quantity": 3},
        {"offering": "SIP-30", "quantity": "many"},
        {"offering": "MIN-OUT", "quantity": 0},
        {"offering": "SBC-100", "quantity": 2, "attributes": {"colour": "red", "tls": "on"}},
        {},
    ]
    assert baseline_of_lines(seeker.catalog, lines) == Baseline({"SBC-100": 2}, {("SBC-100", "tls"): "on"})


def test_stays_with_an_earlier_package(seeker: Seeker) -> None:
    earlier = seeker.baseline_of({**REQUEST, "choices": {"SIP-30": 2, "MIN-OUT": 700}}, TODAY)
    answer = seeker.seek(REQUEST, {}, TODAY, earlier)
    assert (answer.aim, answer.changed) == ("closest", ())
    assert {line.offering: line.quantity for line in answer.content.lines}["MIN-OUT"] == 700


def test_no_time_is_told_as_undecided(seeker: Seeker) -> None:
    with pytest.raises(RequestRefused) as refused:
        seeker.seek(REQUEST, {}, TODAY, seconds=Decimal(0))
    assert codes_of(refused) == ["solver_undecided"]
