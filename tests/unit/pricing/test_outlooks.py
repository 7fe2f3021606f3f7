"""Outlooks of variants: each equals the whole price of the same variant, in every case and in large mixed quotes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import yaml

from configurator.benching.charging import TERM, change_line, make_sale
from configurator.catalog.commercial import (
    Anchor,
    Band,
    Bundle,
    Discount,
    Floor,
    Keep,
    Measure,
    PricingPolicy,
    Span,
    StackingGroup,
    Stage,
)
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import PricingRefused, price
from configurator.pricing.model import ZERO, ManualAdjustment, PricingContext
from configurator.pricing.outlooks import Outlook, QuantityOutlooks, weigh_percents
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from tests.cases.pricing.test_pricing_cases import CASES, Case
from tests.factories.catalog import make_catalog, make_price, make_text

DAY = date(2026, 11, 22)
PERCENTS = tuple(map(Decimal, ("0", "4.5", "33.333333", "100")))


def priceable():
    for path in CASES:
        if "findings" not in yaml.safe_load(path.read_text(encoding="utf-8"))["expect"]:
            yield pytest.param(Case(path), id=path.stem)


def look(priced):
    """The outlook that a whole price gives."""
    kept = sum(
        step.change.minor * payment.count
        for line in priced.lines
        for charge in line.charges
        if charge.kind is not ChargeKind.USAGE
        for payment in charge.payments
        for step in payment.trace
        if step.step == "floor"
    )
    return Outlook(priced.totals.tcv, priced.totals.monthly, Money(kept, priced.currency))


def at_home(context):
    return replace(context, tax_regime="", exchange=None)


def price_percent(catalog, configuration, context, percent):
    plain = replace(at_home(context), discount_percent=percent, line_discounts={}, manual=())
    return price(catalog, configuration, plain)


@pytest.mark.parametrize("case", list(priceable()))
def test_percentages_come_to_what_the_whole_price_says(case):
    found = weigh_percents(case.catalog, case.configuration, case.context, PERCENTS)
    for percent in PERCENTS:
        assert found[percent] == look(price_percent(case.catalog, case.configuration, case.context, percent)), percent


@pytest.mark.parametrize("case", list(priceable()))
def test_other_quantities_come_to_what_the_whole_price_says(case):
    context = at_home(case.context)
    outlooks = QuantityOutlooks(
        case.catalog, case.configuration, case.context, price(case.catalog, case.configuration, context)
    )
    for number, line in enumerate(case.configuration.lines, start=1):
        if line.quantity:
            lines = list(case.configuration.lines)
            lines[number - 1] = replace(line, quantity=line.quantity + 1)
            configuration = replace(case.configuration, lines=tuple(lines))
            assert outlooks.weigh(number, line.quantity + 1) == look(price(case.catalog, configuration, context))


@pytest.fixture(scope="module", params=[False, True], ids=["apart", "spread"])
def sale(request):
    return make_sale(make_catalog(offerings=["X-1"], terms=(1, 12, TERM)), 240, DAY, spread=request.param)


def test_percentages_of_a_quote_of_all_models_come_to_what_the_whole_price_says(sale):
    found = weigh_percents(sale.catalog, sale.configuration, sale.context, PERCENTS)
    for percent in PERCENTS:
        assert found[percent] == look(price_percent(sale.catalog, sale.configuration, sale.context, percent)), percent
    assert found[Decimal(100)].kept


def test_quantities_of_a_quote_of_all_models_come_to_what_the_whole_price_says(sale):
    priced = price(sale.catalog, sale.configuration, sale.context)
    outlooks = QuantityOutlooks(sale.catalog, sale.configuration, sale.context, priced)
    for number in range(1, 241, 11):
        changed = change_line(sale, number)
        quantity = changed.configuration.lines[number - 1].quantity
        assert outlooks.weigh(number, quantity) == look(price(sale.catalog, changed.configuration, sale.context))


def test_lines_that_are_alike_count_each():
    configuration = Configuration(tuple(ConfigurationLine("A-1", 3) for _ in range(5)), "optimal")
    (found,) = weigh_percents(make_catalog(), configuration, PricingContext(DAY, 12), [Decimal(10)]).values()
    assert (str(found.tcv), str(found.monthly), str(found.kept)) == ("16200.00", "1350.00", "0.00")


def test_a_catalog_without_a_stage_for_the_seller_gives_nothing():
    policy = PricingPolicy(stages=(Stage("term", "term", make_text("term")),))
    catalog = make_catalog(policy=policy)
    configuration = Configuration((ConfigurationLine("A-1", 3),), "optimal")
    found = weigh_percents(catalog, configuration, PricingContext(DAY, 12), [ZERO, Decimal(50)])
    assert found[ZERO] == found[Decimal(50)]
    context = PricingContext(DAY, 12, manual=(ManualAdjustment("", "amount", Decimal(9)),))
    outlooks = QuantityOutlooks(catalog, configuration, context, price(catalog, configuration, context))
    assert str(outlooks.weigh(1, 4).monthly) == "400.00"


def test_what_cannot_be_priced_is_refused():
    with pytest.raises(PricingRefused):
        weigh_percents(
            make_catalog(), Configuration((ConfigurationLine("NONE", 1),), "optimal"), PricingContext(DAY, 12), [ZERO]
        )


def test_lines_alike_that_are_granted_otherwise_are_told_apart():
    """A bundle that reduces one line for its anchor: of two lines alike one."""
    stages = (Stage("demo", "programme", make_text("p")), Stage("manual", "manual", make_text("m")))
    discount = Discount(
        "T", make_text("T"), make_text("T"), "demo", ("B-1",), (Span(1, None, (Band(Decimal(0), Decimal(50)),)),),
        measure=Measure.LINE_MONTHLY,
    )  # fmt: skip
    catalog = make_catalog(
        offerings=["A-1", "B-1"],
        prices=[make_price("A-1", "10"), make_price("B-1", "100")],
        programmes={"T": Bundle(discount, Anchor(("A-1",), Decimal(1), 1, 1))},
        policy=PricingPolicy(stages=stages),
    )
    configuration = Configuration(tuple(ConfigurationLine(code, 1) for code in ("A-1", "B-1", "B-1")), "optimal")
    (found,) = weigh_percents(catalog, configuration, PricingContext(DAY, 12), [Decimal(10)]).values()
    # 10 + 50 + 100, less a tenth
    assert str(found.monthly) == "144.00"


@pytest.mark.parametrize("order", [("programme", "manual", "floor"), ("manual", "programme", "floor")])
def test_floors_of_lines_alike_and_groups_of_programmes_count(order):
    """Two of 5 and 10 % of which the first counts: 95, less a tenth is 85.50; a floor at 90 gives 4.50 back, twice."""
    stages = tuple(Stage(kind, kind, make_text(kind)) for kind in order)
    groups = {"one": StackingGroup("one", make_text("one"), Keep.FIRST)}
    spans = {key: (Span(1, None, (Band(Decimal(0), Decimal(percent)),)),) for key, percent in (("P", 5), ("Q", 10))}
    programmes = {
        key: Discount(key, make_text(key), make_text(key), "programme", ("A-1",), its, group="one")
        for key, its in spans.items()
    }
    catalog = make_catalog(
        offerings=["A-1"],
        prices=[make_price("A-1", "100")],
        programmes=programmes,
        policy=PricingPolicy(stages=stages, groups=groups, floors=(Floor(most_discount=Decimal(10)),)),
    )
    configuration = Configuration((ConfigurationLine("A-1", 1), ConfigurationLine("A-1", 1)), "optimal")
    (found,) = weigh_percents(catalog, configuration, PricingContext(DAY, 12), [Decimal(10)]).values()
    assert (str(found.monthly), str(found.kept)) == ("180.00", "108.00")
