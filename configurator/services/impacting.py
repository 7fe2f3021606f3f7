"""What a candidate would do to all open quotes: every one replayed, and for those that it hurts a way to go on.

Replaying takes milliseconds for each quote. Looking for repairs asks the solver; quotes of similar customers are taken
together, so that compiled models are shared, and it ends when its time is up. A quote that cannot be replayed is
reported and stops nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from configurator.guidance.proposing import Proposal
from configurator.quoting.composing import compose_content
from configurator.quoting.content import Content
from configurator.quoting.model import lines_of
from configurator.quoting.snapshot import canonical_json
from configurator.releasing.comparing import describe_edition
from configurator.releasing.impact import Figures, Impact, OpenQuote, Outcome, QuoteImpact, RepairNote
from configurator.releasing.replaying import replay
from configurator.rules.rulebook import RuleBook
from configurator.services.mending import PricedRepair, Situated, find_repairs, price_repair
from configurator.services.proposing import Proposer, RequestRefused
from configurator.solver.deadline import Deadline
from configurator.storage.unit_of_work import UnitOfWorkFactory
from configurator.values.problem import Problem

REPAIR_SECONDS = 30
PAGE = 200
REPLAYING, REPAIRING = "replaying", "repairing"
Progress = Callable[[str, int, int], None]
_log = logging.getLogger(__name__)


def find_impact(
    uow_factory: UnitOfWorkFactory,
    books: tuple[RuleBook, RuleBook],
    day: date,
    *,
    seconds: Decimal | int = REPAIR_SECONDS,
    progress: Progress = lambda stage, done, total: None,
) -> Impact:
    """What publishing the second book would do to the open quotes, compared with the first on that day. `seconds` bound
    the search for repairs; `progress` hears the stage, how many are done, and of how many."""
    found = []
    for total, quote in _list_open(uow_factory):
        found.append(_replay_guarded(quote, books, day))
        progress(REPLAYING, len(found), max(total, len(found)))
    repaired, unfinished = _repair(found, books, day, Deadline(seconds), progress)
    return Impact(describe_edition(books[0].catalog), describe_edition(books[1].catalog), day, repaired, unfinished)


def _list_open(uow_factory: UnitOfWorkFactory) -> Iterator[tuple[int, OpenQuote]]:
    """Every open version with the number of all, page by page, so that no transaction lasts."""
    with uow_factory.reading() as work:
        total = work.open_quotes.count()
    last = 0
    while True:
        with uow_factory.reading() as work:
            page = work.open_quotes.list_after(last, PAGE)
        if not page:
            return
        last = page[-1][0]
        yield from ((total, quote) for _, quote in page)


def _replay_guarded(quote: OpenQuote, books: tuple[RuleBook, RuleBook], day: date) -> QuoteImpact:
    """A quote whose lines are not known waits for the solver."""
    if not quote.lines:
        return QuoteImpact(quote, Outcome.UNKNOWN)
    try:
        return replay(quote, books, day)
    except Exception as error:  # one broken quote must not hide the others
        return _fail(quote, error)


def _repair(
    found: list[QuoteImpact], books: tuple[RuleBook, RuleBook], day: date, deadline: Deadline, progress: Progress
) -> tuple[tuple[QuoteImpact, ...], int]:
    """The findings with their repairs in the same order, and for how many time was too short."""
    waiting = [place for place, one in enumerate(found) if _needs_solver(one)]
    waiting.sort(key=lambda place: _situate(found[place].quote))
    helpers = Proposer(books[0]), Proposer(books[1])
    repaired = list(found)
    for done, place in enumerate(waiting):
        if deadline.is_over():
            return tuple(repaired), len(waiting) - done
        repaired[place] = _repair_guarded(found[place], helpers, day)
        progress(REPAIRING, done + 1, len(waiting))
    return tuple(repaired), 0


def _needs_solver(one: QuoteImpact) -> bool:
    return not one.quote.lines or _is_hurt(one)


def _is_hurt(one: QuoteImpact) -> bool:
    return one.outcome is Outcome.INVALID or one.is_recomposed


def _situate(quote: OpenQuote) -> str:
    """Quotes with the same text here share a compiled model."""
    keys = ("customer", "compliance", "needs", "date")
    return canonical_json([str(quote.request.get(key, "")) for key in keys])


def _repair_guarded(one: QuoteImpact, helpers: tuple[Proposer, Proposer], day: date) -> QuoteImpact:
    try:
        known = one if one.quote.lines else _compose_and_replay(one.quote, helpers, day)
        return replace(known, repair=_find_repair(known.quote, helpers[1], day)) if _is_hurt(known) else known
    except Exception as error:  # as above; what is known of the quote stays
        return replace(one, problems=(*one.problems, *_fail(one.quote, error).problems))


def _compose_and_replay(quote: OpenQuote, helpers: tuple[Proposer, Proposer], day: date) -> QuoteImpact:
    """A draft that nobody has looked at comes to what the first book makes of it."""
    now = helpers[0].evaluate(quote.request, day)
    if now.content is None:
        return QuoteImpact(quote, Outcome.INVALID_ALREADY, problems=now.problems)
    return replay(replace(quote, lines=lines_of(now.content)), (helpers[0].book, helpers[1].book), day)


def _find_repair(quote: OpenQuote, helper: Proposer, day: date) -> RepairNote | None:
    """The package made anew if the choices can stand, else the smallest way out that has a price."""
    try:
        session = helper.open_session(quote.request, day)
    except RequestRefused:
        ways: Iterable[PricedRepair] = helper.evaluate(quote.request, day).repairs
    else:
        if session.conflict() is None:
            made = helper.propose(quote.request, day)
            return _note_package(quote, compose_content(made), made.priced.totals.margin_percent)
        ways = _list_ways(Situated(session, quote.request), helper, day)
    way = next((way for way in ways if way.content is not None), None)
    return _note_way(quote, way) if way else None


def _list_ways(start: Situated, helper: Proposer, day: date) -> Iterator[PricedRepair]:
    """Ways out, priced one by one as they are asked for: whoever takes the first pays for one only."""

    def propose(request: Mapping[str, object]) -> Proposal | None:
        try:
            return helper.propose(request, day)
        except RequestRefused:
            return None

    return (price_repair(start, repair, propose) for repair in find_repairs(start, ()))


def _note_way(quote: OpenQuote, way: PricedRepair) -> RepairNote | None:
    if way.content is None:
        return None
    return replace(_note_package(quote, way.content, way.margin_percent), changes=way.repair.changes)


def _note_package(quote: OpenQuote, content: Content, margin: Decimal | None) -> RepairNote:
    old = {line.offering: line.quantity for line in quote.lines}
    new = {line.offering: line.quantity for line in content.lines}
    totals = content.totals
    return RepairNote(
        (),
        tuple(code for code in new if code not in old),
        tuple(code for code in old if code not in new),
        tuple(code for code in new if old.get(code, new[code]) != new[code]),
        Figures(totals.one_time, totals.monthly, totals.annual, totals.tcv, margin),
    )


def _fail(quote: OpenQuote, error: Exception) -> QuoteImpact:
    _log.warning("quote %s not replayed", quote.number, exc_info=error)
    problem = Problem("impact_failed", params={"number": quote.number, "reason": type(error).__name__})
    return QuoteImpact(quote, Outcome.UNKNOWN, problems=(problem,))
