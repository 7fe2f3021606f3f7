"""Steps, reasons and ways out agree with enumeration; reasons are sufficient and minimal."""

from __future__ import annotations

from random import Random

import pytest

from configurator.models.asking import Choice, Inquiry, UnknownFeatures
from configurator.models.model import FeatureModel
from configurator.models.translating import Translation, translate
from configurator.solver import ConflictFound, Counted, IsFalse, IsTrue, Undecided, compile
from tests.unit.models.worlds import World, list_worlds, read, write_crowd, write_model
from tests.unit.solver.worlds import Worlds, agrees

SMALL = "features\n\tr\n\t\toptional\n\t\t\ta\n\t\t\tb\n\t\t\tc\nconstraints\n\ta => b\n\tb => c\n"


def start(source: FeatureModel) -> tuple[Translation, Inquiry]:
    translation = translate(source)
    return translation, Inquiry(translation, compile(translation.model))


def choose(source: FeatureModel, seed: int, count: int = 3) -> tuple[Choice, ...]:
    random = Random(seed)
    names = random.sample([feature.name for feature in source.features], count)
    return tuple(random.choice((IsTrue, IsFalse))(name) for name in names)


def allows(choices: tuple[Choice, ...], world: World) -> bool:
    return all(agrees(choice, world) for choice in choices)


@pytest.mark.parametrize("seed", range(50))
def test_a_step_agrees_with_enumeration(seed: int) -> None:
    source = read(write_model(seed, features=8, constraints=2))
    choices = choose(source, seed)
    worlds = [world for world in list_worlds(source) if allows(choices, world)]
    inquiry = start(source)[1]
    if not worlds:
        with pytest.raises(ConflictFound):
            inquiry.step(choices)
        return
    step = inquiry.step(choices)
    made = {choice.name for choice in choices}
    rest = [feature.name for feature in source.features if feature.name not in made]
    assert list(step.forced_true) == [name for name in rest if all(world[name] for world in worlds)]
    assert list(step.forced_false) == [name for name in rest if not any(world[name] for world in worlds)]
    assert len(step.open) + len(step.forced_true) + len(step.forced_false) == len(rest)


@pytest.mark.parametrize("seed", range(30))
def test_every_reason_is_sufficient_and_minimal(seed: int) -> None:
    source = read(write_model(seed, features=7, constraints=3))
    choices = choose(source, seed, 2)
    translation, inquiry = start(source)
    worlds = Worlds(translation.model)
    labels = {origin: label for label, origin in translation.origins.items()}
    if not worlds.find(choices):
        return
    step = inquiry.step(choices)
    for name in (*step.forced_true, *step.forced_false):
        reason = inquiry.explain(choices, name)
        assert reason is not None
        goal = IsFalse(name) if reason.forced else IsTrue(name)
        named = frozenset(labels[origin] for origin in reason.grounds.origins)
        facts = reason.grounds.choices
        assert not worlds.find((goal, *facts), named)
        assert all(worlds.find((goal, *facts), named - {label}) for label in named)
        assert all(worlds.find((goal, *(one for one in facts if one != fact)), named) for fact in facts)


@pytest.mark.parametrize("seed", range(30))
def test_every_repair_is_valid_and_minimal(seed: int) -> None:
    source = read(write_model(seed, features=8, constraints=3))
    choices = choose(source, seed, 4)
    worlds = list_worlds(source)
    if not worlds:
        return
    repairs = start(source)[1].repair(choices).repairs
    assert repairs
    for repair in repairs:
        kept = tuple(choice for choice in choices if choice not in repair)
        assert any(allows(kept, world) for world in worlds)
        assert not any(allows((*kept, choice), world) for choice in repair for world in worlds)


def test_a_reason_names_lines_and_choices() -> None:
    reason = start(read(SMALL))[1].explain((IsTrue("a"),), "c")
    assert reason is not None
    assert reason.forced
    assert [origin.line for origin in reason.grounds.origins] == [8, 9]
    assert reason.grounds.choices == (IsTrue("a"),)


def test_what_is_open_has_no_reason() -> None:
    assert start(read(SMALL))[1].explain((), "c") is None


def test_a_repair_turns_what_is_forced() -> None:
    ways = start(read(SMALL))[1].repair((IsTrue("a"), IsTrue("b")), "c")
    assert ways.wanted == IsFalse("c")
    assert ways.repairs == ((IsTrue("a"), IsTrue("b")),)


def test_nothing_mends_a_dead_feature() -> None:
    assert start(read(SMALL + "\t!a\n"))[1].repair((), "a").repairs == ()


def test_choices_that_clash_can_be_repaired() -> None:
    inquiry = start(read(SMALL))[1]
    ways = inquiry.repair((IsTrue("a"), IsFalse("c")), "b")
    assert ways.wanted == IsTrue("b")
    assert set(ways.repairs) == {(IsFalse("c"),)}


def test_refuses_unknown_names_with_the_nearest() -> None:
    inquiry = start(read("features\n\trouter\n"))[1]
    with pytest.raises(UnknownFeatures) as caught:
        inquiry.explain((IsTrue("ruoter"),), "rooter")
    assert [(problem.field, problem.params["nearest"]) for problem in caught.value.problems] == [
        ("--choose", "router"),
        ("--value", "router"),
    ]


def test_without_time_nothing_is_claimed() -> None:
    translation = translate(read(write_crowd(9)))
    inquiry = Inquiry(translation, compile(translation.model), 0)
    assert "x0_0" in inquiry.step(()).undecided
    with pytest.raises(Undecided):
        inquiry.explain((), "x0_0")


@pytest.mark.parametrize("seed", range(30))
def test_counts_the_sets_of_features_that_the_choices_leave(seed: int) -> None:
    source = read(write_model(seed))
    choices = choose(source, seed, 2)
    left = [world for world in list_worlds(source) if allows(choices, world)]
    assert start(source)[1].count(choices) == Counted(len(left), exact=True)


def test_counting_refuses_unknown_names() -> None:
    with pytest.raises(UnknownFeatures):
        start(read(write_model(1)))[1].count([IsTrue("nowhere")])
