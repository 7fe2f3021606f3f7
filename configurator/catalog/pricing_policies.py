"""pricing.yaml → the pricing policy: the order of the stages, what excludes what, floors, roundings, escalations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from configurator.catalog.commercial import (
    PLAIN_POLICY,
    CommercialRounding,
    Escalation,
    Floor,
    PricingPolicy,
    StackingGroup,
    Stage,
)
from configurator.catalog.model import Catalog
from configurator.catalog.prices import read_validity
from configurator.catalog.records import Entry
from configurator.catalog.selectors import select
from configurator.catalog.sheets import Sheets
from configurator.values.problem import Severity

_REDUCING = frozenset({"term", "programme", "manual"})
_APPLIES = {"floor": "floors", "round": "roundings"}
"""Kinds of stages with the field that they apply."""


def build_policy(file: Entry | None) -> PricingPolicy:
    """The policy of the file; without a file, or without its stages, the plain one."""
    if file is None or "stages" not in file:
        return PLAIN_POLICY
    return PricingPolicy(
        stages=tuple(
            Stage(each["key"], each["kind"], each["name"], each.location) for each in _complete(file["stages"])
        ),
        groups={
            key: StackingGroup(key, each["name"], each["keep"], each.location)
            for key, each in _named(file, "groups").items()
        },
        floors=tuple(_list_floors(file.get("floors", ()))),
        roundings=tuple(
            CommercialRounding(each["applies_to"], each["charge"], each["step"], each.location)
            for each in _complete(file.get("roundings", ()))
        ),
        escalations={key: _build_escalation(key, each) for key, each in _named(file, "escalations").items()},
        rounding=file.get("rounding", "half_up"),
        tax_on=file.get("tax_on", "line"),
        location=file.location,
    )


def _complete(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.complete)


def _named(file: Entry, name: str) -> dict[str, Entry]:
    return {key: entry for key, entry in file.get(name, {}).items() if entry.complete}


def _list_floors(entries: Iterable[Entry]) -> Iterator[Floor]:
    """A floor for each family that an entry names; one that names none is for all that have no own."""
    for entry in _complete(entries):
        for family in entry.get("families", ("",)):
            yield Floor(
                family=family,
                margin_on_cost=entry.get("margin_on_cost"),
                most_discount=entry.get("most_discount"),
                evidence=entry["evidence"],
                source=entry.get("source", ""),
                location=entry.location,
            )


def _build_escalation(key: str, entry: Entry) -> Escalation:
    return Escalation(
        key=key,
        name=entry["name"],
        percent=entry["percent"],
        every_months=entry.get("every_months", 12),
        index=entry.get("index", ""),
        valid=read_validity(entry),
        evidence=entry["evidence"],
        source=entry.get("source", ""),
        location=entry.location,
    )


def check_policy(catalog: Catalog, sheets: Sheets) -> None:
    """The stages are an order that can be gone through, and everything that is stated has its stage."""
    file = sheets.single("pricing")
    if file is None or "stages" not in file:
        return
    _check_manual(file, catalog.policy)
    _check_applied(file, catalog.policy)
    _check_bounded(file, catalog.policy)
    _check_redemption(file, catalog.policy)
    _check_floors(file.get("floors", ()))
    _check_roundings(file.get("roundings", ()), catalog)


def _check_manual(file: Entry, policy: PricingPolicy) -> None:
    """The seller's own discounts come exactly once; what comes from term_discounts.csv at most once."""
    for kind, least in (("manual", 1), ("term", 0), ("floor", 0), ("round", 0)):
        count = sum(stage.kind == kind for stage in policy.stages)
        if not least <= count <= 1:
            file.report("stage_count", "stages", kind=kind, count=count)


def _check_applied(file: Entry, policy: PricingPolicy) -> None:
    """A stage needs what it applies, and what is to be applied needs a stage."""
    kinds = {stage.kind: stage for stage in policy.stages}
    for kind, field in _APPLIES.items():
        stated = bool(file.get(field))
        if kind in kinds and not stated:
            _report_at(file, kinds[kind], "stage_without_data", field=field)
        elif stated and kind not in kinds:
            file.report("stage_missing", field, kind=kind, field=field)


def _report_at(file: Entry, stage: Stage, code: str, severity: Severity = Severity.ERROR, *, field: str = "") -> None:
    place = stage.location
    file.page.report(code, place.line, place.column, severity=severity, stage=stage.key, field=field)


def _check_bounded(file: Entry, policy: PricingPolicy) -> None:
    """What is taken off after the floor is not kept above it."""
    kinds = [stage.kind for stage in policy.stages]
    first = kinds.index("floor") if "floor" in kinds else len(kinds)
    for stage in policy.stages[first:]:
        if stage.kind in _REDUCING:
            _report_at(file, stage, "stage_after_floor", Severity.WARNING)


def _check_redemption(file: Entry, policy: PricingPolicy) -> None:
    """Points pay a price that is settled: nothing changes it afterwards."""
    for stage, after in pairwise(policy.stages):
        if stage.kind == "redemption" and after.kind != "redemption":
            _report_at(file, stage, "redemption_not_last")


def _check_floors(entries: Iterable[Entry]) -> None:
    known: dict[str, str] = {}
    for entry in _complete(entries):
        if "margin_on_cost" not in entry and "most_discount" not in entry:
            entry.report("floor_bounds_nothing", "families")
        for family in entry.get("families", ("",)):
            if family in known:
                entry.report("floor_twice", "families", family=family or "*", first=known[family])
            known.setdefault(family, str(entry.location))


def _check_roundings(entries: Iterable[Entry], catalog: Catalog) -> None:
    for entry in _complete(entries):
        check_selectors(entry, "applies_to", catalog)
        check_amount(entry, "step", catalog)


def check_selectors(entry: Entry, name: str, catalog: Catalog) -> None:
    """Every selector of the field selects something."""
    for selector in entry.get(name, ()):
        if catalog.offerings and not select(catalog, selector):
            entry.report("selects_nothing", name, selector=selector)


def check_amount(entry: Entry, name: str, catalog: Catalog) -> None:
    """The amount is one of the catalog's currency: no part of its smallest unit."""
    figure: Decimal | None = entry.get(name)
    allowed = catalog.currency.exponent
    if figure is not None and -int(figure.as_tuple().exponent) > allowed:
        entry.report("figure_decimals", name, figure=str(figure), decimals=allowed)
