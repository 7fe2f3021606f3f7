"""The stages from list to net, in the order that the catalog's policy gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.commercial import CommercialRounding, Floor, Keep, StackingGroup, Stage
from configurator.catalog.model import TermDiscount
from configurator.pricing.deal import Deal, Item, ManualPercent
from configurator.pricing.drafting import Draft
from configurator.pricing.exact import NOTHING, Exact, less_percent, minus, percent_of, plus, show_exact, times
from configurator.pricing.tracing import Reason
from configurator.programmes.model import Grant, GrantSpan
from configurator.programmes.telling import fill_sentence
from configurator.values.money import Money
from configurator.values.periods import ChargeKind

_HUNDRED = Decimal(100)


def run_stage(deal: Deal, stage: Stage, draft: Draft) -> None:
    """One stage of one run of payments; what is waived or passed through stays as it is."""
    _KINDS[stage.kind](deal, stage, draft)


def _apply_term(deal: Deal, stage: Stage, draft: Draft) -> None:
    """The largest discount that the commitment earns; recurring charges only, no pass-through."""
    found = draft.item.plan.term_discount
    if found is not None:
        draft.exact = less_percent(draft.exact, found.percent)
        draft.notes += ("term_discount", draft.exact, _tell_term, found)
    else:
        draft.notes += ("term_discount", draft.exact, _tell_no_term, draft.item)
    draft.after_term = draft.exact


def _apply_programmes(deal: Deal, stage: Stage, draft: Draft) -> None:
    """What programmes grant in this stage: each computed from what the stage starts from, together never below zero."""
    start = draft.exact
    for grant in draft.grants:
        span = find_span(grant, draft.run.first_month) if grant.stage == stage.key else None
        if span is not None and not _is_untouched(grant, draft, start):
            off = min(measure_reduction(span, start, draft.run.share), draft.exact)
            before, draft.exact = draft.exact, minus(draft.exact, off)
            draft.reduced.append((grant, before, draft.exact))
            draft.notes += ("programme", draft.exact, _tell_programme, (grant, span, draft.run.share, start))


def _is_untouched(grant: Grant, draft: Draft, start: Exact) -> bool:
    return bool(grant.untouched_below) and start <= percent_of(draft.list.amount, grant.untouched_below)


def find_span(grant: Grant, month: int) -> GrantSpan | None:
    """What a grant says of a month of the contract."""
    for span in grant.spans:
        if span.first_month <= month and (span.last_month is None or month <= span.last_month):
            return span
    return None


def measure_reduction(span: GrantSpan, amount: Exact, share: Fraction) -> Exact:
    """What a span takes off an amount, at most all of it."""
    off = percent_of(amount, span.percent) if span.amount is None else _share(span.amount, share)
    if span.cap is not None:
        off = min(off, _share(span.cap, share))
    return min(off, amount)


def _share(amount: Money, share: Fraction) -> Exact:
    return amount.amount if share == 1 else times(amount.amount, share)


def keep_grants(grants: Iterable[Grant], groups: Mapping[str, StackingGroup], draft: Draft) -> tuple[Grant, ...]:
    """The grants that count for a run, where groups keep only the best or the first of theirs."""
    kept: list[Grant] = []
    rivals: dict[str, list[Grant]] = {}
    for grant in grants:
        if draft.item.component.charge in grant.charges and find_span(grant, draft.run.first_month) is not None:
            kept.append(grant)
            if grant.group in groups and groups[grant.group].keep is not Keep.ALL:
                rivals.setdefault(grant.group, []).append(grant)
    for key, found in rivals.items():
        best = found[0] if groups[key].keep is Keep.FIRST else max(found, key=lambda each: _weigh(each, draft))
        kept = [each for each in kept if each.group != key or each is best]
    return tuple(kept)


def _weigh(grant: Grant, draft: Draft) -> Exact:
    span = find_span(grant, draft.run.first_month)
    return NOTHING if span is None else measure_reduction(span, draft.list.amount, draft.run.share)


def _apply_manual(deal: Deal, stage: Stage, draft: Draft) -> None:
    """The seller's percentage."""
    take_percent(draft, draft.item.plan.manual)


def take_percent(draft: Draft, found: ManualPercent) -> None:
    """Take a percentage of the seller's off; nothing off pass-through offerings."""
    if draft.item.offering.pass_through:
        draft.notes += ("manual_discount", draft.exact, _tell_pass_through, None)
        return
    if found.percent:
        draft.exact = less_percent(draft.exact, found.percent)
    draft.notes += ("manual_discount", draft.exact, _tell_manual, found)


def _apply_floor(deal: Deal, stage: Stage, draft: Draft) -> None:
    """Give back what reductions took below the family's floor, at most up to what the term stage left.

    What was taken off last is given back first, so that no programme is said to have saved what it did not.
    """
    found = find_bound(draft)
    if found is not None and draft.exact < found[0]:
        draft.exact = least = found[0]
        held = ((grant, max(before, least), max(after, least)) for grant, before, after in draft.reduced)
        draft.reduced = [(grant, before, after) for grant, before, after in held if before != after]
        draft.notes += ("floor", draft.exact, _tell_floor, found)


def find_bound(draft: Draft) -> tuple[Exact, str, Floor] | None:
    """Below what the family's floor lets no reduction go, which of its bounds that is, and the floor."""
    floor = draft.item.plan.floor
    if floor is None:
        return None
    bounds: list[tuple[Exact, str]] = []
    if floor.margin_on_cost is not None and draft.cost is not None:
        bounds.append((plus(draft.cost, percent_of(draft.cost, floor.margin_on_cost)), "margin"))
    if floor.most_discount is not None:
        bounds.append((less_percent(draft.after_term, floor.most_discount), "discount"))
    if not bounds:
        return None
    bound, case = max(bounds, key=lambda each: each[0])
    return (bound, case, floor) if bound <= draft.after_term else (draft.after_term, case, floor)


def _round_down(deal: Deal, stage: Stage, draft: Draft) -> None:
    """Down to a commercial figure, unless that goes below the floor."""
    found = draft.item.plan.rounding
    if found is None:
        return
    rounded = times(found.step, Decimal(int(Fraction(draft.exact) / Fraction(found.step))))
    bound = find_bound(draft)
    if rounded != draft.exact and (bound is None or rounded >= bound[0]):
        draft.exact = rounded
        draft.notes += ("round", draft.exact, _tell_rounding, found)


_KINDS: Mapping[str, Callable[[Deal, Stage, Draft], None]] = {
    "term": _apply_term,
    "programme": _apply_programmes,
    "manual": _apply_manual,
    "floor": _apply_floor,
    "round": _round_down,
    "redemption": _apply_programmes,
}


def _tell_term(found: TermDiscount) -> Reason:
    params = {"case": "applied", "months": str(found.months), "percent": show_exact(found.percent)}
    return Reason(found.id, found.location, params)


def _tell_no_term(item: Item) -> Reason:
    return Reason("", None, {"case": _why_no_term(item), "months": "0", "percent": "0"})


def _why_no_term(item: Item) -> str:
    if item.offering.pass_through:
        return "pass_through"
    return "none" if item.component.charge is ChargeKind.RECURRING else "not_recurring"


def _tell_programme(evidence: tuple[Grant, GrantSpan, Fraction, Exact]) -> Reason:
    grant, span, share, start = evidence
    params = {"case": "percent" if span.amount is None else "amount", "percent": show_exact(span.percent)}
    params |= {"programme": grant.programme, "programme_zh": grant.programme, "programme_en": grant.programme}
    params["from"] = str(span.first_month)
    params["to"] = str(span.last_month) if span.last_month is not None else ""
    params["start"] = show_exact(start)
    if span.amount is not None:
        params["amount"] = show_exact(span.amount.amount)
    if span.cap is not None:
        params["cap"] = show_exact(span.cap.amount)
    if share != 1:
        params["share"] = str(share)
    params |= grant.params
    told, plain = fill_sentence(grant.sentence, params), fill_sentence(None, params)
    params |= {"sentence": plain.en, "sentence_zh": told.zh, "sentence_en": told.en}
    return Reason(grant.programme, grant.location, params)


def _tell_pass_through(evidence: None) -> Reason:
    return Reason("", None, {"case": "pass_through", "percent": "0"})


def _tell_manual(found: ManualPercent) -> Reason:
    return Reason(found.rule, None, {"case": found.case, "percent": show_exact(found.percent)})


def _tell_floor(evidence: tuple[Exact, str, Floor]) -> Reason:
    bound, case, floor = evidence
    return Reason(f"floor:{floor.family or '*'}", floor.location, {"case": case, "floor": show_exact(bound)})


def _tell_rounding(found: CommercialRounding) -> Reason:
    return Reason("round", found.location, {"step": show_exact(found.step)})
