"""Analyses agree with enumeration; on larger models, with one question per feature."""

from __future__ import annotations

import pytest

from configurator.models.analysing import ModelAnalysis, analyse_model
from configurator.models.model import FeatureModel, GroupKind
from configurator.models.translating import translate
from configurator.solver import IsFalse, IsTrue, Reasoner, compile
from tests.unit.models.worlds import list_redundant, list_worlds, read, write_crowd, write_model


def analyse(source: FeatureModel) -> ModelAnalysis:
    translation = translate(source)
    return analyse_model(translation, compile(translation.model))


def list_optional(source: FeatureModel) -> list[tuple[str, str]]:
    groups = [group for group in source.groups if group.kind is not GroupKind.MANDATORY]
    return [(group.parent, child) for group in groups for child in group.children]


@pytest.mark.parametrize("seed", range(60))
def test_agrees_with_enumeration(seed: int) -> None:
    source = read(write_model(seed, features=8, constraints=seed % 6))
    worlds = list_worlds(source)
    found = analyse(source)
    assert found.void is (not worlds)
    if found.void:
        assert found.conflict
        return
    names = [feature.name for feature in source.features]
    assert list(found.core) == [name for name in names if all(world[name] for world in worlds)]
    assert list(found.dead) == [name for name in names if not any(world[name] for world in worlds)]
    implied = {child for parent, child in list_optional(source) if all(w[child] or not w[parent] for w in worlds)}
    assert set(found.false_optional) == implied
    lines = [source.constraints[place].line for place in list_redundant(source)]
    assert [origin.line for origin in found.redundant] == lines
    assert (found.undecided, found.untested) == ((), ())


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_one_question_each_on_larger_models(seed: int) -> None:
    source = read(write_model(seed + 500, features=150, constraints=12))
    reasoner = Reasoner(compile(translate(source).model))
    found = analyse(source)
    if found.void:
        assert reasoner.consistent(()) is False
        return
    names = [feature.name for feature in source.features]
    assert list(found.core) == [name for name in names if not reasoner.consistent((IsFalse(name),))]
    assert list(found.dead) == [name for name in names if not reasoner.consistent((IsTrue(name),))]
    pairs = list_optional(source)
    implied = {child for one, child in pairs if not reasoner.consistent((IsTrue(one), IsFalse(child)))}
    assert set(found.false_optional) == implied


def test_a_child_of_a_dead_parent_counts_as_false_optional() -> None:
    tree = "features\n\tr\n\t\toptional\n\t\t\ta\n\t\t\t\toptional\n\t\t\t\t\tb\n\t\t\tc\nconstraints\n"
    found = analyse(read(tree + "\t!a\n\tc\n"))
    assert found.dead == ("a", "b")
    assert found.false_optional == ("b", "c")


def test_of_two_equal_constraints_the_first_is_redundant() -> None:
    tree = "features\n\tr\n\t\toptional\n\t\t\ta\n\t\t\tb\nconstraints\n"
    found = analyse(read(tree + "\ta => b\n\t!a | b\n\tb | !a\n"))
    assert [origin.line for origin in found.redundant] == [7, 8]


def test_a_void_model_names_what_clashes() -> None:
    tree = "features\n\tr\n\t\toptional\n\t\t\ta\n\t\t\tb\nconstraints\n"
    found = analyse(read(tree + "\ta\n\tb => r\n\t!a\n"))
    assert found.void
    assert [origin.line for origin in found.conflict] == [7, 9]


def test_independent_parts_are_counted() -> None:
    tree = "features\n\tr\n\t\toptional\n" + "".join(f"\t\t\tf{place}\n" for place in range(6)) + "constraints\n"
    assert analyse(read(tree + "\tf0 => f1\n\tf2 => f3\n")).components == 2


def test_without_time_nothing_is_claimed() -> None:
    translation = translate(read(write_crowd(9)))
    found = analyse_model(translation, compile(translation.model), 0)
    assert found.void is None
    assert "x0_0" in found.undecided
    assert len(found.untested) == len(translation.cross)


def test_a_crowd_without_room_is_void() -> None:
    assert analyse(read(write_crowd(5))).void
