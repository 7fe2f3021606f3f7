"""The solver's model has exactly the configurations of the feature model."""

from __future__ import annotations

import pytest

from configurator.models.translating import OriginKind, translate
from tests.unit.models.worlds import list_worlds, read, write_model
from tests.unit.solver.worlds import Worlds


@pytest.mark.parametrize("seed", range(40))
def test_has_the_configurations_of_the_feature_model(seed: int) -> None:
    source = read(write_model(seed, features=7))
    translation = translate(source)
    names = {feature.name for feature in source.features}
    found = [{name: world[name] for name in names} for world in Worlds(translation.model).list()]
    expected = list_worlds(source)
    assert len(found) == len(expected)
    assert all(world in expected for world in found)


def test_every_line_is_a_label() -> None:
    translation = translate(read("features\n\tr\n\t\tmandatory\n\t\t\ta\n\t\tor\n\t\t\tb\nconstraints\n\ta => b\n"))
    assert [(origin.kind, origin.line, origin.features) for origin in translation.origins.values()] == [
        (OriginKind.ROOT, 2, ("r",)),
        (OriginKind.PARENT, 4, ("a", "r")),
        (OriginKind.MANDATORY, 4, ("a", "r")),
        (OriginKind.PARENT, 6, ("b", "r")),
        (OriginKind.OR, 5, ("r", "b")),
        (OriginKind.CONSTRAINT, 8, ()),
    ]
    assert [translation.origins[label].text for label in translation.cross] == ["a => b"]
    assert {constraint.label for constraint in translation.model.constraints} == set(translation.origins)
