"""Trials: whether a customer may have one, its dates, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from configurator.catalog.benefits import Trial
from configurator.catalog.model import Catalog
from configurator.catalog.selectors import selection_of
from configurator.programmes.benefits import money_down
from configurator.values.money import Money
from configurator.values.months import add_months
from configurator.values.problem import Problem


@dataclass(frozen=True, slots=True)
class Entity:
    """By what a legal entity is known: registration code, that of its parent, mail domain, payer, contact phone."""

    registration: str = ""
    parent: str = ""
    domain: str = ""
    payer: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class TrialRun:
    """A trial that an entity has or asks for: seats by offering, what usage comes to, agreed criteria, first day."""

    trial: str
    entity: Entity
    seats: tuple[tuple[str, int], ...]
    start: date
    spent: Money | None = None
    criteria: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """The days of a trial. `convert_by` is the last day for the incentive, `end` the last day of use."""

    start: date
    midpoint: date
    quote: date
    convert_by: date
    end: date
    suspend: date
    delete: date


class TrialState(StrEnum):
    """Where a trial stands on a day."""

    PLANNED = "planned"
    RUNNING = "running"
    GRACE = "grace"
    SUSPENDED = "suspended"
    DELETED = "deleted"


def plan_trial(trial: Trial, start: date) -> TrialPlan:
    """The dates of a trial that starts on this day; the last day of use is its n-th."""
    end = start + timedelta(days=trial.days - 1)
    quote = start + timedelta(days=trial.quote_day)
    return TrialPlan(
        start=start,
        midpoint=start + timedelta(days=trial.midpoint_day),
        quote=quote,
        convert_by=quote + timedelta(days=trial.convert_days),
        end=end,
        suspend=end + timedelta(days=trial.suspend_after),
        delete=end + timedelta(days=trial.delete_after),
    )


def find_state(plan: TrialPlan, day: date) -> TrialState:
    """The state on the day: use goes on until the service is suspended, data are kept until they are deleted."""
    for state, first in reversed(_list_states(plan)):
        if day >= first:
            return state
    return TrialState.PLANNED


def is_same_entity(one: Entity, other: Entity) -> bool:
    """Whether two customers count as one: a registration or parent, domain, payer or phone in common."""
    return bool(_marks(one) & _marks(other))


def check_trial(catalog: Catalog, trial: Trial, run: TrialRun, history: Iterable[TrialRun]) -> tuple[Problem, ...]:
    """Everything that forbids the trial; the history may hold trials of anybody."""
    return (
        *_check_products(catalog, trial, run),
        *_check_amounts(trial, run),
        *_check_criteria(trial, run),
        *_check_history(trial, run, history),
    )


def _list_states(plan: TrialPlan) -> tuple[tuple[TrialState, date], ...]:
    return (
        (TrialState.RUNNING, plan.start),
        (TrialState.GRACE, plan.end + timedelta(days=1)),
        (TrialState.SUSPENDED, plan.suspend),
        (TrialState.DELETED, plan.delete),
    )


def _marks(entity: Entity) -> frozenset[tuple[str, str]]:
    """A parent is a registration as well: sisters and mother and daughter are one."""
    named = (
        ("registration", entity.registration),
        ("registration", entity.parent),
        ("domain", entity.domain),
        ("payer", entity.payer),
        ("phone", entity.phone),
    )
    return frozenset((kind, mark.strip().lower()) for kind, mark in named if mark.strip())


def _check_products(catalog: Catalog, trial: Trial, run: TrialRun) -> Iterator[Problem]:
    selection = selection_of(catalog)
    offered = {code for selector in trial.applies_to for code in selection.members(selector)}
    lent = {code for selector in trial.excludes for code in selection.members(selector)}
    for code, _ in run.seats:
        if code in lent:
            yield Problem("trial_hardware", field=f"seats.{code}", params={"offering": code})
        elif code not in offered:
            params = {"offering": code, "choices": tuple(trial.applies_to)}
            yield Problem("trial_not_offered", field=f"seats.{code}", params=params)


def _check_amounts(trial: Trial, run: TrialRun) -> Iterator[Problem]:
    for code, seats in run.seats:
        if not 1 <= seats <= trial.most_seats:
            params = {"offering": code, "seats": seats, "most": trial.most_seats}
            yield Problem("trial_seats", field=f"seats.{code}", params=params)
    if run.spent is not None:
        most = money_down(trial.most_spent, run.spent.currency)
        if most < run.spent:
            yield Problem("trial_spending", field="spent", params={"spent": str(run.spent), "most": str(most)})


def _check_criteria(trial: Trial, run: TrialRun) -> Iterator[Problem]:
    missing = tuple(criterion.key for criterion in trial.criteria if criterion.key not in run.criteria)
    if missing:
        yield Problem("trial_criteria", field="criteria", params={"missing": missing})


def _check_history(trial: Trial, run: TrialRun, history: Iterable[TrialRun]) -> Iterator[Problem]:
    wanted = {code for code, _ in run.seats}
    for earlier in history:
        again = add_months(earlier.start, trial.rest_months)
        repeated = wanted.intersection(code for code, _ in earlier.seats)
        if repeated and run.start < again and is_same_entity(run.entity, earlier.entity):
            params = {"offering": min(repeated), "start": earlier.start.isoformat(), "again": again.isoformat()}
            yield Problem("trial_repeated", field="entity", params=params)
