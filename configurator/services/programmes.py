"""What programmes remember of customers and quotes, and the daily run that keeps it up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from configurator.access.permissions import Permission
from configurator.access.users import User, require
from configurator.quoting.content import Content
from configurator.quoting.model import Quote, QuoteVersion
from configurator.services.claiming import ClaimOutlook, find_unmet, foresee_claims, record_windows
from configurator.services.moments import TURN, Moment
from configurator.services.points import PointsOffer, PointsView, expire_points, offer_points, view_points
from configurator.services.quote_ports import Clock, Proposer
from configurator.services.quote_steps import is_visible, require_visible
from configurator.services.quotes import QuoteService
from configurator.services.trials import TrialService, TrialView
from configurator.storage.claims import ClaimRow
from configurator.storage.points import PointsRow
from configurator.storage.refusals import StaleRevision
from configurator.storage.trials import TrialState
from configurator.storage.unit_of_work import UnitOfWorkFactory
from configurator.values.problem import Problem


@dataclass(frozen=True, slots=True)
class CustomerStanding:
    """What a customer has of programmes: points, places of its quotes, trials; which trials the catalog offers."""

    points: tuple[PointsView, ...]
    claims: tuple[ClaimRow, ...]
    trials: tuple[TrialView, ...]


@dataclass(frozen=True, slots=True)
class QuoteStanding:
    """What a version takes or would take: the places that it has, and for a draft the outlook and points to redeem."""

    places: tuple[ClaimRow, ...] = ()
    outlook: tuple[ClaimOutlook, ...] = ()
    unmet: tuple[Problem, ...] = ()
    points: tuple[PointsOffer, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeRun:
    """What a run did: quotes that expired and places that came free with them, shares released by programme and offer,
    points expired by programme and customer, trials that became quotes (by number) or failed."""

    day: date
    expired: int
    freed: int
    released: tuple[tuple[str, str, int], ...]
    points: tuple[tuple[str, int, int], ...]
    converted: tuple[tuple[int, str], ...]
    failed: tuple[int, ...]


class ProgrammeService:
    """Accounts, places and the daily run; `clock` gives the moment in UTC, days begin in `zone`."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        proposer: Proposer,
        others: tuple[QuoteService, TrialService],
        zone: tzinfo | None = None,
    ) -> None:
        self._uow = uow_factory
        self._clock = clock
        self._proposer = proposer
        self._quotes, self._trials = others
        self._zone = zone

    def read_customer(self, actor: User, customer_id: int) -> CustomerStanding:
        """What programmes remember of the customer: points are those of its legal entity, places those of quotes that
        the actor may see; other quotes are not named."""
        require(actor, Permission.VIEW_CUSTOMERS)
        trials = self._trials.list_trials(actor, customer_id)
        with self._uow.reading() as work:
            points = view_points(work, self._proposer.catalog, customer_id, self._moment().day)
            places = work.claims.of_customers((customer_id,))
        return CustomerStanding(
            points=tuple(replace(view, rows=_hide_quotes(actor, view.rows)) for view in points),
            claims=tuple(place for place in places if is_visible(actor, place.quote_owner_id)),
            trials=trials,
        )

    def read_quote(self, actor: User, quote: Quote, version: QuoteVersion, content: Content | None) -> QuoteStanding:
        """What the version holds or, while it is a draft with a content, what it would hold if it were submitted."""
        require_visible(actor, quote)
        catalog, day = self._proposer.catalog, self._moment().day
        with self._uow.reading() as work:
            places = work.claims.of_version(version.id)
            if content is None or version.snapshot is not None:
                return QuoteStanding(places)
            return QuoteStanding(
                places=(),
                outlook=tuple(foresee_claims(work, catalog, quote, content, day)),
                unmet=find_unmet(catalog, version.request, content),
                points=offer_points(work, catalog, quote, version, content, day),
            )

    def run(self, day: date | None = None) -> ProgrammeRun:
        """Everything that is due on the day (else today), each in its own transaction; a second run finds nothing."""
        when = self._moment(day)
        held = self._count_held()
        expired = self._quotes.expire_due(when.day)
        converted, failed = self._settle_trials(when)
        return ProgrammeRun(
            day=when.day,
            expired=expired,
            freed=max(0, held - self._count_held()),
            released=self._release(when),
            points=self._expire(when),
            converted=converted,
            failed=failed,
        )

    def _count_held(self) -> int:
        with self._uow.reading() as work:
            return work.claims.count_held()

    def _release(self, when: Moment) -> tuple[tuple[str, str, int], ...]:
        found = []
        for programme in self._proposer.catalog.benefits.partners.values():
            for offer in programme.offers:
                if offer.month <= when.day:
                    with self._uow.writing() as work:
                        work.counters.take(TURN)
                        found.append((programme.key, offer.key, record_windows(work, programme, offer, when)))
        return tuple(each for each in found if each[2])

    def _expire(self, when: Moment) -> tuple[tuple[str, int, int], ...]:
        with self._uow.reading() as work:
            due = work.points.list_due(when.day)
        found = []
        for programme, customer_id in due:
            with self._uow.writing() as work:
                points = expire_points(work, self._proposer.catalog, programme, customer_id, when)
            found.append((programme, customer_id, points))
        return tuple(each for each in found if each[2])

    def _settle_trials(self, when: Moment) -> tuple[tuple[tuple[int, str], ...], tuple[int, ...]]:
        converted, failed = [], []
        for view in self._trials.list_running():
            try:
                if _is_to_convert(view, when.day):
                    converted.append((view.row.id, self._trials.convert(view, when).quote_number))
                elif view.row.last_day < when.day:
                    failed.append(self._trials.close(view, when, TrialState.FAILED).id)
            except StaleRevision:
                continue  # somebody is at it right now; the next run sees what they did
        return tuple(converted), tuple(failed)

    def _moment(self, day: date | None = None) -> Moment:
        at = self._clock()
        return Moment(day or at.astimezone(self._zone).date(), at)


def _hide_quotes(actor: User, rows: Iterable[PointsRow]) -> tuple[PointsRow, ...]:
    return tuple(
        row if is_visible(actor, row.quote_owner_id) else replace(row, quote_id=None, quote_number="") for row in rows
    )


def _is_to_convert(view: TrialView, day: date) -> bool:
    """A trial with all its criteria met becomes a quote on the day that the catalog sets for it."""
    return view.is_met and view.plan is not None and view.plan.quote <= day
