"""Preferences and defaults in completions: the optimum against all configurations of small catalogs, ranks, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Choice, Configuration
from configurator.configuration.preferring import presence_reasons, value_reasons, with_wishes
from configurator.rules.meaning import read_condition, read_figure
from configurator.rules.parsing import parse
from configurator.rules.worlds import KnownWorld
from configurator.solver import ConflictFound, Objective, Truth
from tests.factories.situations import compile_case

MOST = {"A-1": 3, "B-1": 2, "C-1": 4}
LEAST = {"A-1": 1, "B-1": 1, "C-1": 2}
VALUES = ("on", "off", "auto")
OFFERINGS: dict[str, Any] = {
    "A-1": {"max": 3, "attributes": {"tls": list(VALUES)}, "defaults": {"tls": "off"}, "tags": ["border"]},
    "B-1": {"max": 2, "tags": ["border"]},
    "C-1": {"min": 2, "max": 4},
}
RULES = ["A-1 implies B-1", "A-1 + B-1 <= 3", "A-1.tls != off", "C-1 = 0 or B-1", "A-1 or C-1 >= 3", "C-1 <= 3"]
CONDITIONS = ["A-1", "not B-1", "A-1 >= 2", "C-1", "A-1.tls = on", "A-1 + C-1 = 3", "count(@DEMO) >= 2", "staff > 5"]
FIGURES = ["1", "2", "7", "A-1 + 1", "2 * B-1 - 1", "C-1 / 2", "staff / 4", "0"]


@dataclass(frozen=True, slots=True)
class Config:
    """One configuration: quantities of what is taken, and the attribute of A-1."""

    quantities: Mapping[str, int]
    tls: str | None


def all_configs() -> Iterator[Config]:
    for numbers in product(*([0, *range(LEAST[code], MOST[code] + 1)] for code in MOST)):
        quantities = {code: number for code, number in zip(MOST, numbers, strict=True) if number}
        for tls in VALUES if "A-1" in quantities else (None,):
            yield Config(quantities, tls)


def world_of(config: Config, compiled: CompiledSituation) -> KnownWorld:
    given_ = compiled.situation
    attributes = {("A-1", "tls"): config.tls} if config.tls else {}
    return KnownWorld(given_.catalog, given_.profile, (), config.quantities, attributes)


def says(source: str, world: KnownWorld) -> bool:
    return read_condition(parse(source), world) == Truth(True)


def score(config: Config, case: dict[str, Any], compiled: CompiledSituation, aims: Aims) -> tuple[int, ...]:
    """What the ranks are documented to be, computed without solver, formulas of wishes or objectives."""
    world, taken = world_of(config, compiled), config.quantities
    closeness = gap = broken = unmet = unset = ruled = 0
    for code, target in aims.targets.items():
        closeness += -20_000 * (code in taken) + 10_000 // target * abs(taken.get(code, 0) - target)
    for rule in case["rules"]:
        if "then" in rule or not says(rule.get("if", "0 = 0"), world):
            continue
        if "weight" in rule:
            unmet += 0 if says(rule["prefer"], world) else rule["weight"]
        elif "set" in rule:
            ruled += 1
            unset += config.tls not in (None, rule["value"])
        elif "quantity" not in rule:
            broken += rule["take"] not in taken
        else:
            figure = ceil(read_figure(parse(rule["quantity"]), world).constant)
            is_moving = "-1" in rule["quantity"]
            if figure <= 0 and not is_moving:
                continue
            wanted = min(max(figure, 0 if is_moving else LEAST[rule["take"]]), MOST[rule["take"]])
            distance = abs(taken.get(rule["take"], 0) - wanted)
            gap, broken = gap + distance, broken + (distance > 0)
    unset += config.tls not in (None, "off") and not ruled
    price, units = sum(number * aims.costs[code][0][2] for code, number in taken.items()), sum(taken.values())
    return (price, units + unset) if aims.thrifty else (closeness, broken, gap, unmet, unset, price, units)


def as_config(done: Configuration) -> Config:
    tls = next((line.attributes["tls"] for line in done.lines if line.offering == "A-1"), None)
    return Config({line.offering: line.quantity for line in done.lines}, tls)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    rules = [{"id": f"R{n}", "then": then} for n, then in enumerate(draw(st.lists(st.sampled_from(RULES), max_size=2)))]
    conditions = st.sampled_from(CONDITIONS)
    preferences = st.fixed_dictionaries(
        {"prefer": conditions, "weight": st.integers(1, 100)}, optional={"if": conditions}
    )
    takes = st.fixed_dictionaries(
        {"take": st.sampled_from(list(MOST))}, optional={"quantity": st.sampled_from(FIGURES), "if": conditions}
    )
    sets = st.fixed_dictionaries(
        {"set": st.sampled_from(["A-1.tls", "#border.tls"]), "value": st.sampled_from(VALUES)},
        optional={"if": conditions},
    )
    wishes = draw(st.lists(st.one_of(preferences, takes, sets), min_size=1, max_size=4))
    rules += [{"id": f"W{n}", **wish} for n, wish in enumerate(wishes)]
    return {"offerings": OFFERINGS, "inputs": {"staff": 9}, "rules": rules}


@given(
    case=cases(),
    targets=st.dictionaries(st.sampled_from(list(MOST)), st.integers(1, 4), max_size=2),
    prices=st.fixed_dictionaries({code: st.integers(1, 9) for code in MOST}),
    excluded=st.sampled_from([(), ("A-1",), ("C-1",)]),
    thrifty=st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_the_completion_is_the_best_of_all_configurations(
    case: dict[str, Any], targets: dict[str, int], prices: dict[str, int], excluded: tuple[str, ...], thrifty: bool
) -> None:
    compiled = compile_case(case)
    aims = Aims({code: ((1, price, price),) for code, price in prices.items()}, targets, thrifty=thrifty)
    if thrifty:
        aims = Aims(aims.costs, thrifty=True)
    hard = [rule["then"] for rule in case["rules"] if "then" in rule]
    valid = [
        config
        for config in all_configs()
        if all(says(rule, world_of(config, compiled)) for rule in hard) and not config.quantities.keys() & set(excluded)
    ]
    choices = tuple(Choice(code, 0) for code in excluded)
    if not valid:
        with pytest.raises(ConflictFound):
            complete(compiled, choices, aims)
        return
    done = complete(compiled, choices, aims)
    assert as_config(done) in valid
    assert done.proof == "optimal"
    best = min(score(config, case, compiled, aims) for config in valid)
    assert score(as_config(done), case, compiled, aims) == best
    unmet = [rule["id"] for rule in case["rules"] if "weight" in rule and not _is_met(rule, as_config(done), compiled)]
    assert [advice.rule for advice in done.advice] == unmet


def _is_met(rule: Mapping[str, Any], config: Config, compiled: CompiledSituation) -> bool:
    world = world_of(config, compiled)
    return not says(rule.get("if", "0 = 0"), world) or says(rule["prefer"], world)


WISHED: dict[str, Any] = {
    "offerings": OFFERINGS,
    "inputs": {"staff": 9},
    "rules": [
        {"id": "D", "take": "C-1", "quantity": "staff / 3", "sentence": "{ceil(staff / 3)} to start from"},
        {"id": "S", "set": "#border.tls", "value": "on", "sentence": "encrypted"},
        {"id": "P", "prefer": "A-1 >= 2", "weight": 5, "sentence": "two of them"},
        {"id": "X", "prefer": "not C-1", "weight": 50, "sentence": "none of these"},
    ],
}


def reasons_of(done: Configuration) -> dict[str, list[tuple[str, str, str]]]:
    return {line.offering: [(each.kind, each.key, each.sentence.en) for each in line.reasons] for line in done.lines}


def test_lines_name_the_wishes_that_brought_them() -> None:
    done = complete(compile_case(WISHED), (), Aims({}))
    assert reasons_of(done) == {
        "A-1": [("default", "P", "two of them"), ("default", "S", "encrypted")],
        "C-1": [("default", "D", "3 to start from")],
    }
    assert [(advice.rule, advice.sentence.en) for advice in done.advice] == [("X", "none of these")]


def test_a_set_value_does_not_explain_why_a_line_is_there() -> None:
    rules = [{"id": "R", "then": "A-1 or B-1 >= 2"}, WISHED["rules"][1]]
    done = complete(compile_case({**WISHED, "rules": rules}), (), Aims({"B-1": ((1, 9000, 9000),)}))
    kinds = [(kind, key) for kind, key, _ in reasons_of(done)["A-1"]]
    assert kinds == [("rule", "R"), ("default", "S")]


def test_reasons_are_given_only_for_wishes_that_hold() -> None:
    situation = compile_case(WISHED).situation
    assert presence_reasons(situation, {"A-1": 1, "B-1": 1}, {("A-1", "tls"): "off"}) == {}
    assert value_reasons(situation, {"A-1": 1}, {("A-1", "tls"): "off"}) == {}


def test_following_recommendations_comes_before_defaults() -> None:
    rules = [{"id": "D", "take": "C-1", "quantity": "3"}, {"id": "W", "severity": "warning", "then": "not C-1"}]
    compiled = compile_case({**WISHED, "rules": rules})
    assert complete(compiled, (), Aims({})).quantity("C-1") == 3
    assert complete(compiled, (), Aims({}, follow_advice=True)).quantity("C-1") == 0


def test_preferences_and_defaults_are_no_recommendations_to_follow() -> None:
    assert compile_case(WISHED).advised[1] == ()


def test_wishes_join_the_objective_before_the_price_or_stand_alone() -> None:
    compiled = compile_case(WISHED)
    price, closeness = Objective(terms=((7, "quantity:A-1"),)), Objective(terms=((-1, "taken:B-1"),))
    assert len(with_wishes((price,), compiled, thrifty=False)) == 3
    assert len(with_wishes((closeness, price), compiled, thrifty=False)) == 3
    vast = Objective(terms=((-(10**15), "taken:B-1"),))
    assert len(with_wishes((vast, price), compiled, thrifty=False)) == 4
    greatest = Objective(terms=((1, "taken:B-1"),), sense="max")
    assert len(with_wishes((greatest, price), compiled, thrifty=False)) == 4
    assert len(with_wishes((price,), compiled, thrifty=True)) == 2


def test_without_wishes_only_needless_units_are_counted_after_the_price() -> None:
    compiled = compile_case({"offerings": {"B-1": {"max": 2}}})
    price, units = Objective(terms=((7, "quantity:B-1"),)), Objective(terms=((1, "quantity:B-1"),))
    assert with_wishes((price,), compiled, thrifty=False) == (price, units)


def test_a_figure_of_a_moving_default_may_be_a_fraction() -> None:
    rules = [{"id": "D", "take": "C-1", "quantity": "3 * A-1 / 2"}]
    compiled = compile_case({**WISHED, "rules": rules})
    assert complete(compiled, (Choice("A-1", 2),), Aims({})).quantity("C-1") == ceil(Fraction(3))
    assert complete(compiled, (Choice("A-1", 1),), Aims({})).quantity("C-1") == ceil(Fraction(3, 2))
