"""A ledger as its page shows it."""

from __future__ import annotations

from typing import Any

import pytest

from configurator.ledgers.replaying import compute_ledger
from configurator.ledgers.replaying_sums import list_addends
from configurator.web.ledger_views import LedgerLine, StepView, find_lines, view_addend, view_lines
from tests.factories.content import make_content
from tests.factories.ledgers import make_charge, make_payment, make_tree

CONTENT = make_content(lines=2)
LISTED = {"step": "list", "formula": "2 × 50", "rule": "A-1:once", "place": "prices/net.csv:5:1"}


def show(steps: tuple[dict[str, Any], ...], **changes: Any) -> tuple[StepView, ...]:
    """The steps of one payment, as the page shows them."""
    spreads = ({"form": "target", "value": "90", "members": [{"payment": "1.1.1", "place": ["A", "", 1]}]},)
    used = spreads if any(step["step"] == "spread" for step in steps) else ()
    tree = compute_ledger(make_tree(make_charge(make_payment("1.1.1", LISTED, *steps, **changes)), spreads=used))
    return view_lines(tree, CONTENT, lambda amount: f"<{amount}>")[0].charges[0].payments[0].steps


@pytest.mark.parametrize(
    ("step", "computation"),
    [
        ({"step": "factor", "factor": "1.2"}, "<100.00> × 1.2"),
        ({"step": "escalation", "percent": "3", "times": 1}, "<100.00> × (100 + 3) %"),
        ({"step": "escalation", "percent": "3", "times": 2}, "<100.00> × (100 + 3) % ^ 2"),
        ({"step": "waiver"}, "<100.00> × 0"),
        ({"step": "term_discount", "percent": "5"}, "<100.00> × (100 − 5) %"),
        ({"step": "programme", "rule": "P", "percent": "10", "after": 0}, "<100.00> − 10 % × <100.00>"),
        ({"step": "programme", "rule": "P", "off": "7", "cap": "5", "after": 0}, "<100.00> − min(7, 5)"),
        ({"step": "spread", "of": 0}, "<100.00> × <90.00> ÷ <100.00>"),
        ({"step": "floor", "to": "120"}, "max(<100.00>, 120)"),
        ({"step": "round", "multiple": "30"}, "floor(<100.00> ÷ 30) × 30"),
    ],
)
def test_each_step_shows_its_computation_in_figures(step: dict[str, Any], computation: str) -> None:
    assert show((step,))[1].computation == computation


def test_list_net_and_tax_show_theirs() -> None:
    listed, net, tax = show(())
    assert (listed.computation, listed.rule, listed.place) == ("2 × 50", "A-1:once", "prices/net.csv:5:1")
    assert (net.computation, net.amount) == ("≈ <100.00>", "100.00")
    assert tax.change == "-5.66"


def test_parts_multiply_by_their_share() -> None:
    steps = ({"step": "part"}, {"step": "programme", "rule": "P", "off": "31", "after": 1})
    shown = show(steps, share="17/31")
    assert [step.computation for step in shown[1:3]] == ["<100.00> × 17/31", "<54.84> − 31 × 17/31"]


def lines() -> tuple[LedgerLine, ...]:
    return view_lines(two_lines(), CONTENT, str)


def two_lines() -> dict[str, Any]:
    tree = make_tree(make_charge(make_payment("1.1.1", LISTED, count=12)))
    second = {"number": 2, "offering": "B-1", "quantity": 3, "charges": [make_charge(kind="one_time", period=None)]}
    return compute_ledger({**tree, "lines": [*tree["lines"], second]})


def test_lines_have_the_contents_names_and_their_payments_months() -> None:
    first, second = lines()
    assert (first.name, first.number, second.quantity) == (CONTENT.lines[0].name, 1, 3)
    payment = first.charges[0].payments[0]
    assert (payment.first_month, payment.last_month, payment.count, payment.share) == (1, 12, 12, "")
    assert [charge.kind for charge in (*first.charges, *second.charges)] == ["month", "one_time"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("", [1, 2]), ("a-1", [1]), ("B-1", [2]), ("NET.CSV", [1]), ("a-1 b-1", []), ("专线", [1]), ("nothing", [])],
)
def test_lines_are_found_by_code_name_rule_and_place(wanted: str, found: list[int]) -> None:
    assert [line["number"] for line in find_lines(two_lines()["lines"], CONTENT, wanted)] == found


def test_a_line_that_the_content_lacks_goes_by_its_code() -> None:
    tree = compute_ledger(make_tree(make_charge(make_payment("9.1.1", LISTED))))
    renumbered = {**tree, "lines": [{**tree["lines"][0], "number": 9}]}
    assert view_lines(renumbered, CONTENT, str)[0].name.en == "A-1"


def test_an_addend_is_a_figure_so_many_times() -> None:
    tree = compute_ledger(make_tree(make_charge(make_payment("1.1.1", LISTED, count=12))))
    (addend,) = list_addends(tree, "tcv")
    shown = view_addend(addend, {1: CONTENT.lines[0].name}, lambda figure, times: f"{figure} by {times}")
    assert shown.name == CONTENT.lines[0].name
    assert view_addend(addend, {}, lambda figure, times: figure).name.en == "A-1"
    assert (shown.payment, shown.figure, shown.times, shown.amount) == ("1.1.1", "100.00", 12, "100.00 by 12")
    assert [each.times for each in list_addends(tree, "monthly")] == [1]
    assert list(list_addends(tree, "annual")) == []


def test_steps_that_are_taken_of_a_sum_name_it() -> None:
    spread = {"step": "spread", "of": 0}
    granted = {"step": "programme", "rule": "P", "percent": "10", "after": 0}
    assert [step.of for step in show((granted, spread))] == ["", "", "spread.0", "", ""]
    tree = make_tree(
        make_charge(make_payment("1.1.1", {**LISTED, "base_of": 3}, granted)), measures=[{"programme": "P"}]
    )
    for step in tree["lines"][0]["charges"][0]["payments"][0]["steps"]:
        step.update({"amount": "1", "change": "1"})
    tree["lines"][0]["charges"][0]["payments"][0]["net"] = "1"
    (line,) = view_lines(tree, CONTENT, str)
    assert [step.of for step in line.charges[0].payments[0].steps] == ["base.3", "measure.P", "", ""]
