"""Reading quotes: one with its versions, lists, the desk, the documents, and what a reader may do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from configurator.access.limits import limit_of
from configurator.access.permissions import Permission
from configurator.access.users import User, may
from configurator.documents.model import DocumentLanguage
from configurator.quoting.approval import ApprovalPolicy
from configurator.quoting.expiry import WARNING_DAYS
from configurator.quoting.lifecycle import actions_open_to
from configurator.quoting.model import Quote, QuoteVersion
from configurator.quoting.refusals import NoDocument
from configurator.quoting.states import Action, QuoteState
from configurator.services.quote_base import QuoteBase
from configurator.services.quote_steps import require_seller
from configurator.storage.paging import Page, PageOf
from configurator.storage.rows import QuoteFilters, QuoteRow
from configurator.storage.unit_of_work import UnitOfWork
from configurator.values.refusal import Refusal

DESK_LENGTH = 8
EVERYTHING = QuoteFilters()
FIRST_PAGE = Page()
NOBODY = 0
_ANSWERS = frozenset({Action.APPROVE, Action.REJECT})


@dataclass(frozen=True, slots=True)
class Desk:
    """What needs a user: each list is short, with the number of all such quotes in its total."""

    drafts: PageOf[QuoteRow]
    to_approve: PageOf[QuoteRow]
    to_send: PageOf[QuoteRow]
    ending: PageOf[QuoteRow]
    recent: PageOf[QuoteRow]
    pipeline: dict[QuoteState, int]


class QuoteReading(QuoteBase):
    """The use cases that change nothing."""

    def get_quote(self, actor: User, quote_id: int) -> Quote:
        """The quote with all versions; RecordUnknown when there is none that the actor may see."""
        return self._load(actor, quote_id)

    def earlier_request(self, actor: User, quote_id: int) -> Mapping[str, object] | None:
        """The request to which an undo of the latest version would go back; None when there is nothing to undo."""
        version = self._load(actor, quote_id).latest
        with self._uow.reading() as work:
            return work.drafts.look(version.id, -1)

    def list_quotes(self, actor: User, filters: QuoteFilters = EVERYTHING, page: Page = FIRST_PAGE) -> PageOf[QuoteRow]:
        """A page of the quotes that the actor may see and that pass the filters."""
        with self._uow.reading() as work:
            return work.lists.find(_within_reach(actor, filters), page)

    def desk(self, actor: User) -> Desk:
        """What needs the actor today. Drafts, quotes to send and quotes that end soon are the actor's own."""
        own = QuoteFilters(owner_id=actor.id)
        today = self._today()
        soon = today + timedelta(days=WARNING_DAYS)
        with self._uow.reading() as work:
            return Desk(
                drafts=_few(work, replace(own, states=(QuoteState.DRAFT,))),
                to_approve=self._waiting(work, actor),
                to_send=_few(work, replace(own, states=(QuoteState.APPROVED,))),
                ending=_few(
                    work,
                    replace(own, states=(QuoteState.SENT,), ends_from=today, ends_to=soon, order="ending"),
                ),
                recent=_few(work, _within_reach(actor, EVERYTHING)),
                pipeline=work.lists.count_by_state(own),
            )

    def to_approve(self, actor: User, page: Page = FIRST_PAGE) -> PageOf[QuoteRow]:
        """The quotes that wait for a decision that the actor may take; none for who may approve nothing."""
        with self._uow.reading() as work:
            return self._waiting(work, actor, page)

    def open_actions(self, actor: User, quote: Quote, version: QuoteVersion) -> frozenset[Action]:
        """What the actor may do to this version now: by role and state, whose quote it is, and how far limits reach."""
        possible = actions_open_to(actor.role, version.state) if actor.active else frozenset()
        answers = _answers_open_to(self.policy(), actor, quote, version)
        sales = possible - _ANSWERS if _may_sell(actor, quote) else frozenset()
        return (possible & answers) | sales

    def document(self, actor: User, quote_id: int, number: int, language: DocumentLanguage) -> bytes:
        """The document of a version: the bytes that were sent, or a draft made now of what was submitted.

        NoContent for a version that was never submitted, NoDocument for a sent one without that language.
        """
        quote = self._load(actor, quote_id)
        version = quote.version(number)
        with self._uow.reading() as work:
            stored = work.documents.get(version.id, language)
        if stored is not None:
            return stored.pdf
        if version.sent_at is not None:
            raise NoDocument(number=quote.number, version=number, language=language)
        content = version.require_content(quote.number)
        return self._renderer(content, self._header(quote, version, "draft"), language).pdf

    def document_languages(self, actor: User, quote_id: int, number: int) -> tuple[str, ...]:
        """The languages in which the version was sent; none before."""
        version = self._load(actor, quote_id).version(number)
        with self._uow.reading() as work:
            return work.documents.languages(version.id)

    def _waiting(self, work: UnitOfWork, actor: User, page: Page = Page(1, DESK_LENGTH)) -> PageOf[QuoteRow]:
        if not may(actor, Permission.APPROVE_QUOTES):
            return PageOf((), 0, page)
        limit = limit_of(actor.role, self.policy().limits)
        filters = QuoteFilters(states=(QuoteState.IN_APPROVAL,), discount_to=limit, uninvolved=actor.id, order="ending")
        return work.lists.find(_within_reach(actor, filters), page)


def _few(work: UnitOfWork, filters: QuoteFilters) -> PageOf[QuoteRow]:
    return work.lists.find(filters, Page(1, DESK_LENGTH))


def _within_reach(actor: User, filters: QuoteFilters) -> QuoteFilters:
    """Who sees only their own quotes gets no others, whatever they ask for."""
    if may(actor, Permission.VIEW_ALL_QUOTES):
        return filters
    nobodys = filters.owner_id not in (None, actor.id)
    return replace(filters, owner_id=NOBODY if nobodys else actor.id)


def _may_sell(actor: User, quote: Quote) -> bool:
    try:
        require_seller(actor, quote)
    except Refusal:
        return False
    return True


def _answers_open_to(policy: ApprovalPolicy, actor: User, quote: Quote, version: QuoteVersion) -> frozenset[Action]:
    try:
        policy.check_referee(actor, quote.involved(version))
    except Refusal:
        return frozenset()
    reaches = version.discount <= limit_of(actor.role, policy.limits)
    return _ANSWERS if reaches else _ANSWERS - {Action.APPROVE}
