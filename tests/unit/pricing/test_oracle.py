"""Random catalogs priced twice: by the product and by an integers-only computation that shares no code."""

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import compare_terms, price
from configurator.pricing.model import PricingContext
from configurator.values.money import Currency
from configurator.values.periods import ChargeKind
from tests.factories.catalog import make_catalog, make_offering, make_price, make_tax_rate, make_term_discount
from tests.unit.pricing.figures import show_scaled, to_decimal

DAY = date(2026, 11, 22)
RATES = {"T0": 0, "T1": 100, "T6": 600, "T9": 900, "T13": 1300}
KINDS = (("one_time", None), ("recurring", "month"), ("recurring", "year"), ("usage", "month"))
TERMS = (1, 12, 13, 24, 36)


# The world as plain integers: amounts and costs in 1/10000, percentages and tax rates in 1/100 of a percent.


@dataclass(frozen=True)
class Priced:
    kind: str
    period: str | None
    model: str
    tiers: tuple[tuple[int, int], ...]
    cost: int | None


@dataclass(frozen=True)
class Sold:
    code: str
    family: str
    tax: str
    pass_through: bool
    prices: tuple[Priced, ...]
    quantity: int
    own_discount: int | None


@dataclass(frozen=True)
class World:
    sold: tuple[Sold, ...]
    discounts: tuple[tuple[str, int, int], ...]
    term: int
    quote_discount: int
    inclusive: bool
    exponent: int


@st.composite
def make_priced(draw, kind, period):
    model = draw(st.sampled_from(("per_unit", "flat", "graduated", "volume")))
    more = [] if model == "per_unit" else draw(st.lists(st.integers(2, 60), max_size=3, unique=True))
    amounts = st.integers(0, 9_999_999)
    tiers = tuple((first, draw(amounts)) for first in (1, *sorted(more)))
    return Priced(kind, period, model, tiers, draw(st.none() | st.integers(0, 999_999)))


@st.composite
def make_sold(draw, code):
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True))
    return Sold(
        code=code,
        family=draw(st.sampled_from(("NET", "CLOUD"))),
        tax=draw(st.sampled_from(sorted(RATES))),
        pass_through=draw(st.booleans()),
        prices=tuple(draw(make_priced(kind, period)) for kind, period in kinds),
        quantity=draw(st.integers(1, 120)),
        own_discount=draw(st.none() | st.integers(0, 10_000)),
    )


@st.composite
def make_world(draw):
    codes = [f"{prefix}-{number}" for number, prefix in enumerate("AABBC"[: draw(st.integers(1, 5))])]
    selectors = st.sampled_from(("@NET", "@CLOUD", "A-*", "*-1", "B-2"))
    earned = st.tuples(selectors, st.sampled_from(TERMS), st.integers(0, 10_000))
    return World(
        sold=tuple(draw(make_sold(code)) for code in codes),
        discounts=tuple(draw(st.lists(earned, max_size=4))),
        term=draw(st.sampled_from(TERMS)),
        quote_discount=draw(st.integers(0, 10_000)),
        inclusive=draw(st.booleans()),
        exponent=draw(st.sampled_from((0, 2, 3))),
    )


# The second computation.


def half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def to_minor(ten_thousandths, exponent):
    return half_up(ten_thousandths * 10**exponent, 10**4)


def list_of(priced, quantity):
    amount = 0
    if priced.model == "graduated":
        for unit in range(1, quantity + 1):
            amount += [rate for first, rate in priced.tiers if first <= unit][-1]
        return amount
    reached = [rate for first, rate in priced.tiers if first <= quantity][-1]
    return reached if priced.model == "flat" else reached * quantity


def selects(selector, sold):
    if selector.startswith("@"):
        return sold.family == selector[1:]
    start, _, end = selector.partition("*")
    return sold.code.startswith(start) and sold.code.endswith(end)


def term_percent(world, sold, priced):
    if priced.kind != "recurring" or sold.pass_through:
        return 0
    earned = [cut for selector, months, cut in world.discounts if months <= world.term and selects(selector, sold)]
    return max(earned, default=0)


def manual_percent(world, sold):
    if sold.pass_through:
        return 0
    return world.quote_discount if sold.own_discount is None else sold.own_discount


def tax_of(amount, rate, inclusive):
    """(with tax, without, tax)"""
    if inclusive:
        without = half_up(amount * 10_000, 10_000 + rate)
        return amount, without, amount - without
    tax = half_up(amount * rate, 10_000)
    return amount + tax, amount, tax


def charge_of(world, sold, priced):
    listed = to_minor(list_of(priced, sold.quantity), world.exponent)
    left = (10_000 - term_percent(world, sold, priced)) * (10_000 - manual_percent(world, sold))
    net = half_up(listed * left, 10**8)
    _, without, tax = tax_of(net, RATES[sold.tax], world.inclusive)
    units = 1 if priced.model == "flat" else sold.quantity
    cost = None if priced.cost is None else to_minor(priced.cost * units, world.exponent)
    return {"list": listed, "net": net, "tax": tax, "ex_tax": without, "cost": cost}


def payments_of(world, priced):
    years = (world.term + 11) // 12
    return {"one_time": 1, "usage": 0, "recurring": years if priced.period == "year" else world.term}[priced.kind]


def totals_of(world):
    rows = [(sold, priced, charge_of(world, sold, priced)) for sold in world.sold for priced in sold.prices]
    sums = {
        (kind, period): sum(row["net"] for _, each, row in rows if (each.kind, each.period) == (kind, period))
        for kind, period in KINDS
    }
    one_time, monthly, annual, usage = (sums[each] for each in KINDS)
    tcv = sum(row["net"] * payments_of(world, priced) for _, priced, row in rows)
    return {
        "one_time": one_time,
        "monthly": monthly,
        "annual": annual,
        "usage_estimate": usage,
        "first_year": one_time + min(12, world.term) * monthly + annual,
        "tcv": tcv,
        "list_tcv": sum(row["list"] * payments_of(world, priced) for _, priced, row in rows),
        "tax_by_rate": by_rate_of((RATES[sold.tax], (row["tax"],)) for sold, _, row in rows),
        "tax_of_term": by_rate_of(
            (
                RATES[sold.tax],
                tax_of(row["net"] * payments_of(world, priced), RATES[sold.tax], world.inclusive),
            )
            for sold, priced, row in rows
            if payments_of(world, priced)
        ),
        "margin": margin_of(world, rows, tcv),
    }


def by_rate_of(pairs):
    found = {}
    for rate, figures in pairs:
        before = found.get(rate, (0,) * len(figures))
        found[rate] = tuple(one + other for one, other in zip(before, figures, strict=True))
    return found


def margin_of(world, rows, tcv):
    """In 1/100 of a percent; None when a cost is unknown."""
    contract = [(row["cost"], payments_of(world, priced)) for _, priced, row in rows if payments_of(world, priced)]
    if not tcv or any(cost is None for cost, _ in contract):
        return None
    gain = tcv - sum(cost * count for cost, count in contract)
    return half_up(gain * 10_000, tcv) if gain >= 0 else -half_up(-gain * 10_000, tcv)


# Both ways side by side.


def build_catalog(world):
    return make_catalog(
        offerings=[
            make_offering(each.code, family=each.family, tax=each.tax, pass_through=each.pass_through)
            for each in world.sold
        ],
        prices=[build_price(each.code, priced) for each in world.sold for priced in each.prices],
        tax_rates=[make_tax_rate(category, show_scaled(rate, 4)) for category, rate in RATES.items()],
        terms=TERMS,
        term_discounts=[
            make_term_discount(selector, months, show_scaled(cut, 2)) for selector, months, cut in world.discounts
        ],
        tax_inclusive=world.inclusive,
        currency=Currency("XXX", world.exponent),
    )


def build_price(code, priced):
    return make_price(
        code,
        charge=priced.kind,
        period=priced.period,
        model=priced.model,
        tiers={first: show_scaled(rate, 4) for first, rate in priced.tiers},
        cost=None if priced.cost is None else show_scaled(priced.cost, 4),
    )


def build_configuration(world):
    return Configuration(tuple(ConfigurationLine(each.code, each.quantity) for each in world.sold), "optimal")


def build_context(world):
    own = {each.code: each.own_discount for each in world.sold if each.own_discount is not None}
    return PricingContext(
        day=DAY,
        term_months=world.term,
        discount_percent=to_decimal(world.quote_discount, 2),
        line_discounts={code: to_decimal(cut, 2) for code, cut in own.items()},
    )


def price_world(world):
    return price(build_catalog(world), build_configuration(world), build_context(world))


def show_totals(totals):
    plain = ("one_time", "monthly", "annual", "usage_estimate", "first_year", "tcv", "list_tcv")
    margin = totals.margin_percent
    return {
        **{name: getattr(totals, name).minor for name in plain},
        "tax_by_rate": {int(rate * 10_000): (tax.minor,) for rate, tax in totals.tax_by_rate.items()},
        "tax_of_term": {
            int(line.rate * 10_000): (line.inclusive.minor, line.ex_tax.minor, line.tax.minor)
            for line in totals.tax_of_term
        },
        "margin": None if margin is None else int(margin * 100),
    }


many = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(make_world())
def test_every_figure_is_the_oracles_to_the_minor_unit(world):
    priced = price_world(world)
    for sold, line in zip(world.sold, priced.lines, strict=True):
        for component, charge in zip(sold.prices, line.charges, strict=True):
            found = {
                name: None if getattr(charge, name) is None else getattr(charge, name).minor
                for name in ("list", "net", "tax", "ex_tax", "cost")
            }
            assert found == charge_of(world, sold, component), (sold, component)
    assert show_totals(priced.totals) == totals_of(world)


@many
@given(make_world())
def test_totals_are_the_sums_of_the_lines_and_the_tax_of_the_term_covers_the_contract(world):
    priced = price_world(world)
    charges = [charge for line in priced.lines for charge in line.charges]
    totals = priced.totals
    assert sum(each.net.minor for each in charges) == sum(
        part.minor for part in (totals.one_time, totals.monthly, totals.annual, totals.usage_estimate)
    )
    assert sum(each.tax.minor for each in charges) == sum(tax.minor for tax in totals.tax_by_rate.values())
    for line in totals.tax_of_term:
        assert line.inclusive == line.ex_tax + line.tax
    side = "inclusive" if world.inclusive else "ex_tax"
    assert sum(getattr(line, side).minor for line in totals.tax_of_term) == totals.tcv.minor
    assert totals.tcv <= totals.list_tcv
    for charge in charges:
        assert charge.trace[-2].amount == charge.net
        assert sum(step.change.minor for step in charge.trace) == charge.trace[-1].amount.minor


@many
@given(make_world(), st.randoms(use_true_random=False))
def test_order_of_the_lines_changes_no_figure(world, shuffler):
    shuffled = list(world.sold)
    shuffler.shuffle(shuffled)
    turned = price_world(replace(world, sold=tuple(shuffled)))
    straight = price_world(world)
    assert turned.totals == straight.totals
    assert {line.offering: line.charges for line in straight.lines}.keys() == {line.offering for line in turned.lines}
    for line in turned.lines:
        same = next(each for each in straight.lines if each.offering == line.offering)
        assert [_figures(each) for each in line.charges] == [_figures(each) for each in same.charges]


@many
@given(make_world())
def test_a_line_with_quantity_zero_changes_no_figure(world):
    catalog, context = build_catalog(world), build_context(world)
    lines = build_configuration(world).lines
    kept = lines[1:]
    dropped = price(catalog, Configuration(kept, "optimal"), context)
    zeroed = price(catalog, Configuration((ConfigurationLine(lines[0].offering, 0), *kept), "optimal"), context)
    assert zeroed.totals == dropped.totals
    assert zeroed.lines[0].charges == ()


@many
@given(make_world())
def test_terms_side_by_side_are_the_terms_one_by_one(world):
    catalog, configuration, context = build_catalog(world), build_configuration(world), build_context(world)
    compared = compare_terms(catalog, configuration, context, TERMS)
    assert tuple(compared) == TERMS
    for term, totals in compared.items():
        assert show_totals(totals) == totals_of(replace(world, term=term))


def test_the_oracle_meets_every_kind_of_charge():
    assert {kind for kind, _ in KINDS} == {kind.value for kind in ChargeKind}


def _figures(charge):
    return (charge.kind, charge.period, charge.list, charge.net, charge.tax, charge.ex_tax, charge.cost)
