"""Models in which some needs are wishes: they may be left out, and the optimiser says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.rules.meaning import read_condition
from configurator.rules.translating import translate, wish_name
from configurator.rules.worlds import KnownWorld
from configurator.solver import CompiledModel, Fact, IsFalse, IsTrue, Objective, Truth, compile

_MOST_WEIGHED = 40


@dataclass(frozen=True, slots=True)
class WishedModel:
    """A compiled model, the names of its recommendations, and the needs in it that may be left out."""

    situation: Situation
    model: CompiledModel
    advice: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()

    def granted(self, values: Mapping[str, int | bool]) -> tuple[str, ...]:
        """The wishes that an assignment grants, in their order."""
        return tuple(code for code in self.wishes if values[wish_name(code)])

    def hold(self, kept: Sequence[str]) -> tuple[Fact, ...]:
        """The facts that exactly these wishes are granted."""
        return tuple((IsTrue if code in kept else IsFalse)(wish_name(code)) for code in self.wishes)


def compile_wishes(
    compiled: CompiledSituation, wishes: Sequence[str] = (), *, with_advice: bool = False
) -> WishedModel:
    """The situation's model with its needs as they are and `wishes`, further ones, as Booleans."""
    given = compiled.situation
    further = tuple(code for code in dict.fromkeys(wishes) if code not in given.needs)
    if further:
        constraints = translate(
            given.book, given.profile, given.needs, given.day, with_advice=with_advice, wishes=further
        )
        return WishedModel(given, compile(constraints.model), constraints.advice, further)
    if with_advice:
        return WishedModel(given, *compiled.advised)
    return WishedModel(given, compiled.model)


def with_needs(situation: Situation, needs: Sequence[str]) -> Situation:
    """The situation with these needs besides its own."""
    return replace(situation, needs=tuple(sorted({*situation.needs, *needs})))


def is_covered(
    situation: Situation, need: str, quantities: Mapping[str, int], attributes: Mapping[tuple[str, str], str]
) -> bool:
    """Whether a known configuration does what the need demands."""
    world = KnownWorld(situation.catalog, situation.profile, situation.needs, quantities, attributes)
    return read_condition(situation.book.needs[need], world) == Truth(True)


def most_wishes(weights: Mapping[str, int]) -> tuple[Objective, ...]:
    """The greatest sum of weights, then those that come first."""
    codes = tuple(weights)
    by_weight = Objective(terms=tuple((weights[code], wish_name(code)) for code in codes), sense="max")
    first = codes[:_MOST_WEIGHED]
    in_order = Objective(
        terms=tuple((1 << (len(first) - 1 - at), wish_name(code)) for at, code in enumerate(first)), sense="max"
    )
    return (by_weight, in_order) if len(codes) > 1 else (by_weight,)
