"""Pricing a configuration: check, list every charge, ask the programmes, run the stages, tax, total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from configurator.catalog.model import Catalog, PriceComponent, TaxRate
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.benefits import add_benefits
from configurator.pricing.book import open_book
from configurator.pricing.checking import PricingRefused, check_pricing
from configurator.pricing.contract import cut_runs
from configurator.pricing.converting import restate
from configurator.pricing.deal import Deal, Item
from configurator.pricing.drafting import Draft
from configurator.pricing.exact import show_exact
from configurator.pricing.facts import state_facts
from configurator.pricing.listing import draft_charge
from configurator.pricing.model import Charge, Payment, PricedConfiguration, PricedLine, PricingContext, Reduction
from configurator.pricing.referring import Lookup
from configurator.pricing.rounding import EXACT, TaxedAmount
from configurator.pricing.spreading import find_regular, spread_adjustments
from configurator.pricing.stages import keep_grants, run_stage
from configurator.pricing.taxing_contracts import settle_taxes
from configurator.pricing.totalling import compute_totals
from configurator.pricing.tracing import Note, Reason, Trace
from configurator.programmes import find_entitlements
from configurator.programmes.model import Grant
from configurator.values.problem import has_errors

Drafts = list[Draft]
"""The runs of one charge."""


def price(catalog: Catalog, configuration: Configuration, context: PricingContext) -> PricedConfiguration:
    """Every figure and where it comes from. PricingRefused when check_pricing finds errors."""
    problems = check_pricing(catalog, configuration, context)
    if has_errors(problems):
        raise PricingRefused(problems)
    deal = Deal(open_book(catalog, context.day), context)
    charges = _list_charges(deal, configuration.lines)
    charges = _grant(deal, configuration.lines, charges)
    _run_stages(deal, charges)
    lines = tuple(_settle_lines(deal, configuration.lines, charges))
    inclusive, mode = catalog.tax_inclusive, catalog.policy.rounding
    priced = PricedConfiguration(
        lines=lines,
        totals=compute_totals(lines, deal.contract, catalog.currency, tax_inclusive=inclusive, mode=mode),
        currency=catalog.currency,
        tax_inclusive=inclusive,
        context=context,
        catalog_release=catalog.release,
        catalog_digest=catalog.digest,
    )
    return settle_taxes(catalog, restate(catalog, add_benefits(catalog, priced)))


def _list_charges(deal: Deal, lines: Sequence[ConfigurationLine]) -> list[Drafts]:
    """All charges at list, in the order of lines and prices; percentages are computed after what they are taken of."""
    lookup = Lookup(deal.book, deal.context.inputs)
    items = list(_list_items(deal, lines))
    drafts: list[Drafts] = [[] for _ in items]
    for at in sorted(range(len(items)), key=lambda at: deal.book.rank_of(items[at].component)):
        drafts[at] = draft_charge(deal, items[at], lookup)
        if deal.book.has_percentages:
            lookup.note(items[at], drafts[at])
    return drafts


def _list_items(deal: Deal, lines: Sequence[ConfigurationLine]) -> Iterator[Item]:
    for number, line in enumerate(lines, start=1):
        if line.quantity:
            offering = deal.catalog.offerings[line.offering]
            for component in deal.book.find_prices(line.offering):
                yield Item(line, number, offering, component)


def _grant(deal: Deal, lines: Sequence[ConfigurationLine], charges: list[Drafts]) -> list[Drafts]:
    """The charges with what the catalog's programmes grant them, cut where a grant begins or ends."""
    if not (deal.catalog.programmes or deal.catalog.benefits.loyalty):
        return charges
    entitled = find_entitlements(state_facts(deal, lines, charges)).grants
    return [_grant_charge(deal, drafts, entitled.get(drafts[0].item.number, ())) for drafts in charges]


def _grant_charge(deal: Deal, drafts: Drafts, grants: tuple[Grant, ...]) -> Drafts:
    item = drafts[0].item
    own = tuple(grant for grant in grants if item.component.charge in grant.charges)
    if not own or item.offering.pass_through:
        return drafts
    cut = [part for draft in drafts for part in _cut_draft(draft, _list_changes(own))]
    for draft in cut:
        draft.grants = keep_grants(own, deal.catalog.policy.groups, draft)
    return cut


def _list_changes(grants: Iterable[Grant]) -> list[int]:
    spans = [span for grant in grants for span in grant.spans]
    ends = (span.last_month + 1 for span in spans if span.last_month is not None)
    return [*(span.first_month for span in spans if span.first_month > 1), *ends]


def _cut_draft(draft: Draft, months: Sequence[int]) -> Drafts:
    if not months or draft.run.count == 1:
        return [draft]
    return [draft.cut(run) for run in cut_runs([draft.run], months)]


def _run_stages(deal: Deal, charges: Sequence[Drafts]) -> None:
    """Stage by stage over all charges, because what is spread over many must know what is left of each."""
    for stage in deal.stages:
        for drafts in charges:
            for draft in drafts:
                if not draft.is_waived:
                    run_stage(deal, stage, draft)
        if stage.kind == "manual" and deal.spreads:
            spread_adjustments(deal, charges)


def _settle_lines(deal: Deal, lines: Sequence[ConfigurationLine], charges: Sequence[Drafts]) -> Iterator[PricedLine]:
    found: dict[int, list[Charge]] = {}
    for drafts in charges:
        found.setdefault(drafts[0].item.number, []).append(_settle_charge(deal, drafts))
    for number, line in enumerate(lines, start=1):
        yield PricedLine(number, line.offering, line.quantity, tuple(found.get(number, ())))


def _settle_charge(deal: Deal, drafts: Drafts) -> Charge:
    regular = find_regular(drafts)
    payments = [_settle_payment(deal, draft) for draft in drafts]
    component, category = regular.item.component, regular.item.offering.tax
    return Charge(
        component.charge, component.period, component.id, category, tuple(payments), payments[drafts.index(regular)]
    )


def _settle_payment(deal: Deal, draft: Draft) -> Payment:
    """The only rounding after the list price, and the tax of what it leaves."""
    component, run = draft.item.component, draft.run
    inclusive = deal.catalog.tax_inclusive
    net = deal.rounder.round(draft.exact)
    rate = deal.book.find_tax_rate(draft.item.offering.tax, deal.contract, component, run)
    taxed = deal.book.taxes.tax(net, rate.rate)
    shown = taxed.ex_tax if inclusive else taxed.inclusive
    draft.notes.append(Note("net", net.amount, _tell_net, (component,)))
    draft.notes.append(Note("tax", shown.amount, _tell_tax, (rate, taxed, inclusive)))
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
        trace=Trace(tuple(draft.notes), deal.rounder),
        share=run.share,
        reductions=tuple(_list_reductions(deal, draft)) if draft.grants else (),
    )


def _list_reductions(deal: Deal, draft: Draft) -> Iterator[Reduction]:
    before = deal.rounder.round(draft.listed)
    for note in draft.notes:
        after = deal.rounder.round(note.exact)
        if note.step == "programme":
            grant: Grant = note.evidence[0]
            yield Reduction(grant.programme, before - after, grant.funding)
        before = after


def _tell_net(component: PriceComponent) -> Reason:
    return Reason(component.id, component.location, {})


def _tell_tax(rate: TaxRate, taxed: TaxedAmount, inclusive: bool) -> Reason:
    params = {
        "case": "contained" if inclusive else "added",
        "category": rate.category,
        "percent": show_exact(rate.rate.scaleb(2, EXACT)),
        "tax": str(taxed.tax),
    }
    return Reason(rate.category, rate.location, params)
