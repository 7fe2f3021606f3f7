"""Trials: kept, changed under optimistic locking, with the marks of those who have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from configurator.programmes.trials import Entity
from configurator.storage.programme_tables import trials
from configurator.storage.refusals import RecordUnknown, StaleRevision
from configurator.storage.tables import customers, quotes, users
from configurator.storage.types import AnyRow

_OWN = trials.c


class TrialState(StrEnum):
    """How a trial went: `converted` met all its criteria and has its quote, `failed` did not, `cancelled` was given
    up."""

    RUNNING = "running"
    CONVERTED = "converted"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial: seats by offering, and for each criterion that was judged whether it is met, since when and by whom."""

    id: int
    programme: str
    customer_id: int
    customer_name: str
    owner_id: int
    owner_name: str
    seats: Mapping[str, int]
    marks: Mapping[str, Mapping[str, Any]]
    term_months: int
    start: date
    last_day: date
    state: TrialState
    quote_id: int | None
    quote_number: str
    revision: int
    created_at: datetime
    ended_at: datetime | None
    entity: Entity

    def is_met(self, criterion: str) -> bool:
        """Whether the criterion was judged to be met."""
        return bool(self.marks.get(criterion, {}).get("met"))


class Trials:
    """The trials of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: Mapping[str, object], at: datetime) -> TrialRow:
        """Keep a new trial: programme, customer_id, owner_id, seats, term_months, start and last_day."""
        fresh = {"marks": {}, "state": TrialState.RUNNING.value, "revision": 1, "created_at": at}
        trial_id = self._connection.execute(insert(trials).values({**row, **fresh}).returning(_OWN.id)).scalar_one()
        return self.load(trial_id)

    def load(self, trial_id: int) -> TrialRow:
        """The trial; RecordUnknown when there is none."""
        found = self._list(_OWN.id == trial_id)
        if not found:
            raise RecordUnknown(kind="trial", id=trial_id)
        return found[0]

    def save(self, trial: TrialRow) -> TrialRow:
        """Keep marks, state, end and quote with the next revision; StaleRevision when somebody saved in between."""
        wanted = (_OWN.id == trial.id) & (_OWN.revision == trial.revision)
        values = {
            "marks": trial.marks,
            "state": trial.state.value,
            "quote_id": trial.quote_id,
            "ended_at": trial.ended_at,
            "revision": trial.revision + 1,
        }
        if not self._connection.execute(update(trials).where(wanted).values(values)).rowcount:
            current = self.load(trial.id).revision
            raise StaleRevision(kind="trial", id=trial.id, given=trial.revision, current=current)
        return replace(trial, revision=trial.revision + 1)

    def of_customer(self, customer_id: int) -> tuple[TrialRow, ...]:
        """The customer's trials, the newest first."""
        return tuple(reversed(self._list(_OWN.customer_id == customer_id)))

    def list_since(self, day: date, customer_ids: Iterable[int]) -> tuple[TrialRow, ...]:
        """Trials of these customers that began on the day or later."""
        return self._list((_OWN.start >= day) & _OWN.customer_id.in_(list(customer_ids)))

    def list_running(self) -> tuple[TrialRow, ...]:
        """Every trial that has not ended, the oldest first."""
        return self._list(_OWN.state == TrialState.RUNNING.value)

    def _list(self, wanted: ColumnElement[bool]) -> tuple[TrialRow, ...]:
        joined = (
            trials.join(customers, customers.c.id == _OWN.customer_id)
            .join(users, users.c.id == _OWN.owner_id)
            .outerjoin(quotes, quotes.c.id == _OWN.quote_id)
        )
        marks = (customers.c.registration, customers.c.parent, customers.c.domain, customers.c.payer, customers.c.phone)
        names = (customers.c.name.label("customer_name"), users.c.name.label("owner_name"), quotes.c.number)
        query = select(trials, *names, *marks).select_from(joined).where(wanted).order_by(_OWN.id)
        return tuple(_read_trial(row) for row in self._connection.execute(query))


def name_entity(customer_id: int, row: AnyRow | Any) -> Entity:
    """By what a customer is known; one without a registration code by its own record, so that it equals itself."""
    registration = row.registration or f"#{customer_id}"
    return Entity(registration, row.parent, row.domain, row.payer, row.phone)


def _read_trial(row: AnyRow) -> TrialRow:
    return TrialRow(
        id=row.id,
        programme=row.programme,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        seats=row.seats,
        marks=row.marks,
        term_months=row.term_months,
        start=row.start,
        last_day=row.last_day,
        state=TrialState(row.state),
        quote_id=row.quote_id,
        quote_number=row.number or "",
        revision=row.revision,
        created_at=row.created_at,
        ended_at=row.ended_at,
        entity=name_entity(row.customer_id, row),
    )
