"""What a feature model makes impossible or unavoidable, and which of its constraints say nothing new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from configurator.models.model import FeatureModel, GroupKind
from configurator.models.translating import Origin, Translation
from configurator.solver import CompiledModel, Reasoner, Undecided, analyse, find_implications, find_redundant
from configurator.solver.deadline import Deadline


@dataclass(frozen=True, slots=True)
class ModelAnalysis:
    """`void`: no valid configuration; `conflict` says why, and of the rest nothing is said. None: time ran out first.

    `core` features are in every configuration, `dead` ones in none. `false_optional` are features of groups that are
    not mandatory and are taken whenever their parent is; below a dead parent that is trivially so, and counted.
    `redundant` are cross-tree constraints that follow from the rest when one after another is left out in the order
    of the file. `components` is the number of independent parts after what follows at once is drawn. What ran out of
    time is in `undecided` (features) or `untested` (constraints) and in no other list.
    """

    void: bool | None
    components: int = 0
    core: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    false_optional: tuple[str, ...] = ()
    redundant: tuple[Origin, ...] = ()
    conflict: tuple[Origin, ...] = ()
    undecided: tuple[str, ...] = ()
    untested: tuple[Origin, ...] = ()


def analyse_model(
    translation: Translation, compiled: CompiledModel, time_limit: Decimal | int | None = None
) -> ModelAnalysis:
    """Analyse a translated model; `time_limit` is in seconds for everything."""
    deadline = Deadline(time_limit)
    is_possible = Reasoner(compiled, _share(deadline, 4)).consistent(())
    found = analyse(compiled, _share(deadline, 3))
    if found.void:
        return ModelAnalysis(True, conflict=_find_conflict(translation, compiled, deadline))
    source = translation.source
    names = {feature.name for feature in source.features}
    implied = find_implications(compiled, _list_optional(source), _share(deadline, 2))
    redundancy = find_redundant(compiled, translation.cross, _share(deadline, 1))
    always = {child for _, child in implied.holding}
    vague = found.undecided.union(child for _, child in implied.undecided)
    return ModelAnalysis(
        None if is_possible is None and found.undecided else False,
        len(compiled.components),
        tuple(name for name in found.core if name in names),
        tuple(name for name in found.dead if name in names),
        tuple(feature.name for feature in source.features if feature.name in always),
        _origins(translation, redundancy.labels),
        undecided=tuple(feature.name for feature in source.features if feature.name in vague),
        untested=_origins(translation, (label for label in translation.cross if label in redundancy.undecided)),
    )


def _share(deadline: Deadline, questions: int) -> Decimal | None:
    """An equal share of the time left for each of so many questions."""
    rest = deadline.compute_rest()
    return None if rest is None else rest / questions


def _find_conflict(translation: Translation, compiled: CompiledModel, deadline: Deadline) -> tuple[Origin, ...]:
    try:
        return _origins(translation, Reasoner(compiled, _share(deadline, 1)).conflict(()).labels)
    except Undecided:
        return ()


def _list_optional(source: FeatureModel) -> Iterable[tuple[str, str]]:
    """Parent and child for every child that its group does not call mandatory."""
    groups = (group for group in source.groups if group.kind is not GroupKind.MANDATORY)
    return ((group.parent, child) for group in groups for child in group.children)


def _origins(translation: Translation, labels: Iterable[str]) -> tuple[Origin, ...]:
    return tuple(translation.origins[label] for label in labels)
