"""Ways out with what each does: its price and margin against the present, and its consequences for the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.configuration.model import Choice, Repair
from configurator.configuration.session import Session
from configurator.guidance.proposing import Proposal
from configurator.guidance.request import choices_mapping
from configurator.quoting.composing import compose_content
from configurator.quoting.content import Content, ContentTotals
from configurator.services.consequences import Consequence, list_consequences

SHOWN = 3
"""How many ways out a seller gets."""

CANDIDATES = 6
"""How many are priced at most, where several of one size compete for the last place."""


@dataclass(frozen=True, slots=True)
class Present:
    """What there is before a way out is taken."""

    content: Content
    margin_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class PricedRepair:
    """A way out with what it does: content and margin afterwards, and signed changes against the present ("" and None
    where there is no present price to compare with).

    `request` is the mended request; `needs` are codes that the catalog no longer has and that go with it.
    """

    repair: Repair
    request: Mapping[str, object]
    content: Content | None = None
    one_time_change: str = ""
    monthly_change: str = ""
    tcv_change: str = ""
    margin_percent: Decimal | None = None
    margin_change: Decimal | None = None
    consequences: tuple[Consequence, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def totals(self) -> ContentTotals | None:
        """The prices afterwards."""
        return self.content.totals if self.content else None

    def compare_with(self, earlier: Content, catalog: Catalog) -> tuple[Consequence, ...]:
        """How the package afterwards differs from an earlier one, besides what was asked for and changed."""
        asked = (*self.repair.wanted, *(change.instead for change in self.repair.changes if change.instead))
        return tuple(list_consequences(earlier, self.content, asked, catalog)) if self.content else ()


@dataclass(frozen=True, slots=True)
class Situated:
    """Where ways out start from: the conversation, its request as far as the catalog can read it, the needs that it
    cannot, and what there is at present (None while the choices conflict)."""

    session: Session
    raw: Mapping[str, object]
    present: Present | None = None
    needs: tuple[str, ...] = ()

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self.session.compiled.situation.catalog


Propose = Callable[[Mapping[str, object]], Proposal | None]
"""The proposal for a request, None when there is none."""


def with_choices(request: Mapping[str, object], choices: tuple[Choice, ...]) -> dict[str, object]:
    """The request with exactly these choices."""
    return {**request, **choices_mapping(choices)}


def find_repairs(start: Situated, wanted: tuple[Choice, ...]) -> tuple[Repair, ...]:
    """The smallest ways out, before their prices are known: those shown, and more of the last one's size.

    Undecided when the time limit came before the first.
    """
    found = start.session.repairs(wanted, CANDIDATES)
    largest = len(found[:SHOWN][-1].changes) if found else 0
    return tuple(repair for repair in found if len(repair.changes) <= largest)


def price_repairs(start: Situated, repairs: Sequence[Repair], propose: Propose) -> tuple[PricedRepair, ...]:
    """Those ways out that have a price: fewest changed choices first, then the lowest contract value."""
    priced = [each for each in (price_repair(start, repair, propose) for repair in repairs) if each.totals]
    return tuple(sorted(priced, key=rank_repair)[:SHOWN])


def price_repair(start: Situated, repair: Repair, propose: Propose) -> PricedRepair:
    """One way out with what it does; without totals when there is no price for it."""
    request = with_choices(start.raw, start.session.mend(repair).choices)
    proposal = propose(request)
    if proposal is None:
        return PricedRepair(repair, request, needs=start.needs)
    content, margin = compose_content(proposal), proposal.priced.totals.margin_percent
    if start.present is None:
        return PricedRepair(repair, request, content, margin_percent=margin, needs=start.needs)
    now, then = start.present.content.totals, content.totals
    priced = PricedRepair(
        repair,
        request,
        content,
        _subtract(then.one_time, now.one_time),
        _subtract(then.monthly, now.monthly),
        _subtract(then.tcv, now.tcv),
        margin,
        _subtract_margins(margin, start.present.margin_percent),
        needs=start.needs,
    )
    return replace(priced, consequences=priced.compare_with(start.present.content, start.catalog))


def rank_repair(priced: PricedRepair) -> tuple[int, Decimal]:
    """Fewest changed choices first, then the lowest contract value."""
    return len(priced.repair.changes), Decimal(priced.totals.tcv) if priced.totals else Decimal(0)


def _subtract(after: str, before: str) -> str:
    return f"{Decimal(after) - Decimal(before):+f}"


def _subtract_margins(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if after is None or before is None else after - before
