"""Quotes from the first draft to the customer's answer: each method is one use case, kept in one transaction.

Contents and documents take seconds to make. They are made between a reading and a writing unit of work, so that nobody
waits for a lock meanwhile; the writing one refuses when somebody changed the version in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from configurator.access.users import User
from configurator.documents.model import DocumentLanguage
from configurator.quoting.commitments import asked_discount
from configurator.quoting.content import Content
from configurator.quoting.expiry import is_over, require_valid
from configurator.quoting.lifecycle import TRANSITIONS, next_state
from configurator.quoting.model import QuoteVersion, lines_of, release_of, totals_of
from configurator.quoting.refusals import CommentMissing, SignatoryMissing
from configurator.quoting.snapshot import freeze
from configurator.quoting.states import Action, QuoteState
from configurator.services.claiming import Held, reserve_claims
from configurator.services.moments import Moment
from configurator.services.points import earn_points
from configurator.services.quote_drafting import QuoteDrafting
from configurator.services.quote_reading import QuoteReading
from configurator.services.quote_repricing import QuoteRepricing
from configurator.services.quote_steps import Step, begin_step, require_seller

DOCUMENT_LANGUAGES: tuple[DocumentLanguage, ...] = ("zh", "en", "both")
SIGNATORY_LENGTH = 200
REMARK_LENGTH = 2000
_UNSENT = frozenset({QuoteState.DRAFT, QuoteState.IN_APPROVAL, QuoteState.APPROVED})


class QuoteService(QuoteDrafting, QuoteRepricing, QuoteReading):
    """All use cases of quotes."""

    def submit(self, actor: User, quote_id: int, revision: int | None = None) -> QuoteVersion:
        """Compute and keep the draft's content; approved at once within the actor's limit, else put to an approver.

        Refused with the request's problems when it is not valid, DiscountBeyondLimits when nobody may approve it,
        ClaimRefused when a code, a partner's offer or points that it takes are not to be had.
        """
        quote = self._load(actor, quote_id)
        draft = _as_known(quote.target(Action.SUBMIT), revision)
        require_seller(actor, quote)
        next_state(draft.state, Action.SUBMIT)
        content = self._proposer.content_of(draft.request, self._today())
        asked = asked_discount(draft.request, content)
        assessment = self.policy().assess(asked, actor.role)
        with self._seller_step(actor, quote_id, Action.SUBMIT) as step:
            kept = step.on(replace(draft, state=step.version.state)).move(
                assessment.action,
                {"asked": assessment.asked, "limit": assessment.limit},
                snapshot=freeze(content),
                release=release_of(content),
                totals=totals_of(content),
                lines=lines_of(content),
                term_months=content.term_months,
                discount=asked,
                valid_until=date.fromisoformat(content.valid_until),
                submitted_at=step.at,
                submitted_by=actor.id,
            )
            self._reserve(step, kept, content)
            if assessment.is_needed:
                step.work.approvals.ask(kept.id, asked, assessment.limit, actor.id, step.at)
        return kept

    def approve(self, actor: User, quote_id: int, comment: str = "") -> QuoteVersion:
        """Grant what was asked; only by somebody who is not involved and whose own limit reaches the discount."""
        with self._step(actor, quote_id, Action.APPROVE) as step:
            involved = step.quote.involved(step.version)
            self.policy().check_decider(actor, involved, step.version.discount)
            next_state(step.version.state, Action.APPROVE)
            require_valid(step.version.valid_until, self._today())
            step.answer(Action.APPROVE, _tidy(comment))
            return step.move(Action.APPROVE, {"comment": _tidy(comment)})

    def reject(self, actor: User, quote_id: int, comment: str) -> QuoteVersion:
        """Give the version back as a draft, and say why; only by an approver who is not involved."""
        with self._step(actor, quote_id, Action.REJECT) as step:
            self.policy().check_referee(actor, step.quote.involved(step.version))
            if not _tidy(comment):
                raise CommentMissing
            return _reopen(step, Action.REJECT, _tidy(comment))

    def recall(self, actor: User, quote_id: int) -> QuoteVersion:
        """Take a submitted version back to the desk as a draft; an approval given is void."""
        with self._seller_step(actor, quote_id, Action.RECALL) as step:
            return _reopen(step, Action.RECALL, "")

    def send(
        self, actor: User, quote_id: int, languages: Sequence[DocumentLanguage] = DOCUMENT_LANGUAGES
    ) -> QuoteVersion:
        """Give the approved content to the customer: its documents are made and kept, an older offer is superseded.

        What goes out is exactly what was approved, even when the catalog has changed since.
        """
        quote = self._load(actor, quote_id)
        require_seller(actor, quote)
        version = quote.target(Action.SEND)
        next_state(version.state, Action.SEND)
        require_valid(version.valid_until, self._today())
        content, header = version.require_content(quote.number), self._header(quote, version, "final")
        made = {language: self._renderer(content, header, language) for language in languages}
        digests = {language: document.sha256 for language, document in made.items()}
        with self._seller_step(actor, quote_id, Action.SEND) as step:
            facts = {"digest": version.snapshot and version.snapshot.digest, "documents": digests}
            approved = step.on(replace(version, state=step.version.state))
            sent = approved.move(Action.SEND, facts, sent_at=step.at)
            for language, document in made.items():
                step.work.documents.add(sent.id, language, document.pdf, step.at)
            _supersede_older(step)
            return sent

    def record_acceptance(self, actor: User, quote_id: int, name: str, number: int | None = None) -> QuoteVersion:
        """The customer accepted what was offered, in the person of `name`; versions not yet sent are withdrawn, places
        held are used, and points earned are booked."""
        with self._seller_step(actor, quote_id, Action.ACCEPT, number) as step:
            next_state(step.version.state, Action.ACCEPT)
            require_valid(step.version.valid_until, self._today())
            accepted = step.end(Action.ACCEPT, signatory=_read_signatory(name))
            for other in step.quote.versions:
                if other.id != accepted.id and other.state in _UNSENT:
                    step.on(other).end(Action.WITHDRAW)
            moment = Moment(self._today(), step.at, step.actor)
            earn_points(step.work, self._proposer.catalog, step.quote, accepted, moment)
            return accepted

    def record_decline(self, actor: User, quote_id: int, remark: str = "", number: int | None = None) -> QuoteVersion:
        """The customer declined what was offered."""
        with self._seller_step(actor, quote_id, Action.DECLINE, number) as step:
            return step.end(Action.DECLINE, remark=_tidy(remark))

    def withdraw(self, actor: User, quote_id: int, remark: str = "", number: int | None = None) -> QuoteVersion:
        """Give a version up: the latest, or the numbered one."""
        with self._seller_step(actor, quote_id, Action.WITHDRAW, number) as step:
            return step.end(Action.WITHDRAW, remark=_tidy(remark))

    def expire_due(self, today: date | None = None) -> int:
        """Expire every waiting or offered version whose last day is past; how many there were. For a daily command."""
        day = today or self._today()
        with self._uow.reading() as work:
            due = work.quotes.find_expired(day)
        return sum(self._expire(quote_id, number, day) for quote_id, number in due)

    def _reserve(self, step: Step, version: QuoteVersion, content: Content) -> None:
        if content.claims:
            moment = Moment(self._today(), step.at, step.actor)
            reserve_claims(step.work, self._proposer.catalog, Held(step.quote, version), content.claims, moment)

    def _expire(self, quote_id: int, number: int, day: date) -> int:
        """Each in its own transaction; what somebody else ended meanwhile is left alone."""
        with begin_step(self._uow, self._clock(), None, quote_id, Action.EXPIRE, number) as step:
            state, last_day = step.version.state, step.version.valid_until
            if (state, Action.EXPIRE) not in TRANSITIONS or not is_over(last_day, day):
                return 0
            step.end(Action.EXPIRE)
            return 1


def _as_known(version: QuoteVersion, revision: int | None) -> QuoteVersion:
    return version if revision is None else replace(version, revision=revision)


def _reopen(step: Step, action: Action, comment: str) -> QuoteVersion:
    step.answer(action, comment)
    nothing = {"snapshot": None, "release": None, "valid_until": None}
    unsubmitted = {"submitted_at": None, "submitted_by": None}
    return step.move(action, {"comment": comment}, **nothing, **unsubmitted)


def _supersede_older(step: Step) -> None:
    for other in step.quote.versions:
        if other.id != step.version.id and other.state is QuoteState.SENT:
            step.on(other).end(Action.SUPERSEDE)


def _read_signatory(name: str) -> str:
    signatory = _tidy(name)[:SIGNATORY_LENGTH]
    if not signatory:
        raise SignatoryMissing
    return signatory


def _tidy(text: str | None) -> str:
    return (text or "").strip()[:REMARK_LENGTH]
