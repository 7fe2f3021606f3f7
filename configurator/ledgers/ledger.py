"""The whole price as a ledger: every amount with its operation, its operands, the rule and the place that asked for it.

The ledger goes with a quote version to the customer, so it says nothing of costs (a floor that comes from a cost is
told as the amount that it holds) and nothing of the seller's reasons. `replaying` computes it again from the operands;
docs/pricing.md tells the operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import floor
from typing import NamedTuple

from configurator.catalog.model import Catalog
from configurator.ledgers.ledger_text import EDITION, FORMAT, Tree, write_with_lines
from configurator.ledgers.members import list_bases, list_measures, measure_members, name_measured, sum_members
from configurator.ledgers.spread_amounts import (
    Placed,
    Places,
    Spread,
    find_spreads,
    follow_spreads,
    measure_spread,
    place_spreads,
)
from configurator.ledgers.tax_entries import list_tax_entries
from configurator.pricing.exact import show_exact
from configurator.pricing.model import Charge, Payment, PricedConfiguration, PricedLine, Totals, TraceStep
from configurator.pricing.pipeline import collecting_later
from configurator.pricing.taxing import find_regime
from configurator.values.money import Currency, Money, total


def make_ledger(catalog: Catalog, priced: PricedConfiguration) -> str:
    """The ledger of a priced configuration, as its one text."""
    with collecting_later(len(priced.lines)):
        return "".join(write_pieces(catalog, priced))


def write_pieces(catalog: Catalog, priced: PricedConfiguration) -> Iterator[str]:
    """The same text piece by piece, line by line of the quote, for those who pass it on as it is written."""
    spreads = tuple(find_spreads(catalog, priced))
    places = place_spreads(spreads)
    bases, based = list_bases(catalog, priced)
    taxes = list_tax_entries(catalog, priced)
    head = {
        "format": FORMAT,
        "edition": EDITION,
        "catalog": {"key": catalog.key, "release": priced.catalog_release, "digest": priced.catalog_digest},
        "currency": _tell_currency(catalog.currency),
        "rounding": catalog.policy.rounding,
        **_tell_taxation(catalog, priced),
        "tax_bundles": taxes.bundles,
        "tax_rows": taxes.rows,
        "day": priced.context.day.isoformat(),
        "term_months": priced.context.term_months,
        "bases": [{**base, "sums": sum_members(base["members"])} for base in bases],
        "measures": [_tell_measure(each, catalog.currency) for each in list_measures(catalog, priced)],
        "spreads": [_spread(each, places, catalog.currency) for each in spreads],
        "totals": _totals(priced.totals),
    }
    context = _Context(places, based)
    return write_with_lines(head, (_line(line, context) for line in priced.lines))


def make_excerpt(catalog: Catalog, priced: PricedConfiguration, numbers: frozenset[int]) -> Tree:
    """Of the ledger the lines of these numbers, the totals and the sums of spreads; of measures only the programmes."""
    spreads = tuple(find_spreads(catalog, priced))
    places = place_spreads(spreads)
    context = _Context(places, list_bases(catalog, priced)[1])
    return {
        "currency": _tell_currency(catalog.currency),
        "totals": _totals(priced.totals),
        "spreads": [_spread(each, places, catalog.currency) for each in spreads],
        "measures": [{"programme": key} for key in name_measured(catalog)],
        "lines": [_line(line, context) for line in priced.lines if line.number in numbers],
    }


class _Context(NamedTuple):
    """What entries refer to: spreads by payment, bases of percentages by line and price component."""

    places: Places
    based: Mapping[tuple[int, str], int]


def _line(line: PricedLine, context: _Context) -> Tree:
    number = line.number
    charges = [
        _charge(charge, f"{number}.{at}", context.places, context.based.get((number, charge.component)))
        for at, charge in enumerate(line.charges, start=1)
    ]
    return {"number": number, "offering": line.offering, "quantity": line.quantity, "charges": charges}


def _tell_currency(currency: Currency) -> Tree:
    return {"code": currency.code, "decimals": currency.exponent}


def _tell_taxation(catalog: Catalog, priced: PricedConfiguration) -> Tree:
    """How the quote is taxed, and (`quoted`) in which money it is stated where that is not what it was priced in."""
    regime = find_regime(catalog, priced.context.tax_regime)
    assert regime is not None
    mode = catalog.currency_rounding.get(priced.currency.code, regime.rounding)
    quoted = {"currency": _tell_currency(priced.currency), "rounding": str(mode)}
    is_restated = not regime.is_home or priced.context.exchange is not None
    return {
        "tax_regime": regime.key,
        "tax_inclusive": priced.tax_inclusive,
        "tax_rounding": str(regime.rounding),
        "tax_on": str(regime.tax_on),
        **({"quoted": quoted} if is_restated else {}),
    }


def _charge(charge: Charge, path: str, places: Places, base: int | None) -> Tree:
    payments = [
        _payment(payment, f"{path}.{at}", places, is_regular=payment is charge.regular)
        for at, payment in enumerate(charge.payments, start=1)
    ]
    if base is not None:
        for payment in payments:
            payment["steps"][0]["base_of"] = base
    return {
        "id": path,
        "component": charge.component,
        "kind": charge.kind.value,
        "period": charge.period.value if charge.period else None,
        "payments": payments,
    }


def _payment(payment: Payment, path: str, places: Places, *, is_regular: bool) -> Tree:
    return {
        "id": path,
        "first_month": payment.first_month,
        "count": payment.count,
        "quantity": payment.quantity,
        "share": str(payment.share),
        "regular": is_regular,
        "steps": list(_list_steps(payment, places.get(path, ()))),
        "list": str(payment.list),
        "net": str(payment.net),
        "tax": str(payment.tax),
        "ex_tax": str(payment.ex_tax),
    }


def _list_steps(payment: Payment, placed: Sequence[Placed]) -> Iterator[Tree]:
    """The trace as operations; an amount that is spread is told at every payment in its scope, changed or not.

    A programme's step says after which step its stage starts, because all of a stage are taken off the same amount.
    Steps that found nothing to do are left out.
    """
    written, start, before = 0, 0, ""
    for step in payment.trace:
        name = step.step
        if name == "spread":
            continue
        if name == "programme":
            if before != step.params["start"]:
                start, before = written - 1, step.params["start"]
        else:
            before = ""
        if step.rule or name not in _IDLE:
            yield _step(payment, step, start)
            written += 1
        if name == "manual_discount":
            written += len(placed)
            yield from (_tell_spread(each, old, new) for each, old, new in follow_spreads(payment, placed))


def _tell_spread(placed: Placed, old: Money, new: Money) -> Tree:
    followed = {"like": placed.like} if placed.like else {}
    figures = {"amount": str(new), "change": str(new - old)}
    return {"step": "spread", "of": placed.at, "rule": placed.rule, **followed, **figures}


def _step(payment: Payment, step: TraceStep, start: int) -> Tree:
    name = step.step
    told = _OPERANDS[name](payment, step) if name in _OPERANDS else {}
    told["step"], told["amount"], told["change"] = name, str(step.amount), str(step.change)
    if name == "programme":
        told["after"] = start
    elif name == "floor" and step.params.get("case") == "margin":
        return told
    if step.rule:
        told["rule"] = step.rule
    if step.location is not None:
        told["place"] = str(step.location)
    return told


def _tell_list(payment: Payment, step: TraceStep) -> Tree:
    known = _pick(step, "quantity", "tier", "rate", "base", "included", "least")
    known["formula"], known["model"] = step.params["shown"], step.params["case"]
    return known


def _tell_escalation(payment: Payment, step: TraceStep) -> Tree:
    return {"percent": step.params["percent"], "times": int(step.params["times"])}


def _tell_percent(payment: Payment, step: TraceStep) -> Tree:
    return _pick(step, "percent", "case", "months")


def _tell_programme(payment: Payment, step: TraceStep) -> Tree:
    off = {"off": step.params["amount"]} if step.params["case"] == "amount" else _pick(step, "percent")
    return {**off, **_pick(step, "cap", "from", "to")}


def _tell_floor(payment: Payment, step: TraceStep) -> Tree:
    shown = {} if step.params["case"] == "margin" else {"case": step.params["case"]}
    return {"to": step.params["floor"], **shown}


def _tell_round(payment: Payment, step: TraceStep) -> Tree:
    return {"multiple": step.params["step"]}


def _tell_tax(payment: Payment, step: TraceStep) -> Tree:
    return {"rate": show_exact(payment.tax_rate), **_pick(step, "case", "category", "percent")}


def _as_share(percent: str) -> str:
    return show_exact(Decimal(percent).scaleb(-2))


def _pick(step: TraceStep, *names: str) -> Tree:
    params = step.params
    return {name: params[name] for name in names if name in params}


_IDLE = frozenset({"factor", "term_discount", "manual_discount"})
_OPERANDS: Mapping[str, Callable[[Payment, TraceStep], Tree]] = {
    "list": _tell_list,
    "factor": lambda payment, step: _pick(step, "factor", "input", "value"),
    "escalation": _tell_escalation,
    "part": lambda payment, step: _pick(step, "shown"),
    "waiver": lambda payment, step: _pick(step, "case", "months"),
    "term_discount": _tell_percent,
    "manual_discount": _tell_percent,
    "programme": _tell_programme,
    "floor": _tell_floor,
    "round": _tell_round,
    "home_tax": lambda payment, step: {"rate": _as_share(step.params["percent"]), **_pick(step, "category", "percent")},
    "exchange": lambda payment, step: {"factor": step.params["rate"], **_pick(step, "from", "to", "date", "source")},
    "tax": _tell_tax,
}


def _spread(spread: Spread, places: Places, currency: Currency) -> Tree:
    """What was spread, over which payments, and what each came to."""
    adjustment = spread.adjustment
    changes = measure_spread(spread, places)
    members = [
        {"payment": member.id, "place": list(member.place), "old": str(old), "new": str(new)}
        for member, (old, new) in zip(spread.members, changes, strict=True)
    ]
    return {
        "rule": spread.rule,
        "form": adjustment.form,
        "value": show_exact(adjustment.value),
        "scope": adjustment.scope,
        "measure": adjustment.measure,
        "members": members,
        "sum": str(total([old for old, _ in changes], currency)),
        "becomes": str(total([new for _, new in changes], currency)),
    }


def _tell_measure(measure: Tree, currency: Currency) -> Tree:
    """With its sum: begun minor units are left out, as where bands are read from it."""
    minor = floor(measure_members(measure) * 10**currency.exponent)
    return {**measure, "sum": str(Money(minor, currency))}


def _totals(totals: Totals) -> Tree:
    quarterly = totals.quarterly if totals.quarterly is not None else Money.zero(totals.tcv.currency)
    return {
        "one_time": str(totals.one_time),
        "monthly": str(totals.monthly),
        "quarterly": str(quarterly),
        "annual": str(totals.annual),
        "usage_estimate": str(totals.usage_estimate),
        "first_year": str(totals.first_year),
        "tcv": str(totals.tcv),
        "list_tcv": str(totals.list_tcv),
        "tax_of_term": [
            {
                "rate": show_exact(line.rate),
                "inclusive": str(line.inclusive),
                "ex_tax": str(line.ex_tax),
                "tax": str(line.tax),
            }
            for line in totals.tax_of_term
        ],
        "savings": [{"programme": each.programme, "amount": str(each.amount)} for each in totals.savings],
    }
