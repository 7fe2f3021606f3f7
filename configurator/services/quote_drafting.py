"""Drafting: making quotes, saving their requests, going back and forth, and starting the next version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from configurator.access.permissions import Permission
from configurator.access.users import User, require
from configurator.customers.customer import Customer
from configurator.quoting.commitments import asked_discount, read_term
from configurator.quoting.content import Content
from configurator.quoting.lifecycle import next_state
from configurator.quoting.model import QuoteVersion, lines_of, totals_of
from configurator.quoting.numbering import counter_of, format_number
from configurator.quoting.refusals import NothingToUndo
from configurator.quoting.revising import revise_request
from configurator.quoting.states import Action, QuoteState
from configurator.services.audit import changes_between
from configurator.services.moments import Moment
from configurator.services.quote_base import QuoteBase
from configurator.services.quote_steps import Step
from configurator.storage.unit_of_work import UnitOfWork


class QuoteDrafting(QuoteBase):
    """The use cases of drafts. A `preview` is the request's content today; it only fills the totals that lists show."""

    def create_draft(
        self,
        actor: User,
        customer_id: int,
        request: Mapping[str, object],
        preview: Content | None = None,
    ) -> QuoteVersion:
        """A new quote of the actor's, numbered without gaps, with this request as its first draft."""
        require(actor, Permission.EDIT_QUOTES)
        when = Moment(self._today(), self._clock(), actor)
        with self._uow.writing() as work:
            return keep_draft(work, actor.id, work.customers.load(customer_id), request, when, preview)

    def save_request(
        self,
        actor: User,
        quote_id: int,
        request: Mapping[str, object],
        revision: int,
        preview: Content | None = None,
    ) -> QuoteVersion:
        """Replace the draft's request; StaleRevision when somebody saved since that revision was read.

        Saving the same request again changes nothing.
        """
        with self._seller_step(actor, quote_id, Action.EDIT) as step:
            before = step.version
            if revision == before.revision and dict(request) == dict(before.request):
                return before
            kept = rewrite_request(step.on(replace(before, revision=revision)), request, preview)
            step.work.drafts.record(kept.id, request)
        return replace(kept, can_undo=True, can_redo=False)

    def undo(self, actor: User, quote_id: int, revision: int | None = None) -> QuoteVersion:
        """Go back to the request before the last save; NothingToUndo at the beginning."""
        return self._go(actor, quote_id, -1, revision)

    def redo(self, actor: User, quote_id: int, revision: int | None = None) -> QuoteVersion:
        """Take back an undo; NothingToUndo at the end."""
        return self._go(actor, quote_id, +1, revision)

    def revise(self, actor: User, quote_id: int, number: int | None = None) -> QuoteVersion:
        """A new version, a draft that starts from the latest request or from that of the numbered version.

        What lies with the customer stays valid until the new version is sent. An open draft refuses, so that the same
        request sent twice makes one version.
        """
        with self._seller_step(actor, quote_id, Action.REVISE) as step:
            latest = step.version
            next_state(latest.state, Action.REVISE)
            origin = step.quote.version(number) if number is not None else latest
            request = revise_request(origin.request)
            fresh = draft_version(step.quote.id, latest.number + 1, request, step.at, None)
            kept = step.work.quotes.add_version(fresh)
            step.work.drafts.begin(kept.id, request)
            step.on(kept).note(Action.REVISE, {"origin": origin.number})
        return kept

    def _go(self, actor: User, quote_id: int, by: int, revision: int | None) -> QuoteVersion:
        with self._seller_step(actor, quote_id, Action.EDIT) as step:
            version = step.version
            next_state(version.state, Action.EDIT)
            request = step.work.drafts.step(version.id, by)
            if request is None:
                raise NothingToUndo
            known = version if revision is None else replace(version, revision=revision)
            kept = rewrite_request(step.on(known), request, None)
            back, forth = step.work.drafts.bounds(kept.id)
        return replace(kept, can_undo=back, can_redo=forth)


def keep_draft(
    work: UnitOfWork,
    owner_id: int,
    customer: Customer,
    request: Mapping[str, object],
    when: Moment,
    preview: Content | None,
) -> QuoteVersion:
    """A new quote of the owner's with its first draft, kept in the transaction of the unit of work."""
    number = format_number(when.day.year, work.counters.take(counter_of(when.day.year)))
    quote_id = work.quotes.add(number, customer.id, owner_id, when.at)
    version = work.quotes.add_version(draft_version(quote_id, 1, request, when.at, preview))
    work.drafts.begin(version.id, version.request)
    facts = {"number": number, "customer": customer.name, "version": 1}
    work.audit.record(when.at, when.user_id, "create_quote", ("quote", quote_id), facts)
    return version


def draft_version(
    quote_id: int, number: int, request: Mapping[str, object], at: datetime, preview: Content | None
) -> QuoteVersion:
    """A draft that was not stored yet."""
    return QuoteVersion(
        id=0,
        quote_id=quote_id,
        number=number,
        revision=0,
        state=QuoteState.DRAFT,
        request=dict(request),
        snapshot=None,
        release=None,
        term_months=read_term(request),
        discount=asked_discount(request, preview),
        totals=totals_of(preview) if preview else None,
        lines=lines_of(preview) if preview else (),
        valid_until=None,
        created_at=at,
        updated_at=at,
    )


def rewrite_request(
    step: Step, request: Mapping[str, object], preview: Content | None, facts: Mapping[str, object] | None = None
) -> QuoteVersion:
    """The draft with another request; `facts` go into the trail beside what changed."""
    return step.move(
        Action.EDIT,
        {"request": changes_between(step.version.request, request), **(facts or {})},
        request=dict(request),
        term_months=read_term(request),
        discount=asked_discount(request, preview),
        totals=totals_of(preview) if preview else None,
        lines=lines_of(preview) if preview else (),
    )
