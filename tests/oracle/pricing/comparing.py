"""Both ways side by side: the first figure that differs, and a small quote on which it still does."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction

from configurator.pricing import PricingRefused, price
from configurator.pricing.taxing_contracts import tax_contract
from configurator.programmes.judging import MonthEnd, RunningLine, entitlement_at
from configurator.values.periods import ChargeKind
from tests.oracle.pricing.anchoring import judge
from tests.oracle.pricing.building import build
from tests.oracle.pricing.granting import monthly_of
from tests.oracle.pricing.reckoning import reckon

SUMS = ("one_time", "monthly", "quarterly", "annual", "usage_estimate", "first_year", "tcv", "list_tcv")


def compare(world):
    """What differs between the product's price and the oracle's; None when every figure is the same."""
    catalog, configuration, context = build(world)
    try:
        priced = price(catalog, configuration, context)
    except PricingRefused as refused:
        return f"refused: {[(each.code, each.field, dict(each.params)) for each in refused.problems]}"
    except Exception as error:
        return f"raised: {type(error).__name__} {error}"
    charges, totals, given = reckon(world)
    rows = show_rows(tax_contract(catalog, priced))
    return (
        compare_charges(priced, charges)
        or compare_totals(priced.totals, rows, totals)
        or compare_parts(show_benefits(priced.benefits), given)
        or compare_months(world, catalog)
    )


def compare_months(world, catalog):
    """The next bill after each month's end, by every bundle."""
    lines = {number: line for number, line in enumerate(world.lines, start=1) if line.quantity}
    monthly = {number: monthly_of(world, line) for number, line in lines.items() if world.ends}
    exact = {number: Fraction(amount.over, amount.under) for number, amount in monthly.items()}
    for end in world.ends:
        running = tuple(
            RunningLine(number, line.code, exact[number], number not in end.ended, line.quantity)
            for number, line in lines.items()
        )
        active = {number: (line.code, monthly[number]) for number, line in lines.items() if number not in end.ended}
        for bundle in (each for each in world.programmes if each.anchor):
            stated = MonthEnd(end.month, date.fromordinal(world.day), running, end.arrears)
            bill = entitlement_at(catalog, bundle.key, stated)
            off, lapsed = judge(world, bundle, end.month, active, end.arrears)
            ours = {number: amount.minor for number, amount in bill.reductions.items()}
            if (bill.month, ours) != (end.month + 1, off) or (bill.lapsed or None) not in (lapsed or {None}):
                return f"month's end {end.month} of {bundle.key}: {ours} {bill.lapsed}, oracle {off} {lapsed}"
    return None


def compare_charges(priced, expected):
    found = [(line, charge) for line in priced.lines for charge in line.charges]
    if [(line.number, str(charge.kind), charge.period) for line, charge in found] != [
        (each.number, each.price.kind, each.price.period) for each in expected
    ]:
        return f"other charges: {[(line.number, charge.component) for line, charge in found]}"
    for (line, charge), each in zip(found, expected, strict=True):
        ours, theirs = show_payments(charge), [show_due(due) for due in each.dues]
        if ours != theirs:
            at = next(
                (at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), len(ours)
            )
            return (
                f"line {line.number} {charge.component} payment {at}: {ours[at : at + 1]}, oracle {theirs[at : at + 1]}"
            )
        if show_payment(charge.regular, charge.regular.first_month) != show_due(each.regular):
            return f"line {line.number} {charge.component} regular: {charge.regular}"
    return None


def show_payments(charge):
    """Every single payment of the charge; of usage the estimate."""
    length = charge.period.months if charge.period and charge.kind is ChargeKind.RECURRING else 1
    return [
        show_payment(payment, payment.first_month + at * length)
        for payment in charge.payments
        for at in range(payment.count if charge.kind is not ChargeKind.USAGE else 1)
    ]


def show_payment(payment, month):
    cost = None if payment.cost is None else payment.cost.minor
    share = (payment.share.numerator, payment.share.denominator)
    rate = int(payment.tax_rate * 10**4)
    figures = (payment.list.minor, payment.net.minor, rate, payment.tax.minor, payment.ex_tax.minor, cost)
    return (month, payment.quantity, share, *figures)


def show_due(due):
    share = (due.share.over, due.share.under)
    return (due.month, due.quantity, share, due.listed, due.net, due.rate, due.tax, due.without, due.spent)


def show_rows(contract):
    """The contract's tax block row by row."""
    return [
        (row.number, row.component, int(row.rate * 10**4), row.list.minor, row.net.minor, *show_taxed(taxed))
        for row, taxed in contract
    ]


def show_taxed(taxed):
    return taxed.inclusive.minor, taxed.ex_tax.minor, taxed.tax.minor


def show_benefits(benefits):
    return {
        "tiers": [(each.programme, each.tier, each.most.minor, each.worth.minor) for each in benefits.tiers],
        "granted": [show_benefit(each) for each in benefits.granted],
        "left_out": [(each.programme, each.key) for each in benefits.left_out],
    }


def show_benefit(benefit):
    last = None if benefit.use_by is None else benefit.use_by.toordinal()
    place = (benefit.programme, benefit.tier, benefit.key, benefit.quantity)
    return (*place, benefit.cost.minor, benefit.worth.minor, benefit.funded.minor, last)


def compare_totals(totals, rows, expected):
    ours = {name: getattr(totals, name).minor for name in SUMS}
    ours["tax_by_rate"] = {int(rate * 10**4): tax.minor for rate, tax in totals.tax_by_rate.items()}
    ours["tax_rows"] = rows
    ours["tax_of_term"] = {int(line.rate * 10**4): show_taxed(line) for line in totals.tax_of_term}
    ours["benefit_cost"] = 0 if totals.benefit_cost is None else totals.benefit_cost.minor
    ours["margin"] = None if totals.margin_percent is None else int(totals.margin_percent * 100)
    ours["savings"] = {
        each.programme: (each.amount.minor, [(party, amount.minor) for party, amount in each.funded.items()])
        for each in totals.savings
        if each.amount
    }
    ours["schedule"] = [(row.first_month, row.last_month, row.monthly.minor) for row in totals.schedule]
    return compare_parts(ours, expected)


def compare_parts(ours, expected):
    wrong = [f"{name}: {ours[name]}, oracle {expected[name]}" for name in expected if ours[name] != expected[name]]
    return "; ".join(wrong) or None


def shrink(world, differs=compare):
    """A smaller quote that still differs: parts are left out and fields set back for as long as that is so."""
    kind = kind_of(differs(world))
    smaller = True
    while smaller:
        smaller = False
        for candidate in list_smaller(world):
            try:
                still = kind_of(differs(candidate)) if is_sound(candidate) else None
            except Exception:
                continue
            if still == kind:
                world, smaller = candidate, True
                break
    return world


def is_sound(world):
    """Whether it is still a quote: nothing counts from below one, and it ends after its start."""
    prices = [each for offer in world.offers for each in offer.prices]
    counted = [each for price in prices for tier in price.tiers for each in (tier.from_quantity, tier.from_month)]
    counted += [each for price in prices for each in (price.block, price.free_from)]
    counted += [month for _, steps in world.ramps for month, _ in steps]
    counted += [every for _, every in world.escalations] + [rounding.step for rounding in world.roundings]
    tiered = all(
        min(tier.from_quantity for tier in price.tiers) == min(tier.from_month for tier in price.tiers) == 1
        and len({(tier.from_quantity, tier.from_month) for tier in price.tiers}) == len(price.tiers)
        for price in prices
    )
    keys = {key for key, _ in world.stages}
    if any(each.stage not in keys or not each.spans for each in world.programmes):
        return False
    counted += [span.first for each in world.programmes for span in each.spans]
    counted += [
        each for bundle in world.programmes if bundle.anchor for each in (bundle.anchor.most, bundle.anchor.each)
    ]
    counted += [perk.quantity for ladder in world.ladders for step in ladder.steps for perk in step.perks]
    if any(not ladder.steps for ladder in world.ladders) or world.regime not in (
        "",
        *(each.key for each in world.regimes),
    ):
        return False
    ends = world.start is None or world.end is None or world.end >= world.start
    return tiered and ends and min([world.term, *counted]) >= 1 and (world.start is not None or not world.calendar)


def kind_of(found):
    """Refused, raised, a charge's or a total's figure; None when nothing differs."""
    return found and found.split()[0]


def list_smaller(value):
    """Values with one part less: an element gone, or a field at its default."""
    if isinstance(value, tuple):
        for at, each in enumerate(value):
            yield value[:at] + value[at + 1 :]
            for less in list_smaller(each):
                yield (*value[:at], less, *value[at + 1 :])
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from sorted({less for less in (0, 1, 10000, value // 2) if 0 <= less < value})
    elif is_dataclass(value):
        for field in fields(value):
            now = getattr(value, field.name)
            if is_simpler(field.default, now):
                yield replace(value, **{field.name: field.default})
            if now is not None and field.name not in ("day", "start"):
                for less in list_smaller(now):
                    yield replace(value, **{field.name: less})


def is_simpler(default, now):
    """Whether setting back leads somewhere: numbers only fall and tuples only get shorter, or it would never end."""
    if isinstance(now, tuple):
        return isinstance(default, tuple) and len(default) < len(now)
    if is_dataclass(now) or (isinstance(now, int) and not isinstance(now, bool)):
        return default is None
    return isinstance(now, str | bool) and isinstance(default, str | bool) and default != now
