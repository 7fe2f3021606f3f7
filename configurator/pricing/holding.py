"""What floors keep the seller's amounts and target prices from: who asked for how much, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from configurator.catalog.commercial import Floor
from configurator.pricing.deal import ADJUSTMENTS, Deal
from configurator.pricing.drafting import Draft
from configurator.pricing.model import ManualAdjustment
from configurator.pricing.tracing import read_notes
from configurator.values.money import Money
from configurator.values.problem import Problem, Severity

_CODES = {"target": "pricing_target_held", "amount": "pricing_amount_held"}


class Aim(NamedTuple):
    """What an amount or target price brought the regular payments of its scope to, in minor units: the sum before, the
    sum wanted, and how many notes each payment had by then."""

    at: int
    adjustment: ManualAdjustment
    before: int
    wanted: int
    drafts: Sequence[Draft]
    noted: Sequence[int]


def find_held_aims(deal: Deal, aims: Iterable[Aim]) -> tuple[Problem, ...]:
    """A warning for each amount or target that floors gave something back of, so that it is not reached."""
    return tuple(problem for aim in aims for problem in _find_held(deal, aim))


def _find_held(deal: Deal, aim: Aim) -> Iterator[Problem]:
    holding = [
        floor for draft, begun in zip(aim.drafts, aim.noted, strict=True) for floor in _list_floors(draft, begun)
    ]
    reached = sum(deal.rounder.round(draft.exact).minor for draft in aim.drafts)
    if not holding or reached <= aim.wanted:
        return
    currency, is_target = deal.catalog.currency, aim.adjustment.form == "target"
    asked, came = (aim.wanted, reached) if is_target else (aim.before - aim.wanted, aim.before - reached)
    floors = {_name_floor(floor): floor for floor in holding}
    params = {
        "asked": str(Money(asked, currency)),
        "reached": str(Money(came, currency)),
        "currency": currency.code,
        "count": len(holding),
        "floors": tuple(floors),
    }
    first = next(iter(floors.values()))
    field = f"{ADJUSTMENTS}.{aim.at}.value"
    yield Problem(_CODES[aim.adjustment.form], Severity.WARNING, first.location, field, params)


def _list_floors(draft: Draft, begun: int) -> Iterator[Floor]:
    """The floors that gave something back since then."""
    for note in read_notes(draft.notes[begun:]):
        if note.step == "floor":
            yield note.evidence[-1]


def _name_floor(floor: Floor) -> str:
    """The family and the place: `@CONN (pricing.yaml:12:3)`."""
    return f"@{floor.family or '*'} ({floor.location})"
