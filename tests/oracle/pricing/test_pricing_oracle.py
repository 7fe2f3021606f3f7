"""Random quotes come to the same minor units in the product and in a computation with whole numbers only."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from configurator.ledgers.ledger import make_ledger
from configurator.ledgers.replaying import check_ledger, replay
from configurator.pricing import compare_terms, price
from configurator.values.periods import ChargeKind, Period
from tests.oracle.pricing.building import build, scaled
from tests.oracle.pricing.comparing import compare, shrink
from tests.oracle.pricing.granting import MEASURES
from tests.oracle.pricing.listing import MODELS, offer_of
from tests.oracle.pricing.mixing import make_world
from tests.oracle.pricing.ratios import Ratio
from tests.oracle.pricing.reckoning import STAGES
from tests.oracle.pricing.restating import contains_tax
from tests.oracle.pricing.summing import is_taxed_on_totals
from tests.oracle.pricing.world import Line, Manual

HERE = Path(__file__).parent
OWN = ("ratios", "world", "periods", "listing", "anchoring", "granting", "reckoning", "restating", "summing", "giving")
OWN = (*OWN, "making", "mixing")
KNOWN = {"collections.abc", "dataclasses", "datetime", "math", "random"}

worlds = st.integers(0, 10**12).map(make_world)
# A smaller seed is no simpler quote, so there is nothing to shrink here; `python -m tests.oracle.pricing` does it.
many = settings(max_examples=150, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("hundred", range(30))
def test_every_figure_is_the_oracles_to_the_minor_unit(hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        assert compare(make_world(seed)) is None, f"python -m tests.oracle.pricing 1 --seed {seed}"


# The oracle is a second computation: whole numbers, nothing of the product.


@pytest.mark.parametrize("name", OWN)
def test_the_oracle_shares_no_code_with_the_product(name):
    tree = ast.parse((HERE / f"{name}.py").read_text())
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {node.module for node in imported if isinstance(node, ast.ImportFrom)}
    assert [node for node in imported if isinstance(node, ast.Import)] == []
    assert {each for each in modules if not each.startswith("tests.oracle.pricing.")} <= KNOWN
    assert {each.rpartition(".")[2] for each in modules if each.startswith("tests.")} <= set(OWN)


@pytest.mark.parametrize("name", OWN)
def test_the_oracle_counts_with_whole_numbers_only(name):
    for node in ast.walk(ast.parse((HERE / f"{name}.py").read_text())):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex)), node.lineno
        assert not (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id in ("float", "Decimal", "Fraction", "round")), node.lineno


@pytest.mark.parametrize(
    ("over", "under", "half_up", "half_even"),
    [(1, 2, 1, 0), (3, 2, 2, 2), (-1, 2, -1, 0), (-3, 2, -2, -2), (1, 3, 0, 0), (2, 3, 1, 1), (0, 7, 0, 0)],
)
def test_halves_go_away_from_zero_or_to_the_even_neighbour(over, under, half_up, half_even):
    assert Ratio(over, under).settle("half_up") == half_up
    assert Ratio(over, under).settle("half_even") == half_even


# What is drawn covers what there is.


def test_random_quotes_meet_every_model_stage_and_measure():
    drawn = [make_world(seed) for seed in range(800)]
    prices = [price for world in drawn for offer in world.offers for price in offer.prices]
    assert {each.model for each in prices} == set(MODELS)
    assert {kind for world in drawn for _, kind in world.stages} == set(STAGES)
    assert {each.measure for world in drawn for each in world.programmes} == set(MEASURES)
    assert {each.kind for each in prices} == {each.value for each in ChargeKind}
    assert {each.period for each in prices} == {None, *(each.value for each in Period)}
    assert {each.form for world in drawn for each in world.manual} == {"percent", "amount", "target"}
    for had in ("calendar", "end", "ramps", "floors", "roundings", "factors", "codes", "named"):
        assert any(getattr(world, had) for world in drawn), had


def test_a_difference_is_made_small():
    def differs(world):
        return "differs" if any(manual.form == "target" for manual in world.manual) else None

    found = next(make_world(seed) for seed in range(1000) if differs(make_world(seed)))
    small = shrink(found, differs)
    assert [replace(each, scope="") for each in small.manual] == [Manual("", "target", 0)]
    assert (small.offers, small.lines, small.programmes, small.ramps) == ((), (), (), ())


# What holds for every quote.


@many
@given(worlds)
def test_totals_are_the_sums_of_the_charges(world):
    priced = price(*build(world))
    charges = [charge for line in priced.lines for charge in line.charges]
    totals = priced.totals
    parts = (totals.one_time, totals.monthly, totals.quarterly, totals.annual, totals.usage_estimate)
    assert sum(each.net.minor for each in charges) == sum(part.minor for part in parts)
    if not is_taxed_on_totals(world):
        assert sum(each.tax.minor for each in charges) == sum(tax.minor for tax in totals.tax_by_rate.values())
    contract = [payment for each in charges if each.kind is not ChargeKind.USAGE for payment in each.payments]
    assert sum(each.net.minor * each.count for each in contract) == totals.tcv.minor
    assert sum(each.list.minor * each.count for each in contract) == totals.list_tcv.minor


@many
@given(worlds)
def test_tax_of_the_term_covers_the_contract_at_each_rate(world):
    priced = price(*build(world))
    side = "inclusive" if contains_tax(world) else "ex_tax"
    assert priced.tax_inclusive == contains_tax(world)
    lines = priced.totals.tax_of_term
    assert sum(getattr(line, side).minor for line in lines) == priced.totals.tcv.minor
    assert all(line.inclusive == line.ex_tax + line.tax for line in lines)
    assert len({line.rate for line in lines}) == len(lines)


@many
@given(worlds)
def test_no_net_is_negative_and_pass_through_keeps_its_list(world):
    for line in price(*build(world)).lines:
        for charge in line.charges:
            for payment in charge.payments:
                assert payment.net.minor >= 0
                if offer_of(world, line.offering).pass_through:
                    assert payment.net in (payment.list, payment.list - payment.list)


@many
@given(worlds)
def test_floors_are_kept(world):
    stages = (("term", "term"), *(each for each in world.stages if each[1] in ("programme", "manual")), ("f", "floor"))
    kept = replace(world, stages=stages, regime="", exchange=None)
    held = price(*build(replace(kept, stages=(("term", "term"), ("manual", "manual")), **NOTHING_MANUAL)))
    for line, before in zip(price(*build(kept)).lines, held.lines, strict=True):
        floor = floor_of(world, offer_of(world, line.offering))
        if floor is None or floor.most is None or offer_of(world, line.offering).pass_through:
            continue
        for charge, bound in zip(line.charges, before.charges, strict=True):
            least = Ratio(bound.net.minor) * Ratio(10**4 - floor.most, 10**4)
            assert least - Ratio(1) < Ratio(charge.net.minor)


NOTHING_MANUAL = {"manual": (), "line_discounts": (), "quote_discount": 0, "programmes": ()}


def floor_of(world, offer):
    own = [floor for floor in world.floors if floor.family == offer.family]
    return next(iter(own or [floor for floor in world.floors if not floor.family]), None)


@many
@given(worlds, st.randoms(use_true_random=False))
def test_order_of_the_lines_changes_no_figure(world, shuffler):
    shuffled = list(world.lines)
    shuffler.shuffle(shuffled)
    turned, straight = price(*build(replace(world, lines=tuple(shuffled)))), price(*build(world))
    assert turned.totals == straight.totals
    assert sorted(map(figures_of, turned.lines)) == sorted(map(figures_of, straight.lines))


@many
@given(worlds)
def test_a_line_of_quantity_zero_changes_no_figure(world):
    more = Line(world.offers[0].code, 0, world.lines[0].attributes)
    zeroed, plain = price(*build(replace(world, lines=(more, *world.lines)))), price(*build(world))
    assert zeroed.totals == plain.totals
    assert zeroed.lines[0].charges == ()
    assert [figures_of(line) for line in zeroed.lines[1:]] == [figures_of(line) for line in plain.lines]


@many
@given(worlds, st.randoms(use_true_random=False))
def test_a_changed_quote_costs_the_same_from_nothing_and_from_the_price_before(world, chance):
    catalog, configuration, context = build(world)
    before = price(catalog, configuration, context)
    for _ in range(3):
        configuration = change_lines(configuration, chance)
        after, fresh = price(catalog, configuration, context, before), price(catalog, configuration, context)
        assert after.totals == fresh.totals
        assert after.lines == fresh.lines
        before = after


def change_lines(configuration, chance):
    """One line with another quantity, gone, twice, or all of them in another order."""
    lines = list(configuration.lines)
    at = chance.randrange(len(lines))
    match chance.choice(("quantity", "gone", "twice", "order")):
        case "quantity":
            lines[at] = replace(lines[at], quantity=chance.randrange(60))
        case "gone" if len(lines) > 1:
            del lines[at]
        case "twice":
            lines.append(lines[at])
        case _:
            chance.shuffle(lines)
    return replace(configuration, lines=tuple(lines))


@many
@given(worlds, worlds)
def test_the_price_of_another_quote_before_changes_nothing(one, other):
    catalog, configuration, context = build(one)
    foreign = price(*build(other))
    assert price(catalog, configuration, context, foreign).lines == price(catalog, configuration, context).lines
    cheaper = replace(context, discount_percent=scaled(700, 2), line_discounts={})
    known = price(catalog, configuration, context)
    again, fresh = price(catalog, configuration, cheaper, known), price(catalog, configuration, cheaper)
    assert (again.lines, again.totals) == (fresh.lines, fresh.totals)


@many
@given(worlds)
def test_terms_side_by_side_are_the_terms_one_by_one(world):
    terms = tuple(sorted({1, world.term}))
    catalog, configuration, context = build(world)
    compared = compare_terms(catalog, configuration, context, terms)
    assert tuple(compared) == terms
    for term, totals in compared.items():
        assert totals == price(catalog, configuration, replace(context, term_months=term)).totals


@many
@given(worlds)
def test_traces_lead_from_nothing_to_the_tax_without_a_gap(world):
    for line in price(*build(world)).lines:
        for charge in line.charges:
            for payment in charge.payments:
                steps = {step.step: step for step in payment.trace}
                begins = next((at for at, step in enumerate(payment.trace) if step.step == "exchange"), 0)
                for part in (payment.trace[:begins], payment.trace[begins:]):
                    assert not part or sum(step.change.minor for step in part) == part[-1].amount.minor
                assert payment.trace[-1].step == "tax"
                assert steps[show_net_step(steps)].amount == payment.net


def show_net_step(steps):
    """The step that leads to the net amount of the quote."""
    return next(each for each in ("exchange", "home_tax", "net") if each in steps)


def figures_of(line):
    return (
        line.offering,
        line.quantity,
        [
            [
                (each.first_month, each.count, each.quantity, each.list.minor, each.net.minor, each.tax.minor)
                for each in charge.payments
            ]
            for charge in line.charges
        ],
    )


@many
@given(worlds)
def test_every_ledger_replays_byte_for_byte(world):
    catalog, configuration, context = build(world)
    text = make_ledger(catalog, price(catalog, configuration, context))
    assert replay(text) == text
    assert check_ledger(text).differences == ()
