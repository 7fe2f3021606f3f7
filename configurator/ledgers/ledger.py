"""The whole price as a ledger: every amount with its operation, its operands, the rule and the place that asked for it.

The ledger goes with a quote version to the customer, so it says nothing of costs (a floor that comes from a cost is
told as the amount that it holds) and nothing of the seller's reasons. `replaying` computes it again from the operands;
docs/pricing.md tells the operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.ledgers.ledger_text import EDITION, FORMAT, Tree, write_ledger
from configurator.ledgers.spread_amounts import (
    Placed,
    Places,
    Spread,
    find_spreads,
    follow_spreads,
    measure_spread,
    place_spreads,
)
from configurator.pricing.exact import show_exact
from configurator.pricing.model import Charge, Payment, PricedConfiguration, Totals, TraceStep
from configurator.pricing.taxing import find_regime
from configurator.pricing.taxing_contracts import list_contract_rows
from configurator.values.money import Currency, Money, total


def make_ledger(catalog: Catalog, priced: PricedConfiguration) -> str:
    """The ledger of a priced configuration, as its one text."""
    spreads = tuple(find_spreads(catalog, priced))
    by_payment = place_spreads(spreads)
    lines = [
        {
            "number": line.number,
            "offering": line.offering,
            "quantity": line.quantity,
            "charges": [
                _charge(charge, f"{line.number}.{at}", by_payment) for at, charge in enumerate(line.charges, start=1)
            ],
        }
        for line in priced.lines
    ]
    return write_ledger(
        {
            "format": FORMAT,
            "edition": EDITION,
            "catalog": {"key": catalog.key, "release": priced.catalog_release, "digest": priced.catalog_digest},
            "currency": _tell_currency(catalog.currency),
            "rounding": catalog.policy.rounding,
            **_tell_taxation(catalog, priced),
            "day": priced.context.day.isoformat(),
            "term_months": priced.context.term_months,
            "lines": lines,
            "spreads": [_spread(each, by_payment, catalog.currency) for each in spreads],
            "totals": _totals(priced.totals),
        }
    )


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
        "tax_bundles": _list_tax_bundles(catalog, priced),
        **({"quoted": quoted} if is_restated else {}),
    }


def _list_tax_bundles(catalog: Catalog, priced: PricedConfiguration) -> list[Tree]:
    """Which charges share the price of a bundle, in the order in which it is divided."""
    if not catalog.tax_bundles:
        return []
    paths = {
        (line.number, charge.component): f"{line.number}.{at}"
        for line in priced.lines
        for at, charge in enumerate(line.charges, start=1)
    }
    found: dict[str, list[Tree]] = {}
    for row in list_contract_rows(catalog, priced):
        if row.bundle:
            told = {"charge": paths[row.number, row.component], "rate": show_exact(row.rate)}
            found.setdefault(row.bundle, []).append(told)
    return [{"bundle": key, "rows": rows} for key, rows in found.items()]


def _charge(charge: Charge, path: str, places: Places) -> Tree:
    return {
        "id": path,
        "component": charge.component,
        "kind": charge.kind.value,
        "period": charge.period.value if charge.period else None,
        "payments": [
            _payment(payment, f"{path}.{at}", places, is_regular=payment is charge.regular)
            for at, payment in enumerate(charge.payments, start=1)
        ],
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
        if step.step == "spread":
            continue
        if step.step == "programme" and before != step.params["start"]:
            start = written - 1
        before = step.params["start"] if step.step == "programme" else ""
        if step.rule or step.step not in _IDLE:
            yield _step(payment, step, start)
            written += 1
        if step.step == "manual_discount":
            written += len(placed)
            yield from (_tell_spread(each, old, new) for each, old, new in follow_spreads(payment, placed))


def _tell_spread(placed: Placed, old: Money, new: Money) -> Tree:
    followed = {"like": placed.like} if placed.like else {}
    figures = {"amount": str(new), "change": str(new - old)}
    return {"step": "spread", "of": placed.at, "rule": placed.rule, **followed, **figures}


def _step(payment: Payment, step: TraceStep, start: int) -> Tree:
    told = _OPERANDS.get(step.step, _tell_nothing)(payment, step)
    after = {"after": start} if step.step == "programme" else {}
    is_secret = step.step == "floor" and step.params.get("case") == "margin"
    rule = {} if is_secret or not step.rule else {"rule": step.rule}
    place = {} if is_secret or step.location is None else {"place": str(step.location)}
    figures = {"amount": str(step.amount), "change": str(step.change)}
    return {"step": step.step, **told, **after, **rule, **place, **figures}


def _tell_nothing(payment: Payment, step: TraceStep) -> Tree:
    return {}


def _tell_list(payment: Payment, step: TraceStep) -> Tree:
    known = ("quantity", "tier", "rate", "base", "included", "least")
    return {"formula": step.params["shown"], "model": step.params["case"], **_pick(step, *known)}


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
    return {name: step.params[name] for name in names if name in step.params}


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
