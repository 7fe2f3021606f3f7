"""Ways out with their prices: ranked, compared with the present, for drafts of earlier releases too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from configurator.configuration.model import Change, Choice, State
from configurator.services.mending import CANDIDATES, SHOWN, Situated, find_repairs, price_repair
from configurator.services.proposing import Proposer, with_choices
from tests.factories.catalog_files import tiny_files
from tests.factories.proposers import ONE_OF_TWO, make_tiny_proposer

TODAY = date(2026, 11, 22)
REQUEST: dict[str, Any] = {"customer": {"name": "某公司", "industry": "healthcare", "staff": 60, "sites": 2}}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    files = tiny_files()
    files["prices/voice.csv"] = files["prices/voice.csv"].replace(b"0.90,,", b"0.90,0.40,")
    return make_tiny_proposer(files, rule=ONE_OF_TWO)


def request(**changes: Any) -> dict[str, Any]:
    return {**REQUEST, **changes}


def quantities(proposer: Proposer, raw: Mapping[str, object]) -> dict[str, int]:
    return {line.offering: line.quantity for line in proposer.content_of(raw, TODAY).lines}


def test_a_way_out_tells_price_margin_and_consequences_against_the_present(proposer: Proposer) -> None:
    now = request(choices={"SIP-30": 4})
    (way,) = proposer.repairs(now, TODAY, Choice("MIN-OUT", 5))
    before, after = proposer.evaluate(now, TODAY), proposer.evaluate(way.request, TODAY)
    assert before.content is not None and after.content is not None and way.totals == after.content.totals
    for figure in ("one_time", "monthly", "tcv"):
        difference = Decimal(getattr(after.content.totals, figure)) - Decimal(getattr(before.content.totals, figure))
        assert Decimal(getattr(way, f"{figure}_change")) == difference
    assert before.margin_percent is not None and after.margin_percent is not None
    assert way.margin_percent == after.margin_percent
    assert way.margin_change == after.margin_percent - before.margin_percent
    had, has = quantities(proposer, now), quantities(proposer, way.request)
    told = {each.offering: (each.before, each.after) for each in way.consequences}
    assert told == {
        code: (had.get(code, 0), has.get(code, 0))
        for code in had.keys() | has.keys()
        if had.get(code) != has.get(code) and code != "MIN-OUT"
    }
    assert told["SIP-30"] == (4, 0)


def test_a_conflict_has_no_present_to_compare_with(proposer: Proposer) -> None:
    found = proposer.evaluate(request(choices={"SIP-30": 1, "MIN-OUT": 5}), TODAY)
    assert len(found.repairs) == 2
    for way in found.repairs:
        assert way.totals is not None
        assert (way.one_time_change, way.monthly_change, way.tcv_change, way.margin_change) == ("", "", "", None)
        assert way.consequences == ()


def test_of_ways_of_one_size_the_cheapest_comes_first(proposer: Proposer) -> None:
    ways = proposer.evaluate(request(choices={"SIP-30": 1, "MIN-OUT": 5}), TODAY).repairs
    values = [Decimal(way.totals.tcv) for way in ways if way.totals]
    assert [len(way.repair.changes) for way in ways] == [1, 1]
    assert values == sorted(values)


def test_more_ways_than_are_shown_compete_only_within_one_size(proposer: Proposer) -> None:
    session = proposer.open_session(request(choices={"SIP-30": 1, "MIN-OUT": 5}), TODAY)
    found = find_repairs(Situated(session, {}), ())
    assert SHOWN <= CANDIDATES
    assert {len(repair.changes) for repair in found} == {1}
    unpriced = price_repair(Situated(session, REQUEST, needs=("gone",)), found[0], lambda request: None)
    assert (unpriced.totals, unpriced.needs, unpriced.tcv_change) == (None, ("gone",), "")
    assert unpriced.request == with_choices(REQUEST, session.mend(found[0]).choices)


STALE = {
    "choices": {"OLD-1": 2, "SBC-100": {"quantity": 40, "tls": "maybe"}, "SIP-30": 1},
    "exclude": ["OLD-2"],
    "needs": ["gone"],
    "line_discounts": {"OLD-1": "4"},
}


def test_a_draft_of_another_release_is_refused_with_a_way_out_that_works(proposer: Proposer) -> None:
    found = proposer.evaluate(request(**STALE), TODAY)
    assert found.content is None
    assert {problem.code for problem in found.problems} >= {
        "request_offering_unknown",
        "request_value_unknown",
        "request_quantity_out_of_range",
        "request_need_unknown",
    }
    (way,) = found.repairs
    assert way.needs == ("gone",)
    changed = {change.choice: change.instead for change in way.repair.changes}
    assert changed == {
        Choice("OLD-1", 2): None,
        Choice("OLD-2", 0): None,
        Choice("SBC-100", 40): Choice("SBC-100", 3),
        Choice("SBC-100", attribute="tls", value="maybe"): Choice("SBC-100", attribute="tls", value="on"),
    }
    assert way.request["choices"] == {"SIP-30": 1, "SBC-100": {"quantity": 3, "tls": "on"}}
    assert (way.request["exclude"], way.request["needs"], way.request["line_discounts"]) == ([], [], {})
    assert proposer.content_of(way.request, TODAY).totals == way.totals
    assert found.options["SBC-100"].state is State.CHOSEN


def test_a_draft_of_another_release_may_conflict_besides(proposer: Proposer) -> None:
    stale = request(choices={"OLD-1": 2, "SIP-30": 1, "MIN-OUT": 5})
    found = proposer.evaluate(stale, TODAY)
    assert found.conflict is not None
    assert [problem.code for problem in found.problems] == ["request_offering_unknown", "choices_conflict"]
    assert len(found.repairs) == 2
    for way in found.repairs:
        assert Change(Choice("OLD-1", 2)) in way.repair.changes
        assert len(way.repair.changes) == 2
        assert proposer.content_of(way.request, TODAY)


def test_what_only_lost_needs_or_discounts_has_a_way_out_without_changes(proposer: Proposer) -> None:
    (way,) = proposer.evaluate(request(needs=["gone"]), TODAY).repairs
    assert (way.repair.changes, way.needs) == ((), ("gone",))


def test_a_request_that_is_wrong_in_other_ways_has_no_way_out(proposer: Proposer) -> None:
    found = proposer.evaluate(request(choices={"OLD-1": 2}, term_months=7), TODAY)
    assert (found.repairs, found.options) == ((), {})


def test_examine_tells_the_ways_out_of_stale_requests(proposer: Proposer) -> None:
    trial = proposer.examine(request(**STALE), TODAY)
    assert trial.conflict is None
    assert [way.needs for way in trial.repairs] == [("gone",)]
    assert trial.options["SIP-30"].state is State.CHOSEN
