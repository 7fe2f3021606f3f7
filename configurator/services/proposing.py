"""Proposing: from a plain request to contents, states, explanations and priced ways out, over the catalog in force."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Lock

from configurator.catalog.model import Catalog
from configurator.configuration.compiled import SituationShelf
from configurator.configuration.model import Choice, Explanation, OptionState, Repair, State
from configurator.configuration.session import ChoicesConflict, Session
from configurator.guidance.proposing import Proposal, finish, propose, propose_alternatives, situation_of
from configurator.guidance.reading import read_request
from configurator.guidance.request import Ambition, Request, choices_mapping
from configurator.pricing.checking import PricingRefused
from configurator.quoting.composing import compose_content
from configurator.quoting.content import Content
from configurator.rules.rulebook import RuleBook
from configurator.solver import ConflictFound, Undecided
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal

KEPT_EVALUATIONS = 200


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
class PricedRepair:
    """A way out with what it changes, as signed amounts against the present price ("" where there is none yet)."""

    repair: Repair
    one_time_change: str
    monthly_change: str
    tcv_change: str
    request: Mapping[str, object]


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
    quantity (at least, at most), and the ways out of every forbidden one."""

    options: Mapping[str, OptionState]
    problems: tuple[Problem, ...]
    conflict: Explanation | None
    repairs: tuple[Repair, ...]
    reasons: Mapping[str, Explanation]
    ways_out: Mapping[str, tuple[Repair, ...]]
    least: Mapping[str, Explanation]
    most: Mapping[str, Explanation]


class Proposer:
    """The catalog in force with its compiled models. Safe under threads; keeps the latest evaluations."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._shelf = SituationShelf()
        self._evaluations: OrderedDict[str, Evaluation] = OrderedDict()
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

    def examine(self, raw: object, today: date) -> Trial:
        """Everything the engine knows after the request's choices, explained option by option."""
        request, problems = read_request(self.catalog, raw, today)
        if request is None:
            return Trial({}, problems, None, (), {}, {}, {}, {})
        session = self._session(request)
        conflict = session.conflict()
        if conflict is not None:
            repairs = session.repairs()
            dropped = repairs[0].dropped if repairs else session.choices
            kept = Session(session.compiled, [choice for choice in session.choices if choice not in dropped])
            options = {} if kept.conflict() else kept.states()
            return Trial(options, (*problems, _conflict_problem(conflict)), conflict, repairs, {}, {}, {}, {})
        options = session.states(finish(session.compiled, session, request).configuration)
        settled = [state for state in options.values() if state.high == 0 or (state.low > 0 and not _is_own(state))]
        return Trial(
            options,
            problems,
            None,
            (),
            {state.offering: session.explain(state) for state in settled},
            {state.offering: session.repairs((Choice(state.offering),)) for state in settled if state.high == 0},
            *_explain_bounds(session, options),
        )

    def open_session(self, request: object, today: date) -> Session:
        """The conversation about the request, for those who ask the engine itself."""
        return self._session(self._read(request, today))

    def check(self, request: Mapping[str, object], today: date) -> tuple[Problem, ...]:
        """What is wrong with the request as it is written."""
        return read_request(self.catalog, request, today)[1]

    def content_of(self, request: object, today: date) -> Content:
        """The content of the best package for the request; RequestRefused with all problems when there is none."""
        return compose_content(self.propose(request, today))

    def propose(self, request: object, today: date) -> Proposal:
        """The best valid, priced package for the request; RequestRefused with all problems when there is none."""
        return self._propose(self._read(request, today))

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
        key = json.dumps([request, today.isoformat()], sort_keys=True, default=str)
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
        """The smallest ways to make a choice possible, each priced."""
        checked = self._read(request, today)
        session = self._session(checked)
        now = None if session.conflict() else self.evaluate(request, today).content
        return self._price_repairs(request, session, (choice,), now, today)

    def _evaluate(self, raw: Mapping[str, object], today: date) -> Evaluation:
        request, problems = read_request(self.catalog, raw, today)
        if request is None:
            return Evaluation(None, {}, problems, None, (), None)
        session = self._session(request)
        conflict = session.conflict()
        if conflict is not None:
            return self._evaluate_conflict(raw, session, conflict, today)
        try:
            proposal = finish(session.compiled, session, request)
        except (ConflictFound, Undecided, PricingRefused) as refusal:
            refused = refuse_request(refusal)
            return Evaluation(None, session.states(), refused.problems, None, (), None)
        return Evaluation(
            compose_content(proposal),
            session.states(proposal.configuration),
            problems,
            None,
            (),
            proposal.priced.totals.margin_percent,
        )

    def _evaluate_conflict(
        self, raw: Mapping[str, object], session: Session, conflict: Explanation, today: date
    ) -> Evaluation:
        """The states are those of the choices that the first way out keeps, so that the seller sees where it leads."""
        repairs = self._price_repairs(raw, session, (), None, today)
        dropped = repairs[0].repair.dropped if repairs else session.choices
        kept = Session(session.compiled, [choice for choice in session.choices if choice not in dropped])
        options = {} if kept.conflict() else kept.states()
        return Evaluation(None, options, (_conflict_problem(conflict),), conflict, repairs, None)

    def _price_repairs(
        self,
        raw: Mapping[str, object],
        session: Session,
        wanted: tuple[Choice, ...],
        now: Content | None,
        today: date,
    ) -> tuple[PricedRepair, ...]:
        """The ways out, fewest changed choices first, then by contract value."""
        priced: list[tuple[int, Decimal, PricedRepair]] = []
        for repair in session.repairs(wanted):
            mended = with_choices(raw, _mend(session, repair))
            content = self._content_or_none(mended, today)
            if content is not None:
                value = Decimal(content.totals.tcv)
                priced.append((len(repair.dropped), value, _priced(repair, mended, content, now)))
        return tuple(entry for _, _, entry in sorted(priced, key=lambda entry: entry[:2]))

    def _content_or_none(self, request: Mapping[str, object], today: date) -> Content | None:
        try:
            return self.content_of(request, today)
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


def _conflict_problem(conflict: Explanation) -> Problem:
    """Choices that contradict the rules, or, with no choice among the reasons, a customer for whom there is nothing."""
    params = {"reasons": tuple(reason.sentence for reason in conflict.reasons)}
    if any(reason.kind == "choice" for reason in conflict.reasons):
        return Problem("choices_conflict", field="choices", params=params)
    return Problem("request_impossible", field="customer", params=params)


def _is_own(state: OptionState) -> bool:
    return state.state is State.CHOSEN


def with_choices(request: Mapping[str, object], choices: tuple[Choice, ...]) -> dict[str, object]:
    """The request with exactly these choices."""
    return {**request, **choices_mapping(choices)}


def _mend(session: Session, repair: Repair) -> tuple[Choice, ...]:
    mended = session
    for choice in repair.dropped:
        mended = mended.retract(choice)
    for choice in repair.wanted:
        mended = mended.choose(choice)
    return mended.choices


def _priced(repair: Repair, mended: Mapping[str, object], content: Content, now: Content | None) -> PricedRepair:
    if now is None:
        return PricedRepair(repair, "", "", "", mended)
    before, after = now.totals, content.totals
    return PricedRepair(
        repair,
        _change(before.one_time, after.one_time),
        _change(before.monthly, after.monthly),
        _change(before.tcv, after.tcv),
        mended,
    )


def _change(before: str, after: str) -> str:
    return f"{Decimal(after) - Decimal(before):+f}"


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
