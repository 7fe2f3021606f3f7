"""What is too large is refused while it is read, what takes too long is broken off, the rest is answered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from configurator.models.analysing import analyse_model
from configurator.models.asking import Inquiry
from configurator.models.reading import read_model
from configurator.models.translating import translate
from configurator.solver import IsTrue, Undecided, compile
from configurator.solver.deadline import Deadline
from tests.unit.models.worlds import read

TREE = "features\n\tr\n\t\toptional\n\t\t\ta\n\t\t\tb\nconstraints\n"


def problems(source: str, suffix: str = "") -> list[tuple[str, str]]:
    load = read_model(source, "m", suffix)
    assert load.model is None
    return [(problem.code, str(problem.location)) for problem in load.problems]


def make_deadline(questions: int) -> Deadline:
    """A deadline that is over after its clock was asked so many times."""
    ticks = iter(range(questions))
    clock: Callable[[], int] = lambda: 0 if next(ticks, None) is not None else 2 * 10**9  # noqa: E731
    return Deadline(1, clock)


@pytest.mark.parametrize(
    ("limit", "most", "source", "found"),
    [
        ("uvl.MOST_CONSTRAINTS", 2, TREE + "\ta\n\tb\n\t!a\n\t?\n", [("model_too_many_constraints", "m:9:2")]),
        ("uvl.MOST_WORDS", 4, TREE + "\ta => b\n\ta & b\n\ta | r\n", [("model_too_many_words", "m:9:2")]),
        ("uvl.MOST_WORDS", 11, TREE + "\ta <=> b\n\t?\n", [("uvl_strange_character", "m:8:2")]),
        ("uvl.MOST_WORDS", 10, TREE + "\ta <=> b\n\t?\n", [("model_too_many_words", "m:7:2")]),
        ("dimacs.MOST_CONSTRAINTS", 2, "p cnf 2 3\n1 0\n2 0\n-1 0\nx\n", [("model_too_many_constraints", "m:4:1")]),
        ("dimacs.MOST_WORDS", 3, "p cnf 2 2\n1 2 0\n-1 2 0\nx\n", [("model_too_many_words", "m:3:1")]),
    ],
)
def test_refuses_what_is_beyond_a_limit(
    limit: str, most: int, source: str, found: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"configurator.models.{limit}", most)
    assert problems(source) == found


@pytest.mark.parametrize("source", [TREE + "\ta\n" * 50, "p cnf 1 50\n" + "1 0\n" * 50])
def test_reading_stops_when_time_is_up(source: str) -> None:
    with pytest.raises(Undecided):
        read_model(source, "m", deadline=make_deadline(20))


@pytest.mark.parametrize("questions", [1, 30, 60, 90])
def test_translating_and_compiling_stop_when_time_is_up(questions: int) -> None:
    source = read(TREE + "\ta => b\n" * 20)
    deadline = make_deadline(questions)
    with pytest.raises(Undecided):
        compile(translate(source, deadline).model, deadline)


def test_time_is_shared_by_the_questions_of_an_analysis() -> None:
    translation = translate(read(TREE + "\ta => b\n\tb => a\n\t!a | b\n"))
    found = analyse_model(translation, compile(translation.model), 60)
    assert (found.void, found.undecided, found.untested) == (False, (), ())
    assert [origin.line for origin in found.redundant] == [7]


@pytest.mark.parametrize("kind", ["optional", "or", "mandatory", "alternative", "[2..3]", "[0..*]"])
def test_answers_about_wide_groups(kind: str) -> None:
    model = read("features\n\tr\n\t\t" + kind + "\n" + "".join(f"\t\t\tf{place}\n" for place in range(300)))
    translation = translate(model)
    step = Inquiry(translation, compile(translation.model)).step([IsTrue("f7")])
    taken = 300 if kind == "mandatory" else 1
    assert len(step.forced_true) == taken
    assert len(step.forced_false) == (299 if kind == "alternative" else 0)
    assert not step.undecided


@pytest.mark.parametrize("bounds", ["[99999999999999999999..*]", "[99999999999999999999]", "[3..99999999999999999999]"])
def test_bounds_beyond_the_children_leave_nothing(bounds: str) -> None:
    translation = translate(read(f"features\n\tr\n\t\t{bounds}\n\t\t\ta\n\t\t\tb\n"))
    assert analyse_model(translation, compile(translation.model)).void is True


def fold(signs: str, names: str, world: tuple[bool, bool]) -> bool:
    """The value of a chain of names and signs (`>` implies, `=` equals, `&`, `|`) taken from the left."""
    values = {"a": world[0], "b": world[1], "r": True}
    result = values[names[0]]
    for sign, name in zip(signs, names[1:], strict=True):
        other = values[name]
        result = {">": not result or other, "=": result == other, "&": result and other, "|": result or other}[sign]
    return result


@pytest.mark.parametrize(
    ("formula", "signs", "names"),
    [
        ("(" * 5_000 + "a" + ")" * 5_000, "", "a"),
        ("!" * 5_000 + "b", "", "b"),
        (" => ".join("ab" * 2_000), ">" * 3_999, "ab" * 2_000),
        (" => ".join("ab" * 2_000) + " => a", ">" * 4_000, "ab" * 2_000 + "a"),
        (" <=> ".join("ab" * 1_000 + "a"), "=" * 2_000, "ab" * 1_000 + "a"),
        ("(" * 2_000 + "a" + " & r) | b)" * 1_000, "&|" * 1_000, "a" + "rb" * 1_000),
        ("(" * 2_000 + "a" + " | b) & a)" * 1_000, "|&" * 1_000, "a" + "ba" * 1_000),
    ],
)
def test_answers_about_deep_formulas(formula: str, signs: str, names: str) -> None:
    translation = translate(read(TREE + f"\t{formula}\n"))
    step = Inquiry(translation, compile(translation.model)).step([])
    worlds = [world for world in product((False, True), repeat=2) if fold(signs, names, world)]
    assert step.forced_true == ("r", *(name for place, name in enumerate("ab") if all(w[place] for w in worlds)))
    assert step.forced_false == tuple(name for place, name in enumerate("ab") if not any(w[place] for w in worlds))
    assert not step.undecided


@pytest.mark.parametrize(
    "source",
    [
        "\0" * 1_000,
        "features\n\ta {" + "{" * 1_000 + "\n",
        "features\n\ta /*" + "*" * 1_000,
        "features\n\ta\nconstraints\n" + "\ta)\n" * 300,
        'features\n\ta\n\t\toptional\n\t\t\t"b\n' + "\t\t\tc\n" * 300,
        "features\n" + " " * 5_000 + "a\n" + "\t" * 400 + "optional\n",
        "features\n\ta\n\t\toptional\n" + "".join(f"\t\t\tf{place} ?? $\n" for place in range(300)),
    ],
)
def test_refuses_rubbish_with_places(source: str) -> None:
    found = problems(source, ".uvl")
    assert 0 < len(found) <= 200
    assert all(place.startswith("m:") and place.count(":") == 2 for _, place in found)


def test_many_unknown_names_are_not_compared_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator.models.findings.MOST_COMPARED", 12)
    load = read_model(TREE + "\taa\n" * 6, "m")
    assert [problem.params["nearest"] for problem in load.problems] == ["a"] * 4 + ["–"] * 2
