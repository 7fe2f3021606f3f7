"""What must be true of every random quote, whatever it mixes."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from configurator.ledgers.ledger import make_ledger
from configurator.ledgers.replaying import check_ledger, replay
from configurator.pricing import compare_terms, price
from configurator.pricing.pipeline import quote_price
from configurator.pricing.taxing_contracts import tax_contract
from configurator.values.periods import ChargeKind
from tests.oracle.pricing.building import build, scaled
from tests.oracle.pricing.listing import offer_of
from tests.oracle.pricing.mixing import make_world
from tests.oracle.pricing.ratios import Ratio
from tests.oracle.pricing.restating import contains_tax
from tests.oracle.pricing.summing import is_taxed_on_totals
from tests.oracle.pricing.world import Line

worlds = st.integers(0, 10**12).map(make_world)
# A smaller seed is no simpler quote, so there is nothing to shrink here; `python -m tests.oracle.pricing` does it.
many = settings(max_examples=150, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


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
def test_the_rows_of_the_tax_block_add_up_to_it_and_to_the_contract(world):
    catalog, configuration, context = build(world)
    priced = price(catalog, configuration, context)
    rows = tax_contract(catalog, priced)
    assert sum(row.net.minor for row, _ in rows) == priced.totals.tcv.minor
    for line in priced.totals.tax_of_term:
        parts = [taxed for row, taxed in rows if row.rate == line.rate]
        assert sum(part.tax.minor for part in parts) == line.tax.minor
        assert sum(part.ex_tax.minor for part in parts) == line.ex_tax.minor
    for line in priced.totals.tax_of_term if is_taxed_on_totals(world) else ():
        whole = line.inclusive if contains_tax(world) else line.ex_tax
        assert abs(line.tax.minor - (Ratio(whole.minor) * share_of_tax(world, line)).floor()) <= 1


def share_of_tax(world, line):
    rate = int(line.rate * 10**4)
    return Ratio(rate, 10**4 + rate if contains_tax(world) else 10**4)


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
@given(worlds)
def test_benefits_stay_within_the_cap_and_change_no_price(world):
    given, plain = price(*build(world)), price(*build(replace(world, ladders=(), partners=())))
    assert given.lines == plain.lines
    assert given.totals.tcv == plain.totals.tcv
    for reached in given.benefits.tiers:
        worth = [each.worth.minor for each in given.benefits.granted if each.tier == reached.tier]
        assert reached.worth.minor <= reached.most.minor
        assert abs(sum(worth) - reached.worth.minor) <= len(worth)


@many
@given(worlds, st.randoms(use_true_random=False))
def test_order_of_the_lines_changes_no_figure(world, shuffler):
    shuffled = list(world.lines)
    shuffler.shuffle(shuffled)
    turned, straight = price(*build(replace(world, lines=tuple(shuffled)))), price(*build(world))
    assert turned.totals == straight.totals
    assert turned.benefits == straight.benefits
    assert sorted(map(figures_of, turned.lines)) == sorted(map(figures_of, straight.lines))


@many
@given(worlds)
def test_a_line_of_quantity_zero_changes_no_figure(world):
    more = Line(world.offers[0].code, 0, world.lines[0].attributes)
    zeroed, plain = price(*build(replace(world, lines=(more, *world.lines)))), price(*build(world))
    assert zeroed.totals == plain.totals
    assert zeroed.benefits == plain.benefits
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
        assert after.benefits == fresh.benefits
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
    assert price(catalog, configuration, context, foreign) == price(catalog, configuration, context)
    cheaper = replace(context, discount_percent=scaled(700, 2), line_discounts={})
    known = price(catalog, configuration, context)
    again, fresh = price(catalog, configuration, cheaper, known), price(catalog, configuration, cheaper)
    assert (again.lines, again.totals) == (fresh.lines, fresh.totals)


@many
@given(worlds)
def test_a_price_at_home_quoted_anywhere_is_the_price_there(world):
    catalog, configuration, context = build(world)
    home = price(catalog, configuration, replace(context, tax_regime="", exchange=None))
    assert quote_price(catalog, home, home.context) == home
    there, quoted = price(catalog, configuration, context), quote_price(catalog, home, context)
    assert quoted == there
    assert make_ledger(catalog, quoted) == make_ledger(catalog, there)


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
