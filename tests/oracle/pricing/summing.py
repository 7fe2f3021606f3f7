"""What the charges of a quote come to: per period, over the contract, and the contract's tax block."""

from tests.oracle.pricing.periods import length_of
from tests.oracle.pricing.ratios import ONE, Ratio
from tests.oracle.pricing.restating import contains_tax, regime_of, tax_of

MEASURED = {"one_time": ("one_time", None), "monthly": ("recurring", "month"), "annual": ("recurring", "year")}
MEASURED["usage"] = ("usage", "month")


def every(charges):
    return [due for charge in charges for due in charge.dues]


def component_id(charge):
    return f"{charge.offer.code}:{charge.price.kind}:{charge.price.period or 'once'}"


def total(world, charges, given):
    regular = {
        name: sum(charge.regular.net for charge in charges if (charge.price.kind, charge.price.period) == wanted)
        for name, wanted in (*MEASURED.items(), ("quarterly", ("recurring", "quarter")))
    }
    contract = [due for due in every(charges) if due.charge.price.kind != "usage"]
    tcv = sum(due.net for due in contract)
    rows = tax_rows(world, charges)
    benefits = sum(each[4] for each in given["granted"])
    return {
        "one_time": regular["one_time"],
        "monthly": regular["monthly"],
        "quarterly": regular["quarterly"],
        "annual": regular["annual"],
        "usage_estimate": regular["usage"],
        "first_year": sum(due.net for due in contract if due.month <= 12),
        "tcv": tcv,
        "list_tcv": sum(due.listed for due in contract),
        "tax_by_rate": tax_by_rate(world, charges),
        "tax_rows": rows,
        "tax_of_term": tax_of_term(rows),
        "benefit_cost": benefits,
        "margin": margin_of(contract, tcv, benefits),
        "savings": savings_of(world, contract),
        "schedule": schedule_of(world, contract),
    }


def is_taxed_on_totals(world):
    regime = regime_of(world)
    return (world.tax_on if regime is None else regime.tax_on) == "total"


def tax_by_rate(world, charges):
    """One regular payment of every charge, usage too."""
    found = {}
    for charge in charges:
        net, taxed = found.get(charge.regular.rate, (0, 0))
        found[charge.regular.rate] = (net + charge.regular.net, taxed + charge.regular.tax)
    if is_taxed_on_totals(world):
        return {rate: tax_of(world, net, rate)[2] for rate, (net, _) in found.items()}
    return {rate: taxed for rate, (_, taxed) in found.items()}


def tax_rows(world, charges):
    """The contract's amounts by charge and rate with their tax: [(number, component, rate, list, net, with tax,
    without, tax)], standing by offering, component and line."""
    rows = share_bundles(world, contract_rows(charges))
    taxes = taxes_of_rows(world, rows)
    found = []
    for (number, component, rate, listed, net), taxed in zip(rows, taxes, strict=True):
        whole = net if contains_tax(world) else net + taxed
        found.append((number, component, rate, listed, net, whole, whole - taxed, taxed))
    return found


def contract_rows(charges):
    found = []
    for charge in charges:
        for rate in {due.rate for due in charge.dues} if charge.price.kind != "usage" else ():
            dues = [due for due in charge.dues if due.rate == rate]
            place = (charge.offer.code, component_id(charge), charge.number, rate)
            found.append((place, sum(due.listed for due in dues), sum(due.net for due in dues)))
    return [(place[2], place[1], place[3], listed, net) for place, listed, net in sorted(found)]


def share_bundles(world, rows):
    """Rows of a price bundle of which several offerings are taken share its price by list price, if they list at
    anything."""
    for selectors in world.tax_bundles:
        members = [at for at, row in enumerate(rows) if any(names(each, code_of(row)) for each in selectors)]
        price, lists = sum(rows[at][4] for at in members), [rows[at][3] for at in members]
        if len({code_of(rows[at]) for at in members}) > 1 and any(lists):
            for at, part in zip(members, apportion(price, lists, members), strict=True):
                rows[at] = (*rows[at][:4], part)
    return rows


def code_of(row):
    return row[1].partition(":")[0]


def names(selector, code):
    return code.startswith(selector[:-1]) if selector.endswith("*") else code == selector


def taxes_of_rows(world, rows):
    """Each row's own tax, or its part of the tax of its rate's sum."""
    if not is_taxed_on_totals(world):
        return [tax_of(world, row[4], row[2])[2] for row in rows]
    found = [0 for _ in rows]
    for rate in {row[2] for row in rows}:
        members = [at for at, row in enumerate(rows) if row[2] == rate]
        nets = [rows[at][4] for at in members]
        for at, part in zip(members, apportion(tax_of(world, sum(nets), rate)[2], nets, members), strict=True):
            found[at] = part
    return found


def tax_of_term(rows):
    found = {}
    for row in rows:
        before = found.get(row[2], (0, 0, 0))
        found[row[2]] = tuple(one + other for one, other in zip(before, row[5:], strict=True))
    return found


def margin_of(contract, tcv, benefits):
    """In 1/100 of a percent; None when a cost is unknown."""
    if not tcv or any(due.spent is None for due in contract):
        return None
    gain = tcv - sum(due.spent for due in contract) - benefits
    return Ratio(gain * 10**4, tcv).settle("half_up")


def savings_of(world, contract):
    """What each programme takes off over the contract, and what each party bears of it."""
    found = {}
    for due in contract:
        for key, amount in due.saved.items():
            found[key] = found.get(key, 0) + amount
    funding = {each.key: each.funding for each in (*world.programmes, *world.loyalty)}
    return {
        key: (amount, [(party, Ratio(amount * percent, 10**4).settle("half_up")) for party, percent in funding[key]])
        for key, amount in found.items()
        if amount
    }


def apportion(whole, weights, places):
    """Shares in proportion to the weights, whole numbers that add up; what is left goes by the largest remainders, of
    equal ones to the larger weight, then by place."""
    size, weight_of_all = abs(whole), sum(weights)
    if not weight_of_all:
        return [0 for _ in weights]
    shares = [size * weight // weight_of_all for weight in weights]
    order = sorted(
        range(len(weights)), key=lambda at: (-(size * weights[at] % weight_of_all), -weights[at], places[at])
    )
    for at in order[: size - sum(shares)]:
        shares[at] += 1
    return [share if whole >= 0 else -share for share in shares]


def schedule_of(world, contract):
    """(first month, last month, monthly net) wherever what comes every month changes; parts of a month are left out."""
    months, _ = length_of(world)
    whole = [due for due in contract if due.charge.price.period == "month" and due.share == ONE]
    levels = [sum(due.net for due in whole if due.month == month) for month in range(1, months + 1)]
    begun = [month for month, level in enumerate(levels, start=1) if level or any(due.month == 1 for due in whole)]
    rows = []
    for month in range(min(begun, default=months + 1), months + 1):
        if rows and rows[-1][2] == levels[month - 1]:
            rows[-1] = (rows[-1][0], month, levels[month - 1])
        else:
            rows.append((month, month, levels[month - 1]))
    return rows
