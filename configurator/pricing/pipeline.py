"""Pricing a configuration: check, list every line, ask the programmes, run the stages, tax, total."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import repeat
from typing import TypeVar

from configurator.catalog.commercial import Stage
from configurator.catalog.model import Catalog, PriceComponent
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.benefits import add_benefits, charge_benefits
from configurator.pricing.book import open_book
from configurator.pricing.checking import PricingRefused, check_pricing
from configurator.pricing.converting import restate
from configurator.pricing.deal import Deal
from configurator.pricing.drafting import Draft
from configurator.pricing.facts import state_facts
from configurator.pricing.granting import grant_charge
from configurator.pricing.holding import Aim, find_held_aims
from configurator.pricing.listing import add_facts, draft_charge, list_line
from configurator.pricing.model import PricedConfiguration, PricedLine, PricingContext
from configurator.pricing.referring import Course, References, make_base
from configurator.pricing.settling import settle_charge
from configurator.pricing.spreading import spread_adjustments
from configurator.pricing.stages import run_stage
from configurator.pricing.taxing_contracts import settle_taxes
from configurator.pricing.totalling import make_totals, sum_charges
from configurator.pricing.workings import (
    Grants,
    Key,
    Listed,
    Settled,
    Share,
    Workings,
    add_up,
    find_changed,
    keep_unequal,
    make_key,
    take_over,
)
from configurator.programmes import find_entitlements
from configurator.programmes.model import NO_ENTITLEMENTS, Entitlements, LineFacts
from configurator.values.problem import Problem, has_errors

T = TypeVar("T")

_MANY_LINES = 1_000

Charges = Sequence[Sequence[Draft]]
"""The charges of one line in the order of its prices, each as its runs."""


def price(
    catalog: Catalog,
    configuration: Configuration,
    context: PricingContext,
    previous: PricedConfiguration | None = None,
) -> PricedConfiguration:
    """Every figure and where it comes from; `problems` are warnings that only the price can tell. PricingRefused when
    check_pricing finds errors.

    With the `previous` price of a quote, what did not change since then is not worked out again; the result is the same
    as without it.
    """
    with collecting_later(len(configuration.lines)):
        pricer = open_pricer(catalog, configuration, context, previous)
        worked_out = pricer.price()
    priced = PricedConfiguration(
        lines=worked_out.priced,
        totals=make_totals(worked_out.tally, pricer.deal.contract, catalog.currency),
        currency=catalog.currency,
        tax_inclusive=catalog.tax_inclusive,
        context=context,
        catalog_release=catalog.release,
        catalog_digest=catalog.digest,
        workings=worked_out,
        problems=pricer.problems,
    )
    return quote_price(catalog, add_benefits(catalog, priced), context)


def open_pricer(
    catalog: Catalog,
    configuration: Configuration,
    context: PricingContext,
    previous: PricedConfiguration | None = None,
) -> Pricer:
    """The quote listed, with what programmes grant to its lines. PricingRefused when check_pricing finds errors."""
    known = previous.workings if previous is not None else None
    workings = known.begin(catalog, context) if isinstance(known, Workings) else Workings(catalog, context)
    _check(catalog, configuration, context, workings)
    deal = workings.deal or Deal(open_book(catalog, context.day), context)
    return Pricer(deal, configuration.lines, workings)


def quote_price(catalog: Catalog, priced: PricedConfiguration, context: PricingContext) -> PricedConfiguration:
    """A price under the tax regime and in the currency of this context, which otherwise is that of the price."""
    with collecting_later(len(priced.lines)):
        return settle_taxes(catalog, charge_benefits(restate(catalog, replace(priced, context=context))))


@contextmanager
def collecting_later(lines: int) -> Iterator[None]:
    """Without looking for garbage while many lines are priced.

    A large price is hundreds of thousands of objects that all stay: looking through them again and again takes longer
    than making them. Freezing and thawing makes them old without looking through them once more.
    """
    if lines < _MANY_LINES or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()


def _check(catalog: Catalog, configuration: Configuration, context: PricingContext, workings: Workings) -> None:
    """Lines that stood there before in this context are fine; anything wrong is looked for in all lines."""
    lines = configuration.lines
    asked = Configuration(tuple([lines[at] for at in find_changed(lines, workings.lines)]), "feasible")
    rest = replace(context, line_discounts={}) if workings.lines else context
    if has_errors(check_pricing(catalog, asked, rest)):
        raise PricingRefused(check_pricing(catalog, configuration, context))


def _has_programmes(catalog: Catalog) -> bool:
    return bool(catalog.programmes or catalog.benefits.loyalty)


class Pricer:
    """Prices the lines of one quote: those that are alike once, and those that were priced before not at all."""

    def __init__(self, deal: Deal, lines: Sequence[ConfigurationLine], before: Workings) -> None:
        self.deal, self._lines, self._before = deal, lines, before
        self._drafts: dict[Key, Sequence[list[Draft] | None]] = {}
        self._drafted_shares: dict[tuple[int, str], list[Draft]] = {}
        moved = find_changed(lines, before.lines)
        self._keys = self._take_over(before.keys, moved, lambda at: make_key(lines[at], deal.context))
        self._changed = keep_unequal(moved, self._keys, before.keys)
        self._listed = self._take_over(before.listed_lines, self._changed, self._list)
        self._courses, self._line_shares = before.courses, before.line_shares
        if self._has_other_bases():
            self._find_percentages()
        self.full_keys = self._take_over(before.full_keys, self._changed, self._complete_key)
        has_programmes = _has_programmes(deal.catalog)
        self._facts = self._take_over(before.facts, self._changed, self._state_line) if has_programmes else ()
        self._entitlements = self._find_entitlements()
        granted = self._entitlements.grants
        self.grants: list[Grants] = list(map(granted.get, range(1, len(lines) + 1), repeat(())))
        self.problems: tuple[Problem, ...] = ()

    def _take_over(self, before: Sequence[T], changed: Iterable[int], make: Callable[[int], T]) -> list[T]:
        return take_over(before, len(self._lines), changed, make)

    def price(self) -> Workings:
        """The priced lines with their sums, and what the next price can take over."""
        settled = self._settle_together() if self.deal.spreads else self._settle_apart()
        return replace(
            self._before,
            deal=self.deal,
            lines=self._lines,
            keys=self._keys,
            listed_lines=self._listed,
            courses=self._courses,
            line_shares=self._line_shares,
            full_keys=self.full_keys,
            facts=self._facts,
            entitlements=self._entitlements,
            grants=self.grants,
            settled_lines=settled,
            priced=tuple(self._number(settled)),
            tally=add_up(self._before.tally, self._before.settled_lines, settled),
        )

    def _list(self, at: int) -> Listed:
        key = self._keys[at]
        found = self._before.listed.get(key)
        if found is None:
            drafts, found = list_line(self.deal, self._lines[at])
            self._drafts[key], self._before.listed[key] = drafts, found
        return found

    def _take_drafts(self, at: int) -> Sequence[list[Draft] | None]:
        """The line's drafts to be worked on: those it was listed with, if nobody took them, else new ones."""
        taken = self._drafts.pop(self._keys[at], None)
        return list_line(self.deal, self._lines[at])[0] if taken is None else taken

    def _has_other_bases(self) -> bool:
        """Whether a line changed that is a percentage of others, or that others may be percentages of."""
        listed, before = self._listed, self._before.listed_lines
        concerned = [each for at in self._changed for each in (listed[at], *before[at : at + 1])]
        return any(each.bases or each.percentages for each in (*concerned, *before[len(listed) :]))

    def _find_percentages(self) -> None:
        """Find what charges that are percentages of others are taken of; each after what it is a percentage of."""
        book, before = self.deal.book, self._courses
        references = References(book)
        waiting: list[tuple[int, int, PriceComponent]] = []
        for at, listed in enumerate(self._listed):
            for base in listed.bases:
                references.note(at, base)
            for component in listed.percentages:
                waiting.append((book.rank_of(component), at, component))
        self._courses, self._line_shares = {}, {}
        for _, at, component in sorted(waiting, key=lambda each: each[0]):
            course = references.find_course(at, component)
            share = self._list_share(at, component, course)
            references.note(at, share.base)
            self._courses.setdefault(at, {})[component.id] = course
            self._line_shares.setdefault(at, []).append(share)
        others = (at for at, courses in self._courses.items() if courses != before.get(at))
        self._changed = sorted({*self._changed, *others})

    def _list_share(self, at: int, component: PriceComponent, course: Course) -> Share:
        key = self._keys[at], component.id, course
        found = self._before.shares.get(key)
        if found is None:
            drafts = draft_charge(self.deal, self._lines[at], component, course)
            sums: list[int | Fraction] = [0, 0, 0]
            add_facts(sums, drafts[0])
            found = Share(sums[0], int(sums[1]), int(sums[2]), make_base(drafts))
            self._before.shares[key], self._drafted_shares[at, component.id] = found, drafts
        return found

    def _complete_key(self, at: int) -> Key:
        """The line's key with what its percentages are taken of."""
        key, courses = self._keys[at], self._courses.get(at)
        return (*key, tuple(courses.items())) if courses else key

    def _list_prices(self, at: int) -> Sequence[PriceComponent]:
        line = self._lines[at]
        return self.deal.book.find_prices(line.offering) if line.quantity else ()

    def _state_line(self, at: int) -> LineFacts:
        line, parts = self._lines[at], [self._listed[at], *self._line_shares.get(at, ())]
        monthly = sum((part.monthly for part in parts), 0)
        one_time, usage = sum(part.one_time for part in parts), sum(part.usage for part in parts)
        return LineFacts(at + 1, line.offering, line.quantity, monthly, one_time, usage)

    def _find_entitlements(self) -> Entitlements:
        if not self._facts:
            return NO_ENTITLEMENTS
        facts = state_facts(self.deal.catalog, self.deal.context, self._facts)
        return find_entitlements(facts, self._before.entitlements)

    def _settle_apart(self) -> list[Settled]:
        """Each line for itself, as what it was before where nothing about it changed."""
        before, grants = self._before, self.grants
        granted = keep_unequal(range(len(grants)), grants, before.grants)
        return self._take_over(before.settled_lines, sorted({*self._changed, *granted}), self._settle)

    def _settle(self, at: int) -> Settled:
        key = self.full_keys[at], self.grants[at]
        found = self._before.settled.get(key)
        if found is None:
            found = self._before.settled[key] = self._settle_line(self._run_stages(self.grant(at)))
        return found

    def _settle_together(self) -> list[Settled]:
        """All lines stage by stage, because what is spread over many must know what is left of each; `problems` says
        which of it floors held back."""
        aims: list[Aim] = []
        lines = [self.grant(at) for at in range(len(self._lines))]
        charges = [drafts for line in lines for drafts in line]
        for stage in self.deal.stages:
            for drafts in charges:
                self._run_stage(stage, drafts)
            if stage.kind == "manual":
                aims += spread_adjustments(self.deal, charges)
        self.problems = find_held_aims(self.deal, aims)
        return [self._settle_line(line) for line in lines]

    def grant(self, at: int) -> Charges:
        """The line's charges in the order of its prices, to be worked on, with what is granted to them."""
        parts = zip(self._list_prices(at), self._take_drafts(at), strict=True)
        return [
            grant_charge(self.deal, drafts or self._draft_share(at, component), self.grants[at])
            for component, drafts in parts
        ]

    def _draft_share(self, at: int, component: PriceComponent) -> list[Draft]:
        """Those that the share was listed with, if nobody took them, else new ones."""
        drafted = self._drafted_shares.pop((at, component.id), None)
        return drafted or draft_charge(self.deal, self._lines[at], component, self._courses[at][component.id])

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
        desk = self.deal.book.taxes
        settled = tuple([settle_charge(self.deal, drafts) for drafts in charges])
        return Settled(settled, sum_charges(settled, tax_inclusive=desk.inclusive, mode=desk.regime.rounding))

    def _number(self, settled: Sequence[Settled]) -> list[PricedLine]:
        """The lines in their order; those that stand where they stood, with the same charges, are the same objects."""
        before = self._before
        changed = sorted({*self._changed, *find_changed(settled, before.settled_lines)})
        return self._take_over(before.priced, changed, lambda at: _make_line(at, self._lines[at], settled[at]))


def _make_line(at: int, line: ConfigurationLine, settled: Settled) -> PricedLine:
    return PricedLine(at + 1, line.offering, line.quantity, settled.charges)
