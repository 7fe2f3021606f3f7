"""One step of a quote: loaded and locked, checked against the table, kept with its audit entry, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from configurator.access.permissions import Permission
from configurator.access.users import User, may, require, require_reach
from configurator.quoting.lifecycle import transition_of
from configurator.quoting.model import Closing, Outcome, Quote, QuoteVersion
from configurator.quoting.states import Action, QuoteState
from configurator.services.claiming import settle_claims
from configurator.services.moments import Moment
from configurator.storage.refusals import RecordUnknown
from configurator.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory

SYSTEM = "system"
_ENDS_THE_QUESTION = {
    Action.APPROVE: Outcome.APPROVED,
    Action.REJECT: Outcome.REJECTED,
    Action.RECALL: Outcome.RECALLED,
    Action.WITHDRAW: Outcome.RECALLED,
    Action.EXPIRE: Outcome.RECALLED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """An action under way: the open unit of work, who acts (None: the system), on which version, and the moment."""

    work: UnitOfWork
    actor: User | None
    quote: Quote
    version: QuoteVersion
    at: datetime

    def move(self, action: Action, details: Mapping[str, object] | None = None, **changes: Any) -> QuoteVersion:
        """Take the action as the table says, with these other changes, and leave an entry in the trail."""
        transition = transition_of(self.version.state, action)
        if self.actor is not None and transition.permission is not None:
            require(self.actor, transition.permission)
        moved = replace(self.version, state=transition.state, updated_at=self.at, **changes)
        kept = self.work.quotes.save_version(moved)
        states = {"before": {"state": self.version.state}, "after": {"state": kept.state}}
        self.note(action, {**states, **(details or {})})
        settle_claims(self.work, kept, action, Moment(self.at.date(), self.at, self.actor))
        return kept

    def end(self, action: Action, signatory: str = "", remark: str = "") -> QuoteVersion:
        """Take an action that is the version's end, and note how it came to it."""
        by = self.actor.name if self.actor else SYSTEM
        self.answer(action, remark)
        facts: dict[str, object] = {"signatory": signatory, "remark": remark}
        return self.move(action, facts, closing=Closing(self.at, by, signatory, remark))

    def answer(self, action: Action, comment: str) -> None:
        """Close the pending question to an approver, if the action answers it."""
        outcome = _ENDS_THE_QUESTION.get(action)
        if outcome is not None and self.version.state is QuoteState.IN_APPROVAL:
            user_id = self.actor.id if self.actor else None
            self.work.approvals.answer(self.version.id, outcome, user_id, comment, self.at)

    def on(self, version: QuoteVersion) -> Step:
        """The same step on another version of the quote."""
        return replace(self, version=version)

    def note(self, action: str, details: Mapping[str, object]) -> None:
        """Leave an entry about the quote in the trail."""
        user_id = self.actor.id if self.actor else None
        facts = {"version": self.version.number, **details}
        self.work.audit.record(self.at, user_id, str(action), ("quote", self.quote.id), facts)


@contextmanager
def begin_step(
    uow_factory: UnitOfWorkFactory,
    at: datetime,
    actor: User | None,
    quote_id: int,
    action: Action,
    number: int | None = None,
) -> Iterator[Step]:
    """Load and lock the quote for the action, commit at the end; without a number the action says which version."""
    with uow_factory.writing() as work:
        quote = work.quotes.load(quote_id, lock=True)
        if actor is not None:
            require_visible(actor, quote)
        yield Step(work, actor, quote, quote.target(action, number), at)


def require_visible(actor: User, quote: Quote) -> None:
    """Go on only if the actor may see the quote; to others it is as unknown as one that does not exist."""
    if not is_visible(actor, quote.owner_id):
        raise RecordUnknown(kind="quote", id=quote.id)


def is_visible(actor: User, owner_id: int | None) -> bool:
    """Whether the actor may see quotes of that owner."""
    return actor.id == owner_id or may(actor, Permission.VIEW_ALL_QUOTES)


def require_seller(actor: User, quote: Quote) -> None:
    """Go on only if the actor may sell by this quote: it is theirs, or they may edit everybody's."""
    require_visible(actor, quote)
    require_reach(actor, quote.owner_id, Permission.EDIT_QUOTES, Permission.EDIT_ALL_QUOTES)
