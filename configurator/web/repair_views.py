"""Ways out of a conflict as the pages show them: what would be given up or changed, and what that does to the price,
the margin and the rest of the package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.configuration.model import Choice
from configurator.quoting.content import Content
from configurator.quoting.model import Quote, QuoteVersion, VersionTotals, totals_of
from configurator.services.consequences import Consequence
from configurator.services.mending import PricedRepair
from configurator.values.money import Money
from configurator.values.text import Text
from configurator.web.drafting import digest_of

SHOWN = 5
"""How many consequences are shown at once; the others when asked for."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice in words' parts: the offering, how many (None: any), or an attribute with its value."""

    name: Text
    quantity: int | None
    attribute: Text | None
    value: Text | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A choice with what becomes of it: another one, or nothing when it is given up."""

    choice: ChoiceView
    instead: ChoiceView | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What ways out of a conflict compare with, as there is no valid package at present: an earlier version of the
    quote with its content, or (version 0) the draft's totals when it was last valid."""

    totals: VersionTotals
    content: Content | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class RepairView:
    """One way out; `key` names it when it is applied. Amounts are decimal strings, signed where they are changes and
    "" where nothing is there to compare with; margins are None for who may not see them. `baseline` is None where
    the package as it is was compared with."""

    key: str
    changes: tuple[ChangeView, ...]
    needs: tuple[str, ...]
    wanted: tuple[ChoiceView, ...]
    one_time: str
    monthly: str
    tcv: str
    one_time_change: str
    monthly_change: str
    tcv_change: str
    margin_percent: Decimal | None
    margin_change: Decimal | None
    consequences: tuple[Consequence, ...]
    has_present: bool
    baseline: Baseline | None

    @property
    def shown(self) -> tuple[Consequence, ...]:
        """The first consequences."""
        return self.consequences[:SHOWN]

    @property
    def further(self) -> tuple[Consequence, ...]:
        """The other consequences."""
        return self.consequences[SHOWN:]


def show_repairs(
    repairs: Iterable[PricedRepair],
    catalog: Catalog,
    *,
    with_margin: bool = False,
    baseline: Baseline | None = None,
) -> tuple[RepairView, ...]:
    """The ways out in the order given, compared with the baseline where there is no present price."""
    return tuple(_show(each, catalog, with_margin, None if each.tcv_change else baseline) for each in repairs)


def find_baseline(quote: Quote, version: QuoteVersion) -> Baseline | None:
    """The latest earlier version that was submitted, else what the draft came to when it was last valid."""
    for earlier in reversed([each for each in quote.versions if each.number < version.number]):
        content = earlier.content
        if content is not None:
            return Baseline(totals_of(content), content, earlier.number)
    return Baseline(version.totals) if version.totals else None


def show_choice(choice: Choice, catalog: Catalog) -> ChoiceView:
    """The choice with the catalog's names in place of codes; what the catalog does not have keeps its code."""
    offering = catalog.offerings.get(choice.offering)
    attributes = offering.attributes if offering else ()
    attribute = next((each for each in attributes if each.key == choice.attribute), None)
    value = next((each for each in attribute.values if each.key == choice.value), None) if attribute else None
    return ChoiceView(
        name=offering.name if offering else _same(choice.offering),
        quantity=choice.quantity,
        attribute=attribute.name if attribute else _same(choice.attribute) if choice.attribute else None,
        value=value.name if value else _same(choice.value) if choice.value else None,
    )


def _show(repair: PricedRepair, catalog: Catalog, with_margin: bool, baseline: Baseline | None) -> RepairView:
    totals, saved = repair.totals, baseline.totals if baseline else None
    earlier = baseline.content if baseline else None
    one_time, monthly, tcv = (totals.one_time, totals.monthly, totals.tcv) if totals else ("", "", "")
    return RepairView(
        key=digest_of(repair.request),
        changes=tuple(
            ChangeView(show_choice(each.choice, catalog), show_choice(each.instead, catalog) if each.instead else None)
            for each in repair.repair.changes
        ),
        needs=repair.needs,
        wanted=tuple(show_choice(choice, catalog) for choice in repair.repair.wanted),
        one_time=one_time,
        monthly=monthly,
        tcv=tcv,
        one_time_change=repair.one_time_change or _change(one_time, saved.one_time if saved else None),
        monthly_change=repair.monthly_change or _change(monthly, saved.monthly if saved else None),
        tcv_change=repair.tcv_change or _change(tcv, saved.tcv if saved else None),
        margin_percent=repair.margin_percent if with_margin else None,
        margin_change=repair.margin_change if with_margin else None,
        consequences=repair.compare_with(earlier, catalog) if earlier else repair.consequences,
        has_present=bool(repair.tcv_change),
        baseline=baseline,
    )


def _change(now: str, before: Money | None) -> str:
    return f"{Decimal(now) - before.amount:+f}" if now and before else ""


def _same(code: str) -> Text:
    return Text(code, code)
