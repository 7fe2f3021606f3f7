"""Other engines answer the same clicks and are held against ours; missing, late or broken, they are said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.benching.lookalikes import make_lookalike
from configurator.benching.peering import (
    PeerKind,
    PeerResult,
    PeerRow,
    PeerState,
    PeerSubject,
    average_ratios,
    find_interpreter,
    find_settled,
    keep_booleans,
    measure_peers,
)
from configurator.solver import Bool, Constraint, Implies, Integer, Is, Linear, Model, Not, Or, compile
from tests.house.tree import ROOT

INSTALLED = ROOT / ".venv-bench"
needs_peers = pytest.mark.skipif(
    not (INSTALLED / "exact").exists(), reason="the other engines are optional: `make bench-peers` installs them"
)
CHAIN = Model(
    tuple(map(Bool, "abcdef")),
    (
        Constraint("r0", Is("a")),
        Constraint("r1", Or((Is("b"), Is("c")))),
        Constraint("r2", Or((Is("b"), Not(Is("c"))))),
        Constraint("r3", Implies(Is("d"), Is("e"))),
        Constraint("r4", Implies(Is("e"), Not(Is("f")))),
    ),
)
"""`b` follows from two rules together, which unit propagation does not see; `a` is settled from the beginning."""


def measure(folder: Path, model: Model = CHAIN, seconds: int = 20) -> dict[PeerKind, PeerResult]:
    (row,) = measure_peers([PeerSubject("chain", compile(model))], 12, 3, folder, seconds)
    return {result.kind: result for result in row.results}


def put_interpreter(folder: Path, script: str) -> Path:
    """Environments whose Python is a script."""
    for name in ("exact", "configurator"):
        python = folder / name / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
    return folder


def test_the_naive_loop_answers_everything_and_agrees(tmp_path: Path) -> None:
    naive = measure(tmp_path)[PeerKind.NAIVE]
    assert (naive.state, naive.answered, naive.wrong, naive.states) == (PeerState.DONE, 12, 0, 12 * 6)
    assert naive.ratio is not None and naive.ratio > 0


def test_what_is_not_installed_is_missing_and_counts_for_nothing(tmp_path: Path) -> None:
    found = measure(tmp_path)
    assert found[PeerKind.BACKBONE] == PeerResult(PeerKind.BACKBONE, PeerState.MISSING, None, 0, None, None, 0, 0)
    assert found[PeerKind.CONFIGURATOR].state is PeerState.MISSING


def test_our_own_interpreter_stands_in_where_there_is_no_environment(tmp_path: Path) -> None:
    assert find_interpreter(tmp_path, PeerKind.CLINGO).name.startswith("python")
    folder = put_interpreter(tmp_path, "exit 0")
    assert find_interpreter(folder, PeerKind.CLINGO) == folder / "exact" / "bin" / "python"


def test_an_engine_is_stopped_when_its_time_is_up_and_what_it_said_counts(tmp_path: Path) -> None:
    script = """echo '{"ms": 5}'; echo '{"ms": 2.5, "settled": []}'; printf '{"ms": 1'; exec sleep 60"""
    found = measure(put_interpreter(tmp_path, script), seconds=1)[PeerKind.BACKBONE]
    assert (found.state, found.ready_ms, found.answered, found.median_ms) == (PeerState.LATE, 5, 1, 2.5)
    assert found.wrong >= 2, "a and b are settled, which it did not say"


def test_an_engine_that_breaks_off_is_not_taken_for_done(tmp_path: Path) -> None:
    assert measure(put_interpreter(tmp_path, "exit 1"))[PeerKind.CLINGO].state is PeerState.FAILED


def test_what_was_settled_before_any_choice_is_not_held_against_propagation(tmp_path: Path) -> None:
    script = """echo '{"ms": 1}'; echo '{"ms": 1, "settled": []}'"""
    found = measure(put_interpreter(tmp_path, script))
    assert found[PeerKind.CONFIGURATOR].wrong == found[PeerKind.BACKBONE].wrong - 2


@needs_peers
@pytest.mark.parametrize("kind", [PeerKind.BACKBONE, PeerKind.CLINGO])
@pytest.mark.parametrize("model", [CHAIN, make_lookalike(0.15, 2)], ids=["chain", "look-alike"])
def test_exact_engines_find_what_we_find(kind: PeerKind, model: Model) -> None:
    found = measure(INSTALLED, model)[kind]
    assert (found.state, found.answered, found.wrong) == (PeerState.DONE, 12, 0)


@needs_peers
def test_unit_propagation_answers_but_misses_some() -> None:
    together = Or((Is("b"), Is("c"))), Or((Is("b"), Not(Is("c"))))
    model = Model(
        tuple(map(Bool, "abc")),
        tuple(Constraint(f"r{place}", Implies(Is("a"), part)) for place, part in enumerate(together)),
    )
    found = measure(INSTALLED, model)[PeerKind.CONFIGURATOR]
    assert (found.state, found.answered) == (PeerState.DONE, 12)
    assert found.wrong > 0


@needs_peers
def test_the_others_reading_of_the_file_is_told(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.uvl", tmp_path / "bad.uvl"
    good.write_text("features\n    A\n        optional\n            B\n", encoding="utf-8")
    bad.write_text("features\n    A\n        strange\n            B\n", encoding="utf-8")
    subjects = [PeerSubject(path.stem, compile(CHAIN), path) for path in (good, bad)]
    read = [row.uvl for row in measure_peers(subjects, 1, 1, INSTALLED, 20)]
    assert [one.state for one in read if one] == [PeerState.DONE, PeerState.FAILED]


def test_only_what_speaks_of_bools_alone_is_kept() -> None:
    model = Model(
        (Bool("a"), Integer("n", 0, 9), Bool("b")),
        (
            Constraint("keep", Implies(Is("a"), Is("b"))),
            Constraint("drop", Implies(Is("a"), Linear(((1, "n"),), ">=", 2))),
        ),
    )
    assert keep_booleans(model) == Model((Bool("a"), Bool("b")), (model.constraints[0],))


def test_settled_means_one_value_left() -> None:
    possible = {"a": frozenset({True}), "b": frozenset({False}), "c": frozenset({True, False})}
    assert find_settled(possible, {"a": 2, "b": 3, "c": 4}) == {2, -3}


def test_ratios_are_averaged_geometrically_over_models_that_were_answered() -> None:
    rows = [
        PeerRow("m", 1, 1, 1, 1.0, (PeerResult(PeerKind.CLINGO, PeerState.DONE, 1.0, 1, 1.0, ratio, 0, 1),), None)
        for ratio in (2.0, 8.0, None)
    ]
    assert average_ratios(rows) == {PeerKind.CLINGO: pytest.approx(4.0)}


def test_nothing_open_means_no_row(tmp_path: Path) -> None:
    settled = Model((Bool("a"),), (Constraint("r", Is("a")),))
    assert list(measure_peers([PeerSubject("settled", compile(settled))], 3, 1, tmp_path, 5)) == []
