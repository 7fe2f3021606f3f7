"""What every use case of quotes stands on: the database, the clock, the catalog in force and the reader's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, tzinfo

from configurator.access.users import User
from configurator.documents.model import DocumentHeader, DocumentStatus
from configurator.quoting.approval import ApprovalPolicy
from configurator.quoting.model import Quote, QuoteVersion
from configurator.quoting.states import Action
from configurator.services.quote_ports import Clock, Proposer, Renderer
from configurator.services.quote_steps import Step, begin_step, require_seller, require_visible
from configurator.storage.unit_of_work import UnitOfWorkFactory


class QuoteBase:
    """`clock` gives the moment in UTC; days begin in `zone`, or where the server stands when none is given."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        proposer: Proposer,
        renderer: Renderer,
        zone: tzinfo | None = None,
    ) -> None:
        self._uow = uow_factory
        self._clock = clock
        self._proposer = proposer
        self._renderer = renderer
        self._zone = zone

    def policy(self) -> ApprovalPolicy:
        """The approval limits in force."""
        return ApprovalPolicy(self._proposer.discount_limits())

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    def _load(self, actor: User, quote_id: int) -> Quote:
        with self._uow.reading() as work:
            quote = work.quotes.load(quote_id)
        require_visible(actor, quote)
        return quote

    def _header(self, quote: Quote, version: QuoteVersion, status: DocumentStatus) -> DocumentHeader:
        return DocumentHeader(
            number=quote.number,
            version=version.number,
            prepared_by=quote.owner_name,
            contact=quote.owner_email,
            status=status,
            issued=self._today(),
        )

    @contextmanager
    def _step(self, actor: User, quote_id: int, action: Action, number: int | None = None) -> Iterator[Step]:
        """A step of any user who sees the quote."""
        with begin_step(self._uow, self._clock(), actor, quote_id, action, number) as step:
            yield step

    @contextmanager
    def _seller_step(self, actor: User, quote_id: int, action: Action, number: int | None = None) -> Iterator[Step]:
        """A step of somebody who may sell by the quote."""
        with self._step(actor, quote_id, action, number) as step:
            require_seller(actor, step.quote)
            yield step
