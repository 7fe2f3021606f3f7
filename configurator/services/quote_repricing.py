"""Re-pricing a quote to today, as an explicit act: what would change is shown first, then taken in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from configurator.access.users import User
from configurator.quoting.content import Content
from configurator.quoting.lifecycle import next_state
from configurator.quoting.model import Quote, QuoteVersion
from configurator.quoting.repricing import Repricing, compare_prices
from configurator.quoting.revising import reprice_request
from configurator.quoting.states import Action, QuoteState
from configurator.services.quote_base import QuoteBase
from configurator.services.quote_drafting import draft_version, rewrite_request
from configurator.services.quote_steps import Step, require_seller


@dataclass(frozen=True, slots=True)
class TodaysPrice:
    """The latest version of a quote beside what it would come to today; `request` is what re-pricing makes of it."""

    quote: Quote
    version: QuoteVersion
    request: Mapping[str, object]
    repricing: Repricing


class QuoteRepricing(QuoteBase):
    """The use cases of re-pricing."""

    def price_today(self, actor: User, quote_id: int) -> TodaysPrice:
        """What today's prices, rates and taxes would change about the latest version. Changes nothing.

        What was submitted counts as it was frozen, an open draft as it stands. Refused with the request's problems
        when it cannot be proposed for today.
        """
        quote = self._load(actor, quote_id)
        version, today = quote.latest, self._today()
        before = version.content or self._proposer.content_of(version.request, today)
        request = self._reprice(version.request)
        after = self._proposer.content_of(request, today)
        return TodaysPrice(quote, version, request, compare_prices(before, after))

    def reprice(self, actor: User, quote_id: int, revision: int | None = None) -> QuoteVersion:
        """Take today's prices: in the open draft, or as the next version where the latest is not a draft any more.

        One transaction with its entry in the trail, which tells the contract value before and after. StaleRevision when
        somebody changed the version since that revision was read.
        """
        require_seller(actor, self._load(actor, quote_id))
        found = self.price_today(actor, quote_id)
        with self._seller_step(actor, quote_id, Action.EDIT) as step:
            known = replace(found.version, revision=found.version.revision if revision is None else revision)
            if found.version.state is QuoteState.DRAFT:
                return _take(step.on(known), found)
            return _begin(step, found)

    def _reprice(self, request: Mapping[str, object]) -> dict[str, object]:
        currency = request.get("currency")
        rate = self._proposer.find_exchange(str(currency), self._today()) if currency else None
        return reprice_request(request, rate)


def _take(step: Step, found: TodaysPrice) -> QuoteVersion:
    kept = rewrite_request(step, found.request, found.repricing.after, _tell(found.repricing))
    step.work.drafts.record(kept.id, found.request)
    return replace(kept, can_undo=True, can_redo=False)


def _begin(step: Step, found: TodaysPrice) -> QuoteVersion:
    next_state(step.version.state, Action.REVISE)
    fresh = draft_version(step.quote.id, step.version.number + 1, found.request, step.at, found.repricing.after)
    kept = step.work.quotes.add_version(fresh)
    step.work.drafts.begin(kept.id, found.request)
    step.on(kept).note(Action.REVISE, {"origin": step.version.number, **_tell(found.repricing)})
    return kept


def _tell(repricing: Repricing) -> dict[str, object]:
    return {"repriced": {"before": _sum_up(repricing.before), "after": _sum_up(repricing.after)}}


def _sum_up(content: Content) -> dict[str, object]:
    rate = content.exchange
    facts: dict[str, object] = {"tcv": content.totals.tcv, "currency": content.currency, "date": content.date}
    return facts | ({"rate": rate.rate, "rate_date": rate.date} if rate else {})
