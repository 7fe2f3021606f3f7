"""From drafts to charges: the last rounding, the tax, and what each programme took off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from configurator.catalog.model import PriceComponent, TaxRate
from configurator.pricing.deal import Deal
from configurator.pricing.drafting import Draft
from configurator.pricing.exact import show_exact
from configurator.pricing.model import Charge, Payment, Reduction
from configurator.pricing.rounding import EXACT, TaxedAmount
from configurator.pricing.spreading import find_regular
from configurator.pricing.tracing import Reason, Trace


def settle_charge(deal: Deal, drafts: Sequence[Draft]) -> Charge:
    """The charge of these runs."""
    regular = find_regular(drafts)
    payments = tuple([_settle_payment(deal, draft) for draft in drafts])
    component, category = regular.item.component, regular.item.offering.tax
    chosen = payments[0] if regular is drafts[0] else payments[drafts.index(regular)]
    return Charge(component.charge, component.period, component.id, category, payments, chosen)


def _settle_payment(deal: Deal, draft: Draft) -> Payment:
    """The only rounding after the list price, and the tax of what it leaves."""
    component, run, inclusive = draft.item.component, draft.run, deal.catalog.tax_inclusive
    net = deal.rounder.round(draft.exact)
    rate = deal.book.find_tax_rate(draft.item.offering.tax, deal.contract, component, run)
    taxed = deal.book.taxes.tax(net, rate.rate)
    shown = taxed.ex_tax if inclusive else taxed.inclusive
    draft.notes += ("net", net.amount, _tell_net, component)
    draft.notes += ("tax", shown.amount, _tell_tax, (rate, taxed, inclusive))
    return Payment(
        first_month=run.first_month,
        count=run.count,
        quantity=draft.quantity,
        list=draft.list,
        net=net,
        tax_rate=rate.rate,
        tax=taxed.tax,
        ex_tax=taxed.ex_tax,
        cost=None if draft.cost is None else deal.rounder.round(draft.cost),
        trace=Trace(draft.notes, deal.rounder),
        share=run.share,
        reductions=tuple(_list_reductions(deal, draft)) if draft.reduced else (),
    )


def _list_reductions(deal: Deal, draft: Draft) -> Iterator[Reduction]:
    left, amount = None, None
    for grant, before, after in draft.reduced:
        start = amount if amount is not None and before is left else deal.rounder.round(before)
        left, amount = after, deal.rounder.round(after)
        yield Reduction(grant.programme, start - amount, grant.funding)


def _tell_net(component: PriceComponent) -> Reason:
    return Reason(component.id, component.location, {})


def _tell_tax(evidence: tuple[TaxRate, TaxedAmount, bool]) -> Reason:
    rate, taxed, inclusive = evidence
    params = {
        "case": "contained" if inclusive else "added",
        "category": rate.category,
        "percent": show_exact(rate.rate.scaleb(2, EXACT)),
        "tax": str(taxed.tax),
    }
    return Reason(rate.category, rate.location, params)
