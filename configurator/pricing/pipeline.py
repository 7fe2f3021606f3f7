"""Pricing a configuration: check, list every line, ask the programmes, run the stages, tax, total."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from configurator.catalog.commercial import Stage
from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.benefits import add_benefits, charge_benefits
from configurator.pricing.book import open_book
from configurator.pricing.checking import PricingRefused, check_pricing
from configurator.pricing.converting import restate
from configurator.pricing.deal import Deal
from configurator.pricing.drafting import Draft
from configurator.pricing.facts import state_facts
from configurator.pricing.granting import grant_charge
from configurator.pricing.listing import add_facts, draft_charge, list_line
from configurator.pricing.model import PricedConfiguration, PricedLine, PricingContext
from configurator.pricing.referring import References, make_base
from configurator.pricing.settling import settle_charge
from configurator.pricing.spreading import spread_adjustments
from configurator.pricing.stages import run_stage
from configurator.pricing.taxing_contracts import settle_taxes
from configurator.pricing.totalling import Tally, make_totals, sum_charges
from configurator.pricing.workings import Grants, Key, Listed, Settled, Workings
from configurator.programmes import find_entitlements
from configurator.programmes.model import LineFacts
from configurator.values.problem import has_errors

Charges = Sequence[Sequence[Draft]]
"""The charges of one line in the order of its prices, each as its runs."""


def price(
    catalog: Catalog,
    configuration: Configuration,
    context: PricingContext,
    previous: PricedConfiguration | None = None,
) -> PricedConfiguration:
    """Every figure and where it comes from. PricingRefused when check_pricing finds errors.

    With the `previous` price of a quote, what did not change since then is not worked out again; the result is the same
    as without it.
    """
    known = previous.workings if previous is not None else None
    workings = known.begin(catalog, context) if isinstance(known, Workings) else Workings(catalog, context)
    _check(catalog, configuration, context, workings)
    deal = Deal(open_book(catalog, context.day), context)
    with _collecting_later():
        worked_out = _Pricer(deal, configuration.lines, workings).price()
    priced = PricedConfiguration(
        lines=tuple(worked_out.priced),
        totals=make_totals(worked_out.tally, deal.contract, catalog.currency),
        currency=catalog.currency,
        tax_inclusive=catalog.tax_inclusive,
        context=context,
        catalog_release=catalog.release,
        catalog_digest=catalog.digest,
        workings=worked_out,
    )
    return quote_price(catalog, add_benefits(catalog, priced), context)


def quote_price(catalog: Catalog, priced: PricedConfiguration, context: PricingContext) -> PricedConfiguration:
    """A price under the tax regime and in the currency of this context, which otherwise is that of the price."""
    return settle_taxes(catalog, charge_benefits(restate(catalog, replace(priced, context=context))))


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Without looking for garbage meanwhile: a price is hundreds of thousands of objects that all stay, and looking
    through them again and again takes longer than making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check(catalog: Catalog, configuration: Configuration, context: PricingContext, workings: Workings) -> None:
    """Lines that were priced before in this context are fine; anything wrong is looked for in all lines."""
    known = frozenset(map(id, workings.lines))
    asked = Configuration(tuple([line for line in configuration.lines if id(line) not in known]), "feasible")
    if has_errors(check_pricing(catalog, asked, context)):
        raise PricingRefused(check_pricing(catalog, configuration, context))


def _has_programmes(catalog: Catalog) -> bool:
    return bool(catalog.programmes or catalog.benefits.loyalty)


class _Pricer:
    """Prices the lines of one quote: those that are alike once, and those that were priced before not at all."""

    def __init__(self, deal: Deal, lines: Sequence[ConfigurationLine], before: Workings) -> None:
        self.deal, self._lines, self._before = deal, lines, before
        self._keys = before.list_keys(lines)
        self._drafts: dict[Key, Sequence[list[Draft] | None]] = {}
        self._listed = [self._list(key, line) for key, line in zip(self._keys, lines, strict=True)]
        self._shares = self._list_percentages()
        self._facts: Sequence[LineFacts] = self._state_lines() if _has_programmes(deal.catalog) else ()
        self._grants = self._find_grants()

    def price(self) -> Workings:
        """The priced lines with their sums, and what the next price can take over."""
        settled = self._settle_together() if self.deal.spreads else self._settle_apart()
        return replace(
            self._before,
            lines=self._lines,
            keys=self._keys,
            facts=self._facts,
            grants=self._grants,
            settled_lines=settled,
            priced=tuple(self._number(settled)),
            tally=self._add_up(settled),
        )

    def _list(self, key: Key, line: ConfigurationLine) -> Listed:
        found = self._before.listed.get(key)
        if found is None:
            drafts, found = list_line(self.deal, line)
            self._drafts[key], self._before.listed[key] = drafts, found
        return found

    def _take_drafts(self, at: int) -> Sequence[list[Draft] | None]:
        """The line's drafts to be worked on: those it was listed with, if nobody took them, else new ones."""
        taken = self._drafts.pop(self._keys[at], None)
        return list_line(self.deal, self._lines[at])[0] if taken is None else taken

    def _list_percentages(self) -> dict[int, dict[str, list[Draft]]]:
        """The charges that are percentages of others, by line and price; each after what it is a percentage of."""
        book = self.deal.book
        if not book.has_percentages:
            return {}
        references = References(book)
        found: dict[int, dict[str, list[Draft]]] = {}
        waiting: list[tuple[int, int, PriceComponent]] = []
        for at, listed in enumerate(self._listed):
            for base in listed.bases:
                references.note(at, base)
            parts = (each for each in self._list_prices(at) if each.model is PriceModel.PERCENT_OF)
            waiting.extend((book.rank_of(component), at, component) for component in parts)
        for _, at, component in sorted(waiting, key=lambda each: each[0]):
            course = references.find_course(at, component)
            drafts = draft_charge(self.deal, self._lines[at], component, course)
            references.note(at, make_base(drafts))
            found.setdefault(at, {})[component.id] = drafts
        return found

    def _list_prices(self, at: int) -> Sequence[PriceComponent]:
        line = self._lines[at]
        return self.deal.book.find_prices(line.offering) if line.quantity else ()

    def _state_lines(self) -> list[LineFacts]:
        """What programmes see of each line; the same object as before where a line stands unchanged."""
        before = self._before
        known = 0 if self._shares else len(before.facts)
        return [
            before.facts[at] if at < known and self._keys[at] is before.keys[at] else self._state_line(at)
            for at in range(len(self._lines))
        ]

    def _state_line(self, at: int) -> LineFacts:
        line, listed = self._lines[at], self._listed[at]
        sums = [listed.monthly, listed.one_time, listed.usage]
        for drafts in self._shares.get(at, {}).values():
            add_facts(sums, drafts[0])
        return LineFacts(at + 1, line.offering, line.quantity, sums[0], int(sums[1]), int(sums[2]))

    def _find_grants(self) -> list[Grants]:
        if not self._facts:
            return [()] * len(self._lines)
        granted = find_entitlements(state_facts(self.deal.catalog, self.deal.context, self._facts)).grants
        return [granted.get(number, ()) for number in range(1, len(self._lines) + 1)]

    def _settle_apart(self) -> list[Settled]:
        """Each line for itself, as what it was before where nothing about it changed."""
        before, known = self._before, len(self._before.settled_lines)
        return [
            before.settled_lines[at]
            if at < known and key is before.keys[at] and grants == before.grants[at] and at not in self._shares
            else self._settle(at, key, grants)
            for at, (key, grants) in enumerate(zip(self._keys, self._grants, strict=True))
        ]

    def _settle(self, at: int, key: Key, grants: Grants) -> Settled:
        if at in self._shares:
            return self._settle_line(self._run_stages(self._grant(at)))
        found = self._before.settled.get((key, grants))
        if found is None:
            found = self._settle_line(self._run_stages(self._grant(at)))
            self._before.settled[key, grants] = found
        return found

    def _settle_together(self) -> list[Settled]:
        """All lines stage by stage, because what is spread over many must know what is left of each."""
        lines = [self._grant(at) for at in range(len(self._lines))]
        charges = [drafts for line in lines for drafts in line]
        for stage in self.deal.stages:
            for drafts in charges:
                self._run_stage(stage, drafts)
            if stage.kind == "manual":
                spread_adjustments(self.deal, charges)
        return [self._settle_line(line) for line in lines]

    def _grant(self, at: int) -> Charges:
        """The line's charges in the order of its prices, to be worked on, with what is granted to them."""
        shares, grants = self._shares.get(at, {}), self._grants[at]
        parts = zip(self._list_prices(at), self._take_drafts(at), strict=True)
        return [grant_charge(self.deal, drafts or shares[component.id], grants) for component, drafts in parts]

    def _run_stages(self, charges: Charges) -> Charges:
        for drafts in charges:
            for stage in self.deal.stages:
                self._run_stage(stage, drafts)
        return charges

    def _run_stage(self, stage: Stage, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            if not draft.is_waived:
                run_stage(self.deal, stage, draft)

    def _settle_line(self, charges: Charges) -> Settled:
        policy = self.deal.catalog.policy
        settled = tuple([settle_charge(self.deal, drafts) for drafts in charges])
        return Settled(
            settled, sum_charges(settled, tax_inclusive=self.deal.catalog.tax_inclusive, mode=policy.rounding)
        )

    def _number(self, settled: Sequence[Settled]) -> Iterator[PricedLine]:
        known = self._before.priced
        for at, (line, each) in enumerate(zip(self._lines, settled, strict=True)):
            if at < len(known) and known[at].charges is each.charges and self._before.lines[at] is line:
                yield known[at]
            else:
                yield PricedLine(at + 1, line.offering, line.quantity, each.charges)

    def _add_up(self, settled: Sequence[Settled]) -> Tally:
        """The sums before, less what lines came to that changed, and what they come to now."""
        before, tally = self._before.settled_lines, Tally(self._before.tally)
        for at, now in enumerate(settled):
            was = before[at] if at < len(before) else None
            if was is not now:
                tally.add(now.sums)
                if was is not None:
                    tally.take_away(was.sums)
        for was in before[len(settled) :]:
            tally.take_away(was.sums)
        return tally
