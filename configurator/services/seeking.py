"""Seeking: the best package for a goal, and three clearly different ones, over the catalog in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from configurator.catalog.model import Catalog, Offering
from configurator.configuration.aiming import Baseline
from configurator.configuration.session import ChoicesConflict
from configurator.guidance.budgeting import BudgetUnreachable
from configurator.guidance.contrasting import (
    ALTERNATIVE_SECONDS,
    LEAST_APART,
    Contrast,
    Grade,
    covered_needs,
    find_contrasts,
)
from configurator.guidance.goal import Aim, LeftOut, Sought
from configurator.guidance.ledger import Measure
from configurator.guidance.pinning import pin
from configurator.guidance.proposing import Proposal
from configurator.guidance.reading import read_request
from configurator.guidance.reading_goals import read_goal
from configurator.guidance.request import Request
from configurator.guidance.seeking import SEEK_SECONDS, seek
from configurator.pricing.checking import PricingRefused
from configurator.quoting.composing import compose_content
from configurator.quoting.content import Content
from configurator.services.proposing import Proposer, RequestRefused, refuse_request, with_choices
from configurator.solver import ConflictFound, Undecided


@dataclass(frozen=True, slots=True)
class MissingNeed:
    """A need that was left out: what it would add to the least amount, by how much that is over the budget; "" where
    there is no such amount. `is_proven` when the amounts are the least possible."""

    code: str
    measure: Measure
    adds: str
    over: str
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, as doors show it. `request` makes it a draft: with it the ordinary proposal is this package.
    `bound` is what the measure could at best be, "" when the price is proven; `covered` are the needs of the request
    that it covers, `changed` the offerings that differ from the baseline; `margin_percent` is for those who may see it.
    """

    content: Content
    request: Mapping[str, object]
    aim: Aim
    measure: Measure
    proof: Literal["optimal", "feasible"]
    bound: str
    seconds: Decimal
    time_limit: Decimal
    covered: tuple[str, ...]
    left_out: tuple[MissingNeed, ...]
    changed: tuple[str, ...]
    margin_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of three different packages: in how many components it differs from each before it, and which needs it covers
    beyond the request. `most_apart` is set where the difference asked for is impossible."""

    grade: Grade
    answer: Answer
    apart: tuple[int, ...]
    most_apart: int | None
    further: tuple[str, ...]


class Seeker:
    """Searches over a proposer's catalog and compiled models."""

    def __init__(self, proposer: Proposer) -> None:
        self._proposer = proposer

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self._proposer.catalog

    def seek(
        self,
        raw: Mapping[str, object],
        wanted: Mapping[str, object],
        today: date,
        baseline: Baseline | None = None,
        seconds: Decimal = Decimal(SEEK_SECONDS),
    ) -> Answer:
        """The best package for what is wanted (see `read_goal`); RequestRefused with all problems if there is none."""
        return self._answer(raw, self._seek(raw, wanted, today, baseline, seconds))

    def alternatives(
        self,
        raw: Mapping[str, object],
        today: date,
        least_apart: int = LEAST_APART,
        seconds: Decimal = Decimal(ALTERNATIVE_SECONDS),
    ) -> tuple[Alternative, ...]:
        """Good, better and best for a request, at least so many components apart where that is possible."""
        return tuple(self._show(raw, each) for each in self._contrast(raw, today, least_apart, seconds))

    def baseline_of(self, raw: object, today: date) -> Baseline:
        """What the ordinary proposal for a request has, to stay close to."""
        return Baseline.of(self._proposer.propose(raw, today).configuration)

    def _seek(
        self,
        raw: Mapping[str, object],
        wanted: Mapping[str, object],
        today: date,
        baseline: Baseline | None,
        seconds: Decimal,
    ) -> Sought:
        goal, problems = read_goal(self.catalog, self._read(raw, today), wanted, baseline)
        if goal is None:
            raise RequestRefused(problems)
        try:
            return seek(self._proposer.shelf, self._proposer.book, goal, seconds)
        except BudgetUnreachable as refusal:
            raise RequestRefused(refusal.problems) from refusal
        except (ChoicesConflict, ConflictFound, Undecided, PricingRefused) as refusal:
            raise refuse_request(refusal) from refusal

    def _contrast(
        self, raw: Mapping[str, object], today: date, least_apart: int, seconds: Decimal
    ) -> tuple[Contrast, ...]:
        request = self._read(raw, today)
        try:
            return find_contrasts(self._proposer.shelf, self._proposer.book, request, least_apart, seconds)
        except BudgetUnreachable as refusal:
            raise RequestRefused(refusal.problems) from refusal
        except (ChoicesConflict, ConflictFound, Undecided, PricingRefused) as refusal:
            raise refuse_request(refusal) from refusal

    def _read(self, raw: object, today: date) -> Request:
        """The request at home: budgets and bounds are amounts of the catalog, and so is what answers show."""
        request, problems = read_request(self.catalog, raw, today)
        if request is None:
            raise RequestRefused(problems)
        return replace(request, tax_regime="", exchange=None)

    def _show(self, raw: Mapping[str, object], contrast: Contrast) -> Alternative:
        asked = set(contrast.sought.goal.request.needs)
        covered = covered_needs(contrast.sought.proposal)
        further = tuple(code for code in self.catalog.needs if code in covered - asked)
        return Alternative(
            contrast.grade, self._answer(raw, contrast.sought), contrast.apart, contrast.most_apart, further
        )

    def _answer(self, raw: Mapping[str, object], sought: Sought) -> Answer:
        missing = {each.need for each in sought.left_out}
        return Answer(
            content=compose_content(sought.proposal),
            request=_as_request(raw, sought.proposal),
            aim=sought.goal.aim,
            measure=sought.goal.measure,
            proof=sought.proof,
            bound=str(sought.bound or ""),
            seconds=sought.seconds,
            time_limit=sought.time_limit,
            covered=tuple(code for code in sought.goal.request.needs if code not in missing),
            left_out=tuple(_name(each) for each in sought.left_out),
            changed=sought.changed,
            margin_percent=sought.proposal.priced.totals.margin_percent,
        )


def _name(missing: LeftOut) -> MissingNeed:
    return MissingNeed(
        missing.need,
        missing.measure,
        "" if missing.adds is None else str(missing.adds),
        "" if missing.over is None else str(missing.over),
        missing.proof == "optimal",
    )


def baseline_of_lines(catalog: Catalog, lines: Iterable[Mapping[str, object]]) -> Baseline:
    """An earlier package from lines as `propose --json` and stored versions say them: `offering`, `quantity`, and
    `attributes` by name in any language. What the catalog no longer has is left out."""
    quantities: dict[str, int] = {}
    attributes: dict[tuple[str, str], str] = {}
    for line in lines:
        offering = catalog.offerings.get(str(line.get("offering")))
        quantity = str(line.get("quantity", ""))
        if offering is None or not (quantity.isascii() and quantity.isdigit() and len(quantity) <= 9):
            continue
        quantities[offering.code] = int(quantity)
        named = line.get("attributes")
        pairs = named.items() if isinstance(named, Mapping) else ()
        for name, value in pairs:
            attributes.update(_find_value(offering, str(name), str(value)))
    return Baseline({code: quantity for code, quantity in quantities.items() if quantity}, attributes)


def baseline_of_content(catalog: Catalog, content: Content) -> Baseline:
    """The package of an earlier quote version."""
    return baseline_of_lines(
        catalog,
        (
            {
                "offering": line.offering,
                "quantity": line.quantity,
                "attributes": {name.en: value.en for name, value in line.attributes},
            }
            for line in content.lines
        ),
    )


def _find_value(offering: Offering, name: str, value: str) -> Mapping[tuple[str, str], str]:
    """The attribute's value by the names that people read, or nothing."""
    for attribute in offering.attributes:
        if name in (attribute.key, attribute.name.zh, attribute.name.en):
            for each in attribute.values:
                if value in (each.key, each.name.zh, each.name.en):
                    return {(offering.code, attribute.key): each.key}
    return {}


def _as_request(raw: Mapping[str, object], proposal: Proposal) -> dict[str, object]:
    needs = list(proposal.request.needs)
    return {**with_choices(raw, pin(proposal)), "needs": needs, "ambition": proposal.request.ambition}
