"""Other engines beside ours on the same clicks: flamapy's backbone and configurator, clingo, and the naive loop.

Each runs by `peer.py` in a process of its own, because their pins clash with ours and with one another's; it gets the
model as written as DIMACS (integers as bits) and is stopped when its time is up. What it was too slow for is left out
of its ratio; only clicks that it answered are compared.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from statistics import geometric_mean, median
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from threading import Event, Timer
from time import perf_counter

from configurator.benching import peer
from configurator.benching.clauses import WrittenClauses, write_dimacs
from configurator.benching.clicking import Click, click_randomly
from configurator.benching.metering import Meter
from configurator.benching.naive import NaiveLoop
from configurator.solver import Bool, CompiledModel, Model, Reasoner
from configurator.solver.deadline import Deadline
from configurator.solver.lowering import list_variables, lower_formula


class PeerKind(StrEnum):
    """The other engines; all but CONFIGURATOR are exact."""

    NAIVE = "naive"
    BACKBONE = "backbone"
    CONFIGURATOR = "propagation"
    CLINGO = "consequences"


class PeerState(StrEnum):
    """How an engine came out of it: everything answered, stopped when its time was up, not installed, or broken."""

    DONE = "done"
    LATE = "late"
    MISSING = "missing"
    FAILED = "failed"


FOLDERS: Mapping[PeerKind, str] = {
    PeerKind.BACKBONE: "exact",
    PeerKind.CONFIGURATOR: "configurator",
    PeerKind.CLINGO: "exact",
}
"""In which environment below the peers' folder each is installed."""


@dataclass(frozen=True, slots=True)
class PeerSubject:
    """A model under its name; `source` is its UVL file, if it has one."""

    name: str
    compiled: CompiledModel
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class PeerResult:
    """What one engine did with one model: milliseconds, and what it answered of the clicks before its time was up.

    `ratio` is the geometric mean over the answered clicks of its time over ours; None without any. `wrong` counts
    the states of options that differ from ours, of `states` compared.
    """

    kind: PeerKind
    state: PeerState
    ready_ms: float | None
    answered: int
    median_ms: float | None
    ratio: float | None
    wrong: int
    states: int


@dataclass(frozen=True, slots=True)
class UvlReading:
    """How long flamapy's own reader took; no seconds when it did not come to an end."""

    state: PeerState
    seconds: float | None


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One model: ours, then the others; `uvl` is flamapy's reading of its file, None when it has none."""

    name: str
    options: int
    clauses: int
    clicks: int
    ours_ms: float
    results: tuple[PeerResult, ...]
    uvl: UvlReading | None


@dataclass(frozen=True, slots=True)
class _Answers:
    """The milliseconds and settled literals per click, until the time was up."""

    state: PeerState
    ready_ms: float | None = None
    clicks: tuple[tuple[float, frozenset[int]], ...] = ()


def measure_peers(
    subjects: Iterable[PeerSubject], clicks: int, seed: int, folder: Path, seconds: int
) -> Iterator[PeerRow]:
    """Every model in turn: our clicks, then the same by the others, each for at most so many seconds a model."""
    for subject in subjects:
        done = list(click_randomly(Reasoner(subject.compiled), Meter(), clicks, Random(seed)))
        if done:
            yield _measure_subject(subject, done, folder, seconds)


def keep_booleans(model: Model) -> Model:
    """The part of a model that speaks of nothing but Bools, which is what other engines can express."""
    bools = tuple(variable for variable in model.variables if isinstance(variable, Bool))
    numbers = {variable.name: number for number, variable in enumerate(model.variables)}
    kept = {numbers[variable.name] for variable in bools}
    spoken = (list_variables(lower_formula(entry.formula, numbers)) for entry in model.constraints)
    pairs = zip(model.constraints, spoken, strict=True)
    return Model(bools, tuple(entry for entry, mentioned in pairs if mentioned <= kept))


def average_ratios(rows: Iterable[PeerRow]) -> dict[PeerKind, float]:
    """The geometric mean over models of each engine's ratio to ours, where it answered anything."""
    ratios: dict[PeerKind, list[float]] = {}
    for row in rows:
        for result in row.results:
            if result.ratio is not None:
                ratios.setdefault(result.kind, []).append(result.ratio)
    return {kind: geometric_mean(found) for kind, found in ratios.items()}


def find_interpreter(folder: Path, kind: PeerKind) -> Path:
    """The Python where a peer is installed: in its environment below the folder, else our own."""
    own = folder / FOLDERS[kind] / "bin" / "python"
    return own if own.exists() else Path(sys.executable)


def _measure_subject(subject: PeerSubject, clicks: Sequence[Click], folder: Path, seconds: int) -> PeerRow:
    written = WrittenClauses(subject.compiled)
    asked = [written.find_assumptions(click.facts) for click in clicks]
    clauses = written.take_clauses()
    options = tuple(written.literals.values())
    settled = [find_settled(click.possible, written.literals) for click in clicks]
    before = find_settled(Reasoner(subject.compiled).booleans(()).bools, written.literals)
    results = [_judge(PeerKind.NAIVE, _run_naive(subject.compiled, clicks, written, seconds), clicks, settled, options)]
    with TemporaryDirectory() as place:
        model, questions = Path(place, "model.dimacs"), Path(place, "clicks.json")
        model.write_text(write_dimacs(clauses, written.top, options), encoding="utf-8")
        questions.write_text(json.dumps(asked), encoding="utf-8")
        for kind in FOLDERS:
            arguments = (kind.value, str(model), str(questions))
            answers = _run(find_interpreter(folder, kind), arguments, seconds)
            known = before if kind is PeerKind.CONFIGURATOR else frozenset[int]()
            results.append(_judge(kind, answers, clicks, settled, options, known))
    uvl = _read_uvl(subject.source, folder, seconds) if subject.source else None
    ours = median(click.options_ms for click in clicks)
    return PeerRow(subject.name, len(options), len(clauses), len(clicks), ours, tuple(results), uvl)


def find_settled(possible: Mapping[str, frozenset[bool]], literals: Mapping[str, int]) -> frozenset[int]:
    """The literals of the options with one value left."""
    return frozenset(
        literals[name] if True in values else -literals[name] for name, values in possible.items() if len(values) == 1
    )


def _judge(
    kind: PeerKind,
    answers: _Answers,
    clicks: Sequence[Click],
    settled: Sequence[frozenset[int]],
    options: Sequence[int],
    known: frozenset[int] = frozenset(),
) -> PeerResult:
    """Hold an engine's answers against ours; what is `known` before any choice is not held against it."""
    ratios = [took / click.options_ms for (took, _), click in zip(answers.clicks, clicks, strict=False)]
    wrong = sum(
        len({abs(literal) for literal in (found ^ right) - known})
        for (_, found), right in zip(answers.clicks, settled, strict=False)
    )
    times = [took for took, _ in answers.clicks]
    return PeerResult(
        kind,
        answers.state,
        answers.ready_ms,
        len(times),
        median(times) if times else None,
        geometric_mean(ratios) if ratios else None,
        wrong,
        len(options) * len(times),
    )


def _run_naive(compiled: CompiledModel, clicks: Sequence[Click], written: WrittenClauses, seconds: int) -> _Answers:
    start = perf_counter()
    loop, deadline = NaiveLoop(compiled), Deadline(seconds)
    ready = (perf_counter() - start) * 1000
    found: list[tuple[float, frozenset[int]]] = []
    for click in clicks:
        start = perf_counter()
        possible = loop.find_possible(click.facts, deadline)
        if possible is None:
            return _Answers(PeerState.LATE, ready, tuple(found))
        took = (perf_counter() - start) * 1000
        found.append((took, find_settled(possible, written.literals)))
    return _Answers(PeerState.DONE, ready, tuple(found))


def _run(interpreter: Path, arguments: Sequence[str], seconds: int) -> _Answers:
    """Start a peer and take its lines until it ends or its time is up."""
    command = [str(interpreter), "-P", "-E", str(Path(peer.__file__)), *arguments]
    late = Event()
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as process:
        timer = Timer(seconds, _stop, (process, late))
        timer.start()
        try:
            lines = [json.loads(line) for line in process.stdout or () if line.endswith("\n")]
        finally:
            timer.cancel()
        code = process.wait()
    clicks = tuple((line["ms"], frozenset(line["settled"])) for line in lines[1:])
    return _Answers(_read_state(code, is_late=late.is_set()), lines[0]["ms"] if lines else None, clicks)


def _stop(process: Popen[str], late: Event) -> None:
    late.set()
    process.kill()


def _read_state(code: int, *, is_late: bool) -> PeerState:
    if code == 0:
        return PeerState.DONE
    if code == peer.MISSING:
        return PeerState.MISSING
    return PeerState.LATE if is_late else PeerState.FAILED


def _read_uvl(source: Path, folder: Path, seconds: int) -> UvlReading:
    answers = _run(find_interpreter(folder, PeerKind.BACKBONE), ("uvl", str(source)), seconds)
    return UvlReading(answers.state, None if answers.ready_ms is None else answers.ready_ms / 1000)
