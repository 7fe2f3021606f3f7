"""Proposing: from a plain request to contents, states, explanations and priced ways out, over the catalog in force."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Lock

from configurator.catalog.model import Catalog
from configurator.catalog.taxation import ExchangeRate
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.following import follow_rule
from configurator.configuration.model import Choice, Explanation, OptionState, State
from configurator.configuration.session import ChoicesConflict, Session
from configurator.guidance.proposing import Proposal, aims_of, finish, propose, propose_alternatives, situation_of
from configurator.guidance.reading import read_request
from configurator.guidance.reading_money import find_latest
from configurator.guidance.request import Ambition, Request
from configurator.guidance.salvaging import Salvage, salvage_request
from configurator.ledgers.ledger import make_ledger
from configurator.pricing.checking import PricingRefused
from configurator.quoting.composing import compose_content
from configurator.quoting.content import Content
from configurator.rules.rulebook import RuleBook
from configurator.services.keeping import Kept, ProposalShelf, name_request
from configurator.services.mending import (
    SHOWN,
    Present,
    PricedRepair,
    Situated,
    find_repairs,
    price_repair,
    price_repairs,
    rank_repair,
)
from configurator.services.mending import with_choices as with_choices
from configurator.solver import ConflictFound, Undecided
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal

KEPT_EVALUATIONS = 200

PRICED_WAYS = 24
"""How many ways out of forbidden options one trial prices: each takes the time of a completion."""


class RequestRefused(Refusal):
    """A request that cannot be proposed for; carries every problem, and the explanation when choices contradict the
    rules."""

    code = "request_refused"

    def __init__(self, problems: tuple[Problem, ...], explanation: Explanation | None = None) -> None:
        super().__init__(count=len(problems))
        self.problems = problems
        self.explanation = explanation


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of three packages; `differences` are the offerings that it has more, fewer or other than the standard one."""

    ambition: Ambition
    content: Content
    uncovered: tuple[str, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the configurator shows for a request: content is None while the choices contradict the rules."""

    content: Content | None
    options: Mapping[str, OptionState]
    problems: tuple[Problem, ...]
    conflict: Explanation | None
    repairs: tuple[PricedRepair, ...]
    margin_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Trial:
    """An evaluation with the reasons of every forced or forbidden option, of every bound that rules or choices set on a
    quantity (at least, at most), and the ways out of every forbidden one (the first PRICED_WAYS of them priced)."""

    options: Mapping[str, OptionState]
    problems: tuple[Problem, ...]
    conflict: Explanation | None
    repairs: tuple[PricedRepair, ...]
    reasons: Mapping[str, Explanation]
    ways_out: Mapping[str, tuple[PricedRepair, ...]]
    least: Mapping[str, Explanation]
    most: Mapping[str, Explanation]


class Proposer:
    """The catalog in force with its compiled models. Safe under threads; keeps the latest evaluations."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._shelf = SituationShelf()
        self._evaluations: OrderedDict[str, Evaluation] = OrderedDict()
        self._proposals = ProposalShelf()
        self._lock = Lock()

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self._book.catalog

    @property
    def book(self) -> RuleBook:
        """The rule book in force."""
        return self._book

    @property
    def shelf(self) -> SituationShelf:
        """The compiled models, for services that search in them."""
        return self._shelf

    def discount_limits(self) -> Mapping[str, Decimal]:
        """The largest manual discount in percent that each role may grant."""
        return {role: limit.percent for role, limit in self.catalog.discount_limits.items()}

    def find_exchange(self, currency: str, day: date) -> ExchangeRate | None:
        """The catalog's latest rate into a currency up to the day; None when it has none."""
        return find_latest(self.catalog, currency, day)

    def examine(self, raw: object, today: date) -> Trial:
        """Everything the engine knows after the request's choices, explained option by option."""
        request, problems = read_request(self.catalog, raw, today)
        session = None if request is None else self._session(request)
        if request is None or session is None or session.conflict() is not None:
            stuck = self._evaluate(raw, today)
            return Trial(stuck.options, stuck.problems, stuck.conflict, stuck.repairs, {}, {}, {}, {})
        proposal = finish(session.compiled, session, request)
        options = session.states(proposal.configuration)
        settled = [state for state in options.values() if state.high == 0 or (state.low > 0 and not _is_own(state))]
        start = Situated(session, _as_mapping(raw), _present(proposal))
        return Trial(
            options,
            problems,
            None,
            (),
            {state.offering: session.explain(state) for state in settled},
            self._list_ways_out(start, [state.offering for state in settled if state.high == 0], today),
            *_explain_bounds(session, options),
        )

    def open_session(self, request: object, today: date) -> Session:
        """The conversation about the request, for those who ask the engine itself."""
        return self._session(self._read(request, today))

    def check(self, request: Mapping[str, object], today: date) -> tuple[Problem, ...]:
        """What is wrong with the request as it is written."""
        return read_request(self.catalog, request, today)[1]

    def content_of(self, request: object, today: date) -> Content:
        """The content of the best package for the request, with its price's ledger; RequestRefused with all problems
        when there is none."""
        proposal = self.propose(request, today)
        return replace(compose_content(proposal), ledger=make_ledger(self.catalog, proposal.quoted))

    def propose(self, request: object, today: date) -> Proposal:
        """The best valid, priced package for the request; RequestRefused with all problems when there is none."""
        return self._propose(self._read(request, today))

    def keep_proposal(self, request: Mapping[str, object], today: date) -> Kept:
        """The same, as it was made last if it is still kept; RequestRefused with all problems when there is none."""
        name = name_request(request, today)
        found = self._proposals.find(name)
        return found or self._proposals.keep(name, Kept(self.catalog, self.propose(request, today)))

    def alternatives(self, request: Mapping[str, object], today: date) -> tuple[Alternative, ...]:
        """Good, better, best for the request, each valid and priced, with what sets it apart."""
        checked = self._read(request, today)
        try:
            proposals = propose_alternatives(self._shelf, self._book, checked)
        except (ChoicesConflict, ConflictFound, Undecided, PricingRefused) as refusal:
            raise refuse_request(refusal) from refusal
        standard = next(each for each in proposals if each.request.ambition == "standard")
        return tuple(_alternative(proposal, standard) for proposal in proposals)

    def evaluate(self, request: Mapping[str, object], today: date) -> Evaluation:
        """States of all options, content and price after the request's choices; what has been evaluated is kept."""
        key = name_request(request, today)
        with self._lock:
            known = self._evaluations.get(key)
        if known is None:
            known = self._evaluate(request, today)
            with self._lock:
                self._evaluations[key] = known
                while len(self._evaluations) > KEPT_EVALUATIONS:
                    self._evaluations.popitem(last=False)
        return known

    def explain(self, request: Mapping[str, object], today: date, choice: Choice) -> Explanation:
        """Why a choice is not possible (or, for quantity 0, why the offering is forced); no reasons when it is
        possible."""
        return self._session(self._read(request, today)).explain_choice(choice)

    def repairs(self, request: Mapping[str, object], today: date, choice: Choice) -> tuple[PricedRepair, ...]:
        """The smallest ways to make a choice possible, each with its price and what it does to the package."""
        checked = self._read(request, today)
        now = self.evaluate(request, today)
        present = Present(now.content, now.margin_percent) if now.content else None
        return self._price_ways_out(Situated(self._session(checked), request, present), (choice,), today)

    def follow(self, request: Mapping[str, object], today: date, rule_id: str) -> Mapping[str, object] | None:
        """The request with the choices that follow a recommendation or preference; None when none do."""
        checked = self._read(request, today)
        now, session = self._propose(checked).configuration, self._session(checked)
        if rule_id not in {advice.rule for advice in now.advice}:
            return None
        try:
            found = follow_rule(session.compiled, session.choices, aims_of(session.compiled, checked), now, rule_id)
        except (ConflictFound, Undecided) as refusal:
            raise refuse_request(refusal) from refusal
        for choice in found:
            session = session.choose(choice)
        return with_choices(request, session.choices) if found else None

    def _evaluate(self, raw: object, today: date) -> Evaluation:
        request, problems = read_request(self.catalog, raw, today)
        if request is None:
            salvage = salvage_request(self.catalog, raw, today)
            if salvage is None:
                return Evaluation(None, {}, problems, None, (), None)
            return self._evaluate_stuck(_start_from(salvage, self._session(salvage.request)), problems, today)
        session = self._session(request)
        if session.conflict() is not None:
            return self._evaluate_stuck(Situated(session, _as_mapping(raw)), problems, today)
        try:
            proposal = finish(session.compiled, session, request)
        except (ConflictFound, Undecided, PricingRefused) as refusal:
            refused = refuse_request(refusal)
            return Evaluation(None, session.states(), refused.problems, None, (), None)
        self._proposals.keep(name_request(raw, today), Kept(self.catalog, proposal))
        return Evaluation(
            compose_content(proposal),
            session.states(proposal.configuration),
            problems,
            None,
            (),
            proposal.priced.totals.margin_percent,
        )

    def _evaluate_stuck(self, start: Situated, problems: tuple[Problem, ...], today: date) -> Evaluation:
        """Choices that cannot stand as they are: the ways out, and the states after the first of them, so that the
        seller sees where it leads."""
        session = start.session
        conflicts = [each for each in session.conflicts() if not _is_told(each, problems)]
        found = (*problems, *map(_conflict_problem, conflicts))
        conflict = conflicts[0] if conflicts else None
        try:
            repairs = self._price_ways_out(start, (), today)
        except Undecided:
            return Evaluation(None, {}, (*found, Problem("solver_undecided")), conflict, (), None)
        mended = session.mend(repairs[0].repair) if repairs else Session(session.compiled)
        options = {} if mended.conflict() else mended.states()
        return Evaluation(None, options, found, conflict, repairs, None)

    def _price_ways_out(self, start: Situated, wanted: tuple[Choice, ...], today: date) -> tuple[PricedRepair, ...]:
        return price_repairs(start, find_repairs(start, wanted), partial(self._propose_or_none, today))

    def _list_ways_out(
        self, start: Situated, forbidden: Sequence[str], today: date
    ) -> dict[str, tuple[PricedRepair, ...]]:
        """The ways out of forbidden options, priced one option after the other as long as PRICED_WAYS lasts; options
        for which time ran out are left out."""
        ways: dict[str, tuple[PricedRepair, ...]] = {}
        left = PRICED_WAYS
        for code in forbidden:
            try:
                found = find_repairs(start, (Choice(code),))
            except Undecided:
                continue
            propose = partial(self._propose_or_none, today) if len(found) <= left else _propose_nothing
            left -= len(found)
            priced = sorted((price_repair(start, repair, propose) for repair in found), key=rank_repair)
            ways[code] = tuple(priced[:SHOWN])
        return ways

    def _propose_or_none(self, today: date, request: Mapping[str, object]) -> Proposal | None:
        try:
            return self.propose(request, today)
        except RequestRefused:
            return None

    def _session(self, request: Request) -> Session:
        return Session(self._shelf.compiled(situation_of(self._book, request)), request.choices)

    def _read(self, raw: object, today: date) -> Request:
        request, problems = read_request(self.catalog, raw, today)
        if request is None:
            raise RequestRefused(problems)
        return request

    def _propose(self, request: Request) -> Proposal:
        try:
            return propose(self._shelf, self._book, request)
        except (ChoicesConflict, ConflictFound, Undecided, PricingRefused) as refusal:
            raise refuse_request(refusal) from refusal


def _propose_nothing(request: Mapping[str, object]) -> None:
    """For ways out that are listed without their prices."""


def _present(proposal: Proposal) -> Present:
    return Present(compose_content(proposal), proposal.priced.totals.margin_percent)


def _start_from(salvage: Salvage, session: Session) -> Situated:
    return Situated(session, salvage.raw, needs=salvage.needs)


def _as_mapping(raw: object) -> Mapping[str, object]:
    """The request that was read; only mappings can be."""
    return raw if isinstance(raw, Mapping) else {}


def _explain_bounds(
    session: Session, options: Mapping[str, OptionState]
) -> tuple[dict[str, Explanation], dict[str, Explanation]]:
    """Why quantities are at least and at most what they are, wherever that is more than the offering's own range."""
    offerings = session.compiled.situation.catalog.offerings
    least = {
        code: session.explain_bound(code, below=state.low - 1)
        for code, state in options.items()
        if state.low > offerings[code].min_quantity
    }
    most = {
        code: session.explain_bound(code, above=state.high + 1)
        for code, state in options.items()
        if 0 < state.high < offerings[code].max_quantity
    }
    return least, most


def _is_told(conflict: Explanation, problems: tuple[Problem, ...]) -> bool:
    """Whether the conflict is only that of a choice with itself, which the request's own problems tell."""
    is_beyond_range = any(problem.code == "request_quantity_out_of_range" for problem in problems)
    return is_beyond_range and all(reason.kind == "choice" for reason in conflict.reasons)


def _conflict_problem(conflict: Explanation) -> Problem:
    """Choices that contradict the rules, or, with no choice among the reasons, a customer for whom there is nothing."""
    params = {"reasons": tuple(reason.sentence for reason in conflict.reasons)}
    if any(reason.kind == "choice" for reason in conflict.reasons):
        return Problem("choices_conflict", field="choices", params=params)
    return Problem("request_impossible", field="customer", params=params)


def _is_own(state: OptionState) -> bool:
    return state.state is State.CHOSEN


def _alternative(proposal: Proposal, standard: Proposal) -> Alternative:
    content = compose_content(proposal)
    mine = {line.offering: line.quantity for line in proposal.configuration.lines}
    theirs = {line.offering: line.quantity for line in standard.configuration.lines}
    order = proposal.session.compiled.situation.catalog.offerings
    return Alternative(
        proposal.request.ambition,
        content,
        tuple(need.code for need in content.needs if not need.offerings),
        tuple(code for code in order if mine.get(code) != theirs.get(code)),
    )


def refuse_request(refusal: Refusal) -> RequestRefused:
    """The refusal of a deeper room as problems of the request."""
    if isinstance(refusal, PricingRefused):
        return RequestRefused(refusal.problems)
    if isinstance(refusal, ChoicesConflict):
        return RequestRefused((_conflict_problem(refusal.explanation),), refusal.explanation)
    if isinstance(refusal, Undecided):
        return RequestRefused((Problem("solver_undecided"),))
    return RequestRefused((Problem("request_impossible", field="customer", params={"reasons": ()}),))
