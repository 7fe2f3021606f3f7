"""Choices on a feature model: what follows from them, why, and what to give up instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from configurator.models.findings import nearest_name
from configurator.models.translating import Origin, Translation
from configurator.solver import (
    CompiledModel,
    ConflictFound,
    Counted,
    Explanation,
    IsFalse,
    IsTrue,
    Reasoner,
    Undecided,
    count_models,
)
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal

Choice = IsTrue | IsFalse


class UnknownFeatures(Refusal):
    """Names that the model does not have; `problems` says which, each with the nearest name."""

    code = "model_unknown_feature"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__()


@dataclass(frozen=True, slots=True)
class Step:
    """Every feature that was not chosen or rejected, in the order of the file: forced, open or undecided."""

    forced_true: tuple[str, ...]
    forced_false: tuple[str, ...]
    open: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """A minimal set of lines of the model and choices that clash (with the opposite of what is explained)."""

    origins: tuple[Origin, ...]
    choices: tuple[Choice, ...]
    is_minimal: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a feature is forced to be taken (`forced`) or not to be."""

    feature: str
    forced: bool
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The smallest sets of choices to give up, smallest first, so that `wanted` (if any) holds.

    One empty set: nothing need be given up. No set: nothing helps.
    """

    wanted: Choice | None
    repairs: tuple[tuple[Choice, ...], ...]


class Inquiry:
    """One conversation with a compiled feature model; `time_limit` is in seconds for each question.

    Every method refuses names of no feature (UnknownFeatures) and, but for `repair`, choices that clash
    (ConflictFound); `explain` and `repair` refuse when time is up (Undecided).
    """

    def __init__(
        self, translation: Translation, compiled: CompiledModel, time_limit: Decimal | int | None = None
    ) -> None:
        self._translation = translation
        self._reasoner = Reasoner(compiled, time_limit)
        self._names = {feature.name: None for feature in translation.source.features}

    def step(self, choices: Sequence[Choice]) -> Step:
        """What the choices leave to every other feature."""
        self._check(choices)
        domains = self._reasoner.booleans(choices)
        made = {choice.name for choice in choices}
        rest = [name for name in self._names if name not in made]

        def select(test: Callable[[str], bool]) -> tuple[str, ...]:
            return tuple(filter(test, rest))

        return Step(
            select(lambda name: domains.bools[name] == {True}),
            select(lambda name: domains.bools[name] == {False}),
            select(lambda name: len(domains.bools[name]) == 2 and name not in domains.undecided),
            select(lambda name: name in domains.undecided),
        )

    def explain(self, choices: Sequence[Choice], feature: str) -> Reason | None:
        """Why the feature is forced one way or the other by model and choices; None when it is open."""
        self._check(choices, feature)
        domains = self._reasoner.booleans(choices, (feature,))
        values = domains.bools[feature]
        if feature in domains.undecided:
            raise Undecided
        if len(values) == 2:
            return None
        forced = True in values
        explanation = self._reasoner.explain(choices, IsFalse(feature) if forced else IsTrue(feature))
        return Reason(feature, forced, self.word_grounds(explanation))

    def repair(self, choices: Sequence[Choice], feature: str | None = None, limit: int = 3) -> WaysOut:
        """What to give up so that the other choices, and the feature's opposite of what they force, can hold."""
        self._check(choices, feature)
        wanted = None if feature is None else self._find_wanted(choices, feature)
        repairs = self._reasoner.repairs(choices, () if wanted is None else (wanted,), limit)
        given_up = tuple(
            tuple(fact for fact in repair.dropped if isinstance(fact, IsTrue | IsFalse)) for repair in repairs
        )
        return WaysOut(wanted, given_up)

    def count(self, choices: Sequence[Choice], time_limit: Decimal | int | None = None) -> Counted:
        """How many sets of features are valid configurations with the choices; `time_limit` is in seconds."""
        self._check(choices)
        return count_models(self._reasoner.compiled, choices, self._names, time_limit)

    def word_grounds(self, explanation: Explanation) -> Grounds:
        """An explanation of the solver in lines of the model."""
        origins = tuple(self._translation.origins[label] for label in explanation.labels)
        choices = tuple(fact for fact in explanation.facts if isinstance(fact, IsTrue | IsFalse))
        return Grounds(origins, choices, explanation.is_minimal)

    def _find_wanted(self, choices: Sequence[Choice], feature: str) -> Choice:
        try:
            values = self._reasoner.booleans(choices, (feature,)).bools[feature]
        except ConflictFound:
            return IsTrue(feature)
        return IsFalse(feature) if values == {True} else IsTrue(feature)

    def _check(self, choices: Sequence[Choice], feature: str | None = None) -> None:
        fields = [("--choose" if isinstance(choice, IsTrue) else "--reject", choice.name) for choice in choices]
        fields += [("--value", feature)] if feature is not None else []
        unknown = tuple(
            Problem(
                UnknownFeatures.code, field=field, params={"name": name, "nearest": nearest_name(name, self._names)}
            )
            for field, name in fields
            if name not in self._names
        )
        if unknown:
            raise UnknownFeatures(unknown)
