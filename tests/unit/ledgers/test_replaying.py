"""A ledger computed again: what each operation does, spreads, sums, and how a difference is told."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from configurator.ledgers.ledger_text import LedgerBroken, read_ledger, write_ledger, write_with_lines
from configurator.ledgers.replaying import MOST_SHOWN, check_ledger, compute_ledger, replay
from configurator.ledgers.replaying_sums import SUMS, list_addends
from tests.factories.ledgers import make_charge, make_payment, make_tree


def listed(formula):
    return {"step": "list", "formula": formula}


def run(*steps, rounding="half_up", **changes):
    """The amounts of the steps of one payment, and the payment."""
    tree = make_tree(make_charge(make_payment("1.1.1", *steps, **changes)), rounding=rounding)
    payment = compute_ledger(tree)["lines"][0]["charges"][0]["payments"][0]
    return [step["amount"] for step in payment["steps"]], payment


@pytest.mark.parametrize(
    ("steps", "amounts"),
    [
        ([listed("3 × 500")], ["1500.00"]),
        ([listed("3 × 33.335")], ["100.01"]),
        ([listed("10"), {"step": "factor", "factor": "1.25"}], ["10.00", "12.50"]),
        ([listed("100"), {"step": "escalation", "percent": "3", "times": 2}], ["100.00", "106.09"]),
        ([listed("100"), {"step": "waiver"}], ["100.00", "0.00"]),
        ([listed("100"), {"step": "term_discount", "percent": "8.5"}], ["100.00", "91.50"]),
        ([listed("100"), {"step": "manual_discount", "percent": "100"}], ["100.00", "0.00"]),
        ([listed("100"), {"step": "floor", "to": "120.005"}], ["100.00", "120.01"]),
        ([listed("100"), {"step": "floor", "to": "1/3"}], ["100.00", "100.00"]),
        ([listed("1234.56"), {"step": "round", "multiple": "10"}], ["1234.56", "1230.00"]),
    ],
)
def test_computes_each_operation_from_its_operands(steps, amounts):
    assert run(*steps)[0][: len(amounts)] == amounts


def test_rounds_only_at_list_and_net_but_shows_every_step_rounded():
    """1.005 is 1.01 at list; 1.01 × 0.905 × 0.995 = 0.909479… is shown as 0.91 twice and stays exact between."""
    steps = [{"step": "term_discount", "percent": "9.5"}, {"step": "manual_discount", "percent": "0.5"}]
    amounts, payment = run(listed("1.005"), *steps)
    assert amounts == ["1.01", "0.91", "0.91", "0.91", "0.86"]
    assert [step["change"] for step in payment["steps"]] == ["1.01", "-0.10", "0.00", "0.00", "-0.05"]


def test_a_part_of_a_period_is_its_share():
    amounts, payment = run(listed("310"), {"step": "part"}, share="17/31")
    assert amounts[:2] == ["310.00", "170.00"]
    assert payment["list"] == "170.00"


def test_rounds_half_to_even_where_the_ledger_says_so():
    half = [listed("0.25"), {"step": "term_discount", "percent": "90"}]
    assert run(*half)[0][1] == "0.03"
    assert run(*half, rounding="half_even")[0][1] == "0.02"
    assert run(listed("0.035"), rounding="half_even")[0][0] == "0.04"


def test_programmes_of_one_stage_start_from_the_same_amount():
    steps = [
        {"step": "programme", "rule": "P", "percent": "10", "after": 0},
        {"step": "programme", "rule": "Q", "percent": "20", "after": 0},
        {"step": "programme", "rule": "R", "percent": "50", "after": 2},
    ]
    assert run(listed("100"), *steps)[0][:4] == ["100.00", "90.00", "70.00", "35.00"]


@pytest.mark.parametrize(
    ("grant", "amount"),
    [
        ({"percent": "30", "cap": "20"}, "80.00"),
        ({"percent": "10", "cap": "20"}, "90.00"),
        ({"off": "25"}, "75.00"),
        ({"off": "250"}, "0.00"),
        ({"off": "25", "cap": "7.5"}, "92.50"),
    ],
)
def test_a_programme_takes_off_no_more_than_its_cap_and_what_is_there(grant, amount):
    assert run(listed("100"), {"step": "programme", "rule": "P", "after": 0, **grant})[0][1] == amount


def test_programmes_of_one_stage_take_off_no_more_than_there_is_together():
    steps = [{"step": "programme", "rule": rule, "percent": "70", "after": 0} for rule in "PQ"]
    assert run(listed("100"), *steps)[0][:3] == ["100.00", "30.00", "0.00"]


def test_amounts_and_caps_of_programmes_count_by_the_share():
    for grant in ({"off": "31"}, {"percent": "100", "cap": "31"}):
        steps = (listed("310"), {"step": "part"}, {"step": "programme", "rule": "P", "after": 1, **grant})
        assert run(*steps, share="1/31")[0][:3] == ["310.00", "10.00", "9.00"]


def test_tax_is_contained_or_added():
    payment = run(listed("106"))[1]
    assert (payment["net"], payment["ex_tax"], payment["tax"]) == ("106.00", "100.00", "6.00")
    tree = make_tree(make_charge(make_payment("1.1.1", listed("100"))), tax_inclusive=False)
    (payment,) = compute_ledger(tree)["lines"][0]["charges"][0]["payments"]
    assert (payment["net"], payment["ex_tax"], payment["tax"]) == ("100.00", "100.00", "6.00")
    assert payment["steps"][-1]["amount"] == "106.00"


def test_amounts_without_decimals_stay_whole():
    tree = make_tree(make_charge(make_payment("1.1.1", listed("3 × 33.5"))), currency={"code": "JPY", "decimals": 0})
    assert compute_ledger(tree)["totals"]["monthly"] == "101"


SPREAD = {"step": "spread", "of": 0}


def spread(form, value, *members):
    told = [{"payment": id, "place": [id, "", 1]} for id in members]
    return {"form": form, "value": value, "members": told}


def share(form, value, *formulas):
    """What each payment comes to when an amount is spread over them."""
    ids = [f"{at}.1.1" for at in range(1, len(formulas) + 1)]
    charges = [make_charge(make_payment(id, listed(each), SPREAD)) for id, each in zip(ids, formulas, strict=True)]
    tree = compute_ledger(make_tree(*charges, spreads=(spread(form, value, *ids),)))
    return [charge["payments"][0]["net"] for charge in tree["lines"][0]["charges"]], tree["spreads"][0]


def test_spreads_in_proportion_with_the_last_cent_on_the_largest_remainder():
    nets, told = share("amount", "1.00", "10", "20", "30.01")
    assert nets == ["9.83", "19.67", "29.51"]
    assert (told["sum"], told["becomes"]) == ("60.01", "59.01")
    assert [each["new"] for each in told["members"]] == nets


def test_a_spread_over_a_payment_that_waits_for_none_is_told():
    tree = make_tree(make_charge(make_payment("1.1.1", listed("10"))), spreads=(spread("target", "5", "1.1.1"),))
    with pytest.raises(LedgerBroken) as refusal:
        compute_ledger(tree)
    assert refusal.value.params == {"reason": "spread"}


def test_equal_remainders_go_to_the_larger_weight_then_by_place():
    assert share("amount", "0.01", "10", "10")[0] == ["9.99", "10.00"]
    assert share("target", "0.03", "0.01", "0.01")[0] == ["0.02", "0.01"]


def test_a_target_may_raise_and_an_amount_takes_no_more_than_all():
    assert share("target", "33", "10", "20")[0] == ["11.00", "22.00"]
    assert share("amount", "99", "10", "20")[0] == ["0.00", "0.00"]
    assert share("amount", "5", "0", "0")[0] == ["0.00", "0.00"]


def test_other_payments_of_a_charge_follow_in_the_same_ratio():
    own = make_payment("1.1.1", listed("100"), SPREAD)
    other = make_payment("1.1.2", listed("10"), {**SPREAD, "like": "1.1.1"}, regular=False, first_month=2)
    tree = compute_ledger(make_tree(make_charge(own, other), spreads=(spread("target", "75", "1.1.1"),)))
    assert [each["net"] for each in tree["lines"][0]["charges"][0]["payments"]] == ["75.00", "7.50"]


def test_spreads_follow_one_another():
    steps = (listed("100"), SPREAD, {"step": "spread", "of": 1})
    spreads = (spread("target", "50", "1.1.1"), spread("amount", "1", "1.1.1"))
    tree = compute_ledger(make_tree(make_charge(make_payment("1.1.1", *steps)), spreads=spreads))
    assert tree["totals"]["monthly"] == "49.00"


def test_what_a_spread_does_not_change_stays_exact():
    steps = (listed("10"), {"step": "term_discount", "percent": "0.04"}, SPREAD, {"step": "factor", "factor": "10"})
    tree = make_tree(make_charge(make_payment("1.1.1", *steps)), spreads=(spread("target", "10", "1.1.1"),))
    assert compute_ledger(tree)["totals"]["monthly"] == "99.96"


def test_sums_count_payments_kinds_and_years():
    charges = (
        make_charge(make_payment("1.1.1", listed("500")), kind="one_time", period=None),
        make_charge(
            make_payment("1.2.1", listed("100"), count=6, regular=False),
            make_payment("1.2.2", listed("80"), count=18, first_month=7),
        ),
        make_charge(make_payment("1.3.1", listed("30"), count=8), period="quarter"),
        make_charge(make_payment("1.4.1", listed("1200"), count=2), period="year"),
        make_charge(make_payment("1.5.1", listed("7")), kind="usage"),
    )
    totals = compute_ledger(make_tree(*charges))["totals"]
    assert {key: value for key, value in totals.items() if isinstance(value, str)} == {
        "one_time": "500.00",
        "monthly": "80.00",
        "quarterly": "30.00",
        "annual": "1200.00",
        "usage_estimate": "7.00",
        "first_year": "2900.00",
        "tcv": "5180.00",
        "list_tcv": "5180.00",
    }
    assert totals["tax_of_term"] == [{"rate": "0.06", "inclusive": "5180.00", "ex_tax": "4886.80", "tax": "293.20"}]


def test_each_charge_is_taxed_once_for_each_rate():
    """Thirty payments of 0.01 are taxed as 0.30, not as thirty times nothing."""
    charges = [make_charge(make_payment("1.1.1", listed("0.01"), count=30))]
    charges.append(make_charge(make_payment("1.2.1", listed("0.05"), count=1)))
    totals = compute_ledger(make_tree(*charges))["totals"]
    assert totals["tax_of_term"] == [{"rate": "0.06", "inclusive": "0.35", "ex_tax": "0.33", "tax": "0.02"}]


def test_rates_are_told_apart_and_in_rising_order():
    nine = {**make_payment("1.2.1", listed("109")), "steps": [listed("109"), {"step": "net"}, {"step": "tax", "rate": "0.09"}]}  # fmt: skip  # noqa: E501
    totals = compute_ledger(make_tree(make_charge(nine), make_charge(make_payment("1.1.1", listed("106")))))["totals"]
    assert [(each["rate"], each["tax"]) for each in totals["tax_of_term"]] == [("0.06", "6.00"), ("0.09", "9.00")]


def test_savings_are_what_programmes_take_off_the_contract():
    steps = (listed("100"), {"step": "programme", "rule": "P", "percent": "10", "after": 0})
    charges = [make_charge(make_payment("1.1.1", *steps, count=24)), make_charge(make_payment("1.2.1", *steps))]
    charges.append(make_charge(make_payment("1.3.1", *steps), kind="usage"))
    assert compute_ledger(make_tree(*charges))["totals"]["savings"] == [{"programme": "P", "amount": "250.00"}]


def test_savings_leave_out_what_a_floor_gives_back():
    """100 less 20 and 8 is 72; a floor of 79 gives 7 of the second programme's 8 back."""
    steps = (
        listed("100"),
        {"step": "programme", "rule": "P", "percent": "20", "after": 0},
        {"step": "programme", "rule": "Q", "percent": "10", "after": 1},
        {"step": "floor", "to": "79"},
    )
    totals = compute_ledger(make_tree(make_charge(make_payment("1.1.1", *steps, count=2))))["totals"]
    assert totals["savings"] == [{"programme": "P", "amount": "40.00"}, {"programme": "Q", "amount": "2.00"}]
    steps = (*steps[:3], {"step": "floor", "to": "95"})
    totals = compute_ledger(make_tree(make_charge(make_payment("1.1.1", *steps))))["totals"]
    assert totals["savings"] == [{"programme": "P", "amount": "5.00"}]


def complete(tree):
    return replay(write_ledger(tree))


PLAIN = complete(make_tree(make_charge(make_payment("1.1.1", listed("2 × 50"), count=12))))


def test_replays_byte_for_byte():
    assert replay(PLAIN) == PLAIN
    assert check_ledger(PLAIN).is_same
    assert check_ledger(PLAIN).amounts == 3


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('"amount":"100.00"', '"amount":"101.00"', "lines.0.charges.0.payments.0.steps.0.amount"),
        ('"net":"100.00"', '"net":"99.00"', "lines.0.charges.0.payments.0.net"),
        ('"tcv":"1200.00"', '"tcv":"1200.01"', "totals.tcv"),
        ('"net":"1200.00","rate"', '"net":"1200.01","rate"', "tax_rows.0.net"),
        ('"tax":"67.92"}],"tot', '"tax":"60.00"}],"tot', "tax_rows.0.tax"),
        ('"tax":"67.92"}],"tcv', '"tax":"60.00"}],"tcv', "totals.tax_of_term.0.tax"),
    ],
)
def test_names_the_entry_that_was_altered(before, after, place):
    altered = PLAIN.replace(before, after, 1)
    assert altered != PLAIN
    (found,) = check_ledger(altered).differences
    assert found.place == place
    assert found.stated in after
    assert found.computed in before
    assert replay(altered) == PLAIN


def test_entries_that_are_left_out_or_added_are_told():
    tree = json.loads(PLAIN)
    del tree["totals"]["tcv"]
    tree["totals"]["gift"] = "1.00"
    found = [(each.place, each.stated, each.computed) for each in check_ledger(write_ledger(tree)).differences]
    assert found == [("totals.gift", "1.00", "null"), ("totals.tcv", "null", "1200.00")]


def test_what_differs_is_shown_as_it_is_written():
    altered = PLAIN.replace('"net":"100.00"', '"net":"九十九"').replace(
        '"tcv":"1200.00"', '"tcv":["' + "一" * 80 + '"]'
    )
    found = {each.place: (each.stated, each.computed) for each in check_ledger(altered).differences}
    assert found == {
        "lines.0.charges.0.payments.0.net": ("九十九", "100.00"),
        "totals.tcv": ('["' + "一" * 58, "1200.00"),
    }


@pytest.mark.parametrize("edition", ["0", "3", "true", "1.0", '"2"', "null", "[2]"])
def test_refuses_editions_that_it_does_not_know(edition):
    with pytest.raises(LedgerBroken) as refusal:
        read_ledger(f'{{"format":"price-ledger","edition":{edition}}}')
    assert refusal.value.params["reason"] == "edition"


def test_computes_ledgers_of_the_first_edition_as_they_are():
    """They name no members and no rows of taxes, and nothing is added to them."""
    text = write_ledger(json.loads((Path(__file__).parent / "edition_1.json").read_text(encoding="utf-8")))
    assert '"edition":1' in text and "tax_rows" not in text
    assert replay(text) == text
    assert check_ledger(text).amounts > 50
    assert not check_ledger(text.replace('"tcv":"', '"tcv":"1')).is_same


def test_writes_the_same_text_with_its_lines_one_by_one():
    tree = json.loads(PLAIN)
    for count in (0, 1, 3):
        lines = tree["lines"] * count
        head = {key: value for key, value in tree.items() if key != "lines"}
        assert "".join(write_with_lines(head, lines)) == write_ledger({**head, "lines": lines})


def test_an_altered_operand_shows_in_what_follows_from_it():
    places = [each.place for each in check_ledger(PLAIN.replace("2 × 50", "2 × 51")).differences]
    assert "lines.0.charges.0.payments.0.steps.0.amount" in places
    assert "totals.tcv" in places


def test_tells_only_the_first_of_many_differences():
    payments = [make_payment(f"1.1.{at}", listed("5")) for at in range(1, 30)]
    text = complete(make_tree(make_charge(*payments))).replace('"net":"5.00"', '"net":"6.00"')
    assert len(check_ledger(text).differences) == MOST_SHOWN


def test_entries_that_are_missing_or_too_many_are_differences():
    tree = json.loads(PLAIN)
    tree["totals"]["tax_of_term"] = []
    (found,) = check_ledger(write_ledger(tree)).differences
    assert (found.place, found.stated) == ("totals.tax_of_term", "[]")


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '{"format":"price-ledger","edition":3}', "{'format'}", "NaN", "[" * 100_000]
)
def test_refuses_what_is_no_ledger(text):
    for read in (replay, check_ledger, read_ledger):
        with pytest.raises(LedgerBroken):
            read(text)


def broken(**changes):
    return {**make_tree(make_charge(make_payment("1.1.1", listed("5")))), **changes}


@pytest.mark.parametrize(
    "tree",
    [
        broken(lines=None),
        broken(currency={"decimals": "two"}),
        broken(rounding="half_down"),
        broken(currency={"decimals": float("inf")}),
        make_tree(make_charge({**make_payment("1.1.1", listed("5")), "share": float("inf")})),
        make_tree(make_charge(make_payment("1.1.1"))) | {"lines": [{}]},
        make_tree(make_charge(make_payment("1.1.1", {"step": "gift"}))),
        make_tree(make_charge(make_payment("1.1.1", {"step": "list"}))),
        make_tree(make_charge(make_payment("1.1.1", listed("5 ×")))),
        make_tree(make_charge(make_payment("1.1.1", listed("5"), {"step": "round", "multiple": "0"}))),
        make_tree(make_charge(make_payment("1.1.1", listed("5"))), spreads=(spread("target", "1", "1.1.1"),)),
        make_tree(make_charge(make_payment("1.1.1", listed("5"), SPREAD))),
        make_tree(make_charge({**make_payment("1.1.1"), "steps": [listed("5"), {"step": "net"}]})),
    ],
)
def test_refuses_a_ledger_that_lacks_operands(tree):
    with pytest.raises(LedgerBroken):
        compute_ledger(tree)


def test_every_total_is_the_sum_of_its_addends():
    charges = (
        make_charge(make_payment("1.1.1", listed("500")), kind="one_time", period=None),
        make_charge(
            make_payment("1.2.1", listed("100"), count=6, regular=False),
            make_payment("1.2.2", listed("80"), {"step": "term_discount", "percent": "10"}, count=18, first_month=7),
        ),
        make_charge(make_payment("1.3.1", listed("7")), kind="usage"),
    )
    tree = compute_ledger(make_tree(*charges))
    for name in SUMS:
        addends = list(list_addends(tree, name))
        total = sum((Decimal(each.figure) * each.times for each in addends), Decimal(0))
        assert total == Decimal(tree["totals"][name]), name
        assert all(each.times > 0 and each.line["number"] == 1 for each in addends)
    assert [(each.payment["id"], each.times) for each in list_addends(tree, "first_year")] == [
        ("1.1.1", 1),
        ("1.2.1", 6),
        ("1.2.2", 6),
    ]
    assert [each.figure for each in list_addends(tree, "list_tcv")] == ["500.00", "100.00", "80.00"]


def test_payments_equal_to_the_regular_one_stay_equal_to_it():
    """0.9 of a cent becomes 6.64, not 6.64 × 0.9."""
    percent = {"step": "manual_discount", "percent": "10"}
    own = make_payment("1.1.1", listed("0.01"), percent, SPREAD)
    other = make_payment("1.1.2", listed("0.01"), percent, {**SPREAD, "like": "1.1.1"}, regular=False, first_month=2)
    tree = compute_ledger(make_tree(make_charge(own, other), spreads=(spread("target", "6.64", "1.1.1"),)))
    assert [each["net"] for each in tree["lines"][0]["charges"][0]["payments"]] == ["6.64", "6.64"]


@pytest.mark.parametrize(
    ("weights", "nets"), [(("0.03", "0.05"), ["0.02", "0.02"]), (("0.05", "0.03"), ["0.02", "0.02"])]
)
def test_of_equal_remainders_the_larger_weight_is_changed_by_more(weights, nets):
    assert share("amount", "0.04", *weights)[0] == nets


def test_a_spread_that_a_payment_does_not_know_breaks_the_ledger():
    other = {"step": "spread", "of": 3}
    tree = make_tree(make_charge(make_payment("1.1.1", listed("5"), other)), spreads=(spread("target", "1", "1.1.1"),))
    with pytest.raises(LedgerBroken) as refusal:
        compute_ledger(tree)
    assert refusal.value.params == {"reason": "spread"}


def test_a_total_names_what_it_is_the_sum_of():
    later = make_payment("1.1.2", listed("3"), regular=False, first_month=13, count=12)
    monthly = make_charge(make_payment("1.1.1", listed("5"), count=12), later)
    usage = make_charge(make_payment("1.2.1", listed("7"), count=0), kind="usage")
    tree = compute_ledger(make_tree(monthly, usage))
    assert [(each.payment["id"], each.figure, each.times) for each in list_addends(tree, "tcv")] == [
        ("1.1.1", "5.00", 12),
        ("1.1.2", "3.00", 12),
    ]
    (first,) = list_addends(tree, "first_year")
    assert (first.line["number"], first.charge["kind"], first.payment["id"], first.times) == (
        1,
        "recurring",
        "1.1.1",
        12,
    )
    assert [each.figure for each in list_addends(tree, "list_tcv")] == ["5.00", "3.00"]
    assert [(each.figure, each.times) for each in list_addends(tree, "usage_estimate")] == [("7.00", 1)]
    assert list(list_addends(tree, "one_time")) == []


def test_savings_leave_out_what_a_floor_gave_back():
    """100 less 30 less 20 is 50; the floor of 60 leaves 30 and 10, one of 90 leaves 10 and nothing."""
    for floor, savings in (("60", {"P1": "30.00", "P2": "10.00"}), ("90", {"P1": "10.00"})):
        first = {"step": "programme", "off": "30", "rule": "P1", "after": 0}
        second = {"step": "programme", "off": "20", "rule": "P2", "after": 1}
        payment = make_payment("1.1.1", listed("100"), first, second, {"step": "floor", "to": floor})
        told = compute_ledger(make_tree(make_charge(payment)))["totals"]["savings"]
        assert {each["programme"]: each["amount"] for each in told} == savings


def test_says_that_the_rounding_is_unknown():
    with pytest.raises(LedgerBroken) as refusal:
        compute_ledger(make_tree(rounding="half_down"))
    assert refusal.value.params == {"reason": "rounding"}


@pytest.mark.parametrize(
    ("tree", "reason"), [(broken(lines=None), "TypeError"), (make_tree() | {"lines": [{}]}, "KeyError")]
)
def test_says_what_kind_of_operand_is_missing(tree, reason):
    with pytest.raises(LedgerBroken) as refusal:
        compute_ledger(tree)
    assert refusal.value.params == {"reason": reason}


def test_says_that_a_payment_has_no_tax():
    bare = {**make_payment("1.1.1"), "steps": [listed("5"), {"step": "net"}]}
    with pytest.raises(LedgerBroken) as refusal:
        compute_ledger(make_tree(make_charge(bare)))
    assert refusal.value.params == {"reason": "tax"}


def test_a_bundles_last_cent_goes_to_the_larger_list_of_equal_remainders():
    """A net of 0.06 over lists of 0.02 and 0.06 is 0.015 and 0.045."""
    off = {"step": "programme", "rule": "P", "off": "0.02", "after": 0}
    large = {**make_payment("1.2.1"), "steps": [listed("0.06"), off, {"step": "net"}, {"step": "tax", "rate": "0.09"}]}
    small = make_payment("1.1.1", listed("0.02"))
    rows = [{"charge": "1.1", "rate": "0.06"}, {"charge": "1.2", "rate": "0.09"}]
    totals = compute_ledger(
        make_tree(make_charge(small), make_charge(large), tax_bundles=[{"bundle": "PAIR", "rows": rows}])
    )["totals"]
    assert [(each["rate"], each["inclusive"]) for each in totals["tax_of_term"]] == [("0.06", "0.01"), ("0.09", "0.05")]


@pytest.mark.parametrize(
    ("text", "reason"), [("{", "json"), ("[]", "edition"), ('{"format":"price-ledger"}', "edition")]
)
def test_says_why_a_text_is_no_ledger(text, reason):
    with pytest.raises(LedgerBroken) as refusal:
        read_ledger(text)
    assert refusal.value.params == {"reason": reason}


def test_differences_are_shown_as_they_stand_cut_short():
    tree = json.loads(PLAIN)
    tree["totals"]["tax_of_term"] = {"rate": "网" * 80}
    (found,) = check_ledger(write_ledger(tree)).differences[:1]
    assert found.stated == '{"rate": "' + "网" * 50
