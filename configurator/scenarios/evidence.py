"""What a passing scenario rests on: configurations that must stay possible, and sets of rules that make others
impossible. A change of a rule that spoils neither cannot be noticed, which is told without compiling anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from configurator.configuration.model import Choice, State
from configurator.rules.rulebook import ParsedRule
from configurator.rules.translating import attribute_name, quantity_name, read_rule, taken_name
from configurator.rules.worlds import KnownWorld
from configurator.scenarios.model import (
    Conflicting,
    Expectation,
    Grounded,
    LeftOut,
    Priced,
    Proposed,
    Ranging,
    Standing,
    Validity,
    Valued,
)
from configurator.scenarios.trying import Trial
from configurator.solver import AtLeast, AtMost, Exactly, Fact, IsFalse, IsTrue, Truth
from configurator.values.refusal import Refusal

_PROPOSED = (Proposed, LeftOut, Priced)


@dataclass(slots=True)
class Evidence:
    """The worlds that must stay possible and the labels of the explanations that must stay; `is_opaque`: something
    rests on a best completion, of which no more is known."""

    worlds: list[KnownWorld] = field(default_factory=list)
    labels: list[frozenset[str]] = field(default_factory=list)
    is_opaque: bool = False

    def may_notice(self, rule: str, changed: ParsedRule | None) -> bool:
        """Whether the change can make a difference to what the scenario looks at."""
        if self.is_opaque or any(f"rule:{rule}" in labels for labels in self.labels):
            return True
        return changed is not None and not all(_holds(changed, world) for world in self.worlds)


def gather_evidence(trial: Trial, expectations: Iterable[Expectation]) -> Evidence:
    """What the expectations rest on; advice is left out, it is the advising rule's own."""
    evidence = Evidence()
    try:
        for expectation in expectations:
            _GATHER.get(type(expectation), _pass_over)(trial, expectation, evidence)
        if not evidence.worlds and not evidence.labels:
            _ask(trial, trial.request.choices, (), evidence)
    except Refusal:
        evidence.is_opaque = True
    return evidence


def _holds(parsed: ParsedRule, world: KnownWorld) -> bool:
    try:
        return read_rule(parsed, world) == Truth(True)
    except Refusal:
        return False


def _pass_over(trial: Trial, expectation: Expectation, evidence: Evidence) -> None:
    evidence.is_opaque = evidence.is_opaque or isinstance(expectation, _PROPOSED)


def _gather_validity(trial: Trial, expectation: Validity, evidence: Evidence) -> None:
    _ask(trial, trial.request.choices, (), evidence)


def _gather_conflict(trial: Trial, expectation: Conflicting, evidence: Evidence) -> None:
    _ask(trial, trial.request.choices, (), evidence)


def _gather_state(trial: Trial, expectation: Standing, evidence: Evidence) -> None:
    evidence.is_opaque = evidence.is_opaque or expectation.state is State.DEFAULT
    taken = taken_name(expectation.offering)
    for goal in (IsTrue(taken), IsFalse(taken)):
        if expectation.state is not State.CHOSEN:
            _ask(trial, trial.request.choices, (goal,), evidence)


def _gather_range(trial: Trial, expectation: Ranging, evidence: Evidence) -> None:
    offering = expectation.offering
    choices = [one for one in trial.request.choices if one.offering != offering or one.attribute]
    for goal in _list_range_goals(trial, expectation):
        _ask(trial, choices, (goal,), evidence)


def _list_range_goals(trial: Trial, expectation: Ranging) -> Iterator[Fact]:
    name = quantity_name(expectation.offering)
    most = trial.compiled.situation.catalog.offerings[expectation.offering].max_quantity
    if expectation.low is not None:
        yield Exactly(name, expectation.low)
        if expectation.low > 0:
            yield AtMost(name, expectation.low - 1)
    if expectation.high is not None:
        yield Exactly(name, expectation.high)
        if expectation.high < most:
            yield AtLeast(name, expectation.high + 1)


def _gather_value(trial: Trial, expectation: Valued, evidence: Evidence) -> None:
    evidence.is_opaque = evidence.is_opaque or expectation.state is State.DEFAULT
    _gather_attribute(trial, expectation.offering, expectation.attribute, evidence)


def _gather_ground(trial: Trial, expectation: Grounded, evidence: Evidence) -> None:
    """The rule's being named is its own matter; what it grounds must stay as it is."""
    if expectation.attribute:
        _gather_attribute(trial, expectation.offering, expectation.attribute, evidence)
        return
    low, high = trial.measure(expectation.offering, as_chosen=False)
    _gather_range(trial, Ranging(expectation.location, expectation.offering, low, high), evidence)


def _gather_attribute(trial: Trial, offering: str, attribute: str, evidence: Evidence) -> None:
    choices = [one for one in trial.request.choices if (one.offering, one.attribute) != (offering, attribute)]
    known = trial.compiled.situation.catalog.offerings[offering].attributes
    values = next(one.values for one in known if one.key == attribute)
    for value in values:
        _ask(trial, choices, (IsTrue(attribute_name(offering, attribute, value.key)),), evidence)


_GATHER: Mapping[type[Expectation], Callable[[Trial, Any, Evidence], None]] = {
    Validity: _gather_validity,
    Conflicting: _gather_conflict,
    Standing: _gather_state,
    Ranging: _gather_range,
    Valued: _gather_value,
    Grounded: _gather_ground,
}


def _ask(trial: Trial, choices: Iterable[Choice], goal: tuple[Fact, ...], evidence: Evidence) -> None:
    """A world in which choices and goal hold, or the labels of why they cannot."""
    answer = trial.find_world(tuple(choices), goal)
    if isinstance(answer, KnownWorld):
        evidence.worlds.append(answer)
    else:
        evidence.labels.append(answer)
