"""Where preferences and defaults stand among a completion's aims, and which of them gave a line its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from configurator.catalog.model import RuleKind
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.model import Reason
from configurator.rules.connecting import disjunction, implication
from configurator.rules.meaning import read_condition, read_figure
from configurator.rules.rulebook import ParsedRule
from configurator.rules.sentences import fill
from configurator.rules.syntax import Call, Node, Selector
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.rules.wishing import Wish, default_quantity, list_own_defaults
from configurator.rules.worlds import KnownWorld
from configurator.solver import BreachCost, GapCost, Integer, Is, Model, Objective, Truth

_MOST_JOINED = 2**50
"""The widest joined objective: beyond it figures lose digits inside the optimiser's relaxation."""


def with_wishes(
    objectives: Sequence[Objective], compiled: CompiledSituation, *, thrifty: bool
) -> tuple[Objective, ...]:
    """The objectives with the wishes right before the last one, which is the price, and what breaks ties after it.

    Among wishes, first as many defaults that take offerings are kept as can be, then quantities are near their
    defaults, then the kept preferences weigh most, then attributes have their defaults. Where figures stay small enough
    the wishes join the objective before the price, finer than anything in it, which saves a search. For the `thrifty`
    only defaults of attributes count, and only between what costs the same. There nothing is taken without need either.
    """
    *before, price = objectives
    units = Objective(terms=tuple((1, quantity_name(code)) for code in compiled.situation.catalog.offerings))
    if thrifty:
        return (*objectives, replace(units, breaches=tuple(_attribute_breaches(compiled))))
    wishes = _objective(compiled)
    if wishes is None:
        return (*objectives, units)
    joined = _join(before[-1], wishes, compiled) if before else None
    return (*before, wishes, price, units) if joined is None else (*before[:-1], joined, price, units)


def presence_reasons(
    situation: Situation, quantities: Mapping[str, int], attributes: Mapping[tuple[str, str], str]
) -> Mapping[str, tuple[Reason, ...]]:
    """By offering: the defaults that take it, and the preferences that hold only because of it."""
    return _Judge(situation, quantities, attributes).reasons(_find_takers)


def value_reasons(
    situation: Situation, quantities: Mapping[str, int], attributes: Mapping[tuple[str, str], str]
) -> Mapping[str, tuple[Reason, ...]]:
    """By offering: the defaults that gave one of its attributes the value that it has."""
    return _Judge(situation, quantities, attributes).reasons(_find_set)


def _objective(compiled: CompiledSituation) -> Objective | None:
    """All wishes as one sum: a finer kind cannot outweigh one unit of a coarser."""
    wishes = compiled.constraints.soft
    attributes = _attribute_breaches(compiled)
    if not (attributes or wishes.defaults or wishes.preferences):
        return None
    scale = 1 + _most(attributes)
    preferences = [BreachCost(wish.formula, scale * wish.weight) for wish in wishes.preferences]
    scale += _most(preferences)
    gaps = tuple(_gap(wish, scale) for wish in wishes.defaults if wish.gap is not None)
    scale += _find_span(Objective(gaps=gaps), compiled)[1]
    takes = [BreachCost(wish.formula, scale) for wish in wishes.defaults if wish.attribute is None]
    return Objective(breaches=(*takes, *preferences, *attributes), gaps=gaps)


def _most(breaches: Iterable[BreachCost]) -> int:
    return sum(breach.weight for breach in breaches)


def _attribute_breaches(compiled: CompiledSituation) -> list[BreachCost]:
    """Attributes off their defaults: those of rules, and offerings' own where no rule in force has another one."""
    ruled: dict[tuple[str, str], list[Wish]] = {}
    for wish in compiled.constraints.soft.defaults:
        if wish.attribute is not None:
            ruled.setdefault(wish.attribute, []).append(wish)
    breaches = [BreachCost(wish.formula, 1) for wishes in ruled.values() for wish in wishes]
    for code, key, value in list_own_defaults(compiled.situation.catalog):
        others = [wish.condition for wish in ruled.get((code, key), ())]
        if Truth(True) not in others:
            own = implication(Is(taken_name(code)), Is(attribute_name(code, key, value)))
            breaches.append(BreachCost(disjunction([own, *others]), 1))
    return breaches


def _join(coarse: Objective, fine: Objective, compiled: CompiledSituation) -> Objective | None:
    """One objective that is the coarse one first and the fine one second; None when its figures would grow too large
    or it is not a plain sum to be made least."""
    if coarse.sense == "max" or coarse.steps:
        return None
    low, high = _find_span(coarse, compiled)
    scale = 1 + _find_span(fine, compiled)[1]
    if (high - low + 1) * scale > _MOST_JOINED:
        return None
    return Objective(
        terms=(*((scale * factor, name) for factor, name in coarse.terms), *fine.terms),
        deviations=tuple(replace(wish, weight=scale * wish.weight) for wish in coarse.deviations),
        breaches=(*(replace(each, weight=scale * each.weight) for each in coarse.breaches), *fine.breaches),
        gaps=(*(replace(each, weight=scale * each.weight) for each in coarse.gaps), *fine.gaps),
    )


def _find_span(objective: Objective, compiled: CompiledSituation) -> tuple[int, int]:
    """The least and greatest that a sum without tiered costs could be, every variable taken alone."""
    ranges = _list_ranges(compiled.constraints.model)
    spans = [_span_of(((factor, name),), ranges) for factor, name in objective.terms]
    for wish in objective.deviations:
        spans.append((0, wish.weight * _widest(((1, wish.name),), wish.target, ranges)))
    spans += [(0, breach.weight) for breach in objective.breaches]
    spans += [(0, gap.weight * _widest(gap.terms, gap.target, ranges)) for gap in objective.gaps]
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def _list_ranges(model: Model) -> dict[str, tuple[int, int]]:
    return {
        variable.name: (variable.low, variable.high) if isinstance(variable, Integer) else (0, 1)
        for variable in model.variables
    }


def _span_of(terms: tuple[tuple[int, str], ...], ranges: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    ends = [sorted(factor * end for end in ranges[name]) for factor, name in terms]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _widest(terms: tuple[tuple[int, str], ...], target: int, ranges: Mapping[str, tuple[int, int]]) -> int:
    """The most that the sum can be away from its target."""
    low, high = _span_of(terms, ranges)
    return max(abs(low - target), abs(high - target))


def _gap(wish: Wish, weight: int) -> GapCost:
    """The distance of a quantity from its default; its figures are whole, because default quantities are."""
    assert wish.gap is not None, "only a default quantity has a gap"
    terms = tuple((int(factor), name) for name, factor in wish.gap.terms.items())
    return GapCost(terms, -int(wish.gap.constant), weight, wish.condition)


class _Judge:
    """Looks at each preference and default in force in the world of a finished configuration."""

    def __init__(
        self, situation: Situation, quantities: Mapping[str, int], attributes: Mapping[tuple[str, str], str]
    ) -> None:
        self.situation, self.quantities, self.attributes = situation, quantities, attributes
        self.world = self.world_of(quantities)

    def reasons(self, find: Callable[[_Judge, ParsedRule], Iterable[str]]) -> Mapping[str, tuple[Reason, ...]]:
        """The rules that `find` gives offerings for, as reasons of these."""
        found: dict[str, tuple[Reason, ...]] = {}
        for parsed in self.situation.book.rules:
            if self._applies(parsed):
                for code in find(self, parsed):
                    found[code] = (*found.get(code, ()), self._reason(parsed))
        return found

    def world_of(self, quantities: Mapping[str, int]) -> KnownWorld:
        """The world with other quantities."""
        given = self.situation
        return KnownWorld(given.catalog, given.profile, given.needs, quantities, self.attributes)

    def _applies(self, parsed: ParsedRule) -> bool:
        if not (parsed.rule.kind.is_soft and parsed.rule.valid.contains(self.situation.day)):
            return False
        return parsed.when is None or read_condition(parsed.when, self.world) == Truth(True)

    def _reason(self, parsed: ParsedRule) -> Reason:
        rule = parsed.rule
        return Reason("default", rule.id, fill(rule.sentence, self.world), rule.owner, rule.location)


def _find_takers(judge: _Judge, parsed: ParsedRule) -> Iterator[str]:
    if parsed.rule.kind is RuleKind.PREFERENCE:
        mentioned = sorted(parsed.mentions & judge.quantities.keys())
        yield from (code for code in mentioned if _hangs_on(code, judge, parsed))
        return
    code = _find_taken(parsed.require, judge)
    if code in judge.quantities:
        yield code


def _hangs_on(code: str, judge: _Judge, parsed: ParsedRule) -> bool:
    """Whether a preference holds, and would not without the offering or with one unit less."""
    if read_condition(parsed.require, judge.world) != Truth(True):
        return False
    now = judge.quantities[code]
    worlds = (judge.world_of({**judge.quantities, code: fewer}) for fewer in (0, now - 1))
    return any(read_condition(parsed.require, world) != Truth(True) for world in worlds)


def _find_taken(require: Node, judge: _Judge) -> str:
    """The offering that a default takes; empty where it sets an attribute, or where its formula comes to nothing."""
    quantity = default_quantity(require)
    if quantity is None:
        return require.text if isinstance(require, Selector) else ""
    selector, figure = quantity
    return selector.text if read_figure(figure, judge.world).constant > 0 else ""


def _find_set(judge: _Judge, parsed: ParsedRule) -> Iterator[str]:
    if not (isinstance(parsed.require, Call) and parsed.rule.kind is RuleKind.DEFAULT):
        return
    (wanted,) = parsed.require.arguments
    for code in sorted(parsed.mentions & judge.quantities.keys()):
        alone = judge.world_of({code: judge.quantities[code]})
        if read_condition(wanted, alone) == Truth(True):
            yield code
