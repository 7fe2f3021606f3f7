"""What the solver proves of a catalog for all customers at once.

Between two days on which rules come into force or end, the same rules hold: a regime. Something is impossible when it
is so in every regime that knows it. What is not known when time runs out counts as possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from configurator.linter.probing import broken_name, list_probes
from configurator.rules.open_world import OpenTranslation
from configurator.rules.rulebook import RuleBook
from configurator.solver import (
    Bool,
    ConflictFound,
    Domains,
    Explanation,
    Fact,
    IsFalse,
    IsTrue,
    Not,
    NotForbidden,
    Reasoner,
    Redundancy,
    Undecided,
    compile,
    find_redundant,
)
from configurator.solver.deadline import Deadline

PROOF_SECONDS = 60
"""After how long no further question is asked."""

QUESTION_SECONDS = 10
"""How long one question may take."""

_DAY = timedelta(days=1)

Labels = tuple[str, ...]


class Regime:
    """The open models of one day: `bare` has the binding rules and needs only, `probed` the probes as well."""

    def __init__(self, book: RuleBook, day: date) -> None:
        self.day = day
        self.translation = OpenTranslation(book, day)
        self.bare = compile(self.translation.make_model())
        probes = dict(list_probes(self.translation, book, day))
        self.probed = compile(self.translation.make_model(probes))
        self.names = frozenset(one.name for one in self.probed.variables if isinstance(one, Bool))
        self.judge = Reasoner(self.bare, QUESTION_SECONDS)
        self.reasoner = Reasoner(self.probed, QUESTION_SECONDS)

    def list_redundant(self, deadline: Deadline) -> Redundancy:
        """The labels of the rules that follow from the others, one after another left out, and those not decided."""
        return find_redundant(self.bare, [f"rule:{rule}" for rule in self.translation.when], deadline.compute_rest())

    def explain_redundant(self, rules: Sequence[str], deadline: Deadline) -> dict[str, Labels | None]:
        """For each of the rules that can all be left out, a minimal set of rules and needs from which it follows."""
        probes = {broken_name(rule): Not(self.translation.rule_formula(rule)) for rule in rules}
        reasoner = Reasoner(compile(self.translation.make_model(probes, without=rules)), QUESTION_SECONDS)
        asked = {rule: IsTrue(broken_name(rule)) for rule in rules}
        return {rule: None if deadline.is_over() else explain(reasoner, fact) for rule, fact in asked.items()}


class Proofs:
    """A catalog's regimes and what holds in all of them.

    `voids` are the days from which on nothing can be configured, with a minimal set of contradicting labels.
    `undecided` are names whose state time did not suffice for.
    """

    def __init__(self, book: RuleBook, seconds: Decimal | int = PROOF_SECONDS) -> None:
        self.book = book
        self.deadline = Deadline(seconds)
        self.regimes: list[Regime] = []
        self.voids: list[tuple[date, Labels | None]] = []
        self.undecided: set[str] = set()
        self._known: set[str] = set()
        self._seen: set[tuple[str, bool]] = set()
        for day in list_regime_days(book):
            self._survey(Regime(book, day))

    def is_impossible(self, name: str) -> bool:
        """Whether the Boolean is false in every configuration of every customer."""
        return name in self._known and (name, True) not in self._seen

    def is_forced(self, name: str) -> bool:
        """Whether the Boolean is true in every configuration of every customer."""
        return name in self._known and (name, False) not in self._seen

    def explain(self, name: str, value: bool) -> Labels | None:
        """A minimal set of labels for the Boolean never having the value, in the last regime that knows it; None when
        time ran out."""
        fact = IsTrue(name) if value else IsFalse(name)
        regime = next(regime for regime in reversed(self.regimes) if name in regime.names)
        return None if self.deadline.is_over() else explain(regime.reasoner, fact)

    def contradict(self, facts: Callable[[Regime], Iterable[Fact]]) -> Explanation | None:
        """Why the facts can hold in no regime (in the last one's words); None when they can or time ran out."""
        if not self.regimes or any(self._can_hold(regime, facts) for regime in self.regimes):
            return None
        try:
            return self.regimes[-1].judge.conflict(facts(self.regimes[-1]))
        except Undecided:
            return None

    def _can_hold(self, regime: Regime, facts: Callable[[Regime], Iterable[Fact]]) -> bool:
        """Whether the facts can hold, as far as time allows to know."""
        return self.deadline.is_over() or regime.judge.consistent(facts(regime)) is not False

    def _survey(self, regime: Regime) -> None:
        """Ask what is possible on a day, of what was not possible on an earlier one."""
        names = [name for name in sorted(regime.names) if not {(name, True), (name, False)} <= self._seen]
        try:
            domains = Domains() if self.deadline.is_over() else regime.reasoner.booleans((), names)
        except ConflictFound as refusal:
            self.voids.append((regime.day, refusal.explanation.labels))
            return
        except Undecided:
            domains = Domains()
        self.regimes.append(regime)
        self._known.update(regime.names)
        vague = domains.undecided.union(name for name in names if name not in domains.bools)
        self.undecided |= vague
        for name in names:
            values = (False, True) if name in vague else domains.bools[name]
            self._seen.update((name, value) for value in values)


def explain(reasoner: Reasoner, goal: Fact) -> Labels | None:
    """The labels of a minimal set that forbids the goal; None when time ran out."""
    try:
        return reasoner.explain((), goal).labels
    except (Undecided, NotForbidden):
        return None


def list_regime_days(book: RuleBook) -> Iterator[date]:
    """A day of every period in which the same rules are in force, in order of time."""
    spans = [parsed.rule.valid for parsed in book.rules]
    starts = {span.first for span in spans if span.first is not None}
    starts |= {span.last + _DAY for span in spans if span.last is not None and span.last < date.max}
    before: frozenset[str] | None = None
    for day in (date.min, *sorted(starts)):
        in_force = frozenset(parsed.rule.id for parsed in book.rules if parsed.rule.valid.contains(day))
        if in_force != before:
            yield day
        before = in_force
