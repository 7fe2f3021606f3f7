"""Trials of customers: begun within the limits of their legal entity, judged by their criteria, ended, and converted.

A conversion quote is priced between a reading and a writing unit of work, so that nobody waits for a lock meanwhile;
the writing one refuses when somebody changed the trial in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from configurator.access.permissions import Permission
from configurator.access.users import User, require, require_reach
from configurator.catalog.benefits import Trial
from configurator.catalog.model import Catalog
from configurator.customers.customer import Customer
from configurator.guidance.reading_terms import read_day
from configurator.programmes.converting import build_conversion
from configurator.programmes.trials import TrialPlan, TrialRun, check_trial, plan_trial
from configurator.quoting.content import Content
from configurator.services.moments import TURN, Moment
from configurator.services.quote_drafting import keep_draft
from configurator.services.quote_ports import Clock, Proposer
from configurator.services.quote_steps import is_visible
from configurator.storage.refusals import RecordUnknown
from configurator.storage.trials import TrialRow, TrialState, name_entity
from configurator.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from configurator.values.months import add_months
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal


class TrialRefused(Refusal):
    """A trial that the customer may not have; carries every problem."""

    code = "trial_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class TrialEnded(Refusal):
    """The trial has ended, so that nothing of it changes any more. Evidence: state."""

    code = "trial_ended"


@dataclass(frozen=True, slots=True)
class TrialOrder:
    """What a seller asks for: which trial, seats by offering, first day, the commitment of the quote that is to follow,
    and the criteria that the customer agreed to."""

    programme: str
    seats: Mapping[str, int]
    start: date
    term_months: int
    agreed: frozenset[str]


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial with what the catalog says of it (None: it does not know it any more) and its days."""

    row: TrialRow
    trial: Trial | None
    plan: TrialPlan | None

    @property
    def is_met(self) -> bool:
        """Whether every criterion is met."""
        return self.trial is not None and all(self.row.is_met(each.key) for each in self.trial.criteria)


class TrialService:
    """The use cases of trials; `clock` gives the moment in UTC, days begin in `zone`."""

    def __init__(
        self, uow_factory: UnitOfWorkFactory, clock: Clock, proposer: Proposer, zone: tzinfo | None = None
    ) -> None:
        self._uow = uow_factory
        self._clock = clock
        self._proposer = proposer
        self._zone = zone

    def start_trial(self, actor: User, customer_id: int, order: TrialOrder) -> TrialRow:
        """Begin a trial that the actor owns; TrialRefused with everything that forbids it."""
        require(actor, Permission.EDIT_QUOTES)
        catalog, when = self._proposer.catalog, self._moment(actor)
        trial = catalog.benefits.trials.get(order.programme)
        if trial is None:
            raise RecordUnknown(kind="trial", id=order.programme[:60])
        with self._uow.writing() as work:
            work.counters.take(TURN)
            customer = work.customers.load(customer_id)
            problems = _check_start(order.start) or _check(work, catalog, trial, customer, order)
            if problems:
                raise TrialRefused(problems)
            return _keep(work, trial, customer_id, order, when)

    def get_trial(self, actor: User, trial_id: int) -> TrialView:
        """The trial; RecordUnknown when there is none. Its quote is named to who may see it."""
        require(actor, Permission.VIEW_CUSTOMERS)
        with self._uow.reading() as work:
            return self._view(_hide_quote(actor, work.trials.load(trial_id)))

    def list_trials(self, actor: User, customer_id: int) -> tuple[TrialView, ...]:
        """The customer's trials, the newest first; their quotes are named to who may see them."""
        require(actor, Permission.VIEW_CUSTOMERS)
        with self._uow.reading() as work:
            return tuple(self._view(_hide_quote(actor, row)) for row in work.trials.of_customer(customer_id))

    def record_marks(self, actor: User, trial_id: int, met: Mapping[str, bool], revision: int) -> TrialRow:
        """Say of criteria whether they are met; StaleRevision when somebody saved since that revision was read."""
        when = self._moment(actor)
        with self._uow.writing() as work:
            view = self._view(work.trials.load(trial_id))
            _require_owner(actor, view.row)
            marks = _mark(view, met, when)
            kept = work.trials.save(replace(view.row, marks=marks, revision=revision))
            _note(work, "trial_marked", kept, when, {"marks": {key: mark["met"] for key, mark in marks.items()}})
        return kept

    def end_trial(self, actor: User, trial_id: int, revision: int, *, give_up: bool = False) -> TrialRow:
        """End it today: with all criteria met it becomes a quote, else it failed; `give_up` makes no quote anyhow."""
        view = self.get_trial(actor, trial_id)
        _require_owner(actor, view.row)
        known = replace(view, row=replace(view.row, revision=revision))
        if view.is_met and not give_up:
            return self.convert(known, self._moment(actor))
        return self.close(known, self._moment(actor), TrialState.CANCELLED if give_up else TrialState.FAILED)

    def convert(self, view: TrialView, when: Moment) -> TrialRow:
        """End it with success: its quote, a draft of the trial's owner, is made in the same transaction."""
        _require_running(view.row)
        with self._uow.reading() as work:
            customer = work.customers.load(view.row.customer_id)
        request = _make_request(view, customer, when.day)
        preview = self._preview(request, when.day)
        with self._uow.writing() as work:
            draft = keep_draft(work, view.row.owner_id, customer, request, when, preview)
            ended = replace(view.row, state=TrialState.CONVERTED, quote_id=draft.quote_id, ended_at=when.at)
            kept = replace(work.trials.save(ended), quote_number=work.quotes.load(draft.quote_id).number)
            _note(work, "trial_converted", kept, when, {"quote": kept.quote_number})
        return kept

    def close(self, view: TrialView, when: Moment, state: TrialState) -> TrialRow:
        """End it without a quote."""
        _require_running(view.row)
        with self._uow.writing() as work:
            kept = work.trials.save(replace(view.row, state=state, ended_at=when.at))
            _note(work, f"trial_{state}", kept, when, {})
        return kept

    def list_running(self) -> tuple[TrialView, ...]:
        """Every trial that has not ended."""
        with self._uow.reading() as work:
            return tuple(self._view(row) for row in work.trials.list_running())

    def _view(self, row: TrialRow) -> TrialView:
        trial = self._proposer.catalog.benefits.trials.get(row.programme)
        return TrialView(row, trial, plan_trial(trial, row.start) if trial else None)

    def _moment(self, actor: User) -> Moment:
        at = self._clock()
        return Moment(at.astimezone(self._zone).date(), at, actor)

    def _preview(self, request: Mapping[str, object], day: date) -> Content | None:
        """What the draft will say; a draft that needs the seller's hand first has none."""
        try:
            return self._proposer.content_of(request, day)
        except Refusal:
            return None


def _check(
    work: UnitOfWork, catalog: Catalog, trial: Trial, customer: Customer, order: TrialOrder
) -> tuple[Problem, ...]:
    run = TrialRun(
        trial=trial.key,
        entity=name_entity(customer.id, customer.fields),
        seats=tuple(order.seats.items()),
        start=order.start,
        criteria=order.agreed,
    )
    first = add_months(order.start, -trial.rest_months)
    history = work.trials.list_since(first, work.customers.find_group(customer.id))
    missing = () if order.seats else (Problem("trial_without_seats", field="seats"),)
    return (*missing, *check_trial(catalog, trial, run, [_as_run(row) for row in history]))


def _check_start(start: date) -> tuple[Problem, ...]:
    found = read_day(start, "start")
    return (found,) if isinstance(found, Problem) else ()


def _as_run(row: TrialRow) -> TrialRun:
    return TrialRun(row.programme, row.entity, tuple(row.seats.items()), row.start, criteria=frozenset(row.marks))


def _keep(work: UnitOfWork, trial: Trial, customer_id: int, order: TrialOrder, when: Moment) -> TrialRow:
    row = {
        "programme": trial.key,
        "customer_id": customer_id,
        "owner_id": when.user_id,
        "seats": dict(order.seats),
        "term_months": order.term_months,
        "start": order.start,
        "last_day": plan_trial(trial, order.start).end,
    }
    kept = work.trials.add(row, when.at)
    _note(work, "trial_started", kept, when, {"seats": dict(order.seats), "start": order.start.isoformat()})
    return kept


def _mark(view: TrialView, met: Mapping[str, bool], when: Moment) -> dict[str, Mapping[str, object]]:
    """The marks with what changed; who judges a criterion the same way again leaves it as it stands."""
    _require_running(view.row)
    known = {each.key for each in view.trial.criteria} if view.trial else set()
    by = when.actor.name if when.actor else ""
    fresh = {
        key: {"met": value, "day": when.day.isoformat(), "by": by}
        for key, value in met.items()
        if key in known and (key not in view.row.marks or view.row.is_met(key) is not value)
    }
    return {**view.row.marks, **fresh}


def _make_request(view: TrialView, customer: Customer, day: date) -> dict[str, object]:
    trial, row = view.trial, view.row
    if trial is None:
        raise RecordUnknown(kind="trial", id=row.programme)
    run = TrialRun(row.programme, row.entity, tuple(row.seats.items()), row.start)
    return {
        "needs": [],
        "compliance": {},
        "discount_percent": "0",
        **build_conversion(trial, run, state_customer(customer), row.term_months, day),
    }


def state_customer(customer: Customer) -> dict[str, object]:
    """A stored customer as a request states it; what is not known is not said."""
    known = customer.fields
    stated: dict[str, object] = {
        **known.profile,
        "name": known.name,
        "industry": known.class_code,
        "staff": known.staff,
        "sites": known.sites,
        "revenue": None if known.revenue is None else f"{known.revenue:f}",
        "assets": None if known.assets is None else f"{known.assets:f}",
        "finance_class": known.finance_class,
    }
    return {key: value for key, value in stated.items() if value not in (None, "")}


def _hide_quote(actor: User, row: TrialRow) -> TrialRow:
    """A conversion quote belongs to the trial's owner."""
    return row if is_visible(actor, row.owner_id) else replace(row, quote_id=None, quote_number="")


def _require_running(row: TrialRow) -> None:
    if row.state is not TrialState.RUNNING:
        raise TrialEnded(state=row.state)


def _require_owner(actor: User, row: TrialRow) -> None:
    require_reach(actor, row.owner_id, Permission.EDIT_QUOTES, Permission.EDIT_ALL_QUOTES)


def _note(work: UnitOfWork, action: str, row: TrialRow, when: Moment, facts: Mapping[str, object]) -> None:
    details = {"trial": row.id, "programme": row.programme, **facts}
    work.audit.record(when.at, when.user_id, action, ("customer", row.customer_id), details)
